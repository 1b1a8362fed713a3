use std::time::Duration;

use super::{AudioLevel, CHANNELS, Loudness, Meter, SoundDecoder};
use crate::media::SessionTime;

/// A sender that has said a level within this time says them: its packets are not decoded.
const SAYS: Duration = Duration::from_secs(1);
/// A sound as loud as this may clip, which a mean cannot show: a clap is 12 dB above its mean and more.
const HOT: f32 = -12.0;
/// How long a hot sound's packets are decoded after it was last hot.
const HOT_FOR: Duration = Duration::from_secs(2);
/// Packets after which a decoder that started in mid-stream is right: the first ones build on what it missed.
const SETTLING: u32 = 5;
/// Full scale, less what an encoder may take of it: 0.2 dB.
const FULL: f32 = 0.98;
/// Samples in a row at full scale that are clipping: one may be a sound that just fits.
const CUT: usize = 3;

/// Hears how loud a camera is: by what its sender says of each packet where it does (RFC 6464), else by decoding them.
///
/// A loud sound is decoded in any case, for as long as it is loud: whether its tops are cut off is not to be seen in
/// the mean that a sender says.
#[derive(Debug, Default)]
pub struct Ear {
    meter: Meter,
    said: Option<SessionTime>,
    hot: Option<SessionTime>,
    decoder: Option<(SoundDecoder, u32)>,
}

impl Ear {
    /// Takes what the sender said of a packet that came at `at`.
    pub fn told(&mut self, level: AudioLevel, at: SessionTime) {
        self.said = Some(at);
        if level.dbov() >= HOT {
            self.hot = Some(at);
        }
        self.meter.take(level, at);
    }

    /// Takes the next packet, which came at `at`.
    pub fn packet(&mut self, packet: &[u8], at: SessionTime) {
        let within = |since: Option<SessionTime>, time| since.is_some_and(|since| at.since(since) < time);
        let says = within(self.said, SAYS);
        if says && !within(self.hot, HOT_FOR) {
            self.decoder = None;
            return;
        }
        let (decoder, packets) = self.decoder.get_or_insert_default();
        *packets = packets.saturating_add(1);
        let Ok(samples) = decoder.decode(packet) else { return };
        if *packets <= SETTLING {
            return;
        }
        if is_cut(samples) {
            self.meter.clip(at);
        }
        if !says {
            self.meter.take(AudioLevel::of(samples), at);
        }
    }

    /// How loud it is at `now`.
    pub fn read(&mut self, now: SessionTime) -> Loudness {
        self.meter.read(now)
    }

    /// Whether packets are being decoded.
    #[must_use]
    pub fn is_decoding(&self) -> bool {
        self.decoder.is_some()
    }
}

/// Whether a channel stays at full scale for some samples.
fn is_cut(samples: &[f32]) -> bool {
    (0..CHANNELS).any(|channel| {
        let mut run = 0;
        samples.iter().skip(channel).step_by(CHANNELS).any(|sample| {
            run = if sample.abs() >= FULL { run + 1 } else { 0 };
            run >= CUT
        })
    })
}

#[cfg(test)]
mod tests;
