//! The command line.

use std::path::PathBuf;

use clap::Parser;

/// Publishes a recorded clip over WHIP: as one camera, or as many that share it.
#[derive(Debug, Parser)]
pub struct Arguments {
    /// The server's WHIP endpoint; the camera's id is added to it.
    #[arg(long, required_unless_present = "whep", default_value = "")]
    pub whip: String,
    /// The server's WHEP endpoint: `count` viewers receive and count instead of sending.
    #[arg(long, conflicts_with_all = ["whip", "clip"])]
    pub whep: Option<String>,
    /// The right to publish, or to watch.
    #[arg(long, default_value = "")]
    pub token: String,
    /// The camera's name.
    #[arg(long, default_value = "Clip")]
    pub name: String,
    /// The camera's id; made of its name when not given.
    #[arg(long)]
    pub id: Option<String>,
    /// What to send: `.h264` (Annex B) or `.ivf` (VP8), at 30 pictures a second. Several are dealt out in turn.
    #[arg(long, required_unless_present = "whep")]
    pub clip: Vec<PathBuf>,
    /// What is heard, for ever again: an Ogg Opus file. Without it a camera has no sound.
    #[arg(long)]
    pub sound: Option<PathBuf>,
    /// Starts the clip again at its end, for ever.
    #[arg(long = "loop")]
    pub again: bool,
    /// How many cameras send; from two up their ids and names are numbered.
    #[arg(long, alias = "cameras", default_value_t = 1)]
    pub count: u16,
    /// Milliseconds between the starts of two cameras. Each starts at another keyframe of its clip.
    #[arg(long, value_name = "MS", default_value_t = 50)]
    pub stagger: u64,
    /// Drops so many of a hundred packets at random, retransmissions too.
    #[arg(long, value_name = "PERCENT", default_value_t = 0.0, value_parser = percent)]
    pub loss: f64,
    /// Lets one to three later ones overtake so many of a hundred packets.
    #[arg(long, value_name = "PERCENT", default_value_t = 0.0, value_parser = percent)]
    pub reorder: f64,
    /// The cameras leave and come back at random: each stays for about so long. One in four leaves without a word.
    #[arg(long, value_name = "SECONDS")]
    pub come_and_go: Option<u32>,
    /// Seed of everything that is random: losses, reordering, coming and going.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Puts the time of sending into each H.264 picture, in microseconds since 1970, as SEI user data.
    #[arg(long)]
    pub stamp: bool,
    /// Sends at the rate that the receiver allows (REMB), so many kbit/s at most: H.264 pictures are filled up, and where
    /// the clip alone is more, left out up to the next keyframe. Without it a clip is sent at the rate that it has.
    #[arg(long, value_name = "KBPS")]
    pub adapt: Option<u32>,
    /// Prints what was done so far as a line of JSON on stdout, every so many seconds and at the end.
    #[arg(long, value_name = "SECONDS")]
    pub report: Option<u32>,
    /// Threads that do the work.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..))]
    pub threads: u8,
}

/// A share from 0 to 1, written in percent.
fn percent(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(percent / 100.0),
        Ok(_) | Err(_) => Err("a number from 0 to 100".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_written_in_percent() {
        assert_eq!(percent("3"), Ok(0.03));
        assert!(["-1", "101", "many", "NaN"].iter().all(|text| percent(text).is_err()));
    }
}
