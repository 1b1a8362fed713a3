"""aiortc as it is, with WHIP around it (RFC 9725): one POST with every candidate, one DELETE.

    aiortc_whip.py URL TOKEN [h264|vp8]
"""

import asyncio
import sys
from urllib.parse import urljoin

from aiortc import RTCPeerConnection, RTCRtpSender, RTCSessionDescription

from source import Picture, Tone
from whip import request, say, until_told


async def main(url, token, codec="h264"):
    connection = RTCPeerConnection()
    connection.addTrack(Tone())
    connection.addTrack(Picture())
    video = next(t for t in connection.getTransceivers() if t.kind == "video")
    known = RTCRtpSender.getCapabilities("video").codecs
    video.setCodecPreferences([c for c in known if c.mimeType.lower() == f"video/{codec}"])
    await connection.setLocalDescription(await connection.createOffer())
    status, headers, answer = await asyncio.to_thread(request, "POST", url, token, connection.localDescription.sdp)
    if status != 201:
        sys.exit(f"{status} {answer}")
    await connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    await until_told()
    status, _, _ = await asyncio.to_thread(request, "DELETE", urljoin(url, headers["Location"]), token)
    say(deleted=status)
    await connection.close()


asyncio.run(main(*sys.argv[1:]))
