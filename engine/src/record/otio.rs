use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::cuts::{Cuts, Shot};

/// Pictures a second that times are said in: what phones are asked for. A time between two pictures is kept as a fraction.
const RATE: f64 = 30.0;

/// The cut list as an OpenTimelineIO timeline: a video track of what was seen and a sound track of what was heard, both of
/// the ISO files, which stand beside it; marks are markers.
pub fn timeline(name: &str, cuts: &Cuts) -> String {
    let tracks = [("Video", &cuts.shots), ("Audio", &cuts.sound)].map(|(kind, shots)| track(kind, shots, cuts.length));
    let timeline = json!({
        "OTIO_SCHEMA": "Timeline.1",
        "name": name,
        "global_start_time": time(0),
        "metadata": {},
        "tracks": {
            "OTIO_SCHEMA": "Stack.1",
            "name": "tracks",
            "source_range": null,
            "effects": [],
            "markers": cuts.marks.iter().map(marker).collect::<Vec<_>>(),
            "enabled": true,
            "metadata": {},
            "children": tracks,
        },
    });
    serde_json::to_string_pretty(&timeline).expect("values are written")
}

fn track(kind: &str, shots: &[Shot], length: u64) -> Value {
    let mut children = Vec::new();
    let mut end = 0;
    for shot in shots {
        if shot.at > end {
            children.push(gap(shot.at - end));
        }
        children.push(clip(shot));
        end = shot.at + shot.lasts;
    }
    if length > end {
        children.push(gap(length - end));
    }
    json!({
        "OTIO_SCHEMA": "Track.1",
        "name": if kind == "Video" { "Program" } else { "Sound" },
        "kind": kind,
        "source_range": null,
        "effects": [],
        "markers": [],
        "enabled": true,
        "metadata": {},
        "children": children,
    })
}

fn clip(shot: &Shot) -> Value {
    json!({
        "OTIO_SCHEMA": "Clip.2",
        "name": shot.name,
        // As long as it is on: effects change what is shown in that time, not how long it is.
        "source_range": range(shot.from, shot.lasts),
        "effects": effects(shot.speed),
        "markers": [],
        "enabled": true,
        "metadata": { "regie": { "replay": shot.replay } },
        "active_media_reference_key": "DEFAULT_MEDIA",
        "media_references": {
            "DEFAULT_MEDIA": {
                "OTIO_SCHEMA": "ExternalReference.1",
                "name": shot.path.rsplit('/').next(),
                "available_range": range(0, shot.file_lasts),
                "available_image_bounds": null,
                "metadata": {},
                "target_url": url(&shot.path),
            },
        },
    })
}

/// Slow motion, and what stands.
fn effects(speed: u16) -> Value {
    let effect = |schema: &str, name: &str| {
        json!([{
            "OTIO_SCHEMA": schema,
            "name": "",
            "effect_name": name,
            "enabled": true,
            "time_scalar": f64::from(speed) / 100.0,
            "metadata": {},
        }])
    };
    match speed {
        0 => effect("FreezeFrame.1", "FreezeFrame"),
        100 => json!([]),
        _ => effect("LinearTimeWarp.1", "LinearTimeWarp"),
    }
}

fn gap(lasts: u64) -> Value {
    json!({
        "OTIO_SCHEMA": "Gap.1",
        "name": "",
        "source_range": range(0, lasts),
        "effects": [],
        "markers": [],
        "enabled": true,
        "metadata": {},
    })
}

fn marker((at, label): &(u64, String)) -> Value {
    json!({
        "OTIO_SCHEMA": "Marker.2",
        "name": label,
        "comment": "",
        "color": "RED",
        "marked_range": range(*at, 0),
        "metadata": {},
    })
}

fn range(from: u64, lasts: u64) -> Value {
    json!({ "OTIO_SCHEMA": "TimeRange.1", "start_time": time(from), "duration": time(lasts) })
}

fn time(micros: u64) -> Value {
    json!({ "OTIO_SCHEMA": "RationalTime.1", "value": micros as f64 * RATE / 1e6, "rate": RATE })
}

/// What may stand in a path as it is (RFC 3986 sections 2.3 and 3.3).
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path beside the list as a relative reference (RFC 3986 sections 2.1 and 4.2).
fn url(path: &str) -> String {
    utf8_percent_encode(path, IN_PATH).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_relative_reference() {
        assert_eq!(url("Été d'Anna/2 – 100 %_~.webm"), "%C3%89t%C3%A9%20d%27Anna/2%20%E2%80%93%20100%20%25_~.webm");
    }
}
