use bytes::Bytes;
use rtc::{
    rtcp::{
        payload_feedbacks::{full_intra_request::FullIntraRequest, picture_loss_indication::PictureLossIndication},
        transport_feedbacks::transport_layer_nack::TransportLayerNack,
    },
    rtp,
};

use super::*;
use crate::{
    feed::{Begin, Feed, Limits, Next},
    peer::sdp::Offer,
    protocol::StandstillTotal,
};

const SSRC: u32 = 7;
/// Of a publisher that sends missing packets again, and takes picture loss indications.
const FEEDBACK: &[&str] = &["nack", "nack pli"];

fn at(millis: u64) -> SessionTime {
    SessionTime::from_millis(millis)
}

/// Of a publisher that offers VP8 with this feedback.
fn receiver(feed: &Feed, feedback: &[&str]) -> Receiver {
    let fingerprint = ["00"; 32].join(":");
    let feedback: String = feedback.iter().map(|feedback| format!("a=rtcp-fb:96 {feedback}\n")).collect();
    let text = format!(
        "v=0\na=ice-ufrag:abcd\na=ice-pwd:0123456789012345678901\na=fingerprint:sha-256 {fingerprint}\n\
         m=video 9 UDP/TLS/RTP/SAVPF 96\na=mid:v\na=rtcp-mux\na=rtpmap:96 VP8/90000\n{feedback}"
    );
    let offered = Offer::publisher(&text).expect("a good offer").offered;
    Receiver::new(feed.producer(), &Arc::new(offered), at(0))
}

/// A picture in a packet of its own, of a camera with 30 a second.
fn picture(sequence_number: u16, keyframe: bool) -> Arrival {
    let head: &[u8] = if keyframe { &[0x10, 0x50, 0, 0, 0x9d, 0x01, 0x2a, 0, 5, 0xd0, 2] } else { &[0x10, 0x51, 0, 0] };
    let header = rtp::Header {
        version: 2,
        ssrc: SSRC,
        payload_type: 96,
        sequence_number,
        timestamp: u32::from(sequence_number) * 3_000,
        marker: true,
        ..rtp::Header::default()
    };
    Arrival::Packet(rtp::Packet { header, payload: Bytes::from([head, &[3; 60]].concat()) })
}

/// What the publisher is asked for, and when, as a task would find out that only wakes when the receiver says so.
fn asked(receiver: &mut Receiver, millis: std::ops::Range<u64>) -> Vec<(u64, &'static str)> {
    let mut asked = Vec::new();
    for millis in millis {
        let now = at(millis);
        if receiver.next_deadline().is_some_and(|deadline| deadline <= now) {
            assert!(receiver.drain(now));
        }
        asked.extend(receiver.take_feedback().iter().map(|packet| (millis, name(packet.as_ref()))));
    }
    asked
}

fn name(packet: &dyn rtcp::Packet) -> &'static str {
    let packet = packet.as_any();
    if packet.is::<PictureLossIndication>() {
        "pli"
    } else if packet.is::<FullIntraRequest>() {
        "fir"
    } else if packet.is::<TransportLayerNack>() {
        "nack"
    } else {
        "something else"
    }
}

#[test]
fn a_picture_is_told_once_and_again_after_it_stood_still() {
    let feed = Feed::new(Limits::default());
    let mut receiver = receiver(&feed, FEEDBACK);
    for sequence_number in 0..4 {
        let now = at(u64::from(sequence_number) * 33);
        assert!(receiver.take(Track::Video, picture(sequence_number, sequence_number == 0), now));
        assert!(receiver.drain(now));
    }
    assert_eq!(receiver.take_events(), [Event::Picture]);
    receiver.look(at(900));
    assert_eq!(receiver.take_events(), []);
    receiver.look(at(1_000));
    assert!(matches!(receiver.take_events()[..], [Event::Reception { packets, .. }] if packets.frames_whole == 4));
    receiver.look(at(99 + 1_999));
    receiver.take_events();
    receiver.look(at(99 + 2_000));
    assert_eq!(receiver.take_events(), [Event::Stalled]);
    receiver.look(at(99 + 2_100));
    assert_eq!(receiver.take_events(), []);
    assert!(receiver.take(Track::Video, picture(4, false), at(2_300)) && receiver.drain(at(2_300)));
    assert_eq!(receiver.take_events(), [Event::Picture]);
}

