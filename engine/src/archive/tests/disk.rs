//! What a reader sees of files, and where they go on into the ring.

use std::{fs, path::Path, time::Duration};

use super::shows::{Recorded, anna, at, film};
use crate::{
    archive::Archive,
    clock::SessionClock,
    feed::{Feed, Limits, Pushed, RangeFrame, Span},
    media::{Frame, SessionTime, Track, VideoCodec},
};

const CODECS: [VideoCodec; 2] = [VideoCodec::H264, VideoCodec::Vp8];

/// An archive on a disk of its own.
struct Stage {
    archive: Archive,
    clock: SessionClock,
    shows: tempfile::TempDir,
}

impl Stage {
    fn new() -> Self {
        let (clock, shows) = (SessionClock::start(), tempfile::tempdir().expect("a temporary directory"));
        Self { archive: Archive::open(clock, shows.path().to_owned()), clock, shows }
    }

    fn show(&self, name: &str) -> Recorded {
        Recorded::begin(self.shows.path(), name, self.clock)
    }

    /// What is shown of Anna's pictures.
    fn pictures(&self, from: u64, to: u64) -> Vec<Frame> {
        shown(self.archive.frames(&anna(), at(from), at(to)))
    }
}

/// The ring of a camera that goes back so many seconds.
fn ring(seconds: u64) -> Feed {
    Feed::new(Limits { span: Duration::from_secs(seconds), ..Limits::default() })
}

fn push(feed: &Feed, frames: &[Frame]) {
    let producer = feed.producer();
    for frame in frames {
        assert_eq!(producer.push(frame.clone()), Pushed::Kept);
    }
}

fn shown(frames: impl Iterator<Item = RangeFrame>) -> Vec<Frame> {
    frames.filter(|frame| frame.shown && frame.frame.track == Track::Video).map(|frame| frame.frame).collect()
}

fn of(track: Track, frames: &[Frame], from: u64, to: u64) -> Vec<Frame> {
    frames.iter().filter(|frame| frame.track == track && (at(from)..at(to)).contains(&frame.pts)).cloned().collect()
}

/// Each of these once, in order, within what a container keeps of its time.
fn assert_same(read: &[Frame], expected: &[Frame]) {
    let what = |frames: &[Frame]| frames.iter().map(|frame| frame.pts.as_millis()).collect::<Vec<_>>();
    assert_eq!(read.len(), expected.len(), "{:?} for {:?}", what(read), what(expected));
    for (read, expected) in read.iter().zip(expected) {
        assert_eq!((&read.data, read.keyframe, &read.config), (&expected.data, expected.keyframe, &expected.config));
        let off = read.pts.as_micros().abs_diff(expected.pts.as_micros());
        assert!(off <= 501, "{off} µs");
    }
}

#[test]
fn a_reader_goes_on_from_files_into_the_ring_with_each_frame_once() {
    for codec in CODECS {
        let (stage, frames) = (Stage::new(), film(codec, 0, 20_000));
        let show = stage.show("one");
        // The recorder is behind, and its file grows.
        let _growing = show.file(&anna(), 1, &film(codec, 0, 19_000));
        let feed = ring(3);
        push(&feed, &frames);
        stage.archive.join(&anna(), &feed);
        for from in [0, 550, 7_010, 15_990, 16_500, 19_500] {
            let read: Vec<_> = stage.archive.frames_with_audio(&anna(), at(from), at(19_900)).collect();
            let first = read.iter().find(|frame| frame.frame.track == Track::Video).expect("pictures");
            assert!(first.frame.keyframe, "it begins with a keyframe");
            for track in [Track::Video, Track::Audio] {
                let read = read.iter().filter(|frame| frame.shown && frame.frame.track == track);
                let read: Vec<_> = read.map(|frame| frame.frame.clone()).collect();
                assert_same(&read, &of(track, &frames, from, 19_900));
            }
            let lead_in = read.iter().filter(|frame| !frame.shown);
            assert!(lead_in.clone().all(|frame| frame.frame.track == Track::Video && frame.frame.pts < at(from)));
            assert!(lead_in.count() < 30, "from the keyframe before on");
        }
        assert_eq!(stage.archive.begin().map(SessionTime::as_millis), Some(1));
    }
}

