use std::{collections::VecDeque, sync::Arc};

use bytes::Bytes;

use super::wire::{self, Channel};
use crate::media::{Frame, VideoConfig};

/// What a decoder of the desk was told.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    pub config: Option<Arc<VideoConfig>>,
    /// Whether it still catches up with the newest frame.
    pub catching_up: bool,
}

/// Queues a frame with its config before it where that is news; a frame before the first keyframe is dropped.
pub(super) fn send(ready: &mut VecDeque<Bytes>, decoder: &mut Decoder, channel: Channel, frame: &Frame, hidden: bool) {
    if let Some(config) = &frame.config
        && decoder.config.as_ref() != Some(config)
    {
        ready.push_back(wire::config(channel, config, frame.pts));
        decoder.config = Some(Arc::clone(config));
    }
    if decoder.config.is_some() {
        ready.push_back(wire::frame(channel, frame, hidden));
    }
}
