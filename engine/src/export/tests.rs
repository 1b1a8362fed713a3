//! Exports, read as those read them who get one.

use std::{collections::BTreeMap, io::Cursor, process::Command, sync::Arc};

use bytes::Bytes;

use super::*;
use crate::{
    archive::Archive,
    clock::SessionClock,
    feed::{Feed, Limits},
    media::{Frame, SessionTime, Track, VideoCodec, VideoConfig},
    protocol::{CameraId, CameraNumber, RefusalCode},
};

fn at(millis: u64) -> SessionTime {
    SessionTime::from_millis(millis)
}

/// A camera's picture; none of them can be decoded, and all can be counted.
fn picture(codec: VideoCodec, millis: u64) -> Frame {
    let keyframe = millis.is_multiple_of(1_000);
    let (data, description) = match codec {
        VideoCodec::H264 => {
            let sps = [0x67, 0x42, 0xc0, 0x1f, 0xda, 0x01, 0x40, 0x16, 0xec, 0x04, 0x40, 0, 0, 3, 0, 0x40];
            let head = [1, sps[1], sps[2], sps[3], 0xff, 0xe1, 0, sps.len() as u8];
            let nal = [0, 0, 0, 2, if keyframe { 0x65 } else { 0x41 }, (millis / 40) as u8];
            (nal.to_vec(), [&head[..], &sps, &[1, 0, 4, 0x68, 0xce, 0x0f, 0xc8]].concat())
        }
        // RFC 6386 section 9.1: a keyframe or not, and shown.
        VideoCodec::Vp8 => (vec![if keyframe { 0x10 } else { 0x11 }, (millis / 40) as u8], Vec::new()),
    };
    let config = VideoConfig { codec, width: 640, height: 360, description: description.into() };
    Frame {
        track: Track::Video,
        pts: at(millis),
        keyframe,
        data: data.into(),
        config: keyframe.then(|| Arc::new(config)),
        arrived: at(millis),
    }
}

fn packet(millis: u64) -> Frame {
    let (pts, arrived) = (at(millis), at(millis));
    let data = Bytes::from_static(&[0xfc, 0xff, 0xfe]);
    Frame { track: Track::Audio, pts, keyframe: false, data, config: None, arrived }
}

/// An archive with one camera whose pictures of these times are of this codec; sound beside them.
fn filmed(times: impl Iterator<Item = (u64, VideoCodec)>) -> (Archive, CameraId) {
    let archive = Archive::new(SessionClock::start());
    let camera = CameraId::new("cam-0123456789abcdef").expect("an id");
    let feed = Feed::new(Limits::default());
    let producer = feed.producer();
    for (millis, codec) in times {
        let _ = producer.push(picture(codec, millis));
        let _ = producer.push(packet(millis + 3));
        let _ = producer.push(packet(millis + 23));
    }
    archive.join(&camera, &feed);
    (archive, camera)
}

fn angle((archive, camera): &(Archive, CameraId), from: u64, to: u64, speed: u16) -> Angle {
    Angle::new(archive, camera, CameraNumber(2), (from, to), speed)
}

fn written(file: &AngleFile) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.write(&mut bytes).expect("it is all there");
    if let Some(length) = file.bytes() {
        assert_eq!(length, bytes.len() as u64);
    }
    bytes
}

/// What FFmpeg says of a file's packets: whether each is a picture, when it is shown in milliseconds, and its flags.
fn packets(bytes: &[u8], ending: &str) -> Vec<(bool, i64, String)> {
    let path = tempfile::Builder::new().suffix(ending).tempfile().expect("a temporary file").into_temp_path();
    std::fs::write(&path, bytes).expect("writable");
    let entries = ["-v", "fatal", "-show_entries", "packet=codec_type,pts_time,flags", "-of", "csv=p=0"];
    let output = Command::new("ffprobe").args(entries).arg(&path).output().expect("ffprobe is here");
    let text = String::from_utf8(output.stdout).expect("ffprobe speaks UTF-8");
    let packet = |line: &str| {
        let fields: Vec<_> = line.split(',').collect();
        let millis = (fields[1].parse::<f64>().expect("a time") * 1e3).round() as i64;
        (fields[0] == "video", millis, fields[2].to_owned())
    };
    text.lines().map(packet).collect()
}

fn pictures(packets: &[(bool, i64, String)]) -> Vec<i64> {
    packets.iter().filter(|(is_picture, ..)| *is_picture).map(|(_, at, _)| *at).collect()
}

#[test]
fn an_mp4_shows_from_the_picture_asked_for_on_and_slow_motion_is_in_its_times() {
    let camera = filmed((0..100).map(|number| (number * 40, VideoCodec::H264)));
    for (speed, factor) in [(100, 1), (50, 2), (25, 4)] {
        let file = AngleFile::read_as(angle(&camera, 1_390, 2_600, speed), None).expect("pictures");
        assert_eq!(file.kind(), FileKind::Mp4);
        let read = packets(&written(&file), ".mp4");
        // From the keyframe at 1000 on; the first that was asked for is at 1400.
        let expected: Vec<i64> = (25..65).map(|number| (number * 40 - 1_400) * factor).collect();
        assert_eq!(pictures(&read), expected);
        let discarded = |at: i64, flags: &str| (at < 0) == flags.contains('D');
        assert!(
            read.iter().filter(|(is_picture, ..)| *is_picture).all(|(_, at, flags)| discarded(*at, flags)),
            "{read:?}"
        );
        let sound = read.iter().filter(|(is_picture, ..)| !is_picture);
        // In step at 100 %, and none in slow motion.
        assert_eq!(sound.clone().count(), if speed == 100 { 60 } else { 0 });
        assert!(sound.map(|(_, at, _)| at).zip(0..).all(|(at, number)| *at == number * 20 + 3), "{read:?}");
    }
}

