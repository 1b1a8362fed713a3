use tokio::sync::{
    mpsc::{self, error::TryRecvError},
    oneshot,
};

use super::reader::Reader;
use crate::feed::RangeFrame;

/// Frames that may wait to be taken: two seconds of pictures. When they are there, the disk is not read on.
const WAITING: usize = 64;

/// A [`Reader`] for a task, which must not wait for a disk. What is at hand is read in place; what is not, a thread reads
/// ahead, so far as there is room, until the rest is at hand. Dropping it ends the thread with its next frame.
///
/// It belongs to the runtime that it is read in.
#[derive(Debug)]
pub struct Ahead {
    state: State,
}

#[derive(Debug)]
enum State {
    AtHand(Box<Reader>),
    Reading {
        frames: mpsc::Receiver<RangeFrame>,
        /// What is left when it is at hand.
        rest: oneshot::Receiver<Box<Reader>>,
    },
    /// The thread that read it is gone.
    Gone,
}

/// What an [`Ahead`] has at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// The next frame.
    Frame(RangeFrame),
    /// The disk is being read: ask again, or wait with [`Ahead::next`].
    Awaited,
    /// There is no more; more may come, as [`Reader`] says.
    Nothing,
}

impl Reader {
    /// Reads it ahead, for a task.
    #[must_use]
    pub fn ahead(self) -> Ahead {
        Ahead { state: State::AtHand(Box::new(self)) }
    }
}

impl Ahead {
    /// The next frame, if it is here. Returns at once.
    pub fn take(&mut self) -> Taken {
        loop {
            self.begin_reading();
            match &mut self.state {
                State::AtHand(reader) => return reader.next().map_or(Taken::Nothing, Taken::Frame),
                State::Reading { frames, rest } => match frames.try_recv() {
                    Ok(frame) => return Taken::Frame(frame),
                    Err(TryRecvError::Empty) => return Taken::Awaited,
                    // The rest is given before the channel is closed.
                    Err(TryRecvError::Disconnected) => self.state = rest.try_recv().map_or(State::Gone, State::AtHand),
                },
                State::Gone => return Taken::Nothing,
            }
        }
    }

    /// The next frame, as soon as it is read; none where there is no more, as [`Taken::Nothing`]. Cancel safe.
    pub async fn next(&mut self) -> Option<RangeFrame> {
        loop {
            match self.take() {
                Taken::Frame(frame) => return Some(frame),
                Taken::Nothing => return None,
                Taken::Awaited => {}
            }
            if let State::Reading { frames, .. } = &mut self.state
                && let Some(frame) = frames.recv().await
            {
                return Some(frame);
            }
        }
    }

    /// Whether there is nothing that completes what was read any more.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        match &self.state {
            State::AtHand(reader) => reader.is_whole(),
            State::Reading { .. } => false,
            State::Gone => true,
        }
    }

    /// Has the disk read where the next frame is there.
    fn begin_reading(&mut self) {
        if matches!(&self.state, State::AtHand(rest) if !rest.is_at_hand())
            && let State::AtHand(rest) = std::mem::replace(&mut self.state, State::Gone)
        {
            let (out, read) = mpsc::channel(WAITING);
            let (give_back, given_back) = oneshot::channel();
            tokio::task::spawn_blocking(move || read_on(rest, &out, give_back));
            self.state = State::Reading { frames: read, rest: given_back };
        }
    }
}

/// Reads until what is left is at hand, or nobody wants it.
fn read_on(mut reader: Box<Reader>, out: &mpsc::Sender<RangeFrame>, give_back: oneshot::Sender<Box<Reader>>) {
    while !reader.is_at_hand()
        && let Some(frame) = reader.next()
    {
        if out.blocking_send(frame).is_err() {
            return;
        }
    }
    // Nobody may want it any more.
    let _ = give_back.send(reader);
}
