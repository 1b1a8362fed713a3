use proptest::prelude::*;

use super::*;

/// Writes the bits of a parameter set.
#[derive(Default)]
struct Writer(Vec<bool>);

impl Writer {
    fn bits(mut self, value: u64, count: u32) -> Self {
        self.0.extend((0..count).rev().map(|bit| value >> bit & 1 == 1));
        self
    }

    fn unsigned(self, value: u64) -> Self {
        let length = (value + 1).ilog2();
        self.bits(0, length).bits(value + 1, length + 1)
    }

    fn signed(self, value: i64) -> Self {
        self.unsigned(if value > 0 { value.unsigned_abs() * 2 - 1 } else { value.unsigned_abs() * 2 })
    }

    fn nal(mut self, profile: u8) -> Vec<u8> {
        self.0.push(true);
        let mut nal = vec![0x67, profile, 0, 31];
        let mut zeros = 0;
        for bits in self.0.chunks(8) {
            let byte = bits.iter().enumerate().fold(0, |byte, (at, bit)| byte | u8::from(*bit) << (7 - at));
            if zeros >= 2 && byte <= 3 {
                nal.push(3);
                zeros = 0;
            }
            zeros = if byte == 0 { zeros + 1 } else { 0 };
            nal.push(byte);
        }
        nal
    }
}

fn size(nal: &[u8]) -> Option<(u16, u16)> {
    Sps::parse(nal).map(|sps| (sps.width, sps.height))
}

/// Made by x264 and, the cropped one, rewritten by FFmpeg's h264_metadata.
#[test]
fn reads_what_encoders_write() {
    let cases: [(&[u8], (u16, u16)); 9] = [
        (b"\x67\x42\xc0\x1f\xda\x01\x40\x16\xec\x04\x40\0\0\x03\0\x40\0\0\x0f\x03\xc6\x0c\xa8", (1280, 720)),
        (b"\x67\x42\xc0\x28\xda\x01\xe0\x08\x9f\x97\x01\x10\0\0\x03\0\x10\0\0\x03\x03\xc0\xf1\x83\x2a", (1920, 1080)),
        (b"\x67\x42\xc0\x28\xda\x01\x10\x0f\x1e\x5f\x01\x10\0\0\x03\0\x10\0\0\x03\x03\xc0\xf1\x83\x2a", (1080, 1920)),
        (b"\x67\x42\xc0\x33\xda\0\xf0\x01\x0f\xb0\x11\0\0\x03\0\x01\0\0\x03\0\x3c\x0f\x18\x32\xa0", (3840, 2160)),
        (b"\x67\x42\xc0\x0b\xda\x0a\x11\xd3\x44\xc0\x44\0\0\x03\0\x04\0\0\x03\0\xf0\x3c\x50\xaa\x80", (154, 120)),
        (b"\x67\x4d\x40\x28\xf4\x03\xc0\x22\x7e\xf0\x11\0\0\x03\0\x01\0\0\x03\0\x3c\x1f\x16\x2e\xa0", (1920, 1080)),
        (b"\x67\x64\0\x1f\xac\xb4\x06\xc1\xef\x37\x80\x88\0\0\x03\0\x08\0\0\x03\x01\xe0\x78\xc1\x95", (854, 480)),
        (b"\x67\x7a\0\x1e\xbc\xb4\x05\x01\xed\x80\x88\0\0\x03\0\x08\0\0\x03\x01\xe0\x78\xb1\x75", (640, 480)),
        (b"\x67\xf4\0\x1e\x91\x96\x80\xa4\x3f\xe3\xe3\xf0\x11\0\0\x03\0\x01\0\0\x03\0\x3c\x0f\x16\x2e\xa0", (642, 482)),
    ];
    for (nal, expected) in cases {
        assert_eq!(size(nal), Some(expected), "{nal:02x?}");
        assert_eq!(Sps::parse(nal).expect("just read").profile, nal[1..4]);
    }
}

#[test]
fn reads_depths_and_sampling() {
    let high10 = b"\x67\x6e\0\x0b\xa6\xcb\x41\x62\x76\x02\x20\0\0\x03\0\x20\0\0\x07\x81\xe2\x85\x54";
    let sps = Sps::parse(high10).expect("made by x264");
    assert_eq!((sps.width, sps.height), (176, 144));
    assert_eq!(sps.sampling, Sampling { chroma_format: 1, luma_depth: 2, chroma_depth: 2 });
}

