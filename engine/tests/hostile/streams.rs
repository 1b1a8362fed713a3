//! What publishers say, and do not say, of their streams.

use std::sync::atomic::Ordering;

use regie::protocol::CameraState;
use webrtc::peer_connection::RTCPeerConnectionState;

use crate::{
    camera::{Camera, Offering},
    http::{ask, crew, whip},
    links::goes_on,
    numbers::Asked,
    show::{SOON, becomes, engine},
};

/// A payload type that no offer of these has.
const NOBODYS: u8 = 35;

/// An offer without the lines that begin so.
fn without(offer: &str, starts: &[&str]) -> String {
    let kept = offer.lines().filter(|line| !starts.iter().any(|start| line.starts_with(start)));
    kept.map(|line| line.to_owned() + "\r\n").collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_need_say_nothing_of_its_streams() {
    let (engine, _data) = engine(4).await;
    for (number, (id, starts)) in
        (1..).zip([("no-ssrc", &["a=ssrc"][..]), ("nothing", &["a=ssrc", "a=msid"]), ("others", &["a=ssrc-group"])])
    {
        let others = |offer: &str| without(offer, starts).replace("a=ssrc:", "a=ssrc:9");
        let (camera, _) = Camera::publish_as(&engine, id, others).await;
        becomes(&engine, number, CameraState::Live).await;
        camera.stop().await;
    }
    engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_that_begins_anew_in_mid_session_goes_on() {
    let (engine, _data) = engine(4).await;
    let camera = Camera::publish(&engine, "cam").await;
    becomes(&engine, 1, CameraState::Live).await;
    for ssrc in [7, 8, 9] {
        camera.numbers.ssrc.store(ssrc, Ordering::Relaxed);
        goes_on(&engine).await;
    }
    let snapshot = engine.studio().snapshot().await.expect("a studio");
    assert_eq!(snapshot.cameras[0].state, CameraState::Live, "it was never lost");
    camera.stop().await;
    engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_whose_packets_belong_nowhere_is_ended() {
    let (engine, _data) = engine(4).await;
    let offering = Offering::new().await;
    offering.numbers.payload_type.store(NOBODYS, Ordering::Relaxed);
    let answer = ask(whip(&engine), "POST", "/whip/cam", &crew(&engine), &offering.sdp).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let camera = offering.send(answer.body).await;
    camera.is(RTCPeerConnectionState::Connected).await;
    // It had no picture that it could lose: its session is over.
    becomes(&engine, 1, CameraState::Lost).await;
    camera.numbers.payload_type.store(0, Ordering::Relaxed);
    camera.stop().await;
    engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keyframes_are_asked_for_as_the_offer_says() {
    let (engine, _data) = engine(4).await;
    let cases = [
        ("pli", &["nack pli"][..], true, false),
        ("fir", &["ccm fir"], false, true),
        ("both", &["ccm fir", "nack pli"], true, false),
    ];
    for (number, (id, feedback, by_pli, by_fir)) in (1..).zip(cases) {
        let offered = |offer: &str| {
            let lines: String = feedback.iter().map(|kind| format!("a=rtcp-fb:* {kind}\r\n")).collect();
            without(offer, &["a=rtcp-fb"]) + &lines
        };
        let with_media_last = |offer: &str| {
            // The data channel's section stands behind the video's: the lines go before it.
            let (video, channel) = offer.split_once("m=application").expect("there is a channel");
            format!("{}m=application{channel}", offered(video))
        };
        let (camera, answer) = Camera::publish_as(&engine, id, with_media_last).await;
        for kind in ["nack pli", "ccm fir"] {
            let granted = answer.lines().any(|line| line.starts_with("a=rtcp-fb:") && line.ends_with(kind));
            assert_eq!(granted, feedback.contains(&kind), "{answer}");
        }
        becomes(&engine, number, CameraState::Live).await;
        let mut asked = camera.numbers.asked.subscribe();
        // The newest keyframe grows old.
        camera.numbers.no_keyframes.store(true, Ordering::Relaxed);
        let before = *asked.borrow();
        let total = |asked: &Asked| asked.by_pli + asked.by_fir;
        let asks = asked.wait_for(|asked| total(asked) >= total(&before) + 2);
        let asked = *tokio::time::timeout(SOON, asks).await.expect("it is asked").expect("it is there");
        assert_eq!((asked.by_pli > 0, asked.by_fir > 0), (by_pli, by_fir), "{asked:?}");
        camera.stop().await;
    }
    engine.shutdown().await;
}
