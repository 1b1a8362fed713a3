use synthetic::{Sender, Sent};

use super::*;
use crate::media::RtpPacket;

mod behaviour;
mod formats;
mod late;
mod markers;
mod properties;
mod radio;
mod synthetic;
mod transit;

fn at(millis: u64) -> SessionTime {
    SessionTime::from_millis(millis)
}

/// Pushes and polls as a connection does: everything that is due comes out before the packet goes in.
fn run(assembler: &mut Assembler, packets: impl IntoIterator<Item = RtpPacket>) -> Vec<(SessionTime, Assembled)> {
    let mut outputs = Vec::new();
    for packet in packets {
        let now = packet.arrived;
        wait_until(assembler, now, &mut outputs);
        assembler.push(packet);
        poll(assembler, now, &mut outputs);
    }
    outputs
}

/// Polls at every deadline up to `end`.
fn wait_until(assembler: &mut Assembler, end: SessionTime, outputs: &mut Vec<(SessionTime, Assembled)>) {
    while let Some(deadline) = assembler.next_deadline().filter(|deadline| *deadline <= end) {
        poll(assembler, deadline, outputs);
        assert!(assembler.next_deadline().is_none_or(|next| next > deadline), "a deadline that has passed is done");
    }
}

fn poll(assembler: &mut Assembler, now: SessionTime, outputs: &mut Vec<(SessionTime, Assembled)>) {
    outputs.extend(std::iter::from_fn(|| assembler.poll(now)).map(|output| (now, output)));
}

/// What live pictures got.
fn units(outputs: Vec<(SessionTime, Assembled)>) -> Vec<AccessUnit> {
    units_but(Side::Completed, outputs)
}

/// What one side or both got, but for those that the other got alone.
fn units_but(other: Side, outputs: Vec<(SessionTime, Assembled)>) -> Vec<AccessUnit> {
    let unit = |(_, output)| match output {
        Assembled::Unit(unit, side) => Some(unit).filter(|_| side != other),
        Assembled::NeedKeyframe(_) | Assembled::Resend(_) => None,
    };
    outputs.into_iter().filter_map(unit).collect()
}

/// When a keyframe was asked for.
fn asked(outputs: &[(SessionTime, Assembled)]) -> Vec<u64> {
    let asked = outputs.iter().filter(|(_, output)| matches!(output, Assembled::NeedKeyframe(_)));
    asked.map(|(time, _)| time.as_millis()).collect()
}

fn packets(sent: &[Sent]) -> Vec<RtpPacket> {
    sent.iter().flat_map(|sent| sent.packets.clone()).collect()
}

fn data(sent: &[Sent]) -> Vec<&[u8]> {
    sent.iter().map(|sent| sent.data.as_slice()).collect()
}

fn data_of(units: &[AccessUnit]) -> Vec<&[u8]> {
    units.iter().map(|unit| &unit.data[..]).collect()
}

/// A keyframe and so many deltas.
fn group(sender: &mut Sender, deltas: usize) -> Vec<Sent> {
    let mut sent = vec![sender.picture(true, 4)];
    sent.extend(sender.deltas(deltas));
    sent
}
