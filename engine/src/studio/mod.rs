//! The studio: the one task that owns the director and every handle.
//!
//! Everybody else has a [`Studio`], which sends messages into its bounded mailbox: commands are decided in the order
//! in which they arrive, so two operators need no lock. What changes goes out as numbered events; what is to be done
//! is done here, and comes back as an input.
//!
//! ```text
//! Studio ─▶ mailbox ─▶ actor ─▶ director ─▶ events ──▶ announcements ─▶ desks, program, viewers
//!                        ▲                └▶ effects ─┬▶ cameras   connections, feeds, what phones are told
//!                        │                            ├▶ playing   the replay on program
//!                        │                            ├▶ links     pushes and pulls
//!                        └────────── inputs ◀─────────┴▶ shows     recordings, and the disk under them
//! ```

mod actor;
mod announcements;
mod caller;
mod cameras;
mod desk;
mod keeping;
mod links;
mod mailbox;
mod permits;
mod persisted;
mod playing;
mod shows;
mod startup;
mod still;
mod subscription;
mod tasks;
mod viewers;

pub use desk::Desk;
pub use mailbox::{Capacity, NoSession, Published, RefusedPublisher};
pub use persisted::Persisted;
pub(crate) use persisted::StoredLibrary;
pub(crate) use startup::Startup;
pub(crate) use still::Stills;
pub use still::{RefusedStill, Still};
pub use subscription::Subscription;
pub use viewers::{RefusedViewer, Viewers};

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use announcements::Announcements;
use bytes::Bytes;
use mailbox::{Message, Publisher};
use tokio::sync::{broadcast, mpsc, oneshot, watch};

use crate::{
    archive::Archive,
    director::{DeskId, Input},
    monitor::{CameraIds, DeskReports, Wall},
    peer::{self, Remote, SessionId},
    program::{self, Inputs, OnAir},
    protocol::{CameraId, CameraName, Command, Join, Refusal, ToDesk, WatchSlate, WatchSlateKind},
    replay::{Outlet, SIGNALS, Screens},
    sound::{Feeds, Mix},
    vital::Vitals,
    voice::Voice,
};

/// Messages that may wait. A director and a dozen phones send a few a second; when it is full, commands are refused
/// as [busy](crate::protocol::RefusalCode::Busy) and the others wait.
const MAILBOX: usize = 256;
/// Events that a subscriber may be behind before it gets a new snapshot instead.
const EVENTS: usize = 256;

/// A handle of the studio.
#[derive(Debug, Clone)]
pub struct Studio {
    mailbox: mpsc::Sender<Message>,
    telemetry: watch::Receiver<Bytes>,
    levels: watch::Receiver<Bytes>,
    chosen_address: watch::Receiver<Option<String>>,
    wall: Wall,
    viewers: Viewers,
    stills: Stills,
    slate: watch::Receiver<WatchSlate>,
    /// Where replays go.
    replay: Outlet,
    voice: Voice,
    /// The last desk's id.
    last_desk: Arc<AtomicU64>,
}

impl Studio {
    /// Starts the studio's tasks.
    pub(crate) fn start(startup: Startup, vitals: &Vitals) -> Self {
        let (mailbox, messages) = mpsc::channel(MAILBOX);
        let (telemetry_out, telemetry) = watch::channel(Bytes::new());
        let (levels_out, levels) = watch::channel(announcements::json(&ToDesk::Levels { levels: Vec::new() }));
        let slate = WatchSlate { kind: WatchSlateKind::Slate, ..WatchSlate::default() };
        let (slate_out, slate) = watch::channel(slate);
        let (mix_out, mix) = watch::channel(Mix::default());
        let (numbers_out, numbers) = watch::channel(CameraIds::default());
        let (chosen_out, chosen_address) = watch::channel(startup.persisted.address.clone());
        let (feeds_out, feeds) = watch::channel(Feeds::default());
        let (replay, _) = broadcast::channel(SIGNALS);
        let outlet = Outlet::new(replay.clone());
        let (screens, reports) = (Screens::default(), DeskReports::default());
        let (clock, stills) = (startup.clock, startup.stills.clone());
        let archive = Archive::open(clock, startup.shows.clone());
        let voice = Voice::new(clock);
        let channels = actor::Channels {
            announcements: Announcements {
                events: broadcast::Sender::new(EVENTS),
                telemetry: telemetry_out,
                levels: levels_out,
                mix: mix_out,
                numbers: numbers_out,
                on_air: watch::Sender::new(OnAir::Nothing),
                slate: slate_out,
            },
            chosen_address: chosen_out,
            feeds: feeds_out,
            replay: outlet.clone(),
            screens: screens.clone(),
            reports: reports.clone(),
            archive: archive.clone(),
            voice: voice.clone(),
        };
        let inputs = Inputs {
            on_air: channels.announcements.on_air.subscribe(),
            mix: mix.clone(),
            feeds: feeds.clone(),
            archive: archive.clone(),
            replay: replay.subscribe(),
        };
        let (program, running) = program::start(inputs, startup.clock, vitals.cancel().clone());
        vitals.spawn("program", running);
        let stream = peer::MediaStream::new(program, startup.clock);
        let (port, limit) = (startup.media_port.clone(), startup.limits.viewer_limit);
        let viewers = Viewers::new(port, stream.clone(), limit, vitals.tasks(), vitals.cancel().child_token());
        let actor = actor::Actor::new(startup, channels, viewers.clone(), stream, mailbox.downgrade(), vitals);
        vitals.spawn("the studio", actor.run(messages));
        let wall = Wall { feeds, archive, numbers, replay, screens, reports, mix, clock };
        let last_desk = Arc::default();
        Self {
            mailbox,
            telemetry,
            levels,
            chosen_address,
            wall,
            viewers,
            stills,
            slate,
            replay: outlet,
            voice,
            last_desk,
        }
    }