#[test]
fn in_a_webm_the_lead_in_is_not_shown_and_takes_no_time() {
    let camera = filmed((0..100).map(|number| (number * 40, VideoCodec::Vp8)));
    let file = AngleFile::read_as(angle(&camera, 1_390, 2_600, 50), Some(FileKind::Webm)).expect("pictures");
    let bytes = written(&file);
    let expected: Vec<i64> = std::iter::repeat_n(0, 10).chain((0..30).map(|number| number * 80)).collect();
    assert_eq!(pictures(&packets(&bytes, ".webm")), expected);
    let found = crate::media::container::scan(VideoCodec::Vp8, &mut &bytes[..], |_| ()).expect("memory can be read");
    assert_eq!((found.frames, found.audio_frames), (30, 0), "a decoder gives out what was asked for alone");
}

#[test]
fn a_hole_at_the_beginning_and_one_in_the_middle_are_gaps() {
    let times = (0..25).chain(75..120).map(|number| number * 40);
    let camera = filmed(times.map(|millis| (millis, VideoCodec::H264)));
    let of = |from| {
        pictures(&packets(&written(&AngleFile::read(angle(&camera, from, 4_000, 100)).expect("pictures")), ".mp4"))
    };
    let across = of(800);
    assert_eq!((across[20], across[24], across[25]), (0, 160, 2_200));
    let late = of(1_500);
    assert_eq!((late.len(), late[0]), (25, 1_500), "it was not there yet, and nothing before is needed");
}

#[test]
fn what_can_not_be_exported_is_told() {
    let vp8_from = |millis: u64| {
        move |number: u64| (number * 40, if number * 40 < millis { VideoCodec::H264 } else { VideoCodec::Vp8 })
    };
    let camera = filmed((0..100).map(vp8_from(2_000)));
    let refused = |from, to, kind| {
        let refusal = AngleFile::read_as(angle(&camera, from, to, 100), kind).expect_err("not a file");
        (refusal.code, refusal.message)
    };
    let (code, message) = refused(60_000, 61_000, None);
    assert_eq!(
        (code, &*message),
        (RefusalCode::NothingToReplay, "There is no picture of camera 2 from 60000 to 61000.")
    );
    let (code, message) = refused(2_500, 3_000, Some(FileKind::Mp4));
    assert_eq!(code, RefusalCode::NoCodec);
    assert_eq!(message, "MP4 files hold H.264, which camera 2 did not send there: ask for webm.");
    let (code, message) = refused(1_000, 3_000, None);
    assert_eq!(code, RefusalCode::NoCodec);
    assert_eq!(message, "Camera 2 sent another codec from 2000 on: ask for one side of it, or for a ZIP.");
    // It is as many files as it needs.
    let files = AngleFile::read_all(angle(&camera, 1_000, 3_000, 100)).expect("pictures");
    let kinds: Vec<_> = files.iter().map(|file| (file.kind(), file.angle().from)).collect();
    assert_eq!(kinds, [(FileKind::Mp4, at(1_000)), (FileKind::Webm, at(2_000))]);
}

#[test]
fn of_a_camera_that_is_erased_meanwhile_no_file_is_made() {
    let camera = filmed((0..100).map(|number| (number * 40, VideoCodec::H264)));
    let file = AngleFile::read(angle(&camera, 0, 3_000, 100)).expect("pictures");
    camera.0.erase(&camera.1);
    let error = file.write(&mut Vec::new()).expect_err("nothing of it is left");
    assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
}

#[test]
fn all_angles_are_in_a_zip_as_they_are_by_themselves() {
    let cameras = [VideoCodec::H264, VideoCodec::Vp8].map(|codec| filmed((0..100).map(|number| (number * 40, codec))));
    let title = Title { clip: Some("Tor 1/2".into()), wall: 0 };
    let named = |camera, whose| {
        let file = AngleFile::read(angle(camera, 1_000, 2_000, 50)).expect("pictures");
        (title.of_angle(file.angle(), whose, file.kind().ending()), file)
    };
    let files = [named(&cameras[0], "Anna"), named(&cameras[1], "Ben")];
    assert!(files[0].0.starts_with("Tor 1-2 cam2 Anna 50 % 19") && files[0].0.ends_with(".01.mp4"), "{}", files[0].0);
    let mut bytes = Vec::new();
    write_zip(&files, &mut bytes).expect("they are all there");
    let mut zip = ::zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP");
    let mut found = BTreeMap::new();
    for place in 0..zip.len() {
        let mut entry = zip.by_index(place).expect("an entry");
        let mut bytes = Vec::new();
        std::io::copy(&mut entry, &mut bytes).expect("its checksum is right");
        found.insert(entry.name().expect("UTF-8").into_owned(), bytes);
    }
    let expected: BTreeMap<_, _> = files.iter().map(|(name, file)| (name.clone(), written(file))).collect();
    assert!(found == expected, "another file");
}
