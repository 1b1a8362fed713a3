use std::time::Duration;

use bytes::Bytes;

use super::{wall::Wall, wire};
use crate::{
    media::SoundDecoder,
    protocol::Listen,
    sound::{Listener, OpusPacket},
};

/// A replay's sound is at a desk so much before it is to be heard: what a loudspeaker's buffer and decoding take.
const EARLY: Duration = Duration::from_millis(200);

/// What one desk listens to.
pub(super) struct Hearing {
    wall: Wall,
    listener: Option<Listener>,
    /// There when the desk can't decode by itself.
    decoder: Option<SoundDecoder>,
}

impl Hearing {
    /// Of a desk that listens to nothing yet.
    pub fn new(wall: Wall) -> Self {
        Self { wall, listener: None, decoder: None }
    }

    /// Listens to something else, or to nothing; `decoded` where the desk wants samples.
    pub fn listen(&mut self, to: Listen, decoded: bool) {
        let Wall { feeds, mix, archive, clock, .. } = &self.wall;
        let listener =
            || Listener::new(to, feeds.clone(), mix.clone(), archive.clone(), *clock).with_replays_early(EARLY);
        self.listener = (to != Listen::Nothing).then(listener);
        self.decoder = decoded.then(SoundDecoder::default);
    }

    /// The next message; none when the studio is gone. Cancel safe.
    pub async fn next(&mut self) -> Option<Bytes> {
        let Some(listener) = &mut self.listener else { return std::future::pending().await };
        loop {
            let packet = listener.next().await?;
            let Some(decoder) = &mut self.decoder else { return Some(wire::sound(&packet)) };
            let OpusPacket { feed, frame } = packet;
            // What is no Opus is not heard.
            if let Ok(samples) = decoder.decode(&frame.data) {
                return Some(wire::samples(feed, frame.pts, samples));
            }
        }
    }
}
