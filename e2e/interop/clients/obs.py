"""Publishes as OBS Studio's WHIP output does, as far as a server can tell.

    obs.py URL TOKEN [--keyint FRAMES] [--profile PROFILE] [--b-frames N] [--lose N] [--sets sprop] [--deaf]

The offer has no candidates, sound as mid 0 with payload type 111 and H.264 as mid 1 with 96, and says 42e01f whatever
the encoder makes; no RTX, no TWCC. Candidates are gathered after the answer and never told: there is no PATCH. A
keyframe comes when the encoder's interval is over and never when it is asked for. The answer to the POST has to be
201 with a body and a Location, the one to the DELETE 200; everything else is an error, and this program's exit code.

With --deaf the offer takes no feedback, as that of FFmpeg 8. At the end a line says how often keyframes were asked for.

aiortc is the transport: it answers a NACK on the stream's own SSRC.
"""

import argparse
import asyncio
import base64
import sys
from fractions import Fraction
from urllib.parse import urlsplit, urlunsplit

import av
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from aiortc.rtp import RTCP_PSFB_PLI, RtcpPsfbPacket

from source import HEIGHT, RATE, WIDTH, Clock, Tone, picture
from whip import request, say, until_told


class Encoded(MediaStreamTrack):
    """H.264 from an encoder that nobody can ask for anything."""

    kind = "video"

    def __init__(self, profile, keyint, b_frames, sets):
        super().__init__()
        self.codec = av.CodecContext.create("libx264", "w")
        self.codec.width, self.codec.height, self.codec.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        self.codec.framerate, self.codec.time_base = Fraction(RATE), Fraction(1, RATE)
        repeat = 0 if sets else 1
        fixed = f"keyint={keyint}:min-keyint={keyint}:scenecut=0:b-adapt=0:rc-lookahead=0:repeat-headers={repeat}"
        tune = {} if b_frames else {"tune": "zerolatency"}
        self.codec.options = {
            "preset": "veryfast",
            "profile": profile,
            "bf": str(b_frames),
            "x264-params": f"{fixed}:annexb=1:sync-lookahead=0",
            **tune,
        }
        if sets:
            self.codec.flags |= av.codec.context.Flags.global_header
        self.codec.open()
        self.clock, self.count, self.packets, self.sent = Clock(), 0, [], 0

    async def recv(self):
        while not self.packets:
            self.packets = self.codec.encode(picture(self.count))
            self.count += 1
        packet = self.packets.pop(0)
        await self.clock.wait(self.sent / RATE)
        self.sent += 1
        return packet

    def sprop(self):
        """The parameter sets as an fmtp parameter (RFC 6184 section 8.1)."""
        sets = [nal for nal in bytes(self.codec.extradata).split(b"\0\0\1") if nal and nal[0] & 0x1F in (7, 8)]
        return ";sprop-parameter-sets=" + ",".join(base64.b64encode(nal.rstrip(b"\0")).decode() for nal in sets)


def offer(own, audio, video, fmtp, feedback):
    """OBS's offer (libdatachannel writes it) with the credentials and the sources of `own`."""

    def value(name):
        return next(line.split(":", 1)[1] for line in own.splitlines() if line.startswith(f"a={name}:"))

    stream = "a1b2c3d4"

    def media(kind, mid, payload, ssrc, lines):
        return [
            f"m={kind} 9 UDP/TLS/RTP/SAVPF {payload}",
            "c=IN IP4 0.0.0.0",
            f"a=mid:{mid}",
            "a=sendonly",
            f"a=ssrc:{ssrc} cname:{stream}",
            f"a=ssrc:{ssrc} msid:{stream} {stream}-{kind}",
            f"a=msid:{stream} {stream}-{kind}",
            "a=rtcp-mux",
            *lines,
        ]

    lines = [
        "v=0",
        "o=rtc 1840377205 0 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0 1",
        "a=group:LS 0 1",
        "a=msid-semantic:WMS *",
        "a=setup:actpass",
        f"a=ice-ufrag:{value('ice-ufrag')}",
        f"a=ice-pwd:{value('ice-pwd')}",
        "a=ice-options:ice2,trickle",
        f"a=fingerprint:{value('fingerprint')}",
        *media(
            "audio",
            0,
            111,
            audio,
            [
                "a=rtpmap:111 opus/48000/2",
                "a=fmtp:111 minptime=10;maxaveragebitrate=96000;stereo=1;sprop-stereo=1;useinbandfec=1",
            ],
        ),
        *media(
            "video",
            1,
            96,
            video,
            [
                "a=rtpmap:96 H264/90000",
                *(f"a=rtcp-fb:96 {one}" for one in feedback),
                f"a=fmtp:96 profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1{fmtp}",
            ],
        ),
    ]
    return "".join(f"{line}\r\n" for line in lines)


def resource(url, location):
    """The session's URL as OBS makes it: a relative one replaces the path of its own, and the query goes."""
    if location.startswith("http"):
        return location
    return urlunsplit(urlsplit(url)._replace(path=location, query=""))


def lose(transport, ssrc, count):
    """Keeps the first `count` packets of a stream to itself, as OBS does while it is connecting."""
    send, left = transport._send_rtp, count

    async def sending(data):
        nonlocal left
        if left and int.from_bytes(data[8:12], "big") == ssrc and data[1] & 0x7F == 96:
            left -= 1
        else:
            await send(data)

    transport._send_rtp = sending


def count_asking(sender):
    """Counts the picture loss indications (RFC 4585 section 6.3.1) that come for a stream."""
    handle, asked = sender._handle_rtcp_packet, {"keyframes_asked": 0}

    async def handling(packet):
        asked["keyframes_asked"] += isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_PLI
        await handle(packet)

    sender._handle_rtcp_packet = handling
    return asked


async def main(options):
    encoded = Encoded(options.profile, options.keyint, options.b_frames, options.sets)
    connection = RTCPeerConnection()
    audio = connection.addTrack(Tone())
    video = connection.addTrack(encoded)
    # OBS would gather only now; aiortc must before, and what it gathered is left out of the offer.
    await connection.setLocalDescription(await connection.createOffer())
    own = connection.localDescription.sdp
    feedback = [] if options.deaf else ["nack", "nack pli", "goog-remb"]
    wish = offer(own, audio._ssrc, video._ssrc, encoded.sprop() if options.sets else "", feedback)
    asked = count_asking(video)
    lose(video.transport, video._ssrc, options.lose)

    status, headers, answer = await asyncio.to_thread(request, "POST", options.url, options.token, wish)
    if status != 201 or not answer or "Location" not in headers:
        sys.exit(f"OBS would not connect: {status} {dict(headers)} {answer}")
    await connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    await until_told()
    where = resource(options.url, headers["Location"])
    status, _, _ = await asyncio.to_thread(request, "DELETE", where, options.token)
    say(deleted=status, **asked)
    await connection.close()
    if status != 200:
        sys.exit(f"OBS would complain: DELETE was answered with {status}")


parser = argparse.ArgumentParser()
parser.add_argument("url")
parser.add_argument("token")
parser.add_argument("--keyint", type=int, default=60)
parser.add_argument("--profile", default="high")
parser.add_argument("--b-frames", type=int, default=0)
parser.add_argument("--lose", type=int, default=50)
parser.add_argument("--sets", choices=["sprop"])
parser.add_argument("--deaf", action="store_true")
asyncio.run(main(parser.parse_args()))
