//! What a plain MP4 promises.

use std::process::Command;

use bytes::Bytes;
use mp4_atom::{Decode, Ftyp, Header as BoxHeader, ReadFrom, StszSamples, Trak};
use proptest::prelude::*;

use super::*;
use crate::media::VideoCodec;

/// Pictures that say their number in their brightness, as H.264 with a keyframe each second: NAL units behind their
/// lengths, whether each is a keyframe, and what a decoder has to know.
fn filmed(pictures: usize) -> (Vec<(Bytes, bool)>, Arc<VideoConfig>) {
    let source = format!("nullsrc=s=64x64:r=30,geq=lum='16+2*mod(N,100)':cb=128:cr=128,trim=end_frame={pictures}");
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-f", "lavfi", "-i", &source, "-pix_fmt", "yuv420p", "-c:v", "libx264"])
        .args([
            "-profile:v",
            "baseline",
            "-qp",
            "10",
            "-x264-params",
            "keyint=30:min-keyint=30:scenecut=0:aud=1:slices=1",
        ])
        .args(["-bf", "0", "-f", "h264", "-"])
        .output()
        .expect("ffmpeg is here");
    let stream = output.stdout;
    let starts: Vec<usize> = stream.windows(3).enumerate().filter(|(_, b)| *b == [0, 0, 1]).map(|(at, _)| at).collect();
    let units = starts.iter().enumerate().map(|(number, start)| {
        let end = starts.get(number + 1).copied().unwrap_or(stream.len());
        let unit = &stream[start + 3..end];
        &unit[..unit.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1)]
    });
    let (mut sets, mut frames) = ([Vec::new(), Vec::new()], Vec::new());
    for unit in units {
        match unit[0] & 0x1f {
            7 => sets[0] = unit.to_vec(),
            8 => sets[1] = unit.to_vec(),
            kind @ (1 | 5) => {
                let length = u32::try_from(unit.len()).expect("small").to_be_bytes();
                frames.push((Bytes::from([&length[..], unit].concat()), kind == 5));
            }
            _ => {}
        }
    }
    let [sps, pps] = sets;
    let length = |set: &[u8]| u16::try_from(set.len()).expect("small").to_be_bytes();
    let head = [1, sps[1], sps[2], sps[3], 0xff, 0xe1];
    let description = [&head[..], &length(&sps), &sps, &[1], &length(&pps), &pps].concat().into();
    (frames, Arc::new(VideoConfig { codec: VideoCodec::H264, width: 64, height: 64, description }))
}

fn sample(track: Track, at: u64, lasts: u64, data: Bytes) -> Sample {
    let [at, lasts] = [at, lasts].map(Duration::from_micros);
    Sample { track, at, lasts, keyframe: false, data, config: None }
}

/// A file, by two passes over its samples.
fn file(samples: &[Sample], begins: Duration) -> Vec<u8> {
    let mut plain = PlainMp4::new();
    samples.iter().for_each(|sample| plain.push(sample));
    let Layout { mut head, chunks, bytes } = plain.lay_out(begins).expect("there is a picture");
    let mut rests = [Track::Video, Track::Audio].map(|track| samples.iter().filter(move |one| one.track == track));
    for chunk in chunks {
        let before = head.len() as u64;
        for sample in rests[chunk.track as usize].by_ref().take(chunk.samples as usize) {
            head.extend_from_slice(&sample.data);
        }
        assert_eq!(head.len() as u64 - before, chunk.bytes);
    }
    assert_eq!(head.len() as u64, bytes);
    head
}

/// What a program of FFmpeg's makes of a file.
fn read(file: &[u8], program: &str, before: &[&str], after: &[&str]) -> Vec<u8> {
    let path = tempfile::Builder::new().suffix(".mp4").tempfile().expect("a temporary file").into_temp_path();
    std::fs::write(&path, file).expect("writable");
    let output = Command::new(program).args(before).arg(&path).args(after).output().expect("FFmpeg is here");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{program} complains");
    output.stdout
}