#[test]
fn a_reader_that_the_ring_runs_away_from_goes_on_in_the_files() {
    let (stage, frames) = (Stage::new(), film(VideoCodec::H264, 0, 30_000));
    let show = stage.show("one");
    let feed = ring(3);
    push(&feed, &film(VideoCodec::H264, 0, 5_000));
    stage.archive.join(&anna(), &feed);
    let mut reader = stage.archive.frames(&anna(), at(3_000), at(30_000));
    assert!(reader.is_at_hand());
    let mut read: Vec<_> = reader.by_ref().take(10).collect();
    let producer = feed.producer();
    let rest = frames.iter().filter(|frame| frame.pts >= at(5_000));
    rest.for_each(|frame| assert_eq!(producer.push(frame.clone()), Pushed::Kept));
    show.whole(&anna(), 1, &frames);
    read.extend(reader);
    assert_same(&shown(read.into_iter()), &of(Track::Video, &frames, 3_000, 30_000));
}

#[test]
fn holes_between_files_are_holes_and_what_two_shows_both_have_comes_once() {
    let (stage, frames) = (Stage::new(), film(VideoCodec::Vp8, 0, 30_000));
    let show = stage.show("one");
    show.whole(&anna(), 1, &film(VideoCodec::Vp8, 0, 5_000));
    show.whole(&anna(), 2, &film(VideoCodec::H264, 10_000, 20_000));
    // The next show begins with the newest keyframe that there is.
    stage.show("two").whole(&anna(), 1, &film(VideoCodec::H264, 18_000, 25_000));
    let mut expected = of(Track::Video, &frames, 4_000, 5_000);
    expected.extend(of(Track::Video, &film(VideoCodec::H264, 10_000, 25_000), 0, 24_000));
    assert_same(&stage.pictures(4_000, 24_000), &expected);
    // From within the hole nothing has to be decoded before.
    let first = stage.archive.frames(&anna(), at(7_000), at(11_000)).next().expect("behind the hole");
    assert!(first.shown && first.frame.keyframe && first.frame.pts >= at(10_000));
    let spans = stage.archive.coverage(&anna(), at(1_000), at(24_000));
    let seconds: Vec<_> =
        spans.iter().map(|Span { from, to }| (from.as_millis() / 100, to.as_millis() / 100)).collect();
    assert_eq!(seconds, [(10, 49), (100, 239)]);
    let keyframe = |millis| stage.archive.keyframe(&anna(), at(millis)).map(|frame| frame.pts.as_millis() / 100);
    assert_eq!([keyframe(4_500), keyframe(8_000), keyframe(18_500), keyframe(29_000)], [40, 40, 180, 240].map(Some));
}

#[test]
fn another_clocks_shows_and_other_cameras_are_not_in_it() {
    let stage = Stage::new();
    Recorded::begin(stage.shows.path(), "old", SessionClock::start()).whole(
        &anna(),
        1,
        &film(VideoCodec::H264, 0, 2_000),
    );
    let other = crate::protocol::CameraId::new("cam-fedcba9876543210").expect("an id");
    stage.show("one").whole(&other, 1, &film(VideoCodec::H264, 0, 2_000));
    assert_eq!((stage.pictures(0, 2_000), stage.archive.keyframe(&anna(), at(1_000))), (Vec::new(), None));
    assert_eq!(stage.archive.frames(&other, at(0), at(2_000)).filter(|frame| frame.shown).count(), 60);
}

#[test]
fn a_file_that_grows_is_read_as_far_as_it_is() {
    let (stage, frames) = (Stage::new(), film(VideoCodec::Vp8, 0, 10_000));
    let show = stage.show("one");
    let mut growing = show.file(&anna(), 1, &film(VideoCodec::Vp8, 0, 5_000));
    let mut reader = stage.archive.frames(&anna(), at(0), at(60_000));
    let mut read: Vec<_> = reader.by_ref().take(100).collect();
    growing.add(&film(VideoCodec::Vp8, 5_000, 10_000));
    read.extend(reader);
    let read = shown(read.into_iter());
    assert!(read.len() > 280, "{}", read.len());
    assert_same(&read, &of(Track::Video, &frames, 0, 10_000)[..read.len()]);
}

#[test]
fn an_index_that_is_gone_or_damaged_or_too_short_is_made_anew() {
    for codec in CODECS {
        let (stage, mut frames) = (Stage::new(), film(codec, 0, 61_000));
        // Its last picture is a keyframe.
        frames.retain(|frame| frame.pts < at(60_010));
        let [_, index] = stage.show("one").whole(&anna(), 1, &frames);
        let whole = fs::read(&index).expect("an index");
        let damage: [&dyn Fn(); 5] = [
            &|| fs::remove_file(&index).expect("there"),
            &|| fs::write(&index, b"junk").expect("writable"),
            &|| fs::write(&index, &whole[..whole.len() / 2 + 7]).expect("writable"),
            &|| {
                let (begin, end) = whole.split_at(whole.len() / 2);
                fs::write(&index, [begin, &vec![0; 4_096], &end[4_096.min(end.len())..]].concat()).expect("writable");
            },
            &|| fs::write(&index, [&whole[..32], &vec![0; whole.len() - 32]].concat()).expect("writable"),
        ];
        for damage in damage {
            damage();
            assert_same(&stage.pictures(30_100, 50_000), &of(Track::Video, &frames, 30_100, 50_000));
            let anew = fs::read(&index).expect("made anew");
            let place = anew.iter().zip(&whole).position(|(anew, whole)| anew != whole);
            assert_eq!((place, anew.len()), (None, whole.len()), "{codec:?}");
        }
    }
}

