"""What an editor sees of a cut list: reads an OTIO or EDL file with OpenTimelineIO, and prints it as JSON.

Times are seconds on the timeline and within the files.
"""

import json
import sys

import opentimelineio as otio


def seconds(time):
    return time.to_seconds()


def clips(track):
    for clip in track.find_clips():
        place = clip.range_in_parent()
        media = clip.media_reference
        yield {
            "name": clip.name,
            "url": getattr(media, "target_url", None),
            "at": seconds(place.start_time),
            "lasts": seconds(place.duration),
            "from": seconds(clip.source_range.start_time),
            "file": seconds(media.available_range.duration) if media.available_range else None,
        }


timeline = otio.adapters.read_from_file(sys.argv[1], **({"rate": 30} if sys.argv[1].endswith(".edl") else {}))
print(
    json.dumps(
        {
            "lasts": seconds(timeline.duration()),
            "tracks": [{"kind": track.kind, "clips": list(clips(track))} for track in timeline.tracks],
            "marks": [
                {"name": mark.name, "at": seconds(mark.marked_range.start_time)} for mark in timeline.tracks.markers
            ],
        }
    )
)
