//! The threads that carry packets: one reads each end, one writes each way's.

use std::{
    net::Ipv4Addr,
    sync::{Arc, mpsc::Sender},
    thread,
};

use anyhow::{Context, Result};
use regie_air::{Direction, Figures, Order, Tally};
use serde_json::{Value, json};
use tun_rs::SyncDevice;

use crate::{
    arguments::Arguments,
    hearing::Heard,
    link::{Ends, MTU},
    way::Way,
};

/// Both ways of an air, and who carries packets on them.
pub struct Carrier {
    up: Arc<Way>,
    down: Arc<Way>,
}

impl Carrier {
    /// Carries packets from now on, until the process ends; it says when that fails.
    pub fn start(arguments: &Arguments, ends: Ends, heard: &Sender<Heard>) -> Self {
        let Arguments { air, down, seed, .. } = arguments;
        let way =
            |figures: &Figures, direction| Arc::new(Way::new(figures.clone(), *seed, direction, ends.phones.len()));
        let up = way(air, Direction::Up);
        let down = way(down.as_ref().unwrap_or(air), Direction::Down);

        let desk = Arc::new(ends.desk.device);
        let addresses: Vec<_> = ends.phones.iter().map(|phone| phone.address).collect();
        let phones: Vec<_> = ends.phones.into_iter().map(|phone| Arc::new(phone.device)).collect();
        for (index, phone) in phones.iter().enumerate() {
            let up = Arc::clone(&up);
            read(phone, heard, move |packet, _| up.send(index, packet));
        }
        read(&desk, heard, {
            let down = Arc::clone(&down);
            // What goes to everybody, like a question for a name, goes to nobody here.
            move |packet, to| {
                if let Some(index) = addresses.iter().position(|address| *address == to) {
                    down.send(index, packet);
                }
            }
        });
        write(&up, move |_| Arc::clone(&desk));
        write(&down, move |phone| Arc::clone(&phones[phone]));
        Self { up, down }
    }

    /// Does what is asked, apart from the report.
    pub fn obey(&self, order: &Order) -> Result<()> {
        match order {
            Order::Air(changes) => self.up.begin(changes).and_then(|()| self.down.begin(changes)),
            Order::Up(changes) => self.up.begin(changes),
            Order::Down(changes) => self.down.begin(changes),
            Order::Gone(length) => {
                self.up.fall_silent(*length);
                self.down.fall_silent(*length);
                Ok(())
            }
            Order::Report => Ok(()),
        }
    }

    /// What became of the packets so far: each way's, and each phone's of it.
    pub fn report(&self) -> Value {
        let [(up, up_late), (down, down_late)] = [self.up.tallies(), self.down.tallies()];
        let all = |tallies: &[Tally]| {
            tallies.iter().fold(Tally::default(), |mut sum, tally| {
                sum += tally;
                sum
            })
        };
        let phones: Vec<_> = up.iter().zip(&down).map(|(up, down)| json!({ "up": up, "down": down })).collect();
        json!({
            "up": all(&up),
            "down": all(&down),
            "phones": phones,
            "late_ms": { "up": up_late, "down": down_late },
        })
    }
}

/// Reads IPv4 packets and says where they go (RFC 791 section 3.1).
fn read(end: &Arc<SyncDevice>, heard: &Sender<Heard>, take: impl Fn(&[u8], Ipv4Addr) + Send + 'static) {
    let (end, heard) = (Arc::clone(end), heard.clone());
    thread::spawn(move || {
        let mut buffer = [0; MTU as usize];
        loop {
            let packet = match end.recv(&mut buffer).context("a TUN device cannot be read") {
                Ok(length) => &buffer[..length],
                Err(error) => {
                    // Who hears it no more has ended.
                    let _ = heard.send(Heard::Failed(error));
                    return;
                }
            };
            if let [0x40..=0x4f, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, a, b, c, d, ..] = *packet {
                take(packet, Ipv4Addr::new(a, b, c, d));
            }
        }
    });
}

/// Writes a way's packets when they arrive.
fn write(way: &Arc<Way>, end: impl Fn(usize) -> Arc<SyncDevice> + Send + 'static) {
    let way = Arc::clone(way);
    thread::spawn(move || {
        loop {
            for packet in way.arrived() {
                // A packet that the other end does not take is lost, as one to a phone that went.
                let _ = end(packet.phone).send(&packet.bytes);
            }
        }
    });
}
