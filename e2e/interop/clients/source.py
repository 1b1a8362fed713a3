"""What the Python clients film: a picture that changes its colour, and a tone."""

import asyncio
import math
import time
from fractions import Fraction

import av
from aiortc import MediaStreamTrack

WIDTH, HEIGHT, RATE = 640, 360, 30
# Y, U and V of colours that are far from each other, each shown for a third of a second.
COLOURS = [(82, 90, 240), (145, 54, 34), (41, 240, 110), (210, 16, 146), (107, 202, 222)]
SHOWN = 10


class Clock:
    """Lets frames out when their time has come."""

    def __init__(self):
        self.began = None

    async def wait(self, seconds):
        self.began = self.began or time.monotonic()
        await asyncio.sleep(max(0, self.began + seconds - time.monotonic()))


class Picture(MediaStreamTrack):
    """Raw pictures, for a client that encodes them itself."""

    kind = "video"

    def __init__(self):
        super().__init__()
        self.clock, self.count = Clock(), 0

    async def recv(self):
        frame = picture(self.count)
        await self.clock.wait(self.count / RATE)
        self.count += 1
        return frame


class Tone(MediaStreamTrack):
    """440 Hz, 48 kHz stereo, 20 ms at a time."""

    kind = "audio"

    def __init__(self):
        super().__init__()
        self.clock, self.count = Clock(), 0

    async def recv(self):
        first = self.count * 960
        wave = (round(8000 * math.sin(2 * math.pi * 440 * (first + n) / 48000)) for n in range(960))
        frame = av.AudioFrame(format="s16", layout="stereo", samples=960)
        frame.planes[0].update(b"".join(value.to_bytes(2, "little", signed=True) * 2 for value in wave))
        frame.sample_rate, frame.pts, frame.time_base = 48000, first, Fraction(1, 48000)
        await self.clock.wait(first / 48000)
        self.count += 1
        return frame


def picture(count):
    """The picture of this number."""
    frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
    for plane, value in zip(frame.planes, COLOURS[count // SHOWN % len(COLOURS)]):
        plane.update(bytes([value]) * plane.buffer_size)
    frame.pts, frame.time_base = count, Fraction(1, RATE)
    return frame
