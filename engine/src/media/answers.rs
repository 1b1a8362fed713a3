/// Of so many requests, one weighs as much as all before it: an air changes within seconds.
const MEMORY: f64 = 16.0;
/// Before anything was measured: what crowded air answers.
const UNKNOWN: f64 = 0.85;
/// That none of the requests is answered in time may be as likely as this: a keyframe costs as much as ten pictures.
const RISK: f64 = 0.01;
/// Never fewer, since the first request may be lost on any air; and never more, since a keyframe is sooner there.
const WORTHWHILE: std::ops::RangeInclusive<u32> = 2..=5;

/// How often requests for missing packets are answered at all.
#[derive(Debug)]
pub struct Answers {
    share: f64,
}

impl Answers {
    /// A packet came that was asked for so often.
    pub fn came(&mut self, asked: u32) {
        self.add(1.0 / f64::from(asked.max(1)));
    }

    /// A packet never came.
    pub fn never_came(&mut self) {
        self.add(0.0);
    }

    /// After how many requests an answer is there in all likelihood.
    pub fn worthwhile(&self) -> u32 {
        let lost = 1.0 - self.share;
        let enough = WORTHWHILE.into_iter().find(|asked| lost.powi(asked.cast_signed()) <= RISK);
        enough.unwrap_or(*WORTHWHILE.end())
    }

    fn add(&mut self, share: f64) {
        self.share += (share - self.share) / MEMORY;
    }
}

impl Default for Answers {
    fn default() -> Self {
        Self { share: UNKNOWN }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worse_the_air_answers_the_more_requests_are_worth_their_time() {
        let mut answers = Answers::default();
        assert_eq!(answers.worthwhile(), 3);
        (0..100).for_each(|_| answers.came(1));
        assert_eq!(answers.worthwhile(), 2);
        (0..100).for_each(|_| answers.came(2));
        assert_eq!(answers.worthwhile(), 5);
        (0..100).for_each(|_| answers.never_came());
        assert_eq!(answers.worthwhile(), 5);
    }
}
