use proptest::prelude::*;

use super::*;

const SPS: &[u8] = b"\x67\x42\xc0\x1f\xda\x01\x40\x16\xec\x04\x40\0\0\x03\0\x40\0\0\x0f\x03\xc6\x0c\xa8";
const PPS: &[u8] = b"\x68\xce\x0f\xc8";
/// Slices: first macroblock 0, slice type 7 or 5, picture parameter set 0, and what looks like data.
const IDR: &[u8] = b"\x65\x88\x84\x0a\x0b\x0c\x0d";
const DELTA: &[u8] = b"\x41\x9a\x01\x02\x03";

fn stap(nals: &[&[u8]]) -> Vec<u8> {
    let body = nals.iter().flat_map(|nal| [&(nal.len() as u16).to_be_bytes()[..], nal].concat());
    std::iter::once(0x78).chain(body).collect()
}

fn avc(nals: &[&[u8]]) -> Vec<u8> {
    nals.iter().flat_map(|nal| [&(nal.len() as u32).to_be_bytes()[..], nal].concat()).collect()
}

fn unit(h264: &mut H264, payloads: &[&[u8]]) -> Result<Option<Unit>, Unusable> {
    let pushed = payloads.iter().try_for_each(|payload| h264.push(payload));
    let unit = pushed.and_then(|()| h264.finish());
    h264.discard();
    unit
}

fn whole(h264: &mut H264, payloads: &[&[u8]]) -> Unit {
    unit(h264, payloads).expect("is usable").expect("has a picture")
}

#[test]
fn a_keyframe_with_its_parameter_sets_in_front() {
    let mut h264 = H264::default();
    let key = whole(&mut h264, &[&stap(&[SPS, PPS]), IDR]);
    assert!(key.keyframe);
    assert_eq!(key.data, avc(&[IDR]), "the sets are in the configuration");
    let config = key.config.expect("a keyframe has it");
    assert_eq!((config.width, config.height), (1280, 720));
    let delta = whole(&mut h264, &[DELTA]);
    assert_eq!(delta, Unit { keyframe: false, data: avc(&[DELTA]).into(), config: None });
}

#[test]
fn parameter_sets_of_their_own_are_no_frame_and_are_kept() {
    let mut h264 = H264::default();
    assert_eq!(unit(&mut h264, &[SPS]), Ok(None));
    assert_eq!(unit(&mut h264, &[IDR]), Err(Unusable), "one set is missing");
    assert_eq!(unit(&mut h264, &[PPS]), Ok(None));
    assert!(whole(&mut h264, &[IDR]).keyframe);
    assert!(whole(&mut h264, &[IDR]).keyframe, "they hold until others come");
}

#[test]
fn fragments_are_put_together() {
    let mut h264 = H264::default();
    let key = whole(&mut h264, &[SPS, PPS, b"\x7c\x85\x88\x84\x0a", b"\x7c\x05\x0b", b"\x7c\x45\x0c\x0d", IDR]);
    assert_eq!(key.data, avc(&[IDR, IDR]));
    assert_eq!(whole(&mut h264, &[b"\x7c\xc5\x88\x84\x0a"]).data, avc(&[&IDR[..4]]), "start and end in one");
}

#[test]
fn fragmented_parameter_sets_are_taken() {
    let (begin, end) = SPS[1..].split_at(9);
    let payloads: [&[u8]; 4] = [&[b"\x7c\x87", begin].concat(), &[b"\x7c\x47", end].concat(), PPS, IDR];
    assert_eq!(whole(&mut H264::default(), &payloads).data, avc(&[IDR]));
}

#[test]
fn fragments_out_of_step_are_unusable() {
    let cases: [&[&[u8]]; 6] = [
        &[b"\x7c\x05\x0b"],
        &[b"\x7c\x45\x0b"],
        &[b"\x7c\x85\x88\x84"],
        &[b"\x7c\x85\x88\x84", b"\x7c\x85\x88\x84", b"\x7c\x45\x0b"],
        &[b"\x7c\x85\x88\x84", DELTA, b"\x7c\x45\x0b"],
        &[b"\x7c\x85\x88\x84", b"\x5c\x41\x0b"],
    ];
    let mut h264 = H264::default();
    whole(&mut h264, &[SPS, PPS, IDR]);
    for payloads in cases {
        assert_eq!(unit(&mut h264, payloads), Err(Unusable), "{payloads:02x?}");
        assert_eq!(whole(&mut h264, &[DELTA]).data, avc(&[DELTA]), "nothing is left of it");
    }
}

