use std::time::Duration;

use super::{
    lead_in::LeadIn,
    on_air::OnAir,
    timeline::{STEP, Timeline},
};
use crate::{
    feed::{Begin, Consumer, Feed, Next, Producer},
    media::{Frame, SessionTime, Track},
    protocol::FeedId,
    replay::Signal,
    sound::{Feeds, OpusPacket, PastSound},
};

/// A cut starts with the keyframe that is there when it is not older: a browser sends no other within 300 ms of its
/// last, and what is behind it is ten pictures.
const RECENT: Duration = Duration::from_millis(320);
/// Outputs get a keyframe so often at most, however many viewers ask for one: a camera that sends nothing else has no
/// bits left for the picture.
const ASKED: Duration = Duration::from_secs(1);

/// What is shown, and what is to be. It has no clock and waits for nothing: its task tells it what comes, and when.
#[derive(Debug)]
pub struct Bus {
    pub out: Producer,
    /// Whose pictures go out.
    pub shown: Shown,
    /// Whose will, from their first keyframe on.
    pub coming: Coming,
    timeline: Timeline,
    slots: [LeadIn; 2],
    /// The first picture of the replay that is coming, and its lead-in: shown when the replay rolls.
    first: Option<(Vec<Frame>, Frame)>,
    /// The slot of the replay's picture that is shown; none while there is none.
    seen: Option<usize>,
    /// A keyframe was asked for and has not come.
    wanted: bool,
    /// When the newest keyframe went out, and when one was asked for because an output wants it.
    keyframe: Option<SessionTime>,
    asked: Option<SessionTime>,
}

#[derive(Debug)]
pub enum Shown {
    Nothing,
    Camera { id: FeedId, feed: Feed, frames: Consumer },
    Replay { id: u32 },
}

#[derive(Debug)]
pub enum Coming {
    /// What is shown is what is on air.
    Nothing,
    /// A camera whose feed is not there yet.
    Awaited {
        id: FeedId,
    },
    Camera {
        id: FeedId,
        feed: Feed,
        frames: Consumer,
    },
    Replay {
        id: u32,
    },
}

impl Bus {
    /// Shows nothing yet.
    pub fn new(out: Producer) -> Self {
        Self {
            out,
            shown: Shown::Nothing,
            coming: Coming::Nothing,
            timeline: Timeline::default(),
            slots: Default::default(),
            first: None,
            seen: None,
            wanted: false,
            keyframe: None,
            asked: None,
        }
    }

    /// Turns to what is on air.
    pub fn cut(&mut self, on_air: OnAir, feeds: &Feeds, now: SessionTime) {
        (self.coming, self.first) = (Coming::Nothing, None);
        match (on_air, &self.shown) {
            (OnAir::Nothing, _) => self.shown = Shown::Nothing,
            (OnAir::Feed(id), Shown::Camera { id: shown, .. }) if id == *shown => {}
            (OnAir::Replay { id }, Shown::Replay { id: shown }) if id == *shown => {}
            (OnAir::Feed(id), _) => self.await_camera(id, feeds, now),
            (OnAir::Replay { id }, _) => {
                self.lost();
                self.coming = Coming::Replay { id };
            }
        }
    }

    fn await_camera(&mut self, id: FeedId, feeds: &Feeds, now: SessionTime) {
        let Some(feed) = feeds.get(&id).cloned() else {
            self.coming = Coming::Awaited { id };
            return;
        };
        let frames = feed.consumer(Begin::Arrived(now.saturating_sub(RECENT)));
        if frames.awaits_keyframe() {
            feed.request_keyframe();
        }
        self.coming = Coming::Camera { id, feed, frames };
    }

    /// The camera whose picture is still to come.
    pub fn awaits(&self) -> Option<FeedId> {
        match self.coming {
            Coming::Awaited { id } | Coming::Camera { id, .. } => Some(id),
            Coming::Nothing | Coming::Replay { .. } => None,
        }
    }

    /// Cameras came or went.
    pub fn joined(&mut self, feeds: &Feeds, now: SessionTime) {
        if let Coming::Awaited { id } = self.coming {
            self.await_camera(id, feeds, now);
        }
    }

    /// The camera that is to be shown has a frame.
    pub fn came(&mut self, next: Next, now: SessionTime) {
        match next {
            Next::Frame(frame, _) if frame.keyframe => {
                if let Coming::Camera { id, feed, frames } = std::mem::replace(&mut self.coming, Coming::Nothing) {
                    self.shown = Shown::Camera { id, feed, frames };
                }
                self.live(frame, now);
            }
            Next::Frame(..) | Next::Skipped { .. } => {}
            Next::Closed => self.coming = Coming::Nothing,
        }
    }

    /// The camera that is shown has a frame.
    pub fn went_on(&mut self, next: Next, now: SessionTime) {
        match next {
            Next::Frame(frame, _) if frame.track == Track::Video => self.live(frame, now),
            Next::Frame(..) | Next::Skipped { .. } => {}
            Next::Closed => self.shown = Shown::Nothing,
        }
    }

    fn live(&mut self, mut frame: Frame, now: SessionTime) {
        self.timeline.live(&mut frame, now);
        self.put(frame, now);
    }

    /// Signals of a replay are missing.
    pub fn lost(&mut self) {
        self.slots.iter_mut().for_each(LeadIn::lose);
    }

