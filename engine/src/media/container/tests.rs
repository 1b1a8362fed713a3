use std::{
    process::{Command, Stdio},
    sync::Arc,
};

use bytes::Bytes;
use proptest::prelude::*;

use super::*;
use crate::media::{Frame, SessionTime, Track, VideoConfig, vp8};

/// Parameter sets of 1280x720 and of 640x360, as x264 makes them.
const SPS_720: &[u8] = b"\x67\x42\xc0\x1f\xda\x01\x40\x16\xec\x04\x40\0\0\x03\0\x40\0\0\x0f\x03\xc6\x0c\xa8";

fn config(codec: VideoCodec) -> Arc<VideoConfig> {
    let description = match codec {
        VideoCodec::H264 => {
            [&b"\x01\x42\xc0\x1f\xff\xe1\0\x17"[..], SPS_720, b"\x01\0\x04\x68\xce\x0f\xc8"].concat().into()
        }
        VideoCodec::Vp8 => Bytes::new(),
    };
    Arc::new(VideoConfig { codec, width: 1280, height: 720, description })
}

fn video(micros: u64, keyframe: Option<&Arc<VideoConfig>>, bytes: usize) -> Frame {
    let pts = SessionTime::from_micros(micros);
    // One NAL unit behind its length: of a keyframe, or of another picture. Without room for one, VP8 to be shown.
    let mut data = vec![0x51; bytes];
    if let Some((head, rest)) = data.split_first_chunk_mut::<4>() {
        *head = u32::try_from(rest.len()).expect("a small frame").to_be_bytes();
        rest.iter_mut().take(1).for_each(|nal| *nal = if keyframe.is_some() { 0x65 } else { 0x41 });
    }
    let data = Bytes::from(data);
    Frame { track: Track::Video, pts, keyframe: keyframe.is_some(), data, config: keyframe.cloned(), arrived: pts }
}

fn audio(micros: u64) -> Frame {
    let data = Bytes::from_static(&[0xfc, 0xff, 0xfe]);
    Frame { track: Track::Audio, data, ..video(micros, None, 0) }
}

/// The same but for a picture's parameter set.
fn config_changed(codec: VideoCodec) -> Arc<VideoConfig> {
    let config = config(codec);
    let mut description = config.description.to_vec();
    description.last_mut().into_iter().for_each(|last| *last ^= 1);
    Arc::new(VideoConfig { description: description.into(), ..(*config).clone() })
}

/// A picture's data as one NAL unit.
fn nal(frame: &Frame) -> Bytes {
    let body = [&[if frame.keyframe { 0x65 } else { 0x41 }], &frame.data[..]].concat();
    [&u32::try_from(body.len()).expect("a small frame").to_be_bytes()[..], &body].concat().into()
}

/// The first entry of each fragment.
fn distinct(index: &[IndexEntry]) -> Vec<IndexEntry> {
    let mut entries = index.to_vec();
    entries.dedup_by_key(|entry| entry.offset);
    entries
}

/// A file of these frames, in fragments of so many frames.
fn file(codec: VideoCodec, frames: &[Frame], fragment: usize) -> Vec<Vec<u8>> {
    pieces_of(&Header { video: config(codec), audio: true, sets_in_band: false }, frames, fragment)
}

fn pieces_of(header: &Header, frames: &[Frame], fragment: usize) -> Vec<Vec<u8>> {
    let (mut container, _) = of(header);
    let mut queue = SampleQueue::new(frames[0].pts);
    let mut pieces = vec![container.header()];
    for frames in frames.chunks(fragment.max(1)) {
        for frame in frames {
            assert!(queue.push(frame.clone()));
        }
        pieces.push(container.fragment(&queue.take(frames[frames.len() - 1].arrived)));
    }
    pieces.push(container.fragment(&queue.finish()));
    pieces.push(container.trailer());
    pieces
}

