"""Who watches, for the Python programs that receive: it decodes what comes, and says what it saw."""

import asyncio
import json

from aiortc.mediastreams import MediaStreamError


class Witness:
    """Counts what it has decoded of every connection that it watches."""

    def __init__(self):
        self.seen = {"pictures": 0, "sounds": 0, "width": 0, "height": 0}

    def watch(self, connection):
        connection.on("track", lambda track: asyncio.ensure_future(self._decode(track)))

    async def tell(self):
        """Says each second what was seen in all, and of what size the last picture was."""
        while True:
            print(json.dumps(self.seen), flush=True)
            await asyncio.sleep(1)

    async def _decode(self, track):
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            if track.kind == "video":
                self.seen["pictures"] += 1
                self.seen["width"], self.seen["height"] = frame.width, frame.height
            else:
                self.seen["sounds"] += 1