    /// A replay goes on.
    pub fn replayed(&mut self, signal: Signal, now: SessionTime) {
        let (replay, slot, shown, due, frame) = match signal {
            Signal::Frame { replay, reading, shown, due, frame } => (replay, Signal::slot(reading), shown, due, frame),
            Signal::Rolling { .. } => return self.begin_replay(now),
            // Nothing comes until there is a picture again, as on a slate.
            Signal::Hole { .. } => return self.seen = None,
            Signal::Ended { .. } => return,
        };
        let is_shown = matches!(self.shown, Shown::Replay { id } if id == replay);
        let is_coming = matches!(self.coming, Coming::Replay { id } if id == replay);
        let Some(lead_in) = self.slots.get_mut(slot).filter(|_| is_shown || is_coming) else { return };
        if !shown {
            lead_in.push(frame);
            return;
        }
        let Some(before) = lead_in.before(&frame) else { return };
        self.seen = Some(slot);
        // What is shown goes on until the replay does: desks see it so, and the cut lists say it so.
        if is_coming && self.first.is_none() {
            self.first = Some((before, frame));
            return;
        }
        self.begin_replay(now);
        // Late news of what went on while the next source's keyframe is waited for is shown too.
        self.put_replayed(before, frame, due.min(now), now);
    }

    /// The replay that is coming rolls.
    fn begin_replay(&mut self, now: SessionTime) {
        let Coming::Replay { id } = self.coming else { return };
        (self.shown, self.coming) = (Shown::Replay { id }, Coming::Nothing);
        if let Some((before, frame)) = self.first.take() {
            self.put_replayed(before, frame, now, now);
        }
    }

    fn put_replayed(&mut self, before: Vec<Frame>, mut frame: Frame, due: SessionTime, now: SessionTime) {
        let mut at = self.timeline.replayed(&mut frame, before.len(), due);
        for mut unseen in before {
            unseen.pts = at;
            at = at + STEP;
            self.put(unseen, now);
        }
        self.put(frame, now);
    }

    /// A sound: a replay's is as much earlier as its pictures are put.
    pub fn heard(&mut self, OpusPacket { feed, mut frame }: OpusPacket, now: SessionTime) {
        if self.timeline.sound(&mut frame, feed == PastSound::FEED) {
            self.put(frame, now);
        }
    }

    /// Puts a frame out.
    pub fn put(&mut self, mut frame: Frame, now: SessionTime) {
        frame.arrived = now;
        if frame.keyframe {
            self.wanted = false;
            self.keyframe = Some(now);
        }
        // A ring that lost its keyframe asks for one by itself.
        self.out.push(frame);
    }

    /// An output wants a keyframe.
    pub fn want(&mut self) {
        self.wanted = true;
    }

    /// When an output's wish for a keyframe is passed on.
    pub fn asks_at(&self) -> Option<SessionTime> {
        let newest = self.keyframe.max(self.asked);
        self.wanted.then(|| newest.map_or(SessionTime::ZERO, |newest| newest + ASKED))
    }

    /// Passes it on: to the camera, or to the replay's own memory.
    pub fn ask(&mut self, now: SessionTime) {
        self.asked = Some(now);
        match &self.shown {
            Shown::Nothing => {}
            Shown::Camera { feed, .. } => feed.request_keyframe(),
            // It may stand, and its next keyframe never come.
            Shown::Replay { .. } => self.show_again(now),
        }
    }

    /// Puts the replay's picture out again, behind what it needs: somebody has come who has neither.
    fn show_again(&mut self, now: SessionTime) {
        let group = self.seen.and_then(|slot| self.slots.get(slot)).and_then(LeadIn::again);
        if let Some((before, frame)) = group {
            self.put_replayed(before, frame, now, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use bytes::Bytes;

    use super::*;
    use crate::feed::Limits;

    const ONE: FeedId = FeedId(1);

    fn at(millis: u64) -> SessionTime {
        SessionTime::from_millis(millis)
    }

    fn picture(millis: u64, keyframe: bool) -> Frame {
        let (pts, data) = (at(millis), Bytes::from_static(&[0x50]));
        Frame { track: Track::Video, pts, keyframe, data, config: None, arrived: pts }
    }

    #[test]
    fn a_cut_begins_with_a_keyframe_of_the_last_third_of_a_second_else_it_asks_for_one() {
        for (millis, is_recent) in [(1_320, true), (1_321, false)] {
            let (camera, program) = (Feed::new(Limits::default()), Feed::new(Limits::default()));
            let (producer, mut bus) = (camera.producer(), Bus::new(program.producer()));
            producer.push(picture(1_000, true));
            producer.push(picture(1_040, false));
            let feeds: Feeds = Arc::new(BTreeMap::from([(ONE, camera.clone())]));
            bus.cut(OnAir::Feed(ONE), &feeds, at(millis));
            assert_eq!(producer.keyframe_due(at(1_001)), !is_recent, "at {millis}");
            let Coming::Camera { frames, .. } = &mut bus.coming else { panic!("{:?}", bus.coming) };
            let next = frames.try_next();
            assert_eq!(next.is_some(), is_recent);
            next.into_iter().for_each(|next| bus.came(next, at(millis)));
            assert_eq!(matches!(bus.shown, Shown::Camera { id: ONE, .. }), is_recent);
            assert_eq!(program.totals().frames, u64::from(is_recent));
        }
    }

    #[test]
    fn an_outputs_wish_waits_until_a_second_behind_the_newest_keyframe() {
        let program = Feed::new(Limits::default());
        let mut bus = Bus::new(program.producer());
        bus.put(picture(900, true), at(1_000));
        assert_eq!(bus.asks_at(), None);
        bus.want();
        assert_eq!(bus.asks_at(), Some(at(2_000)));
        bus.ask(at(2_010));
        assert_eq!(bus.asks_at(), Some(at(3_010)), "until it comes");
        bus.put(picture(2_900, true), at(3_000));
        assert_eq!(bus.asks_at(), None);
    }
}