/// What FFmpeg reads out of a file: track, time in microseconds, keyframe or not, and bytes of each packet.
fn ffprobe(bytes: &[u8], ending: &str) -> Vec<(Track, i64, bool, usize)> {
    let path = tempfile::Builder::new().suffix(ending).tempfile().expect("a temporary file").into_temp_path();
    std::fs::write(&path, bytes).expect("writable");
    let entries = "packet=stream_index,pts_time,flags,size";
    let output = Command::new("ffprobe")
        .args(["-v", "fatal", "-show_entries", entries, "-of", "csv=p=0"])
        .arg(&path)
        .stderr(Stdio::inherit())
        .output()
        .expect("ffprobe is here");
    let text = String::from_utf8(output.stdout).expect("ffprobe speaks UTF-8");
    let packet = |line: &str| {
        let fields: Vec<_> = line.split(',').collect();
        let track = if fields[0] == "0" { Track::Video } else { Track::Audio };
        let micros = (fields[1].parse::<f64>().expect("a time") * 1e6).round() as i64;
        (track, micros, fields[3].starts_with('K'), fields[2].parse().expect("a size"))
    };
    text.lines().map(packet).collect()
}

/// Ten seconds, with a gap of three seconds in the picture, 1.2 seconds in the sound, and uneven times.
fn an_uneven_show(codec: VideoCodec) -> Vec<Frame> {
    let config = config(codec);
    let mut frames = Vec::new();
    for number in 0..300_u64 {
        let micros = 1_000_000 + number * 33_333 + number * 7_919 % 9_000;
        if !(120..210).contains(&number) {
            frames.push(video(micros, (number % 60 == 0 || number == 210).then_some(&config), 500 + number as usize));
        }
    }
    for number in 0..500_u64 {
        if !(100..160).contains(&number) {
            frames.push(audio(1_000_137 + number * 20_000 + number * 31 % 11));
        }
    }
    if codec == VideoCodec::Vp8 {
        // RFC 6386 section 9.1: the lowest bit is 0 in a keyframe.
        for frame in frames.iter_mut().filter(|frame| frame.track == Track::Video) {
            let tag = if frame.keyframe { 0x10 } else { 0x31 };
            frame.data = [&[tag], &frame.data[1..]].concat().into();
        }
    }
    frames.sort_by_key(|frame| frame.arrived);
    frames
}

#[test]
fn ffmpeg_reads_every_frame_at_its_time_gaps_included() {
    for (codec, ending, tick) in [(VideoCodec::H264, ".mp4", 24), (VideoCodec::Vp8, ".webm", 1_001)] {
        let frames = an_uneven_show(codec);
        let packets = ffprobe(&file(codec, &frames, 20).concat(), ending);
        assert_eq!(packets.len(), frames.len(), "{ending}");
        for track in [Track::Video, Track::Audio] {
            let frames = frames.iter().filter(|frame| frame.track == track);
            let packets = packets.iter().filter(|(of, ..)| *of == track);
            for (frame, (_, micros, keyframe, size)) in frames.zip(packets) {
                let expected = frame.pts.as_micros() as i64 - 1_000_000;
                assert!((micros - expected).abs() <= tick, "{ending}: {micros} for {expected} of {track:?}");
                assert_eq!((*size, *keyframe), (frame.data.len(), frame.keyframe || track == Track::Audio), "{ending}");
            }
        }
    }
}

#[test]
fn a_file_that_is_torn_anywhere_is_found_whole_up_to_its_last_fragment() {
    for codec in [VideoCodec::H264, VideoCodec::Vp8] {
        let frames = an_uneven_show(codec);
        let pieces = file(codec, &frames[..120], 20);
        let whole = pieces.concat();
        let ends: Vec<usize> = pieces
            .iter()
            .scan(0, |end, piece| {
                *end += piece.len();
                Some(*end)
            })
            .collect();
        for cut in (0..=whole.len()).step_by(37).chain(ends.iter().copied()) {
            let mut seen = 0;
            let found = scan(codec, &mut &whole[..cut], |piece| seen += piece.len()).expect("memory can be read");
            let expected = ends.iter().copied().filter(|end| *end <= cut).max().unwrap_or(0);
            assert_eq!(seen as u64, found.bytes);
            // The header is several pieces.
            assert!(found.bytes <= cut as u64 && found.bytes >= expected as u64, "{} of {cut}", found.bytes);
            if expected >= ends[0] {
                assert_eq!(found.bytes, expected as u64, "{codec:?} cut at {cut}");
            }
        }
        let found = scan(codec, &mut &whole[..], |_| ()).expect("memory can be read");
        let count = |track| frames[..120].iter().filter(|frame| frame.track == track).count() as u64;
        assert_eq!((found.frames, found.audio_frames), (count(Track::Video), count(Track::Audio)));
        assert_eq!(found.keyframes, frames[..120].iter().filter(|frame| frame.keyframe).count() as u64);
        let last = frames[..120].iter().map(|frame| frame.pts).max().expect("frames").as_micros() - 1_000_000;
        let lasts = found.lasts.as_micros() as u64;
        assert!((last..last + 50_000).contains(&lasts), "{lasts} after {last}");
    }
}

