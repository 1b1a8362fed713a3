//! A recorded sound: Opus in an Ogg file (RFC 7845).

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result, ensure};
use bytes::Bytes;

/// Ticks of the RTP clock of Opus in a millisecond, whatever it was sampled at (RFC 7587 section 4.1).
const TICKS_PER_MS: u32 = 48;

/// A sound in memory.
#[derive(Debug)]
pub struct Sound {
    /// Its Opus packets, in order and all of the same length; never empty.
    pub packets: Vec<Bytes>,
    /// Length of each on the RTP clock, 48 kHz.
    pub ticks: u32,
}

impl Sound {
    /// Reads an Ogg Opus file.
    ///
    /// # Errors
    /// When it cannot be read, holds something else, or its packets are of different lengths.
    pub fn read(path: &Path) -> Result<Self> {
        let file = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&file).with_context(|| format!("{} is no usable Ogg Opus file", path.display()))
    }

    fn parse(file: &[u8]) -> Result<Self> {
        let mut packets = ogg_packets(file)?.into_iter();
        ensure!(packets.next().is_some_and(|head| head.starts_with(b"OpusHead")), "there is no OpusHead");
        ensure!(packets.next().is_some_and(|tags| tags.starts_with(b"OpusTags")), "there are no OpusTags");
        let packets: Vec<Bytes> = packets.collect();
        let lengths: Option<Vec<u32>> = packets.iter().map(|packet| ticks(packet)).collect();
        let lengths = lengths.context("a packet is empty")?;
        let ticks = *lengths.first().context("there is no sound in it")?;
        ensure!(lengths.iter().all(|length| *length == ticks), "its packets are of different lengths");
        Ok(Self { packets, ticks })
    }

    /// The time that one packet lasts.
    pub fn each(&self) -> Duration {
        Duration::from_micros(u64::from(self.ticks) * 1_000 / u64::from(TICKS_PER_MS))
    }
}

/// The packets of an Ogg file with one stream (RFC 3533 section 6): each page has a table of segments, and a segment
/// shorter than 255 bytes ends a packet.
fn ogg_packets(file: &[u8]) -> Result<Vec<Bytes>> {
    const PAGE_HEADER: usize = 27;
    let (mut packets, mut packet, mut rest) = (Vec::new(), Vec::new(), file);
    while !rest.is_empty() {
        ensure!(rest.len() >= PAGE_HEADER && rest.starts_with(b"OggS"), "a page is broken");
        let segments = usize::from(rest[PAGE_HEADER - 1]);
        let table = rest.get(PAGE_HEADER..PAGE_HEADER + segments).context("a page is cut off")?;
        let mut body = &rest[PAGE_HEADER + segments..];
        for length in table {
            let (segment, behind) = body.split_at_checked(usize::from(*length)).context("a page is cut off")?;
            packet.extend_from_slice(segment);
            body = behind;
            if *length < u8::MAX {
                packets.push(Bytes::from(std::mem::take(&mut packet)));
            }
        }
        rest = body;
    }
    Ok(packets)
}

/// How long a packet of Opus lasts, by its first bytes (RFC 6716 section 3.1).
fn ticks(packet: &[u8]) -> Option<u32> {
    let toc = *packet.first()?;
    let config = toc >> 3;
    let tenths_of_ms = match config {
        0..=11 => [100, 200, 400, 600][usize::from(config & 3)],
        12..=15 => [100, 200][usize::from(config & 1)],
        _ => [25, 50, 100, 200][usize::from(config & 3)],
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u32::from(*packet.get(1)? & 0x3f),
    };
    Some(tenths_of_ms * frames * TICKS_PER_MS / 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(segments: &[u8], body: &[u8]) -> Vec<u8> {
        let mut page = b"OggS".to_vec();
        page.resize(26, 0);
        page.push(u8::try_from(segments.len()).expect("a few"));
        page.extend_from_slice(segments);
        page.extend_from_slice(body);
        page
    }

    #[test]
    fn packets_go_on_over_segments_and_pages() {
        let long: Vec<u8> = (0..300).map(|n| n as u8).collect();
        let file = [page(&[3, 255], &[&[1, 2, 3][..], &long[..255]].concat()), page(&[45, 0], &long[255..])].concat();
        let packets = ogg_packets(&file).expect("a good file");
        assert_eq!(packets, [Bytes::from_static(&[1, 2, 3]), Bytes::from(long), Bytes::new()]);
        assert!(ogg_packets(&file[..file.len() - 1]).is_err());
        assert!(ogg_packets(b"RIFF").is_err());
    }

    #[test]
    fn a_packet_says_how_long_it_lasts() {
        let cases: [(&[u8], Option<u32>); 6] = [
            (&[31 << 3], Some(960)),
            (&[16 << 3], Some(120)),
            (&[3 << 3], Some(2880)),
            (&[31 << 3 | 1], Some(1920)),
            (&[31 << 3 | 3, 3], Some(2880)),
            (&[], None),
        ];
        for (packet, length) in cases {
            assert_eq!(ticks(packet), length, "{packet:?}");
        }
    }

    #[test]
    fn the_committed_clap_lasts_two_seconds() {
        let clap = Sound::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../clips/clap.opus")).expect("a good file");
        assert_eq!((clap.packets.len(), clap.each()), (100, Duration::from_millis(20)));
    }
}
