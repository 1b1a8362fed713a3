//! The library: the marks, clips and playlists, kept over restarts.
//!
//! Cameras are kept by who they are, since numbers change; everyone is told numbers. What of a camera has no number (it was
//! taken out of the roster) is left out of what is told, and is there again with it.

mod clips;
mod kept;
mod marks;
mod playing;
mod playlists;
mod telling;
mod told;

pub use kept::{KeptClip, KeptEntry, KeptPlaylist, KeptStretch, Library};
pub(super) use told::ToldLists;

/// The longest name or label, in characters.
const NAME_CHARS: usize = 80;

/// What is kept of a name: one line, as long as may be; none where nothing visible is left.
fn named(name: &str, chars: usize) -> Option<String> {
    let clean: String = name.trim().chars().filter(|c| !c.is_control()).take(chars).collect();
    Some(clean.trim_end().to_owned()).filter(|name| !name.is_empty())
}