/// 20 by 15 macroblocks, progressive, not cropped, after the picture order count.
fn qvga(writer: Writer) -> Writer {
    writer.unsigned(2).bits(0, 1).unsigned(19).unsigned(14).bits(0b110, 3)
}

#[test]
fn passes_over_scaling_lists() {
    let mut writer = Writer::default().unsigned(0).unsigned(1).unsigned(0).unsigned(0).bits(0b01, 2);
    // One that falls back to its default at once, one that is written out, one that stops half-way, no more.
    writer = writer.bits(1, 1).signed(-8);
    writer = (0..16).fold(writer.bits(1, 1), |writer, at| writer.signed(if at % 2 == 0 { 5 } else { -4 }));
    writer = writer.bits(1, 1).signed(1).signed(-9).bits(0, 5);
    assert_eq!(size(&qvga(writer.unsigned(0).unsigned(2)).nal(100)), Some((320, 240)));
}

#[test]
fn passes_over_a_cycle_of_picture_orders() {
    let writer = Writer::default().unsigned(3).unsigned(0).unsigned(1).bits(0, 1).signed(-7).signed(2);
    let writer = writer.unsigned(3).signed(1).signed(-1).signed(100);
    assert_eq!(Sps::parse(&qvga(writer).nal(66)).map(|sps| (sps.id, sps.width, sps.height)), Some((3, 320, 240)));
}

#[test]
fn crops_in_units_of_the_sampling() {
    let cropped = |chroma: u64, planes: Option<u64>, frames_only: u64| {
        let mut writer = Writer::default().unsigned(0).unsigned(chroma);
        if let Some(planes) = planes {
            writer = writer.bits(planes, 1);
        }
        writer = writer.unsigned(0).unsigned(0).bits(0, 2).unsigned(0).unsigned(2).unsigned(1).bits(0, 1);
        writer = writer.unsigned(19).unsigned(14).bits(frames_only, 1);
        writer = if frames_only == 1 { writer } else { writer.bits(0, 1) };
        writer = writer.bits(0b11, 2).unsigned(1).unsigned(2).unsigned(3).unsigned(4);
        size(&writer.nal(244)).expect("a valid set")
    };
    assert_eq!(cropped(0, None, 1), (320 - 3, 240 - 7));
    assert_eq!(cropped(1, None, 1), (320 - 6, 240 - 14));
    assert_eq!(cropped(1, None, 0), (320 - 6, 480 - 28));
    assert_eq!(cropped(2, None, 0), (320 - 6, 480 - 14));
    assert_eq!(cropped(3, Some(0), 1), (320 - 3, 240 - 7));
    assert_eq!(cropped(3, Some(1), 1), (320 - 3, 240 - 7));
}

#[test]
fn refuses_sizes_that_are_none() {
    let sized = |blocks: u64, crop: u64| {
        let writer = Writer::default().unsigned(0).unsigned(0).unsigned(2).unsigned(1).bits(0, 1);
        let writer = writer.unsigned(blocks).unsigned(14).bits(0b111, 3).unsigned(crop).unsigned(0).unsigned(0);
        size(&writer.unsigned(0).nal(66))
    };
    assert_eq!(sized(19, 0), Some((320, 240)));
    assert_eq!(sized(19, 160), None, "nothing is left");
    assert_eq!(sized(19, u64::from(u32::MAX) - 1), None);
    assert_eq!(sized(u64::from(u32::MAX) - 1, 0), None);
    assert_eq!(sized(4096, 0), None, "65 552 pixels do not fit");
}

#[test]
fn every_cut_of_a_set_is_refused_or_the_same() {
    let nal = b"\x67\x64\0\x1f\xac\xb4\x06\xc1\xef\x37\x80\x88\0\0\x03\0\x08\0\0\x03\x01\xe0\x78\xc1\x95";
    for end in 0..nal.len() {
        assert!(size(&nal[..end]).is_none_or(|size| size == (854, 480)), "cut at {end}");
    }
    assert_eq!(size(&[0x68, 0x42, 0xc0, 0x1f, 0xda]), None, "not a sequence parameter set");
}

proptest! {
    #[test]
    fn never_panics(mut nal in prop::collection::vec(any::<u8>(), 0..64), profile in prop::sample::select(&WITH_SAMPLING[..])) {
        let _ = Sps::parse(&nal);
        if let [header, idc, ..] = nal.as_mut_slice() {
            (*header, *idc) = (0x67, profile);
        }
        let _ = Sps::parse(&nal);
    }
}