/// A time, and what is there: the number of the picture that is shown.
fn shown(file: &[u8]) -> Vec<(u64, u8)> {
    let levels =
        read(file, "ffmpeg", &["-v", "warning", "-i"], &["-an", "-fps_mode", "passthrough", "-f", "rawvideo", "-"]);
    let entries = ["-v", "warning", "-select_streams", "v", "-show_entries", "frame=pts_time", "-of", "csv=p=0"];
    let times = String::from_utf8(read(file, "ffprobe", &entries, &[])).expect("numbers");
    let times =
        times.lines().map(|line| (line.trim_end_matches(',').parse::<f64>().expect("a time") * 1e3).round() as u64);
    let levels: Vec<u8> =
        levels.chunks(64 * 64 * 3 / 2).map(|picture| picture[2_080].saturating_sub(16).div_ceil(2)).collect();
    let times: Vec<u64> = times.collect();
    assert_eq!(times.len(), levels.len());
    times.into_iter().zip(levels).collect()
}

/// Pictures of these numbers, 40 ms apart but where `jump` says, and sound.
fn footage(numbers: std::ops::Range<usize>, jump: impl Fn(usize) -> u64, sound: std::ops::Range<u64>) -> Vec<Sample> {
    let (frames, config) = filmed(numbers.end);
    let mut at = 0;
    let mut samples: Vec<Sample> = Vec::new();
    for number in numbers {
        let lasts = 40_000 + jump(number);
        let (data, keyframe) = frames[number].clone();
        let config = keyframe.then(|| Arc::clone(&config));
        samples.push(Sample { keyframe, config, ..sample(Track::Video, at, lasts, data) });
        at += lasts;
    }
    let packet = Bytes::from_static(&[0xfc, 0xff, 0xfe]);
    samples.extend(sound.map(|number| sample(Track::Audio, number * 20_000, 20_000, packet.clone())));
    samples
}

#[test]
fn the_first_picture_shown_is_the_one_asked_for_though_the_file_begins_at_the_keyframe_before() {
    let samples = footage(30..90, |_| 0, 35..120);
    let file = file(&samples, Duration::from_millis(17 * 40));
    let expected: Vec<(u64, u8)> = (17..60).map(|number| (number * 40 - 17 * 40, 30 + number as u8)).collect();
    assert_eq!(shown(&file), expected);
    let entries = ["-v", "warning", "-select_streams", "a", "-show_entries", "packet=pts_time", "-of", "csv=p=0"];
    let sound = String::from_utf8(read(&file, "ffprobe", &entries, &[])).expect("numbers");
    // Its first packet was 20 ms behind the first picture.
    assert_eq!(sound.lines().next().map(|line| line.trim_end_matches(',')), Some("0.020000"));
    assert_eq!(sound.lines().count(), 85);
}

#[test]
fn a_hole_stays_a_gap_of_its_length() {
    // 1.5 s are missing, within a group of pictures.
    let samples = footage(0..45, |number| if number == 19 { 1_500_000 } else { 0 }, 0..0);
    let file = file(&samples, Duration::ZERO);
    let expected = (0..45).map(|number| (number * 40 + if number > 19 { 1_500 } else { 0 }, number as u8));
    assert_eq!(shown(&file), expected.collect::<Vec<_>>());
    let lasts = read(&file, "ffprobe", &["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0"], &[]);
    assert_eq!(String::from_utf8_lossy(&lasts).trim(), "3.300000");
}

#[test]
fn without_a_picture_there_is_no_file() {
    let mut plain = PlainMp4::new();
    plain.push(&sample(Track::Audio, 0, 20_000, Bytes::from_static(&[0xfc])));
    assert!(plain.lay_out(Duration::ZERO).is_none());
}

/// The boxes of a file: its tracks, each with the bytes that its tables point at.
fn tracks(file: &[u8]) -> Vec<(Trak, Vec<Vec<u8>>)> {
    let mut rest = file;
    Ftyp::read_from(&mut rest).expect("its type");
    let moov = Moov::read_from(&mut rest).expect("its index before its data");
    let data = BoxHeader::decode(&mut rest).expect("its data");
    assert_eq!((data.kind, data.size), (FourCC::new(b"mdat"), Some(rest.len())));
    let of_track = |trak: Trak| {
        let stbl = &trak.mdia.minf.stbl;
        let StszSamples::Different { sizes } = &stbl.stsz.samples else { panic!("each has its size") };
        let mut sizes = sizes.iter();
        let mut samples = Vec::new();
        for (number, offset) in stbl.stco.as_ref().expect("a small file").entries.iter().enumerate() {
            let run = stbl.stsc.entries.iter().rev().find(|run| run.first_chunk as usize <= number + 1).expect("a run");
            let mut at = *offset as usize;
            for size in sizes.by_ref().take(run.samples_per_chunk as usize) {
                samples.push(file[at..at + *size as usize].to_vec());
                at += *size as usize;
            }
        }
        assert_eq!(sizes.len(), 0);
        (trak, samples)
    };
    moov.trak.into_iter().map(of_track).collect()
}

