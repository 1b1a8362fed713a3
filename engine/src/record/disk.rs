use std::{
    collections::VecDeque,
    io,
    path::Path,
    time::{Duration, Instant},
};

/// How far the measured rate of writing looks back: a scene's change of rate is in it within seconds, and a keyframe's
/// peak is not.
const LOOKBACK: Duration = Duration::from_secs(20);

/// How much a recording writes, and how long the disk lasts at that.
#[derive(Debug, Default)]
pub struct Rate {
    /// Bytes written so far, at several moments.
    seen: VecDeque<(Instant, u64)>,
}

impl Rate {
    /// Takes in that `bytes` were written by `now`.
    pub fn add(&mut self, now: Instant, bytes: u64) {
        self.seen.push_back((now, bytes));
        // One older than the time looked back stays, so that all of it is covered.
        while self.seen.get(1).is_some_and(|(at, _)| now.duration_since(*at) >= LOOKBACK) {
            self.seen.pop_front();
        }
    }

    /// Bytes a second; none before a second has passed, or while nothing is written.
    #[must_use]
    pub fn bytes_a_second(&self) -> Option<f64> {
        let ((first, from), (last, to)) = (self.seen.front()?, self.seen.back()?);
        let seconds = last.duration_since(*first).as_secs_f64();
        let bytes = to.saturating_sub(*from) as f64;
        (seconds >= 1.0 && bytes > 0.0).then(|| bytes / seconds)
    }
}

/// Whole minutes that `free` bytes last at so many bytes a second.
#[must_use]
pub fn minutes_left(free: u64, bytes_a_second: f64) -> u32 {
    // A float that is too large becomes the largest number.
    (free as f64 / bytes_a_second.max(1.0) / 60.0) as u32
}

/// Bytes that this user may still write where `path` is, or where it would be made.
///
/// # Errors
/// What the system says.
pub fn free(path: &Path) -> io::Result<u64> {
    let there = path.ancestors().find(|path| path.exists()).unwrap_or(path);
    fs4::available_space(there)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_the_last_seconds() {
        let start = Instant::now();
        let mut rate = Rate::default();
        assert_eq!(rate.bytes_a_second(), None);
        for second in 0..=60_u64 {
            // A thousand bytes a second, and ten thousand from the thirtieth on.
            let bytes = second * 1_000 + second.saturating_sub(30) * 9_000;
            rate.add(start + Duration::from_secs(second), bytes);
        }
        assert_eq!(rate.bytes_a_second(), Some(10_000.0));
        assert!(rate.seen.len() <= 22);
    }

    #[test]
    fn nothing_written_says_nothing() {
        let start = Instant::now();
        let mut rate = Rate::default();
        (0..5).for_each(|second| rate.add(start + Duration::from_secs(second), 7));
        assert_eq!(rate.bytes_a_second(), None);
    }

    #[test]
    fn minutes_are_whole_and_bounded() {
        assert_eq!(minutes_left(1_000_000, 1_000.0), 16);
        assert_eq!(minutes_left(0, 1_000.0), 0);
        assert_eq!(minutes_left(u64::MAX, 0.0), u32::MAX);
    }

    #[test]
    fn the_free_space_of_a_folder_that_is_not_made_yet_is_known() {
        assert!(free(Path::new("/tmp/not/made/yet")).expect("the disk says") > 0);
    }
}
