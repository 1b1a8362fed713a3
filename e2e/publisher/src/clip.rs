//! Recorded clips: H.264 as an Annex B stream, VP8 in an IVF file.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;

use crate::{annex_b, picture::Picture};

/// Pictures a second of every clip.
pub const FPS: u32 = 30;

/// What a clip is encoded with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    /// H.264 constrained baseline.
    H264,
    /// VP8.
    Vp8,
}

/// A clip in memory; it starts with a keyframe.
#[derive(Debug)]
pub struct Clip {
    /// What it is encoded with.
    pub codec: Codec,
    /// Its pictures, in order; never empty.
    pub pictures: Vec<Picture>,
}

impl Clip {
    /// Reads a clip; the file's ending says what it is.
    ///
    /// # Errors
    /// When the file cannot be read, has another ending than `.h264` or `.ivf`, or does not start with a keyframe.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = Bytes::from(fs::read(path).with_context(|| format!("cannot read {}", path.display()))?);
        let (codec, pictures) = match path.extension().and_then(|ending| ending.to_str()) {
            Some("h264") => (Codec::H264, annex_b::pictures(&bytes)),
            Some("ivf") => (Codec::Vp8, ivf_pictures(&bytes)?),
            _ => bail!("{} is neither .h264 nor .ivf", path.display()),
        };
        ensure!(
            pictures.first().is_some_and(|picture| picture.key),
            "{} does not start with a keyframe",
            path.display()
        );
        Ok(Self { codec, pictures })
    }
}

/// The frames of an IVF file: a header whose size stands at its bytes 6 and 7, then for each frame 4 bytes of size, 8
/// of timestamp, and the frame. A frame that is cut off at the end is left out.
fn ivf_pictures(file: &Bytes) -> Result<Vec<Picture>> {
    const FRAME_HEADER: usize = 12;
    ensure!(file.len() >= 32 && file.starts_with(b"DKIF"), "not an IVF file");
    ensure!(&file[8..12] == b"VP80", "the IVF file is not VP8");
    let mut rest = file.slice(usize::from(u16::from_le_bytes([file[6], file[7]])).min(file.len())..);
    let mut pictures = Vec::new();
    while rest.len() > FRAME_HEADER {
        let size = u32::from_le_bytes([rest[0], rest[1], rest[2], rest[3]]) as usize;
        let end = FRAME_HEADER.saturating_add(size);
        if size == 0 || end > rest.len() {
            break;
        }
        let data = rest.slice(FRAME_HEADER..end);
        // RFC 6386, 9.1: the lowest bit of a frame is 0 in a keyframe.
        let key = data[0] & 1 == 0;
        pictures.push(Picture { data, key });
        rest = rest.slice(end..);
    }
    Ok(pictures)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ivf(frames: &[&[u8]]) -> Bytes {
        let mut file = b"DKIF\0\0\x20\0VP80".to_vec();
        file.resize(32, 0);
        for frame in frames {
            file.extend(u32::try_from(frame.len()).expect("a small frame").to_le_bytes());
            file.extend([0; 8]);
            file.extend_from_slice(frame);
        }
        Bytes::from(file)
    }

    #[test]
    fn an_ivf_file_is_its_frames() {
        let pictures = ivf_pictures(&ivf(&[&[0x10, 2, 3], &[0x31, 9]])).expect("a good file");
        assert_eq!(
            pictures,
            [
                Picture { data: Bytes::from_static(&[0x10, 2, 3]), key: true },
                Picture { data: Bytes::from_static(&[0x31, 9]), key: false },
            ]
        );
    }

    #[test]
    fn a_frame_that_is_cut_off_is_left_out() {
        let file = ivf(&[&[0x10, 2, 3], &[0x31, 9]]);
        assert_eq!(ivf_pictures(&file.slice(..file.len() - 1)).expect("a good header").len(), 1);
        assert!(ivf_pictures(&file.slice(..20)).is_err());
    }

    #[test]
    fn the_committed_clips_have_a_keyframe_each_second() {
        for name in ["finish.h264", "bend.h264", "podium.ivf", "pits.h264"] {
            let clip = Clip::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../clips").join(name)).expect(name);
            assert_eq!(clip.pictures.len(), 300, "{name}");
            let keys = clip.pictures.iter().enumerate().filter(|(_, picture)| picture.key).map(|(index, _)| index);
            assert!(keys.eq((0..300).step_by(30)), "{name}");
        }
    }
}
