//! With the right token: more offers than anyone has phones, and two phones that are the same camera.

use regie::protocol::CameraState;
use tokio::task::JoinSet;
use webrtc::peer_connection::RTCPeerConnectionState;

use crate::{
    camera::{Camera, Offering},
    http::{ask, crew, whip},
    show::{SOON, Show, engine},
};

#[tokio::test]
async fn a_flood_of_offers_is_told_to_come_back() {
    let show = Show::start().await;
    let (to, token) = (whip(&show.engine), crew(&show.engine));
    let offering = Offering::new().await;
    let mut flood = JoinSet::new();
    for worker in 0..16 {
        let (token, sdp) = (token.clone(), offering.sdp.clone());
        flood.spawn(async move {
            let mut answers = Vec::new();
            for number in 0..25 {
                // The same ones over and over, others each time, and ones without a name.
                let path = match number % 3 {
                    0 => "/whip/flood".to_owned(),
                    1 => format!("/whip/flood-{worker}-{number}"),
                    _ => "/whip".to_owned(),
                };
                answers.push(ask(to, "POST", &path, &token, &sdp).await);
            }
            answers
        });
    }
    let answers: Vec<_> = flood.join_all().await.into_iter().flatten().collect();
    let (taken, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
    assert!(!taken.is_empty(), "somebody finds room");
    assert!(refused.len() > 100, "{} of {} are refused", refused.len(), answers.len());
    for answer in &refused {
        assert_eq!(answer.status, 503, "{answer:?}");
        assert!(answer.head.contains("retry-after: "), "{answer:?}");
    }
    let codes = |code: &str| refused.iter().filter(|answer| answer.body.contains(code)).count();
    assert!(codes("\"busy\"") > 0, "too many at once");
    assert_eq!(codes("\"busy\"") + codes("\"desk_full\""), refused.len());
    let snapshot = show.engine.studio().snapshot().await.expect("a studio");
    assert!(snapshot.cameras.len() <= 4, "the roster keeps its limit");
    offering.drop_it().await;
    show.was_untouched().await;
}

#[tokio::test]
async fn offers_that_break_a_reader_are_bad_and_nothing_else() {
    let show = Show::start().await;
    let (to, token) = (whip(&show.engine), crew(&show.engine));
    let offering = Offering::new().await;
    let good = offering.sdp.clone();
    let cases = [
        "v=0\r\n".repeat(2_000),
        good.replace("a=mid:0", "a=mid:"),
        good.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"),
        good.replace("a=fingerprint:sha-256", "a=fingerprint:md5"),
        good.replace("a=rtpmap", "a=rtpmap:"),
        good.replace("a=setup:actpass", "a=setup:"),
        good.replace("a=extmap:", "a=extmap:99999999999 "),
        good.replace("a=candidate:", "a=candidate:a b c d e f "),
        good.replace("m=video", "m=audio"),
        good.chars().filter(char::is_ascii_graphic).collect(),
    ];
    for offer in cases {
        let answer = ask(to, "POST", "/whip/broken", &token, &offer).await;
        assert!(matches!(answer.status, 201 | 400 | 422 | 503), "{answer:?} to {offer}");
    }
    offering.drop_it().await;
    show.was_untouched().await;
}

#[tokio::test]
async fn of_two_phones_with_one_identity_the_newer_one_films_and_the_older_one_is_told() {
    let (engine, _data) = engine(4).await;
    let mut older = Camera::publish(&engine, "twins").await;
    let greeted = |words: &Vec<String>| words.iter().any(|word| word.contains("\"number\":1"));
    tokio::time::timeout(SOON, older.words.wait_for(greeted)).await.expect("in time").expect("a channel");
    let newer = Camera::publish(&engine, "twins").await;
    let told = |words: &Vec<String>| words.last().is_some_and(|word| word == r#"{"type":"replaced"}"#);
    tokio::time::timeout(SOON, older.words.wait_for(told)).await.expect("in time").expect("a channel");
    let live = async {
        loop {
            let snapshot = engine.studio().snapshot().await.expect("a studio");
            assert_eq!(snapshot.cameras.len(), 1, "one identity is one camera");
            if snapshot.cameras[0].state == CameraState::Live {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, live).await.expect("the newer one is live");
    assert_eq!(*newer.state.borrow(), RTCPeerConnectionState::Connected);
    older.stop().await;
    newer.stop().await;
    engine.shutdown().await;
}
