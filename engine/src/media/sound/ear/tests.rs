//! What is heard of real Opus, encoded by libopus (`ear/*.opus` and the bench's clap; each says how it was made).

use proptest::prelude::*;

use super::*;

/// 2 s of silence with a burst of a 1 kHz sine at half scale, 40 ms from 0.1 s on.
const CLAP: &[u8] = include_bytes!("../../../../../e2e/clips/clap.opus");
/// 0.5 s of a 220 Hz sine, three times too loud and cut off.
const OVERLOADED: &[u8] = include_bytes!("overloaded.opus");
/// 0.5 s of a 440 Hz sine at a quarter of full scale, mono, as speech is encoded (SILK).
const VOICE: &[u8] = include_bytes!("voice.opus");

/// The packets of an Ogg file whose packets are shorter than a page, without its two headers.
fn packets(mut ogg: &[u8]) -> Vec<Vec<u8>> {
    let (mut packets, mut packet) = (Vec::new(), Vec::new());
    while !ogg.is_empty() {
        let table = 27 + usize::from(ogg[26]);
        let (segments, mut body) = (&ogg[27..table], &ogg[table..]);
        for length in segments {
            let (segment, rest) = body.split_at(usize::from(*length));
            packet.extend_from_slice(segment);
            body = rest;
            if *length < 255 {
                packets.push(std::mem::take(&mut packet));
            }
        }
        ogg = body;
    }
    packets.split_off(2)
}

fn at(packet: usize) -> SessionTime {
    SessionTime::from_millis(packet as u64 * 20)
}

#[test]
fn a_sender_that_says_nothing_is_decoded() {
    let mut ear = Ear::default();
    let mut peaks = Vec::new();
    for (number, packet) in packets(CLAP).iter().enumerate().take(50) {
        ear.packet(packet, at(number));
        peaks.push(ear.read(at(number)).peak);
    }
    assert_eq!(peaks[4], None, "the decoder settles");
    let loudest = peaks.iter().flatten().copied().fold(-127.0, f32::max);
    assert!((-12.0..=-8.0).contains(&loudest), "a sine at half scale is 9 dB below: {loudest}");
    assert!(ear.is_decoding());
}

#[test]
fn speech_is_decoded_as_well() {
    let mut ear = Ear::default();
    for (number, packet) in packets(VOICE).iter().enumerate() {
        ear.packet(packet, at(number));
    }
    let peak = ear.read(at(24)).peak.expect("it is heard");
    assert!((-18.0..=-12.0).contains(&peak), "15 dB below: {peak}");
}

#[test]
fn a_sender_that_says_its_levels_is_believed_and_not_decoded() {
    let mut ear = Ear::default();
    for (number, packet) in packets(CLAP).iter().enumerate().take(20) {
        ear.told(AudioLevel::from_extension(&[0x80 | 33]).expect("a byte"), at(number));
        ear.packet(packet, at(number));
        assert!(!ear.is_decoding());
    }
    assert_eq!(ear.read(at(20)).peak, Some(-33.0));
}

#[test]
fn a_loud_sound_is_looked_at_for_clipping_whatever_its_sender_says() {
    for (sound, below, clips) in [(OVERLOADED, 6, true), (VOICE, 6, false), (OVERLOADED, 20, false)] {
        let mut ear = Ear::default();
        for (number, packet) in packets(sound).iter().enumerate() {
            ear.told(AudioLevel::from_extension(&[below]).expect("a byte"), at(number));
            ear.packet(packet, at(number));
        }
        let heard = ear.read(at(24));
        assert_eq!((heard.peak, heard.clipping), (Some(-f32::from(below)), clips));
    }
}

#[test]
fn what_is_no_opus_is_nothing() {
    let mut ear = Ear::default();
    for number in 0..20 {
        ear.packet(&[0xff], at(number));
        ear.packet(&[], at(number));
    }
    assert_eq!(ear.read(at(20)), Loudness::default());
}

proptest! {
    #[test]
    fn no_bytes_do_harm(stream in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 1..20)) {
        let mut decoder = SoundDecoder::default();
        for packet in &stream {
            // A panic inside is caught, and would be told as an error: there is none to be seen.
            if let Ok(samples) = decoder.decode(packet) {
                prop_assert!(samples.len() <= 5760 * CHANNELS);
            }
        }
    }
}