#[test]
fn a_keyframe_is_asked_for_until_it_comes_and_by_what_was_offered() {
    for (feedback, request) in [(FEEDBACK, Some("pli")), (&["nack", "ccm fir"], Some("fir")), (&["nack"], None)] {
        let feed = Feed::new(Limits::default());
        let mut receiver = receiver(&feed, feedback);
        assert!(asked(&mut receiver, 0..1_000).is_empty(), "of whom nothing comes, nothing is asked");
        receiver.take(Track::Video, picture(0, false), at(1_000));
        receiver.drain(at(1_000));
        let requests = asked(&mut receiver, 1_000..2_000);
        assert_eq!(requests.len(), if request.is_some() { 2 } else { 0 }, "{requests:?}");
        assert!(requests.iter().all(|(_, name)| Some(*name) == request), "{requests:?}");
        for (sequence_number, keyframe) in [(1, true), (2, false)] {
            receiver.take(Track::Video, picture(sequence_number, keyframe), at(2_000));
        }
        receiver.drain(at(2_000));
        assert!(asked(&mut receiver, 2_000..10_000).is_empty(), "it is here");
        receiver.take_events();
        receiver.look(at(10_000));
        let took = receiver.take_events().into_iter().find_map(|event| match event {
            Event::Reception { keyframe, .. } => keyframe,
            _ => None,
        });
        assert!(took.is_some_and(|took| took > Duration::from_millis(900)), "{took:?}");
    }
}

#[test]
fn what_is_missing_is_asked_for_and_put_in_its_place() {
    let feed = Feed::new(Limits::default());
    let mut receiver = receiver(&feed, FEEDBACK);
    for sequence_number in [0, 1, 3, 4] {
        receiver.take(Track::Video, picture(sequence_number, sequence_number == 0), at(0));
    }
    receiver.drain(at(0));
    assert_eq!(asked(&mut receiver, 0..30), [(10, "nack")]);
    assert_eq!(feed.totals().frames, 2);
    receiver.take(Track::Video, picture(2, false), at(30));
    receiver.drain(at(30));
    assert_eq!(feed.totals().frames, 5);
}

#[test]
fn a_way_that_is_found_again_needs_another_keyframe() {
    let feed = Feed::new(Limits::default());
    let mut receiver = receiver(&feed, FEEDBACK);
    for sequence_number in 0..2 {
        receiver.take(Track::Video, picture(sequence_number, sequence_number == 0), at(0));
    }
    receiver.drain(at(0));
    assert!(asked(&mut receiver, 0..5_000).is_empty());
    receiver.reconnected(at(5_000));
    assert_eq!(asked(&mut receiver, 5_000..5_300), [(5_000, "pli")]);
}

#[test]
fn a_receiver_whose_feed_another_one_has_is_over() {
    let feed = Feed::new(Limits::default());
    let mut receiver = receiver(&feed, FEEDBACK);
    for sequence_number in 0..2 {
        receiver.take(Track::Video, picture(sequence_number, sequence_number == 0), at(0));
    }
    let _newer = feed.producer();
    assert!(!receiver.drain(at(0)));
    assert_eq!(receiver.take_events(), []);
}

#[test]
fn why_pictures_stood_still_is_told() {
    let feed = Feed::new(Limits::default());
    let mut receiver = receiver(&feed, FEEDBACK);
    let mut came = |sequence_number, millis| {
        receiver.take(Track::Video, picture(sequence_number, sequence_number == 0), at(millis));
        receiver.drain(at(millis));
    };
    (0..4).for_each(|number| came(number, u64::from(number) * 33));
    // The fifth comes after those behind it.
    (5..9).for_each(|number| came(number, u64::from(number) * 33));
    came(4, 270);
    (9..12).for_each(|number| came(number, u64::from(number) * 33));
    // The air is silent, and then brings all of it at once.
    (12..24).for_each(|number| came(number, 24 * 33));
    receiver.look(at(1_000));
    let told = receiver.take_events().into_iter().find_map(|event| match event {
        Event::Reception { standstills, .. } => Some(standstills),
        _ => None,
    });
    let told = told.expect("it is time to report");
    assert_eq!((told.loss, told.air), (StandstillTotal { count: 1, ms: 171 }, StandstillTotal { count: 1, ms: 429 }));
}

#[test]
fn how_late_pictures_are_becomes_a_playout_delay() {
    let feed = Feed::new(Limits::default());
    let mut receiver = receiver(&feed, FEEDBACK);
    // Every fifth one has to wait for 100 ms, and with it those behind it.
    for sequence_number in 0..150 {
        let late = 100 - u64::from(sequence_number) % 5 * 25;
        let now = at(500 + u64::from(sequence_number) * 33 + late);
        receiver.take(Track::Video, picture(sequence_number, sequence_number == 0), now);
        assert!(receiver.drain(now));
    }
    let delays = receiver.take_events().into_iter().filter_map(|event| match event {
        Event::PlayoutDelay(delay) => Some(delay.as_millis()),
        _ => None,
    });
    let delays: Vec<_> = delays.collect();
    assert!(delays.last().is_some_and(|delay| (45..=90).contains(delay)), "{delays:?}");
}

