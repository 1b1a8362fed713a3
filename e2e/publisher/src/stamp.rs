//! The time of sending inside an H.264 picture, for who measures how long it takes.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;

/// Marks the SEI message as ours (a random UUID, as ITU-T H.264 section D.2.7 wants it, without zero bytes).
pub const UUID: [u8; 16] =
    [0x8b, 0x1d, 0x6a, 0x52, 0xe3, 0x94, 0x4f, 0x77, 0xa5, 0x3c, 0x19, 0xc6, 0x7e, 0x28, 0xd1, 0x5f];

/// A SEI unit of user data (ITU-T H.264 section D.1.7) with a time in microseconds since 1970, in 16 decimal digits:
/// no start code can be in it.
pub fn unit(at: SystemTime) -> Bytes {
    const SEI: u8 = 6;
    const USER_DATA_UNREGISTERED: u8 = 5;
    const TRAILING_BITS: u8 = 0x80;
    let micros = at.duration_since(UNIX_EPOCH).unwrap_or_default().as_micros();
    let digits = format!("{micros:016}");
    let length = u8::try_from(UUID.len() + digits.len()).expect("32");
    [&[SEI, USER_DATA_UNREGISTERED, length], &UUID[..], digits.as_bytes(), &[TRAILING_BITS]].concat().into()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_stamp_is_user_data_with_a_time() {
        let unit = unit(UNIX_EPOCH + Duration::from_micros(1_764_000_000_123_456));
        assert_eq!(unit[..3], [6, 5, 32]);
        assert_eq!(unit[3..19], UUID);
        assert_eq!(&unit[19..35], b"1764000000123456");
        assert_eq!(unit[35..], [0x80]);
    }
}
