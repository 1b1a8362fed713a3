use std::io::{self, Read};
use std::time::Duration;

use mp4_atom::{Atom, Moof};

use super::{ebml, format::track_number, moov::track_id, webm};
use crate::media::{OPUS_PACKET, Track, VideoCodec, opus_duration};

/// The largest piece of a file of ours: a fragment holds less than two seconds.
const MOST: u64 = 256 * 1024 * 1024;

/// What is whole in a file that was written by a [`Container`](super::Container).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Found {
    /// Bytes from the beginning to the end of the last whole piece: what stands behind is torn.
    pub bytes: u64,
    /// Pictures in it that are to be shown.
    pub frames: u64,
    /// Frames of sound in it.
    pub audio_frames: u64,
    /// Keyframes in it.
    pub keyframes: u64,
    /// From the beginning of the file to the end of its last frame.
    pub lasts: Duration,
}

/// Reads a file from its beginning as far as it is whole, and hands each whole piece to `seen`.
///
/// # Errors
/// What `file` fails with, but for its end. A file of another writer ends where it is no longer like one of ours.
pub fn scan(codec: VideoCodec, file: &mut impl Read, mut seen: impl FnMut(&[u8])) -> io::Result<Found> {
    let mut found = Found::default();
    while let Some(piece) = match codec {
        VideoCodec::H264 => mp4_piece(file)?,
        VideoCodec::Vp8 => webm_piece(file)?,
    } {
        let is_ours = match codec {
            VideoCodec::H264 => found.add_mp4(&piece).is_some(),
            VideoCodec::Vp8 => found.add_webm(&piece).is_some(),
        };
        if !is_ours {
            break;
        }
        seen(&piece);
        found.bytes += piece.len() as u64;
    }
    Ok(found)
}

/// A top-level box, a `moof` with its `mdat`; none at the end and when it is torn.
fn mp4_piece(file: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut piece = Vec::new();
    loop {
        let begin = piece.len();
        if !fill(file, &mut piece, 8)? {
            return Ok(None);
        }
        let size = u32::from_be_bytes(piece[begin..begin + 4].try_into().expect("four bytes"));
        let is_moof = &piece[begin + 4..] == b"moof";
        let Some(body) = u64::from(size).checked_sub(8) else { return Ok(None) };
        if !fill(file, &mut piece, body)? {
            return Ok(None);
        }
        if !is_moof {
            return Ok(Some(piece));
        }
    }
}

/// A top-level element; of the segment its header alone. None at the end and when it is torn.
fn webm_piece(file: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut piece = Vec::new();
    // An id has at most 4 bytes, a size at most 8.
    let (size, id) = loop {
        if piece.len() == 12 || !fill(file, &mut piece, 1)? {
            return Ok(None);
        }
        if let Some((id, size, _)) = ebml::header(&piece) {
            break (size, id);
        }
    };
    match size {
        Some(size) => Ok(fill(file, &mut piece, size)?.then_some(piece)),
        None => Ok((id == webm::id::SEGMENT).then_some(piece)),
    }
}

/// Reads so many bytes behind the others; false when the file ends before.
fn fill(file: &mut impl Read, into: &mut Vec<u8>, bytes: u64) -> io::Result<bool> {
    Ok(bytes <= MOST && file.take(bytes).read_to_end(into)? as u64 == bytes)
}

impl Found {
    fn add_mp4(&mut self, piece: &[u8]) -> Option<()> {
        if piece.get(4..8)? != b"moof" {
            return [b"ftyp", b"moov", b"mfra"].iter().any(|kind| &piece[4..8] == *kind).then_some(());
        }
        let size = u32::from_be_bytes(piece[..4].try_into().expect("four bytes")) as usize;
        let moof = Moof::decode_body(&mut piece.get(8..size)?).ok()?;
        for traf in moof.traf {
            let is_video = traf.tfhd.track_id == track_id(Track::Video);
            let rate = if is_video { Track::Video } else { Track::Audio }.clock_rate();
            let mut time = traf.tfdt?.base_media_decode_time;
            for sample in traf.trun.iter().flat_map(|run| run.samples.iter()) {
                time += u64::from(sample.duration?);
                let is_key = sample.flags.is_some_and(|flags| flags & 0x0001_0000 == 0);
                self.keyframes += u64::from(is_video && is_key);
                self.count(is_video);
            }
            let end = u128::from(time) * 1_000_000 / u128::from(rate);
            self.lasts = self.lasts.max(Duration::from_micros(u64::try_from(end).ok()?));
        }
        Some(())
    }

    fn add_webm(&mut self, piece: &[u8]) -> Option<()> {
        let (id, _, header) = ebml::header(piece)?;
        let known = [webm::id::EBML, webm::id::SEGMENT, webm::id::INFO, webm::id::TRACKS, webm::id::CUES];
        if id != webm::id::CLUSTER {
            return known.contains(&id).then_some(());
        }
        let mut time = 0_i64;
        for (id, content) in ebml::elements(&piece[header..]) {
            match id {
                webm::id::TIMESTAMP => time = i64::try_from(ebml::value(content)).ok()?,
                webm::id::SIMPLE_BLOCK => {
                    let (&[track, high, low, flags], data) = content.split_first_chunk::<4>()?;
                    let is_video = track == 0x80 | track_number(Track::Video);
                    let at = u64::try_from(time + i64::from(i16::from_be_bytes([high, low]))).ok()?;
                    // How long the last picture lasts is not said; 30 a second is what phones are asked for.
                    let lasts =
                        if is_video { Duration::from_millis(33) } else { opus_duration(data).unwrap_or(OPUS_PACKET) };
                    self.lasts = self.lasts.max(Duration::from_millis(at) + lasts);
                    self.keyframes += u64::from(is_video && flags & webm::KEY != 0);
                    if flags & webm::INVISIBLE == 0 {
                        self.count(is_video);
                    }
                }
                _ => {}
            }
        }
        Some(())
    }

    fn count(&mut self, is_video: bool) {
        if is_video { self.frames += 1 } else { self.audio_frames += 1 }
    }
}
