/// Reads the bits of a NAL unit's payload, with the emulation prevention bytes taken out (ITU-T H.264 sections 7.2,
/// 7.4.1 and 9.1). Every read says none at the end of the data.
#[derive(Debug, Clone)]
pub struct Bits<'a> {
    bytes: std::slice::Iter<'a, u8>,
    zeros: u8,
    current: u8,
    left: u8,
}

impl<'a> Bits<'a> {
    /// Reads `payload`: a NAL unit without its header byte.
    pub fn new(payload: &'a [u8]) -> Self {
        Self { bytes: payload.iter(), zeros: 0, current: 0, left: 0 }
    }

    /// One bit.
    pub fn flag(&mut self) -> Option<bool> {
        if self.left == 0 {
            self.current = self.byte()?;
            self.left = 8;
        }
        self.left -= 1;
        Some(self.current >> self.left & 1 == 1)
    }

    /// `count` bits, 32 at most, as an unsigned number: u(n).
    pub fn bits(&mut self, count: u32) -> Option<u32> {
        let mut value = 0;
        for _ in 0..count {
            value = value << 1 | u32::from(self.flag()?);
        }
        Some(value)
    }

    /// An unsigned Exp-Golomb number, ue(v); none also when it is larger than the standard has any (2^32 - 2).
    pub fn unsigned(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while !self.flag()? {
            zeros += 1;
        }
        if zeros > 31 {
            return None;
        }
        Some((1 << zeros) - 1 + self.bits(zeros)?)
    }

    /// A signed Exp-Golomb number, se(v).
    pub fn signed(&mut self) -> Option<i64> {
        let code = i64::from(self.unsigned()?);
        Some(if code % 2 == 1 { (code + 1) / 2 } else { -(code / 2) })
    }

    fn byte(&mut self) -> Option<u8> {
        let mut byte = *self.bytes.next()?;
        if self.zeros >= 2 && byte == 3 {
            self.zeros = 0;
            byte = *self.bytes.next()?;
        }
        self.zeros = if byte == 0 { self.zeros.saturating_add(1) } else { 0 };
        Some(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_emulation_prevention_out() {
        let mut bits = Bits::new(&[0, 0, 3, 1, 0, 0, 3, 0, 0, 3]);
        for expected in [0, 0, 1, 0, 0, 0, 0] {
            assert_eq!(bits.bits(8), Some(expected));
        }
        assert_eq!(bits.bits(8), None, "a trailing 3 is a prevention byte too");
    }

    #[test]
    fn reads_exp_golomb_numbers() {
        // 1 | 010 | 011 | 00100 | 00101 and padding.
        let mut bits = Bits::new(&[0b1010_0110, 0b0100_0010, 0b1000_0000]);
        for expected in 0..5 {
            assert_eq!(bits.unsigned(), Some(expected));
        }
        let mut bits = Bits::new(&[0b1010_0110, 0b0100_0010, 0b1000_0000]);
        for expected in [0, 1, -1, 2, -2] {
            assert_eq!(bits.signed(), Some(expected));
        }
    }

    #[test]
    fn a_number_without_end_is_none() {
        assert_eq!(Bits::new(&[]).unsigned(), None);
        assert_eq!(Bits::new(&[1]).unsigned(), None, "seven bits are missing");
        assert_eq!(Bits::new(&[0, 0, 3, 0, 0, 3, 0xff, 0xff, 0xff, 0xff, 0xff]).unsigned(), None, "32 zeros");
    }

    #[test]
    fn the_largest_number_is_read() {
        let mut bytes = vec![0, 0, 3, 0, 1];
        bytes.extend([0xff; 4]);
        assert_eq!(Bits::new(&bytes).unsigned(), Some(u32::MAX - 1));
    }
}
