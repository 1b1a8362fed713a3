//! A network on which a camera's first pictures are faster than the end of its handshake.

use std::sync::atomic::Ordering;

use regie::protocol::CameraState;

use crate::{
    relay::Relay,
    show::{becomes, engine},
};

/// The record that a side's last flight begins with: ChangeCipherSpec (RFC 5246 section 6.2.1).
const CHANGE_CIPHER_SPEC: u8 = 20;
/// The second byte of the packets of RTCP (RFC 5761 section 4).
const RTCP: std::ops::RangeInclusive<u8> = 192..=223;
/// So many packets of media overtake it: a keyframe of ours is two, and there are pictures behind it.
const OVERTAKING: u32 = 6;

#[tokio::test]
async fn a_camera_is_shown_from_the_keyframe_that_comes_before_the_keys() {
    let (engine, _data) = engine(4).await;
    let (mut held, mut media) = (Vec::new(), 0);
    let (camera, _relay) = Relay::publish(&engine, "early", move |numbers, datagram| match datagram[0] {
        128..=191 if !RTCP.contains(&datagram[1]) => {
            // There is one keyframe, and no other however often it is asked for.
            numbers.no_keyframes.store(true, Ordering::Relaxed);
            media += 1;
            let last = if media == OVERTAKING { std::mem::take(&mut held) } else { Vec::new() };
            [vec![datagram], last].concat()
        }
        first
            if media < OVERTAKING && (first == CHANGE_CIPHER_SPEC || !held.is_empty() && (21..64).contains(&first)) =>
        {
            held.push(datagram);
            Vec::new()
        }
        _ => vec![datagram],
    })
    .await;
    becomes(&engine, 1, CameraState::Live).await;
    camera.stop().await;
    engine.shutdown().await;
}
