//! Over the data channels of a publisher that was let in.

use std::time::Duration;

use bytes::BytesMut;
use regie::protocol::CameraState;

use crate::{
    camera::{Camera, Offering},
    http::{ask, crew, whip},
    show::{SOON, Show, becomes},
};

#[tokio::test]
async fn a_page_of_another_version_films_on_and_is_told_so_in_place_of_its_part_in_the_show() {
    let show = Show::start().await;
    let offering = Offering::speaking("regie.ctl.0").await;
    let answer = ask(whip(&show.engine), "POST", "/whip/old", &crew(&show.engine), &offering.sdp).await;
    let mut old = offering.send(answer.body).await;
    becomes(&show.engine, 2, CameraState::Live).await;
    let mut says = async |word| {
        let last = |words: &Vec<String>| words.last().is_some_and(|last| last == word);
        tokio::time::timeout(SOON, old.words.wait_for(last)).await.expect("in time").expect("a channel");
    };
    says(r#"{"type":"outdated"}"#).await;
    let newer = Camera::publish(&show.engine, "old").await;
    says(r#"{"type":"replaced"}"#).await;
    assert!(!old.words.borrow().iter().any(|word| word.contains("view")), "{:?}", old.words.borrow());
    old.stop().await;
    newer.stop().await;
    show.was_untouched().await;
}

#[tokio::test]
async fn a_publisher_that_opens_channel_after_channel_is_closed() {
    let show = Show::start().await;
    let loud = Camera::publish(&show.engine, "loud").await;
    becomes(&show.engine, 2, CameraState::Live).await;
    let mut channels = Vec::new();
    for number in 0..1_000 {
        match loud.connection.create_data_channel(&format!("channel-{number}"), None).await {
            Ok(channel) => channels.push(channel),
            Err(_) => break,
        }
    }
    becomes(&show.engine, 2, CameraState::Lost).await;
    loud.stop().await;
    show.was_untouched().await;
}

#[tokio::test]
async fn a_channel_that_is_not_the_live_one_is_closed_and_the_camera_stays() {
    let show = Show::start().await;
    let curious = Camera::publish(&show.engine, "curious").await;
    becomes(&show.engine, 2, CameraState::Live).await;
    let other = curious.connection.create_data_channel("files", None).await.expect("a channel");
    let closed = async {
        while let Some(event) = other.poll().await {
            if matches!(event, webrtc::data_channel::DataChannelEvent::OnClose) {
                break;
            }
        }
    };
    tokio::time::timeout(SOON, closed).await.expect("it is closed");
    becomes(&show.engine, 2, CameraState::Live).await;
    curious.stop().await;
    show.was_untouched().await;
}

#[tokio::test]
async fn a_flood_of_messages_is_the_flooders_own_trouble() {
    let show = Show::start().await;
    let loud = Camera::publish(&show.engine, "loud").await;
    becomes(&show.engine, 2, CameraState::Live).await;
    let flood = async {
        for number in 0..10_000_u32 {
            let message = match number % 3 {
                0 => {
                    BytesMut::from(&br#"{"type":"status","status":{"battery":0.5,"charging":true,"visible":true}}"#[..])
                }
                1 => BytesMut::from(&[b'{'; 100][..]),
                _ => BytesMut::zeroed(4_000),
            };
            if loud.channel.send(message).await.is_err() {
                break;
            }
        }
    };
    // As much of it as gets through in that time.
    let _ = tokio::time::timeout(Duration::from_secs(5), flood).await;
    loud.stop().await;
    show.was_untouched().await;
}