/// Samples as they may come: a keyframe first, then steps, sizes, tracks, and other configurations.
fn any_samples() -> impl Strategy<Value = Vec<Sample>> {
    let step = (any::<bool>(), 1_u64..1_500_000, 0_u16..4, 1_usize..60, any::<u8>());
    (prop::collection::vec(step, 0..90), any::<u8>()).prop_map(|(steps, first)| {
        let config = |width| {
            let sps = [0x67, 0x42, 0xc0, 0x1f];
            let description = [&[1, sps[1], sps[2], sps[3], 0xff, 0xe1, 0, 4][..], &sps, &[1, 0, 1, 0x68]].concat();
            let codec = VideoCodec::H264;
            Arc::new(VideoConfig { codec, width: 64 + width, height: 64, description: description.into() })
        };
        let picture = |at, lasts, data, width: Option<u16>| Sample {
            keyframe: width.is_some(),
            config: width.map(config),
            ..sample(Track::Video, at, lasts, data)
        };
        let mut samples = vec![picture(0, 33_000, Bytes::from(vec![first; 9]), Some(0))];
        let mut times = [33_000_u64, 0];
        for (is_video, lasts, width, bytes, byte) in steps {
            let data = Bytes::from(vec![byte; bytes]);
            let at = &mut times[usize::from(!is_video)];
            samples.push(match is_video {
                true => picture(*at, lasts, data, (width < 2).then_some(width)),
                false => sample(Track::Audio, *at, lasts, data),
            });
            *at += lasts;
        }
        samples
    })
}

proptest! {
    /// The tables say of every sample where it is, when it is, and whether it is a keyframe.
    #[test]
    fn the_tables_say_what_is_in_the_file(samples in any_samples(), begins in 0_u64..2_000_000) {
        let begins = Duration::from_micros(begins);
        let file = file(&samples, begins);
        for ((trak, found), track) in tracks(&file).into_iter().zip([Track::Video, Track::Audio]) {
            let of_track: Vec<_> = samples.iter().filter(|sample| sample.track == track).collect();
            prop_assert_eq!(&found, &of_track.iter().map(|sample| sample.data.to_vec()).collect::<Vec<_>>());
            let stbl = &trak.mdia.minf.stbl;
            let deltas = stbl.stts.entries.iter().flat_map(|e| std::iter::repeat_n(e.sample_delta, e.sample_count as usize));
            let mut at = ticks(of_track[0].at, track.clock_rate());
            for (sample, delta) in of_track.iter().zip(deltas) {
                prop_assert_eq!(at, ticks(sample.at, track.clock_rate()));
                at += u64::from(delta);
            }
            if let Some(stss) = &stbl.stss {
                let keys = of_track.iter().enumerate().filter(|(_, sample)| sample.keyframe);
                prop_assert_eq!(&stss.entries, &keys.map(|(place, _)| place as u32 + 1).collect::<Vec<_>>());
            }
            // Each edit begins where it is to be seen: time in the movie and time in the media differ by `begins` alone.
            let edits = trak.edts.expect("edits").elst.expect("edits").entries;
            let mut shown = 0;
            for edit in &edits {
                if let Some(from) = edit.media_time {
                    let expected = (from as f64 + ticks(of_track[0].at, track.clock_rate()) as f64) / f64::from(track.clock_rate());
                    prop_assert!((shown as f64 / 9e4 - (expected - begins.as_secs_f64())).abs() < 5e-5);
                }
                shown += edit.segment_duration;
            }
            prop_assert_eq!(trak.tkhd.duration, shown);
        }
    }
}
