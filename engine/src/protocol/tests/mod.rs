//! What the contract promises: its JSON, its names, and the state that follows from events.

mod any;
mod json;
mod names;
mod state;
