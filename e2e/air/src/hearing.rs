//! What comes from outside while packets are carried.

use std::{
    io::BufRead,
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

use anyhow::Result;
use signal_hook::{
    consts::{SIGINT, SIGTERM},
    iterator::Signals,
};

/// What comes from outside.
pub enum Heard {
    /// A line on standard input.
    Line(String),
    /// Standard input ended, or a signal came.
    End,
    /// Packets can't be carried any more.
    Failed(anyhow::Error),
}

/// Listens to standard input and to signals from now on.
pub fn listen() -> Result<(Sender<Heard>, Receiver<Heard>)> {
    let (heard, hearing) = channel();
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    thread::spawn({
        let heard = heard.clone();
        move || signals.forever().next().map(|_| heard.send(Heard::End))
    });
    thread::spawn({
        let heard = heard.clone();
        move || {
            for line in std::io::stdin().lock().lines().map_while(Result::ok) {
                // Who hears it no more has ended.
                let _ = heard.send(Heard::Line(line));
            }
            let _ = heard.send(Heard::End);
        }
    });
    Ok((heard, hearing))
}