#[test]
fn a_file_of_another_writer_is_no_file_of_ours() {
    for codec in [VideoCodec::H264, VideoCodec::Vp8] {
        for bytes in [&b""[..], b"hello", &[0; 64], &[0xff; 64], b"\0\0\0\x0cjunkabcd", b"\0\0\0\x0cmoofabcd"] {
            let found = scan(codec, &mut &bytes[..], |_| ()).expect("memory can be read");
            assert_eq!(found.frames, 0);
        }
    }
}

#[test]
fn parameter_sets_stand_in_the_stream_where_they_may_change() {
    let config = config(VideoCodec::H264);
    let header = Header { video: config.clone(), audio: false, sets_in_band: true };
    let (mut container, _) = of(&header);
    let mut queue = SampleQueue::new(SessionTime::ZERO);
    [video(0, Some(&config), 5), video(33_333, None, 5), video(66_666, Some(&config), 5)].into_iter().for_each(
        |frame| {
            queue.push(frame);
        },
    );
    let header = container.header();
    assert!(header.windows(4).any(|word| word == b"avc3") && !header.windows(4).any(|word| word == b"avc1"));
    let fragment = container.fragment(&queue.finish());
    assert_eq!(fragment.windows(SPS_720.len()).filter(|bytes| *bytes == SPS_720).count(), 2);
}

/// Tracks, gaps and times of frames as they may come.
fn any_frames() -> impl Strategy<Value = Vec<Frame>> {
    prop::collection::vec((any::<bool>(), 1_u64..3_000_000, any::<bool>(), 0_usize..40), 1..80).prop_map(|steps| {
        let config = config(VideoCodec::Vp8);
        let mut times = [0_u64; 2];
        let mut frames = vec![video(0, Some(&config), 1)];
        for (is_video, step, is_key, bytes) in steps {
            times[usize::from(is_video)] += step;
            let micros = times[usize::from(is_video)];
            frames.push(if is_video { video(micros, is_key.then_some(&config), bytes) } else { audio(micros) });
        }
        frames
    })
}

