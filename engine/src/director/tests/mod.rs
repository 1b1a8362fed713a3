//! Cases that an operator can read ([`words`] has their vocabulary), and properties that hold for every evening.

mod cameras;
mod every_evening;
mod fallback;
mod leaving;
mod library;
mod phones;
mod players;
mod playlists;
mod playout;
mod recording;
mod remembering;
mod replaying;
mod speeds;
mod switching;
mod talking;
mod words;
