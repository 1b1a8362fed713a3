use proptest::prelude::*;

use super::*;

/// A keyframe of 640 by 360 (to be scaled by 5/4) with a first partition of 4 bytes, and a delta with one of 2.
const KEY: &[u8] = &[0x90, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x42, 0x68, 0x41, 1, 2, 3, 4, 5];
const DELTA: &[u8] = &[0x51, 0, 0, 1, 2, 3];

fn unit(vp8: &mut Vp8, payloads: &[&[u8]]) -> Result<Option<Unit>, Unusable> {
    let pushed = payloads.iter().try_for_each(|payload| vp8.push(payload));
    let unit = pushed.and_then(|()| vp8.finish());
    vp8.discard();
    unit
}

fn frame(vp8: &mut Vp8, frame: &[u8]) -> Result<Option<Unit>, Unusable> {
    unit(vp8, &[&[&[0x10], frame].concat()])
}

#[test]
fn every_form_of_descriptor_is_taken_off() {
    let descriptors: [&[u8]; 11] = [
        &[0x10],
        &[0x30],
        &[0x90, 0x00],
        &[0x90, 0x80, 0x11],
        &[0x90, 0x80, 0x91, 0x11],
        &[0x90, 0x40, 0x05],
        &[0x90, 0x20, 0x41],
        &[0x90, 0x10, 0x1f],
        &[0x90, 0x30, 0xff],
        &[0x90, 0xf0, 0x7f, 0x05, 0x41],
        &[0x90, 0xf0, 0xff, 0xff, 0x05, 0x41],
    ];
    for descriptor in descriptors {
        let payload = [descriptor, KEY].concat();
        assert_eq!(Vp8Payload::parse(&payload), Some(Vp8Payload { start: true, body: KEY }), "{descriptor:02x?}");
        for end in 0..=descriptor.len() {
            assert_eq!(Vp8Payload::parse(&payload[..end]), None, "cut in {descriptor:02x?}");
        }
    }
}

#[test]
fn only_the_first_partitions_start_starts_a_frame() {
    let start = |first| Vp8Payload::parse(&[first, 1]).expect("has a body").start;
    assert!(start(0x10));
    assert!(!start(0x00));
    assert!(!start(0x11), "another partition of the same frame");
}

#[test]
fn frames_are_put_together() {
    let mut vp8 = Vp8::default();
    let payloads =
        [&[&[0x10], &KEY[..4]].concat()[..], &[&[0x00], &KEY[4..12]].concat(), &[&[0x11], &KEY[12..]].concat()];
    let key = unit(&mut vp8, &payloads).expect("is usable").expect("is a frame");
    assert!(key.keyframe);
    assert_eq!(key.data, KEY);
    let config = key.config.expect("a keyframe has it");
    assert_eq!((config.width, config.height, config.description.len()), (640, 360, 0));
    assert_eq!(frame(&mut vp8, DELTA), Ok(Some(Unit { keyframe: false, data: DELTA.into(), config: None })));
}

#[test]
fn the_same_size_is_the_same_config() {
    let mut vp8 = Vp8::default();
    let mut config =
        |key| frame(&mut vp8, key).expect("is usable").and_then(|unit| unit.config).expect("is a keyframe");
    let first = config(KEY);
    assert!(Arc::ptr_eq(&first, &config(KEY)));
    let mut wide = KEY.to_vec();
    wide[6..8].copy_from_slice(&1280_u16.to_le_bytes());
    assert_eq!(config(&wide).width, 1280);
}

#[test]
fn damaged_frames_are_unusable() {
    let mut vp8 = Vp8::default();
    for end in 0..KEY.len() - 1 {
        assert_eq!(frame(&mut vp8, &KEY[..end]), Err(Unusable), "cut at {end}");
    }
    for (at, value) in [(3, 0), (6, 0), (8, 0)] {
        let mut damaged = KEY.to_vec();
        damaged[at] = value;
        damaged[at + 1] &= 0xc0;
        assert_eq!(frame(&mut vp8, &damaged), Err(Unusable), "byte {at}");
    }
    assert_eq!(unit(&mut vp8, &[&[0x00, 1, 2, 3]]), Err(Unusable), "no start");
    let start = [&[0x10], DELTA].concat();
    assert_eq!(unit(&mut vp8, &[&start, &start]), Err(Unusable), "two starts");
}

#[test]
fn boundaries() {
    let vp8 = Vp8::default();
    assert_eq!(vp8.boundary(&[&[0x90, 0x80, 0x11], KEY].concat()), Boundary::KeyframeStart);
    assert_eq!(vp8.boundary(&[&[0x10], DELTA].concat()), Boundary::UnitStart);
    assert_eq!(vp8.boundary(&[0x00, 0x90]), Boundary::Unknown);
    assert_eq!(vp8.boundary(&[]), Boundary::Unknown);
}

#[test]
fn a_packet_goes_on_with_a_frame_or_begins_one() {
    let vp8 = Vp8::default();
    assert!(vp8.begins_anew(&[&[0x90, 0x80, 0x11], KEY].concat()) && vp8.begins_anew(&[]));
    assert!(!vp8.begins_anew(&[0x00, 0x90]));
    assert!(!vp8.begins_anew(&[0x11, 0x90]), "another partition");
}

proptest! {
    #[test]
    fn never_panics(units in prop::collection::vec(prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..5), 0..8)) {
        let mut vp8 = Vp8::default();
        for payloads in &units {
            for payload in payloads {
                vp8.boundary(payload);
            }
            let payloads: Vec<&[u8]> = payloads.iter().map(Vec::as_slice).collect();
            let _ = unit(&mut vp8, &payloads);
        }
    }

    #[test]
    fn reads_any_size(width in 1..0x4000_u16, height in 1..0x4000_u16, scale in 0..4_u16) {
        let mut key = KEY.to_vec();
        key[6..8].copy_from_slice(&(width | scale << 14).to_le_bytes());
        key[8..10].copy_from_slice(&(height | scale << 14).to_le_bytes());
        prop_assert_eq!(FrameHeader::parse(&key), Some(FrameHeader::Key { width, height }));
    }
}
