use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::media::{AccessUnit, Assembled, Assembler, RtpPacket, SessionTime};

const RECORD: &[u8] = b"\x01\x42\xc0\x1f\xff\xe1\0\x17\x67\x42\xc0\x1f\xda\x01\x40\x16\xec\x04\x40\0\0\x03\0\x40\0\0\x0f\x03\xc6\x0c\xa8\x01\0\x04\x68\xce\x0f\xc8";

fn config(codec: VideoCodec) -> Arc<VideoConfig> {
    let description = match codec {
        VideoCodec::H264 => Bytes::from_static(RECORD),
        VideoCodec::Vp8 => Bytes::new(),
    };
    Arc::new(VideoConfig { codec, width: 1280, height: 720, description })
}

fn body(length: usize) -> impl Iterator<Item = u8> {
    (0..length).map(|at| (at * 7 + at / 251) as u8)
}

fn picture(codec: VideoCodec, keyframe: bool, sizes: &[usize]) -> Frame {
    let data = match codec {
        VideoCodec::H264 => {
            let head: &[u8] = if keyframe { &[0x65, 0x88, 0x84] } else { &[0x41, 0x9a, 0x10] };
            let nal = |size: &usize| {
                let nal: Vec<u8> = head.iter().copied().chain(body(*size)).collect();
                [&(nal.len() as u32).to_be_bytes()[..], &nal].concat()
            };
            sizes.iter().flat_map(nal).collect()
        }
        VideoCodec::Vp8 => {
            let head: &[u8] = if keyframe { &[0x10, 0, 0, 0x9d, 0x01, 0x2a, 0, 5, 0xd0, 2] } else { &[0x11, 0, 0] };
            head.iter().copied().chain(body(sizes.iter().sum())).collect::<Vec<u8>>()
        }
    };
    let arrived = SessionTime::from_millis(1);
    let config = keyframe.then(|| config(codec));
    Frame { track: Track::Video, pts: arrived, keyframe, data: Bytes::from(data), config, arrived }
}

/// What an assembler makes of the frames' packets.
fn received(codec: VideoCodec, frames: &[Frame]) -> Vec<AccessUnit> {
    let mut assembler = Assembler::video(codec);
    let (mut sequence, mut units, config) = (65_500_u16, Vec::new(), config(codec));
    let mut take = |assembler: &mut Assembler, now| {
        while let Some(output) = assembler.poll(now) {
            match output {
                Assembled::Unit(unit, _) => units.push(unit),
                Assembled::NeedKeyframe(_) | Assembled::Resend(_) => {}
            }
        }
    };
    for (number, frame) in frames.iter().enumerate() {
        let payloads = payloads(frame, &config, number as u16);
        let last = payloads.len() - 1;
        for (at, payload) in payloads.into_iter().enumerate() {
            assert!(payload.len() <= MAX_PAYLOAD, "{} bytes", payload.len());
            let arrived = SessionTime::from_millis(number as u64 * 33);
            let timestamp = number as u32 * 3_000;
            assembler.push(RtpPacket { sequence, timestamp, marker: at == last, payload, arrived });
            sequence = sequence.wrapping_add(1);
            take(&mut assembler, arrived);
        }
    }
    // A keyframe that nothing follows waits for it.
    take(&mut assembler, SessionTime::from_millis(10_000));
    units
}

proptest! {
    #[test]
    fn what_is_cut_is_put_together_again(
        codec in prop_oneof![Just(VideoCodec::H264), Just(VideoCodec::Vp8)],
        pictures in proptest::collection::vec(
            (any::<bool>(), proptest::collection::vec(prop_oneof![0_usize..40, 1_100_usize..1_300, 0_usize..9_000], 1..4)),
            1..8,
        ),
    ) {
        let pictures = pictures.iter().enumerate();
        let frames: Vec<_> = pictures.map(|(at, (key, sizes))| picture(codec, *key || at == 0, sizes)).collect();
        let units = received(codec, &frames);
        prop_assert_eq!(units.len(), frames.len());
        for (unit, frame) in units.iter().zip(&frames) {
            prop_assert_eq!(&unit.data, &frame.data);
            prop_assert_eq!(unit.keyframe, frame.keyframe);
            prop_assert_eq!(&unit.config, &frame.config);
        }
    }

    #[test]
    fn no_bytes_make_it_panic(data: Vec<u8>, record: Vec<u8>, keyframe: bool) {
        for codec in [VideoCodec::H264, VideoCodec::Vp8] {
            let config = VideoConfig { codec, width: 0, height: 0, description: Bytes::from(record.clone()) };
            let frame = Frame { keyframe, data: Bytes::from(data.clone()), ..picture(codec, true, &[1]) };
            let _ = payloads(&frame, &config, 7);
        }
    }

    #[test]
    fn pieces_are_nearly_equal_and_all(length in 0_usize..100_000, most in 1_usize..2_000) {
        let pieces: Vec<_> = pieces(length, most).collect();
        prop_assert_eq!(pieces.iter().sum::<usize>(), length);
        let (least, greatest) = (pieces.iter().min().expect("one"), pieces.iter().max().expect("one"));
        prop_assert!(greatest <= &most && greatest - least <= 1);
    }
}

#[test]
fn a_keyframe_of_h264_begins_with_its_parameter_sets() {
    let keyframe = picture(VideoCodec::H264, true, &[100]);
    let first = payloads(&keyframe, &config(VideoCodec::H264), 0).swap_remove(0);
    assert_eq!(first[..4], [0x60 | 24, 0, 0x17, 0x67]);
    assert_eq!(first[first.len() - 6..], *b"\0\x04\x68\xce\x0f\xc8");
}

#[test]
fn a_packet_of_vp8_names_its_picture() {
    let frame = picture(VideoCodec::Vp8, false, &[3_000]);
    let payloads = payloads(&frame, &config(VideoCodec::Vp8), 0x1234);
    let heads: Vec<_> = payloads.iter().map(|payload| payload[..4].to_vec()).collect();
    assert_eq!(heads, [[0x90, 0x80, 0x92, 0x34], [0x80, 0x80, 0x92, 0x34], [0x80, 0x80, 0x92, 0x34]]);
}

#[test]
fn sound_goes_as_it_is() {
    let sound = Frame { track: Track::Audio, keyframe: false, config: None, ..picture(VideoCodec::Vp8, false, &[9]) };
    assert_eq!(payloads(&sound, &config(VideoCodec::Vp8), 0), std::slice::from_ref(&sound.data));
}