    /// Asks the director for something, without a desk's connection behind it. A state with this event has its effect.
    ///
    /// # Errors
    /// The refusal; nothing changed then.
    pub async fn command(&self, command: Command) -> Result<u64, Refusal> {
        desk::ask_director(&self.mailbox, None, command).await
    }

    /// A desk connects; it leaves when the handle is dropped.
    #[must_use]
    pub fn desk(&self) -> Desk {
        let id = DeskId(self.last_desk.fetch_add(1, Ordering::Relaxed) + 1);
        Desk::new(self.mailbox.clone(), id)
    }

    /// The state from now on: a snapshot, then its changes. None when the studio has ended.
    pub async fn subscribe(&self) -> Option<Subscription> {
        Subscription::new(self.mailbox.clone(), self.telemetry.clone(), self.levels.clone()).await
    }

    /// The same, for the page of this desk: it is told which one it is.
    pub async fn subscribe_as(&self, desk: &Desk) -> Option<Subscription> {
        Some(self.subscribe().await?.of(desk.id()))
    }

    /// The state now. None when the studio has ended.
    pub async fn snapshot(&self) -> Option<crate::protocol::Snapshot> {
        Some(self.ask(|reply| Message::Subscribe { reply }).await?.0)
    }

    /// Whether a publisher would be admitted. None when the studio has ended.
    pub async fn capacity(&self, camera: Option<CameraId>) -> Option<Capacity> {
        self.ask(|reply| Message::Capacity { camera, reply }).await
    }

    /// Takes a publisher's offer, which came `to` this address of the machine. A camera that is already connected is
    /// taken over once the offer is answered.
    ///
    /// # Errors
    /// [`RefusedPublisher`]; nothing changed then.
    pub async fn publish(
        &self,
        camera: CameraId,
        name: Option<CameraName>,
        offer: String,
        to: IpAddr,
    ) -> Result<Published, RefusedPublisher> {
        let publisher = Publisher { id: camera, name };
        self.ask(|reply| Message::Publish { publisher, offer, to, reply }).await.ok_or(RefusedPublisher::Ended)?
    }

    /// The other end of a session, for what its publisher PATCHes.
    ///
    /// # Errors
    /// [`NoSession`] when there is no such session (any more).
    pub async fn session(&self, session: SessionId) -> Result<Remote, NoSession> {
        self.ask(|reply| Message::Session { session, reply }).await.ok_or(NoSession)?
    }

    /// Ends a session: its publisher stopped.
    ///
    /// # Errors
    /// [`NoSession`] when there is no such session (any more).
    pub async fn unpublish(&self, session: SessionId) -> Result<(), NoSession> {
        self.ask(|reply| Message::Unpublish { session, reply }).await.ok_or(NoSession)?
    }

    /// The way in changed.
    pub(crate) async fn way_in(&self, join: Join) {
        // A studio that has ended needs no way in.
        let _ = self.mailbox.send(Message::Input(Input::Addresses(join))).await;
    }

    /// The address that the director wants in the QR code.
    pub(crate) fn chosen_address(&self) -> watch::Receiver<Option<String>> {
        self.chosen_address.clone()
    }

    /// Those who watch it.
    #[must_use]
    pub fn viewers(&self) -> &Viewers {
        &self.viewers
    }

    /// Puts this picture on the hold slate, in place of the one that is there.
    ///
    /// # Errors
    /// [`RefusedStill`]; the one before stays then.
    pub async fn put_hold_picture(&self, bytes: Bytes) -> Result<(), RefusedStill> {
        self.stills.put(bytes).await
    }

    /// Takes the picture off the hold slate. That there was none is no mistake.
    ///
    /// # Errors
    /// [`RefusedStill::Disk`]; it stays then.
    pub async fn remove_hold_picture(&self) -> Result<(), RefusedStill> {
        self.stills.remove().await
    }

    /// The hold slate's picture of this name, if it is the one that is there.
    #[must_use]
    pub fn hold_picture(&self, name: &str) -> Option<Arc<Still>> {
        self.stills.get(name)
    }

    /// What those who watch see where there are no pictures.
    #[must_use]
    pub fn slate(&self) -> WatchSlate {
        let slate = self.slate.borrow().clone();
        match slate.kind {
            WatchSlateKind::None if self.replay.is_hole() => WatchSlate { kind: WatchSlateKind::Slate, ..slate },
            WatchSlateKind::None | WatchSlateKind::Slate | WatchSlateKind::Hold => slate,
        }
    }

    /// What directors say to the phones.
    #[must_use]
    pub fn voice(&self) -> &Voice {
        &self.voice
    }

    /// The pictures.
    #[must_use]
    pub fn wall(&self) -> &Wall {
        &self.wall
    }

    async fn ask<T>(&self, message: impl FnOnce(oneshot::Sender<T>) -> Message) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        self.mailbox.send(message(reply)).await.ok()?;
        answer.await.ok()
    }
}
