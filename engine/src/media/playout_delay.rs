use std::time::Duration;

use super::SessionTime;

/// Lateness is counted in steps of this, ...
const STEP: Duration = Duration::from_millis(5);
/// ... up to two seconds, which is the highest bound that a director can set. What is later counts as the last step.
const STEPS: usize = 400;
/// How long a picture counts: after this a third as much. Long enough for the bad spells of a room's air to come again, short
/// enough to follow a phone that walks.
const MEMORY: Duration = Duration::from_secs(6);
/// It begins as if so many pictures had come at once, two seconds' worth: of a connection's own first ones, some wait for what
/// comes behind them, and that is not its air.
const BEFORE: f32 = 60.0;
/// Less late than this costs little: the screen shows what is a little late a little later, and what comes behind it a little
/// faster (`ui/src/monitor/tempo.ts`). Later than this, a picture stands still.
const TOLERANCE: Duration = Duration::from_millis(100);
/// What it is worth that no picture is later than that: one in a hundred is worth 15 ms.
const WORTH: Duration = Duration::from_millis(1_500);
/// So many pictures of a hundred are there in time, whatever that is worth: they are the rhythm that the others are late for.
const IN_RHYTHM: f32 = 0.7;
/// It goes down by a twentieth of the time that passes: pictures that are shown as much faster look even.
const DOWN: u32 = 20;
/// A change that is worth telling, ...
const NEWS: Duration = Duration::from_millis(10);
/// ... how soon after the last one it is told when it goes up, and when it goes down.
const UP_PAUSE: Duration = Duration::from_millis(250);
const DOWN_PAUSE: Duration = Duration::from_secs(1);

/// The delay behind their capture at which a camera's pictures are shown evenly: the least that is worth it.
///
/// How late pictures are on the live side of the feed, repairs and what waited for them included, is counted, and forgotten
/// slowly. Of all delays with which most pictures come in time the one is best for which the delay itself and what the
/// pictures that come much later are worth add up to the least (libwebrtc's `DelayManager` and a jitter buffer's fixed quantile
/// weigh the same, but the same everywhere, and all that is late as much as a standstill). It goes up at once, by the first
/// pictures that make it worth it; one lone outage is not worth it. It goes down slowly.
///
/// The way from the lens to the live side is in it. What a page needs to decode and draw is the page's own to add.
#[derive(Debug)]
pub struct PlayoutDelay {
    /// How often pictures were late by so many steps, by what they count now.
    late: [f32; STEPS],
    newest: Option<SessionTime>,
    delay: Duration,
    /// What was told last, and when; a connection begins without a delay.
    told: (SessionTime, Duration),
}

impl Default for PlayoutDelay {
    fn default() -> Self {
        let mut late = [0.0; STEPS];
        late[0] = BEFORE;
        Self { late, newest: None, delay: Duration::ZERO, told: <_>::default() }
    }
}

impl PlayoutDelay {
    /// A picture that was captured at `pts` reaches the live side at `now`. Returns the delay when it has changed enough to
    /// be told, which is a few times a second at most.
    pub fn picture(&mut self, pts: SessionTime, now: SessionTime) -> Option<Duration> {
        let passed = now.since(self.newest.replace(now).unwrap_or(now));
        let fade = (-passed.as_secs_f32() / MEMORY.as_secs_f32()).exp();
        self.late.iter_mut().for_each(|count| *count *= fade);
        let step = (now.since(pts).as_micros() / STEP.as_micros()) as usize;
        self.late[step.min(STEPS - 1)] += 1.0;
        self.delay = self.best().max(self.delay.saturating_sub(passed / DOWN));
        self.news(now)
    }

    /// The delay that is worth it by all that counts now.
    fn best(&self) -> Duration {
        let all: f32 = self.late.iter().sum();
        let tolerance = (TOLERANCE.as_micros() / STEP.as_micros()) as usize;
        let mut in_time = 0.0;
        let mut much_later: f32 = self.late.iter().skip(tolerance).sum();
        let mut best = (f32::MAX, Duration::ZERO);
        for (step, delay) in (1..).map(|steps| STEP * steps).take(STEPS).enumerate() {
            in_time += self.late[step];
            much_later -= self.late.get(step + tolerance).unwrap_or(&0.0);
            let cost = delay.as_secs_f32() + WORTH.as_secs_f32() * much_later / all;
            if cost < best.0 && in_time >= IN_RHYTHM * all {
                best = (cost, delay);
            }
        }
        best.1
    }

    fn news(&mut self, now: SessionTime) -> Option<Duration> {
        let (at, told) = self.told;
        let pause = if self.delay > told { UP_PAUSE } else { DOWN_PAUSE };
        (self.delay.abs_diff(told) >= NEWS && now.since(at) >= pause).then(|| {
            self.told = (now, self.delay);
            self.delay
        })
    }
}

#[cfg(test)]
mod tests;