#[test]
fn keeps_what_a_decoder_needs() {
    let mut h264 = H264::default();
    let key = whole(&mut h264, &[&stap(&[b"\x09\x10", SPS, PPS, b"\x06\x05\x01\x80"]), IDR, IDR, b"\x0c\xff\x80"]);
    assert_eq!(key.data, avc(&[b"\x06\x05\x01\x80", IDR, IDR]), "no delimiter, no filler");
    assert_eq!(unit(&mut h264, &[b"\x06\x05\x01\x80", b"\x09\xf0"]), Ok(None), "no slice, no frame");
}

#[test]
fn other_parameter_sets_make_another_config() {
    let mut h264 = H264::default();
    let first = whole(&mut h264, &[SPS, PPS, IDR]).config;
    assert_eq!(whole(&mut h264, &[SPS, PPS, IDR]).config, first);
    let other = [SPS, &[0xff]].concat();
    assert_ne!(whole(&mut h264, &[&other, PPS, IDR]).config, first);
}

#[test]
fn bad_payloads_are_unusable() {
    let mut h264 = H264::default();
    for payload in
        [&[][..], &[24, 0, 1, 0x65, 9], &[0x65], &[0x41, 0, 0, 0, 0, 0, 0], &[2, 0x88, 0x84], &[24, 0, 1, 24]]
    {
        assert_eq!(unit(&mut h264, &[payload]), Err(Unusable), "{payload:?}");
    }
}

#[test]
fn a_unit_does_not_grow_without_bound() {
    let mut h264 = H264::default();
    let mut start = vec![0x7c, 0x81];
    start.extend(&DELTA[1..]);
    assert_eq!(h264.push(&start), Ok(()));
    let more = [&[0x7c, 0x01][..], &[9; 60_000]].concat();
    let taken = (0..1_000).take_while(|_| h264.push(&more).is_ok()).count();
    assert_eq!(taken, MAX_UNIT_BYTES / 60_000);
}

#[test]
fn boundaries() {
    let h264 = H264::default();
    assert_eq!(h264.boundary(SPS), Boundary::KeyframeStart);
    assert_eq!(h264.boundary(&stap(&[SPS, PPS])), Boundary::KeyframeStart);
    assert_eq!(h264.boundary(&stap(&[b"\x09\x10", SPS, PPS])), Boundary::KeyframeStart);
    assert_eq!(h264.boundary(b"\x09\x10"), Boundary::UnitStart);
    for payload in [IDR, DELTA, PPS, b"\x7c\x85\x88", &stap(&[PPS, SPS]), &[]] {
        assert_eq!(h264.boundary(payload), Boundary::Unknown, "{payload:02x?}");
    }
}

#[test]
fn a_packet_goes_on_with_a_picture_or_begins_one() {
    let h264 = H264::default();
    // The second macroblock, slice type 5.
    let second: &[u8] = &[0x41, 0x46, 0x80, 1, 2];
    let (start, middle) = (&[0x5c, 0x81, 0x9a, 0x01][..], &[0x5c, 0x01, 0x9a, 0x01][..]);
    let goes_on = [second.to_vec(), stap(&[second]), [&[0x5c, 0x81], &second[1..]].concat(), middle.to_vec()];
    let begins =
        [DELTA.to_vec(), IDR.to_vec(), SPS.to_vec(), stap(&[SPS, PPS]), stap(&[DELTA, second]), start.to_vec()];
    assert!(goes_on.iter().all(|payload| !h264.begins_anew(payload)), "{goes_on:02x?}");
    assert!(begins.iter().all(|payload| h264.begins_anew(payload)), "{begins:02x?}");
}

proptest! {
    #[test]
    fn never_panics(units in prop::collection::vec(prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..5), 0..8)) {
        let mut h264 = H264::default();
        for payloads in &units {
            for payload in payloads {
                h264.boundary(payload);
            }
            let payloads: Vec<&[u8]> = payloads.iter().map(Vec::as_slice).collect();
            let _ = unit(&mut h264, &payloads);
        }
    }

    /// Arbitrary bodies behind the headers that lead deepest.
    #[test]
    fn never_panics_deep_inside(
        payloads in prop::collection::vec(
            (prop::sample::select(vec![
                &b"\x78\0\x05\x67"[..], b"\x78\0\x01", b"\x7c\x85", b"\x7c\x05", b"\x7c\x45", b"\x7c\x87", b"\x67\x42\0\x1f",
                b"\x67\x64\0\x1f", b"\x68", b"\x65", b"\x41",
            ]), prop::collection::vec(any::<u8>(), 0..40), any::<bool>()),
            0..30,
        )
    ) {
        let mut h264 = H264::default();
        for (head, body, last) in payloads {
            let payload = [head, &body].concat();
            h264.boundary(&payload);
            if h264.push(&payload).is_err() {
                h264.discard();
            }
            if last {
                let _ = h264.finish();
                h264.discard();
            }
        }
    }
}
