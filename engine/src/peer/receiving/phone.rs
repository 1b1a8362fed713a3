use std::sync::Arc;

use tokio::{sync::watch, time::Instant};
use webrtc::data_channel::DataChannel;

use super::super::ctl::{self, Ctl, CtlEvent};
use crate::protocol::{PhoneStatus, PhoneView, Tally};

/// The phone at the other end of a connection: what it is told as its camera changes, and what it said last.
pub(super) struct Phone {
    view: watch::Receiver<PhoneView>,
    /// When it changed: a time that it says counts from there.
    viewed: Instant,
    /// None before the phone opened one; a publisher that is no phone has none.
    ctl: Option<Ctl>,
    /// Whether who holds it wants to hear the director, as it said last.
    listens: bool,
    /// Its newest status, until it is passed on: it may send as many as it likes.
    status: Option<PhoneStatus>,
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
    pub fn new(view: watch::Receiver<PhoneView>) -> Self {
        Self { view, viewed: Instant::now(), ctl: None, listens: false, status: None }
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
            PhoneEvent::Ctl(CtlEvent::Status(status)) => {
                self.listens = status.listens;
                self.status = Some(status);
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

    /// What it may send of its pictures, in bit/s, and whether the audience sees it.
    pub fn budget(&self) -> (u64, bool) {
        let view = self.view.borrow();
        (u64::from(view.budget) * 1_000, view.tally == Tally::Program)
    }

    /// Whether it is spoken to, and who holds it wants to hear that.
    pub fn hears(&self) -> bool {
        self.listens && self.view.borrow().spoken_to
    }

    /// What it said of itself since this was called last.
    pub fn take_status(&mut self) -> Option<PhoneStatus> {
        self.status.take()
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
