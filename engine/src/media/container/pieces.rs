use std::io::{self, Read};

use super::{block::Block, ebml, mp4, webm};
use crate::media::VideoCodec;

/// The largest piece of a file of ours: a fragment holds less than two seconds.
pub const MOST: u64 = 256 * 1024 * 1024;

/// The next piece of a file: a part of its header, a fragment, its trailer. None at the end and when it is torn.
///
/// # Errors
/// What `file` fails with, but for its end.
pub fn next(codec: VideoCodec, file: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    match codec {
        VideoCodec::H264 => mp4_piece(file),
        VideoCodec::Vp8 => webm_piece(file),
    }
}

/// The frames of a fragment, in the order in which they lie; none where these bytes are no fragment of ours.
pub fn blocks(codec: VideoCodec, fragment: &[u8]) -> Option<Vec<Block>> {
    match codec {
        VideoCodec::H264 => mp4::blocks(fragment),
        VideoCodec::Vp8 => webm::blocks(fragment),
    }
}

/// Whether a piece of a file belongs to what is around its fragments: to its header or its trailer.
pub fn is_frame(codec: VideoCodec, piece: &[u8]) -> bool {
    match codec {
        VideoCodec::H264 => mp4::is_frame(piece),
        VideoCodec::Vp8 => webm::is_frame(piece),
    }
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
