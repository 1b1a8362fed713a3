/// How loud one packet of sound is: the mean over its samples, below the loudest that its format can say.
///
/// The scale is that of RFC 6464 section 3: 0 is a square wave of full scale (0 dBov), a sine of full scale is 3, and
/// 127 is -127 dBov or quieter, digital silence included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AudioLevel(u8);

impl AudioLevel {
    /// The URI under which a sender says it (RFC 6464 section 4).
    pub const URI: &'static str = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
    /// Digital silence.
    pub const SILENCE: Self = Self(127);

    /// Reads the RTP header extension's data: the level in the lower seven bits of its byte, above which one says
    /// whether somebody speaks (RFC 6464 section 3). In the two-byte form padding may follow (RFC 8285 section 4.3).
    #[must_use]
    pub fn from_extension(data: &[u8]) -> Option<Self> {
        data.first().map(|byte| Self(byte & 0x7f))
    }

    /// The level of samples from -1 to 1; silence when there are none, and for what is no number.
    #[must_use]
    pub fn of(samples: &[f32]) -> Self {
        let sum: f64 = samples.iter().map(|sample| f64::from(*sample) * f64::from(*sample)).sum();
        let mean = sum / samples.len().max(1) as f64;
        // Below 0 or no number at all becomes 0: the loudest there is; what is silent becomes 127.
        let below = -10.0 * mean.log10();
        if below.is_nan() { Self::SILENCE } else { Self(below.round().clamp(0.0, 127.0) as u8) }
    }

    /// The level in dBov: from -127 to 0.
    #[must_use]
    pub fn dbov(self) -> f32 {
        -f32::from(self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sine(amplitude: f32) -> Vec<f32> {
        (0..960).map(|n| amplitude * (n as f32 * 0.13).sin()).collect()
    }

    #[test]
    fn a_full_sine_is_three_below_and_a_square_is_at_the_top() {
        let cases: [(Vec<f32>, f32); 6] = [
            (sine(1.0), -3.0),
            (sine(0.1), -23.0),
            ([1.0, -1.0].repeat(480), 0.0),
            (vec![0.0; 960], -127.0),
            (Vec::new(), -127.0),
            (vec![f32::NAN; 2], -127.0),
        ];
        for (samples, dbov) in cases {
            assert_eq!(AudioLevel::of(&samples).dbov(), dbov);
        }
    }

    proptest! {
        #[test]
        fn an_extension_is_its_lower_seven_bits(data in prop::collection::vec(any::<u8>(), 0..20)) {
            let level = AudioLevel::from_extension(&data);
            prop_assert_eq!(level.map(AudioLevel::dbov), data.first().map(|byte| -f32::from(byte % 128)));
        }

        #[test]
        fn any_samples_have_a_level_on_the_scale(samples in prop::collection::vec(any::<f32>(), 0..50)) {
            prop_assert!((-127.0..=0.0).contains(&AudioLevel::of(&samples).dbov()));
        }

        #[test]
        fn twice_as_loud_is_six_more(amplitude in 0.002f32..0.5) {
            let more = AudioLevel::of(&sine(2.0 * amplitude)).dbov() - AudioLevel::of(&sine(amplitude)).dbov();
            prop_assert!((5.0..=7.0).contains(&more), "{}", more);
        }
    }
}