#[test]
fn a_way_that_was_gone_for_a_moment_needs_no_keyframe() {
    let feed = Feed::new(Limits::default());
    let mut receiver = receiver(&feed, FEEDBACK);
    for sequence_number in 0..2 {
        receiver.take(Track::Video, picture(sequence_number, sequence_number == 0), at(0));
    }
    receiver.drain(at(0));
    receiver.reconnected(at(900));
    assert!(asked(&mut receiver, 900..1_500).is_empty(), "what was lost may come again");
}

#[test]
fn a_repair_ends_the_request_for_a_keyframe_that_was_for_it() {
    let feed = Feed::new(Limits::default());
    let mut receiver = receiver(&feed, FEEDBACK);
    for sequence_number in [0, 1, 3, 4] {
        receiver.take(Track::Video, picture(sequence_number, sequence_number == 0), at(0));
    }
    receiver.drain(at(0));
    let plis = asked(&mut receiver, 0..400).iter().filter(|(_, name)| *name == "pli").count();
    assert_eq!(plis, 1, "it is asked for while the repair is waited for");
    receiver.take(Track::Video, picture(2, false), at(400));
    receiver.drain(at(400));
    assert_eq!(feed.totals().frames, 5, "all of them go on");
    assert!(asked(&mut receiver, 400..5_000).is_empty());
}

#[test]
fn a_keyframe_for_the_age_of_the_newest_is_put_off_while_packets_go_missing() {
    // These come 100 ms late.
    let asked_at = |late: &[u16]| {
        let feed = Feed::new(Limits::default());
        let mut receiver = receiver(&feed, FEEDBACK);
        (0..200_u16).find(|number| {
            let now = at(u64::from(*number) * 33);
            for came in
                [*number, number.saturating_sub(3)].into_iter().filter(|came| late.contains(came) != (came == number))
            {
                receiver.take(Track::Video, picture(came, came == 0), now);
            }
            receiver.drain(now);
            receiver.look(now);
            receiver.take_feedback().iter().any(|packet| name(packet.as_ref()) == "pli")
        })
    };
    assert_eq!(asked_at(&[]), Some(61), "after two seconds");
    assert_eq!(asked_at(&[60]), Some(93), "a second after the last that was missing");
    let always: Vec<_> = (1..40).map(|number| number * 5).collect();
    assert_eq!(asked_at(&always), Some(152), "but three seconds later at the latest");
}

/// The times of pictures, in the beats of a camera with 30 a second.
fn beats(frames: impl Iterator<Item = crate::media::Frame>) -> Vec<u64> {
    frames.map(|frame| (frame.pts.as_micros() + 16_000) / 33_333).collect()
}

#[test]
fn what_comes_after_live_pictures_went_on_is_in_a_recording_and_in_a_replay() {
    let feed = Feed::new(Limits::default());
    let mut receiver = receiver(&feed, FEEDBACK);
    let (mut desk, mut recording) = (feed.consumer(Begin::Next), feed.follower(Begin::At(at(0))));
    let (mut shown, mut recorded) = (Vec::new(), Vec::new());
    let mut replay = None;
    // One is lost at 333 ms and comes 600 ms later; the keyframe comes 400 ms after the loss.
    for millis in 0..2_000 {
        let now = at(millis);
        let due = (0..60_u16).filter(|number| match number {
            10 => millis == 933,
            number => millis == u64::from(*number) * 1_000 / 30,
        });
        for number in due.collect::<Vec<_>>() {
            receiver.take(Track::Video, picture(number, number == 0 || number == 22), now);
        }
        receiver.drain(now);
        shown.extend(std::iter::from_fn(|| desk.try_next()).filter_map(|next| match next {
            Next::Frame(frame, _) => Some(frame),
            Next::Skipped { .. } | Next::Closed => None,
        }));
        recorded.extend(recording.take().frames);
        if millis == 890 {
            replay = Some(feed.range(at(0), now));
        }
    }
    let without: Vec<_> = (0..60).filter(|number| !(10..22).contains(number)).collect();
    assert_eq!(beats(shown.into_iter()), without, "live does not go back for it");
    assert_eq!(beats(recorded.into_iter()), (0..60).collect::<Vec<_>>());
    let replay = replay.expect("it was asked for");
    assert_eq!(beats(replay.map(|frame| frame.frame)), (0..27).collect::<Vec<_>>());
    let totals = feed.totals();
    assert_eq!((totals.frames, totals.recovered), (48, 12));
}
