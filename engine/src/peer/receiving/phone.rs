use std::sync::Arc;

use tokio::{sync::watch, time::Instant};
use webrtc::data_channel::DataChannel;

use super::super::{
    Event,
    ctl::{self, Ctl, CtlEvent},
};
use super::probes::Probes;
use crate::protocol::{Controls, FromPhone, PhoneStatus, PhoneView, Tally};
use crate::{clock::SessionClock, media::ProbeTimes};

/// The phone at the other end of a connection: what it is told as its camera changes, and what it said last.
pub(super) struct Phone {
    view: watch::Receiver<PhoneView>,
    /// When it changed: a time that it says counts from there.
    viewed: Instant,
    /// None before the phone opened one; a publisher that is no phone has none.
    ctl: Option<Ctl>,
    /// Whether who holds it wants to hear the director, as it said last.
    listens: bool,
    /// What it said last, until it is passed on: it may say as much as it likes.
    said: Said,
    probes: Probes,
    clock: SessionClock,
}

/// The newest of each kind of message of a phone.
#[derive(Default)]
struct Said {
    status: Option<PhoneStatus>,
    controls: Option<Box<Controls>>,
    call: Option<bool>,
    seen: Option<u32>,
    mark: bool,
}

impl Said {
    fn take(&mut self, said: FromPhone) {
        match said {
            FromPhone::Status { status } => self.status = Some(status),
            FromPhone::Controls { controls } => self.controls = Some(Box::new(controls)),
            FromPhone::Mark => self.mark = true,
            FromPhone::Call { on } => self.call = Some(on),
            FromPhone::Seen { cue } => self.seen = Some(cue),
            FromPhone::Probed { .. } => {}
        }
    }
}

/// What happened to a phone.
pub(super) enum PhoneEvent {
    /// On its channel.
    Ctl(CtlEvent),
    /// What it is told has changed.
    Viewed,
    /// Its camera was removed.
    Removed,
}

impl Phone {
    pub fn new(view: watch::Receiver<PhoneView>, clock: SessionClock) -> Self {
        let (said, probes) = (Said::default(), Probes::default());
        Self { view, viewed: Instant::now(), ctl: None, listens: false, said, probes, clock }
    }

    /// Takes a data channel that was opened, if it is the one.
    pub async fn open(&mut self, channel: Arc<dyn DataChannel>) {
        // A channel that nobody reads would keep what comes over it: it is closed.
        match Ctl::take(channel).await {
            Ok(ctl) if self.ctl.is_none() => self.ctl = Some(ctl),
            Ok(ctl) => ctl.close().await,
            Err(channel) => ctl::close(channel.as_ref()).await,
        }
    }

    /// Waits for what happens next. Cancel safe.
    pub async fn next(&mut self) -> PhoneEvent {
        let Self { view, ctl, .. } = self;
        let said = async {
            match ctl {
                Some(ctl) => ctl.next().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            event = said => PhoneEvent::Ctl(event),
            changed = view.changed() => changed.map_or(PhoneEvent::Removed, |()| PhoneEvent::Viewed),
        }
    }

    /// Takes in what happened; false when its camera was removed.
    pub async fn take(&mut self, event: PhoneEvent) -> bool {
        match event {
            PhoneEvent::Ctl(CtlEvent::Open) => self.tell().await,
            PhoneEvent::Viewed => {
                self.viewed = Instant::now();
                self.tell().await;
            }
            PhoneEvent::Ctl(CtlEvent::Said(said)) => {
                match &*said {
                    FromPhone::Status { status } => self.listens = status.listens,
                    FromPhone::Probed { number, heard, answered } => {
                        self.probes.answer(*number, (*heard, *answered), self.clock.now());
                    }
                    _ => {}
                }
                self.said.take(*said);
            }
            PhoneEvent::Ctl(CtlEvent::Nothing) => {}
            PhoneEvent::Ctl(CtlEvent::Closed) => self.ctl = None,
            PhoneEvent::Removed => {
                if let Some(ctl) = &self.ctl {
                    ctl.tell_removed().await;
                }
                return false;
            }
        }
        true
    }

    /// Asks it what its clock says, if that is due.
    pub async fn probe(&mut self) {
        let now = self.clock.now();
        if let (Some(ctl), Some(number)) = (&self.ctl, self.probes.due(now))
            && ctl.probe(number).await
        {
            self.probes.ask(now);
        }
    }

    /// What its clock said since this was called last.
    pub fn take_probed(&mut self) -> Vec<ProbeTimes> {
        self.probes.take()
    }

    /// What it may send of its pictures, in bit/s, and whether the audience sees it.
    pub fn budget(&self) -> (u64, bool) {
        let view = self.view.borrow();
        (u64::from(view.budget) * 1_000, view.tally == Tally::Program)
    }

    /// Whether it is spoken to, and who holds it wants to hear that.
    pub fn hears(&self) -> bool {
        self.listens && self.view.borrow().spoken_to
    }

    /// What it said since this was called last, the newest of each kind.
    pub fn take_said(&mut self) -> impl Iterator<Item = Event> + use<> {
        let Said { status, controls, call, seen, mark } = std::mem::take(&mut self.said);
        let mark = mark.then_some(Event::Mark);
        let said = [
            status.map(Event::Status),
            controls.map(Event::Controls),
            call.map(Event::Call),
            seen.map(Event::Seen),
            mark,
        ];
        said.into_iter().flatten()
    }

    /// Tells it that another one is its camera now.
    pub async fn tell_replaced(&self) {
        if let Some(ctl) = &self.ctl {
            ctl.tell_replaced().await;
        }
    }

    async fn tell(&mut self) {
        let mut view = self.view.borrow_and_update().clone();
        if let Some(live_in) = &mut view.live_in {
            let passed = u64::try_from(self.viewed.elapsed().as_millis()).unwrap_or(u64::MAX);
            *live_in = live_in.saturating_sub(passed);
        }
        if let Some(ctl) = &self.ctl {
            ctl.tell(&view).await;
        }
    }
}