/// Overwrites a part of a file, from so much of its length on.
fn spoil(path: &Path, part: f64) {
    let mut bytes = fs::read(path).expect("there");
    let begin = (bytes.len() as f64 * part) as usize;
    bytes[begin..begin + 200].fill(0xa5);
    fs::write(path, bytes).expect("writable");
}

#[test]
fn what_is_damaged_torn_or_gone_is_a_hole_and_the_rest_plays() {
    for codec in CODECS {
        let (stage, frames) = (Stage::new(), film(codec, 0, 40_000));
        let show = stage.show("one");
        let [damaged, _] = show.whole(&anna(), 1, &film(codec, 0, 10_000));
        let [gone, _] = show.whole(&anna(), 2, &film(codec, 10_000, 20_000));
        let [torn, _] = show.whole(&anna(), 3, &film(codec, 20_000, 30_000));
        show.whole(&anna(), 4, &film(codec, 30_000, 40_000));
        spoil(&damaged, 0.5);
        fs::remove_file(&gone).expect("there");
        let bytes = fs::read(&torn).expect("there");
        fs::write(&torn, &bytes[..bytes.len() / 2]).expect("writable");
        let read = stage.pictures(0, 40_000);
        let expected = of(Track::Video, &frames, 0, 40_000);
        // Each picture that is read is one of them, in order, and decodable: behind a hole it begins with a keyframe.
        let mut number = None;
        for frame in &read {
            let place = expected.iter().position(|of| of.data == frame.data).expect("one of them");
            assert!(number.is_none_or(|before| place == before + 1 || place > before && frame.keyframe), "{place}");
            number = Some(place);
        }
        let seconds = |from: u64, to: u64| of(Track::Video, &read, from, to).len() as f64 / 30.0;
        assert!((7.0..9.9).contains(&seconds(0, 10_000)), "{}", seconds(0, 10_000));
        assert!(seconds(10_000, 20_000) < 0.1, "the file that is gone");
        assert!((3.0..6.0).contains(&seconds(20_000, 30_000)), "{}", seconds(20_000, 30_000));
        assert!(seconds(30_000, 40_000) > 9.9);
        let spans = stage.archive.coverage(&anna(), at(0), at(40_000));
        let covered: Duration = spans.iter().map(|span| span.to.since(span.from)).sum();
        assert!(spans.len() >= 3 && covered < Duration::from_secs(26), "{spans:?}");
    }
}

#[test]
fn an_erased_camera_is_in_no_file_while_it_is_deleted_and_may_come_back() {
    let stage = Stage::new();
    let show = stage.show("one");
    show.whole(&anna(), 1, &film(VideoCodec::H264, 0, 10_000));
    let mut open = stage.archive.frames(&anna(), at(0), at(10_000));
    assert!(open.next().is_some());
    stage.archive.erase(&anna());
    assert_eq!(open.next(), None);
    assert!(stage.pictures(0, 10_000).is_empty());
    assert_eq!(stage.archive.keyframe(&anna(), at(5_000)), None);
    stage.show("two").whole(&anna(), 1, &film(VideoCodec::H264, 60_000, 62_000));
    assert_eq!(stage.pictures(60_000, 62_000).len(), 60, "what is filmed after it is there");
}

#[tokio::test]
async fn a_task_reads_files_through_a_thread_and_the_ring_in_place() {
    let (stage, frames) = (Stage::new(), film(VideoCodec::H264, 0, 20_000));
    stage.show("one").whole(&anna(), 1, &film(VideoCodec::H264, 0, 19_000));
    let feed = ring(3);
    push(&feed, &frames);
    stage.archive.join(&anna(), &feed);
    let mut ahead = stage.archive.frames(&anna(), at(2_000), at(20_000)).ahead();
    let mut read = Vec::new();
    while let Some(frame) = ahead.next().await {
        read.push(frame);
    }
    assert_same(&shown(read.into_iter()), &of(Track::Video, &frames, 2_000, 20_000));
    assert_eq!(ahead.take(), crate::archive::Taken::Nothing);
}
