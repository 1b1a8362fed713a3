//! What became of the packets.

use std::{ops::AddAssign, time::Duration};

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::Fate;

/// What became of the packets of one direction, of one phone or of all.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Tally {
    /// Packets that arrive, and their bytes with the IP header.
    pub packets: u64,
    pub bytes: u64,
    /// Lost in the air.
    pub lost: u64,
    /// Dropped by a full queue.
    pub dropped: u64,
    /// How long they wait for those before them.
    pub queue_ms: Times,
    /// How long they are underway in all.
    pub delay_ms: Times,
}

impl Tally {
    pub fn count(&mut self, fate: Fate, sent: Duration, bytes: usize) {
        match fate {
            Fate::Arrives { at, queued } => {
                self.packets += 1;
                self.bytes += bytes as u64;
                self.queue_ms.note(queued);
                self.delay_ms.note(at.saturating_sub(sent));
            }
            Fate::Lost => self.lost += 1,
            Fate::Dropped => self.dropped += 1,
        }
    }
}

impl AddAssign<&Self> for Tally {
    fn add_assign(&mut self, other: &Self) {
        self.packets += other.packets;
        self.bytes += other.bytes;
        self.lost += other.lost;
        self.dropped += other.dropped;
        self.queue_ms += &other.queue_ms;
        self.delay_ms += &other.delay_ms;
    }
}

/// A bucket's width: as exact as a quantile has to be.
const BUCKET: Duration = Duration::from_micros(100);
/// Five seconds; what took longer is in the last one.
const BUCKETS: usize = 50_000;

/// How long things took: as many as come, in the memory of a histogram.
#[derive(Debug, Clone, Default)]
pub struct Times {
    /// How many took so many buckets' time: none while nothing was noted, and as many as the longest needs.
    buckets: Vec<u64>,
    count: u64,
    sum: Duration,
    max: Duration,
}

impl Times {
    pub fn note(&mut self, time: Duration) {
        let bucket = ((time.as_nanos() / BUCKET.as_nanos()) as usize).min(BUCKETS - 1);
        if self.buckets.len() <= bucket {
            self.buckets.resize(bucket + 1, 0);
        }
        self.buckets[bucket] += 1;
        self.count += 1;
        self.sum += time;
        self.max = self.max.max(time);
    }

    /// The mean in milliseconds, 0 where there was nothing.
    fn mean(&self) -> f64 {
        if self.count == 0 { 0.0 } else { self.sum.as_secs_f64() * 1000.0 / self.count as f64 }
    }

    /// At most so many milliseconds took a share of them.
    fn quantile(&self, share: f64) -> f64 {
        let wanted = ((share * self.count as f64).ceil() as u64).max(1);
        let mut seen = 0;
        let bucket = self.buckets.iter().position(|count| {
            seen += count;
            seen >= wanted
        });
        bucket.map_or(0.0, |bucket| (bucket + 1) as f64 * BUCKET.as_secs_f64() * 1000.0).min(milliseconds(self.max))
    }
}

impl AddAssign<&Self> for Times {
    fn add_assign(&mut self, other: &Self) {
        if self.buckets.len() < other.buckets.len() {
            self.buckets.resize(other.buckets.len(), 0);
        }
        for (mine, theirs) in self.buckets.iter_mut().zip(&other.buckets) {
            *mine += theirs;
        }
        self.count += other.count;
        self.sum += other.sum;
        self.max = self.max.max(other.max);
    }
}

impl Serialize for Times {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rounded = |milliseconds: f64| (milliseconds * 100.0).round() / 100.0;
        let mut times = serializer.serialize_struct("Times", 4)?;
        times.serialize_field("mean", &rounded(self.mean()))?;
        times.serialize_field("p50", &rounded(self.quantile(0.5)))?;
        times.serialize_field("p95", &rounded(self.quantile(0.95)))?;
        times.serialize_field("max", &rounded(milliseconds(self.max)))?;
        times.end()
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn noted(milliseconds: impl IntoIterator<Item = u64>) -> Times {
        let mut times = Times::default();
        milliseconds.into_iter().for_each(|time| times.note(Duration::from_millis(time)));
        times
    }

    #[test]
    fn times_say_their_mean_their_quantiles_and_the_longest() {
        let times = noted(1..=100);
        assert_eq!(json!(times), json!({ "mean": 50.5, "p50": 50.1, "p95": 95.1, "max": 100.0 }));
        assert_eq!(json!(noted([])), json!({ "mean": 0.0, "p50": 0.0, "p95": 0.0, "max": 0.0 }));
        assert_eq!(json!(noted([60_000])), json!({ "mean": 60_000.0, "p50": 5000.0, "p95": 5000.0, "max": 60_000.0 }));
    }

    #[test]
    fn what_is_added_is_as_if_it_was_noted_in_one() {
        let mut sum = noted(1..=10);
        sum += &noted(11..=100);
        assert_eq!(json!(sum), json!(noted(1..=100)));
    }

    #[test]
    fn each_fate_is_counted_where_it_belongs() {
        let mut tally = Tally::default();
        let [sent, at] = [10, 17].map(Duration::from_millis);
        for fate in [Fate::Arrives { at, queued: Duration::from_millis(2) }, Fate::Lost, Fate::Lost, Fate::Dropped] {
            tally.count(fate, sent, 1000);
        }
        assert_eq!([tally.packets, tally.bytes, tally.lost, tally.dropped], [1, 1000, 2, 1]);
        assert_eq!([tally.queue_ms.mean(), tally.delay_ms.mean()], [2.0, 7.0]);
    }
}