proptest! {
    /// Nothing gets lost or changes its place between the frames and the samples of a file, however they come.
    #[test]
    fn samples_are_the_frames(frames in any_frames(), looks in 1_usize..9) {
        let mut queue = SampleQueue::new(SessionTime::ZERO);
        let mut samples = Vec::new();
        for frames in frames.chunks(looks) {
            frames.iter().for_each(|frame| { queue.push(frame.clone()); });
            samples.extend(queue.take(frames[frames.len() - 1].arrived));
        }
        samples.extend(queue.finish());
        for track in [Track::Video, Track::Audio] {
            let of_track: Vec<_> = samples.iter().filter(|sample| sample.track == track).collect();
            let expected = frames.iter().filter(|frame| frame.track == track);
            let places: Vec<_> = of_track.iter().map(|sample| sample.at.as_micros() as u64).collect();
            prop_assert_eq!(places, expected.map(|frame| frame.pts.as_micros()).collect::<Vec<_>>());
        }
    }

    /// Whatever the times, each format finds again what it wrote, the pictures of VP8 that are not to be shown left out.
    #[test]
    fn what_is_written_is_found(frames in any_frames(), fragment in 1_usize..30) {
        for codec in [VideoCodec::H264, VideoCodec::Vp8] {
            let whole = file(codec, &frames.iter().cloned().map(|frame| {
                let config = frame.config.as_ref().map(|_| config(codec));
                Frame { config, ..frame }
            }).collect::<Vec<_>>(), fragment).concat();
            let found = scan(codec, &mut &whole[..], |_| ()).expect("memory can be read");
            prop_assert_eq!(found.bytes, whole.len() as u64);
            let is_hidden = |frame: &&Frame| frame.track == Track::Video && !vp8::is_shown(&frame.data);
            let hidden = if codec == VideoCodec::Vp8 { frames.iter().filter(is_hidden).count() } else { 0 };
            prop_assert_eq!(found.frames + found.audio_frames, (frames.len() - hidden) as u64);
        }
    }

    /// What was written is read frame for frame, at its time as the file can hold it, and the index says where.
    #[test]
    fn what_is_written_is_read(frames in any_frames(), fragment in 1_usize..30, in_band in any::<bool>()) {
        // As they come: a WebM has no place for sound that is half a minute behind its pictures.
        let mut frames = frames;
        frames.sort_by_key(|frame| frame.pts);
        for codec in [VideoCodec::H264, VideoCodec::Vp8] {
            let frames: Vec<_> = frames.iter().cloned().enumerate().map(|(number, frame)| {
                // One NAL unit at least, and parameter sets that may change.
                let data = if frame.track == Track::Video && codec == VideoCodec::H264 { nal(&frame) } else { frame.data.clone() };
                let config = frame.config.as_ref().map(|_| if in_band && number % 2 == 1 { config_changed(codec) } else { config(codec) });
                Frame { config, data, ..frame }
            }).collect();
            let header = Header { video: config(codec), audio: true, sets_in_band: in_band && codec == VideoCodec::H264 };
            let pieces = pieces_of(&header, &frames, fragment);
            let whole = pieces.concat();
            let mut demuxer = Demuxer::open(codec, &mut &whole[..]).expect("memory can be read").expect("a file of ours");
            prop_assert_eq!(demuxer.header(), &header);
            let (mut read, mut index) = (Vec::new(), Vec::new());
            fragments(codec, &mut &whole[..], 0, |entries| index.extend(entries)).expect("memory can be read");
            for entry in distinct(&index) {
                let bytes = Bytes::copy_from_slice(&whole[entry.offset as usize..][..entry.length as usize]);
                let samples = demuxer.samples(&bytes).expect("a fragment");
                let first = samples.iter().filter(|sample| (sample.track == Track::Audio) == (entry.run == Run::Sound)).map(|sample| sample.at).min();
                prop_assert_eq!(first, Some(entry.from));
                read.extend(samples);
            }
            for track in [Track::Video, Track::Audio] {
                let written = frames.iter().filter(|frame| frame.track == track);
                let read: Vec<_> = read.iter().filter(|sample| sample.track == track).collect();
                prop_assert_eq!(read.len(), written.clone().count());
                for (frame, sample) in written.zip(read) {
                    let off = frame.pts.as_micros().abs_diff(sample.at.as_micros() as u64);
                    prop_assert!(off <= precision(codec, track).as_micros() as u64, "{off} µs of {track:?}");
                    prop_assert_eq!((&frame.data, frame.keyframe), (&sample.data, sample.keyframe));
                    let expected = frame.config.as_ref().filter(|_| header.sets_in_band).or(frame.config.as_ref().map(|_| &header.video));
                    prop_assert_eq!(expected, sample.config.as_ref());
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0_usize..2_000, with in any::<u8>()) {
        for codec in [VideoCodec::H264, VideoCodec::Vp8] {
            prop_assert!(Demuxer::open(codec, &mut &bytes[..]).expect("memory can be read").is_none() || !bytes.is_empty());
            let header = Header { video: config(codec), audio: true, sets_in_band: codec == VideoCodec::H264 };
            let mut whole = pieces_of(&header, &an_uneven_show(codec)[..20], 5).concat();
            let mut demuxer = Demuxer::open(codec, &mut &whole[..]).expect("memory can be read").expect("a file of ours");
            let place = at % whole.len();
            whole[place] = with;
            let mut index = Vec::new();
            fragments(codec, &mut &whole[..], 0, |entries| index.extend(entries)).expect("memory can be read");
            for entry in index {
                let bytes = whole.get(entry.offset as usize..entry.offset as usize + entry.length as usize);
                let _ = bytes.and_then(|bytes| demuxer.samples(&Bytes::copy_from_slice(bytes)));
            }
            let _ = demuxer.samples(&Bytes::from(bytes.clone()));
        }
    }
}
