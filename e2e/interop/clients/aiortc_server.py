"""aiortc as it is, as a WHIP server (RFC 9725): takes an offer, decodes what comes, and says what it saw.

    aiortc_server.py PORT TOKEN

Each second a line says how many pictures and how much sound were decoded in all, and of what size the last picture was.
"""

import asyncio
import json
import sys

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

from whip import say, until_told

seen = {"pictures": 0, "sounds": 0, "width": 0, "height": 0, "ended": 0}
sessions = {}


async def decode(track):
    while True:
        try:
            frame = await track.recv()
        except MediaStreamError:
            return
        if track.kind == "video":
            seen["pictures"] += 1
            seen["width"], seen["height"] = frame.width, frame.height
        else:
            seen["sounds"] += 1


async def take(offer):
    connection = RTCPeerConnection()
    connection.on("track", lambda track: asyncio.ensure_future(decode(track)))
    await connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
    await connection.setLocalDescription(await connection.createAnswer())
    return connection


async def serve(token, reader, writer):
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
    elif method == "POST" and path == "/whip" and headers.get("content-type") == "application/sdp":
        connection = await take(body)
        name = f"/session/{len(sessions)}"
        sessions[name] = connection
        status, more = "201 Created", f"Location: {name}\r\nContent-Type: application/sdp\r\n"
        answer = connection.localDescription.sdp
    elif method == "DELETE" and path in sessions:
        await sessions.pop(path).close()
        seen["ended"] += 1
        status = "200 OK"
    content = answer.encode()
    writer.write(f"HTTP/1.1 {status}\r\n{more}Content-Length: {len(content)}\r\nConnection: close\r\n\r\n".encode() + content)
    await writer.drain()
    writer.close()


async def tell():
    while True:
        print(json.dumps(seen), flush=True)
        await asyncio.sleep(1)


async def main(port, token):
    async with await asyncio.start_server(lambda r, w: serve(token, r, w), "127.0.0.1", int(port)):
        say(listening=int(port))
        telling = asyncio.ensure_future(tell())
        await until_told()
        telling.cancel()
        for connection in sessions.values():
            await connection.close()


asyncio.run(main(*sys.argv[1:]))
