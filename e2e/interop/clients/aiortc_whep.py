"""aiortc as it is, as a WHEP player (draft-ietf-wish-whep-03): one POST with every candidate, one DELETE.

    aiortc_whep.py URL

Each second a line says what was decoded in all.
"""

import asyncio
import sys
from urllib.parse import urljoin

from aiortc import RTCPeerConnection, RTCSessionDescription

from whip import request, say, until_told
from witness import Witness


async def main(url):
    connection, witness = RTCPeerConnection(), Witness()
    witness.watch(connection)
    for kind in ("audio", "video"):
        connection.addTransceiver(kind, direction="recvonly")
    await connection.setLocalDescription(await connection.createOffer())
    status, headers, answer = await asyncio.to_thread(request, "POST", url, None, connection.localDescription.sdp)
    if status != 201:
        sys.exit(f"{status} {answer}")
    await connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    telling = asyncio.ensure_future(witness.tell())
    await until_told()
    telling.cancel()
    status, _, _ = await asyncio.to_thread(request, "DELETE", urljoin(url, headers["Location"]), None)
    say(deleted=status)
    await connection.close()


asyncio.run(main(*sys.argv[1:]))
