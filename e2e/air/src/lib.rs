//! A radio that is emulated: the pure part of `regie-air`, where time is an argument.
//!
//! ```text
//! Figures (what an air is like) ─→ Radio::send(now, bytes) ─→ Fate ─→ Tally (what became of the packets)
//! ```
//!
//! Each direction has a [`Radio`] of its own, shared by all phones. The binary gives it the packets of TUN devices.

mod figures;
mod order;
mod radio;
mod spells;
mod tally;

pub use crate::{
    figures::{Figures, Silence},
    order::Order,
    radio::{Direction, Fate, Radio},
    tally::{Tally, Times},
};
