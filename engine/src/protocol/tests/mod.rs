//! What the contract promises: its JSON, its names, and the state that follows from events.

mod any;
mod json;
mod names;
mod state;

use std::collections::BTreeSet;

use ts_rs::{Config, TS};

/// The `type` of every variant of a tagged enum: whoever lists them learns when one is missing.
pub(crate) fn tags<T: TS>() -> BTreeSet<String> {
    let text = T::inline(&Config::new());
    let tags = text.split("\"type\": \"").skip(1);
    tags.map(|rest| rest.split('"').next().expect("split gives one part at least").to_owned()).collect()
}
