//! H.264 out of its RTP payload format (RFC 6184, packetization-mode 1) and into it, in the form that ISO/IEC 14496-15 stores.

mod avcc;
mod bits;
mod depacketizer;
mod nal;
mod packetizer;
mod parameter_sets;
mod payload;
mod sprop;
mod sps;

pub use avcc::take_sets;
pub use depacketizer::H264;
pub use packetizer::payloads;
