use std::{
    io::{self, Read},
    sync::Arc,
};

use bytes::Bytes;
use mp4_atom::{Atom, Moov};

use super::{
    block::Block,
    ebml,
    format::{Header, Sample},
    moov, pieces, webm,
};
use crate::media::{VideoCodec, VideoConfig, h264};

/// Pieces that a header has at most.
const HEADER_PIECES: usize = 4;
/// Bytes of a box's header.
const BOX_HEADER: usize = 8;

/// Reads what a [`Container`](super::Container) wrote: samples out of fragments. It reads files of ours alone.
///
/// Frame for frame it is what was written, at its time in the file's own ticks: a picture of MP4 is at most 6 µs from the
/// time that it had, sound 11 µs, and half a millisecond what is in WebM. When frames arrived is not in a file.
#[derive(Debug)]
pub struct Demuxer {
    header: Header,
    /// Of the last keyframe: the same for as long as nothing in it changes.
    config: Arc<VideoConfig>,
}

impl Demuxer {
    /// Reads the header of a file; none where it is not one of ours.
    ///
    /// # Errors
    /// What `file` fails with, but for its end.
    pub fn open(codec: VideoCodec, file: &mut impl Read) -> io::Result<Option<Self>> {
        for _ in 0..HEADER_PIECES {
            let Some(piece) = pieces::next(codec, file)? else { break };
            let header = match codec {
                VideoCodec::H264 => movie(&piece),
                VideoCodec::Vp8 => tracks(&piece),
            };
            if let Some(header) = header {
                return Ok(Some(Self { config: Arc::clone(&header.video), header }));
            }
        }
        Ok(None)
    }

    /// What the file says of its streams.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The samples of a fragment, each track in its order; none where these bytes are no fragment of ours. Their data share
    /// the fragment's bytes.
    pub fn samples(&mut self, fragment: &Bytes) -> Option<Vec<Sample>> {
        let blocks = pieces::blocks(self.header.video.codec, fragment)?;
        blocks.into_iter().map(|block| self.sample(block, fragment)).collect()
    }

    fn sample(&mut self, block: Block, fragment: &Bytes) -> Option<Sample> {
        let Block { track, at, until, keyframe, bytes, .. } = block;
        let mut data = fragment.slice(bytes);
        if keyframe && self.header.sets_in_band {
            self.take_sets(&mut data)?;
        }
        let config = keyframe.then(|| Arc::clone(&self.config));
        Some(Sample { track, at, lasts: until.saturating_sub(at), keyframe, data, config })
    }

    /// Takes the parameter sets off the beginning of a keyframe that has them in band.
    fn take_sets(&mut self, data: &mut Bytes) -> Option<()> {
        let description = h264::take_sets(data)?;
        if description != self.config.description {
            self.config = Arc::new(VideoConfig { description, ..(*self.header.video).clone() });
        }
        Some(())
    }
}

fn movie(piece: &[u8]) -> Option<Header> {
    let body = piece.get(4..8).filter(|kind| kind == b"moov").and(piece.get(BOX_HEADER..))?;
    moov::header(&Moov::decode_body(&mut &body[..]).ok()?)
}

fn tracks(piece: &[u8]) -> Option<Header> {
    let (id, _, header) = ebml::header(piece)?;
    if id == webm::id::TRACKS { webm::header(&piece[header..]) } else { None }
}
