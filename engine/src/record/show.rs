use std::{
    io,
    sync::mpsc::{SyncSender, sync_channel},
};

use tokio::sync::watch;

use super::{
    excerpt::Excerpt,
    order::{Order, PictureOnAir, Setup, SoundOnAir},
    person::Person,
    status::Status,
    thread,
};
use crate::{feed::Follower, media::SessionTime, protocol::CameraNumber};

/// Orders that may wait. A director gives a few a second; when it is full, the disk has been standing still for minutes,
/// and what is ordered is not recorded.
const ORDERS: usize = 256;
/// A show that is being recorded. It has a thread of its own, and one for each source. Dropping the handle ends it, as
/// [`stop`](Self::stop) does.
#[derive(Debug)]
pub struct Show {
    orders: Option<SyncSender<Order>>,
    state: watch::Receiver<Status>,
}

impl Show {
    /// Begins to record, from the newest keyframes on.
    ///
    /// # Errors
    /// When the system has no thread for it. What else goes wrong is in the state.
    pub fn start(setup: Setup) -> io::Result<Self> {
        let (orders, inbox) = sync_channel(ORDERS);
        let (state, seen) = watch::channel(Status::default());
        let began = setup.clock.now();
        std::thread::Builder::new().name("show".to_owned()).spawn(move || thread::run(setup, began, &inbox, &state))?;
        Ok(Self { orders: Some(orders), state: seen })
    }

    /// How it is. The channel closes when everything is written.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<Status> {
        self.state.clone()
    }

    /// Another camera is there.
    pub fn camera(&self, camera: Person, frames: Follower) {
        self.order(Order::Camera(camera, frames));
    }

    /// A camera has another number: its [`Person::key`]. Its files keep the one that they began with.
    pub fn numbered(&self, number: CameraNumber, key: String) {
        self.order(Order::Numbered { number, key });
    }

    /// Another source is on air, or a replay goes on in another way.
    pub fn on_air(&self, at: SessionTime, picture: PictureOnAir) {
        self.order(Order::OnAir { at, picture });
    }

    /// Another camera is heard.
    pub fn heard(&self, at: SessionTime, heard: SoundOnAir) {
        self.order(Order::Heard { at, heard });
    }

    /// The director marks a moment.
    pub fn mark(&self, at: SessionTime, label: Option<String>) {
        self.order(Order::Mark { at, label });
    }

    /// The director keeps these stretches, as the clip of this number.
    pub fn clip(&self, number: u16, excerpts: Vec<Excerpt>) {
        self.order(Order::Clip { number, excerpts });
    }

    /// A camera is to be deleted with all that it left in this show: [`Person::key`]. Its recording ends.
    pub fn erase(&self, key: String) {
        self.order(Order::Erase { key });
    }

    /// The cameras' own recordings end; program goes on.
    pub fn end_isos(&self) {
        self.order(Order::EndIsos);
    }

    /// Ends it: the state says when everything is written.
    pub fn stop(&mut self) {
        self.orders = None;
    }

    fn order(&self, order: Order) {
        let Some(orders) = &self.orders else { return };
        if orders.try_send(order).is_err() {
            tracing::error!("the disk stands still: a show's order is lost");
        }
    }
}
