"""aiortc as it is, as a server of WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep-03).

    aiortc_server.py PORT TOKEN [h264|vp8]

At /whip it takes an offer and decodes what comes; at /whep it plays a moving picture, in the codec that is named, and a
tone. /moved sends an offer on to /whip. Each second a line says what was decoded in all, and how many sessions began
and ended.
"""

import asyncio
import sys

from aiortc import RTCPeerConnection, RTCRtpSender, RTCSessionDescription

from source import Picture, Tone
from whip import say, until_told
from witness import Witness

witness = Witness()
witness.seen |= {"begun": 0, "ended": 0}
sessions = {}


def take():
    connection = RTCPeerConnection()
    witness.watch(connection)
    return connection


def play(codec):
    connection = RTCPeerConnection()
    connection.addTrack(Tone())
    connection.addTrack(Picture())
    video = next(t for t in connection.getTransceivers() if t.kind == "video")
    known = RTCRtpSender.getCapabilities("video").codecs
    video.setCodecPreferences([c for c in known if c.mimeType.lower() == f"video/{codec}"])
    return connection


async def answered(connection, offer):
    await connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
    await connection.setLocalDescription(await connection.createAnswer())
    name = f"/session/{witness.seen['begun']}"
    witness.seen["begun"] += 1
    sessions[name] = connection
    return name, connection.localDescription.sdp


async def serve(token, codec, reader, writer):
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    method, path, _ = head[0].split(" ")
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
    raw = dict(line.split(": ", 1) for line in head[1:] if line)
    given = next((value for name, value in raw.items() if name.lower() == "authorization"), "")
    body = (await reader.readexactly(int(headers.get("content-length", 0)))).decode()
    status, more, answer = "404 Not Found", "", ""
    if given != f"Bearer {token}":
        status = "401 Unauthorized"
    elif method == "POST" and path == "/moved":
        status, more = "307 Temporary Redirect", "Location: /whip\r\n"
    elif method == "POST" and path in ("/whip", "/whep") and headers.get("content-type") == "application/sdp":
        name, answer = await answered(take() if path == "/whip" else play(codec), body)
        status, more = "201 Created", f"Location: {name}\r\nContent-Type: application/sdp\r\n"
    elif method == "DELETE" and path in sessions:
        await sessions.pop(path).close()
        witness.seen["ended"] += 1
        status = "200 OK"
    content = answer.encode()
    writer.write(f"HTTP/1.1 {status}\r\n{more}Content-Length: {len(content)}\r\nConnection: close\r\n\r\n".encode() + content)
    await writer.drain()
    writer.close()


async def main(port, token, codec="h264"):
    async with await asyncio.start_server(lambda r, w: serve(token, codec, r, w), "127.0.0.1", int(port)):
        say(listening=int(port))
        telling = asyncio.ensure_future(witness.tell())
        await until_told()
        telling.cancel()
        for connection in sessions.values():
            await connection.close()


asyncio.run(main(*sys.argv[1:]))
