use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One of the machine's addresses on a network that phones may share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JoinAddress {
    /// The IP address.
    pub address: String,
    /// The network interface that has it (`wlan0`, `en0`, ...).
    pub interface: String,
}

/// The way in for phones, and the way to program for everybody else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Join {
    /// Every address that can be chosen.
    pub addresses: Vec<JoinAddress>,
    /// The address in the URL; none when the machine has no network.
    pub address: Option<String>,
    /// What the QR code says: the phone page with the crew's token in its fragment. None without a network.
    pub url: Option<String>,
    /// The QR code of `url`: an SVG document, dark modules on white, with its quiet zone.
    pub qr_svg: Option<String>,
    /// The WHIP endpoint for OBS, FFmpeg and GStreamer on the plain listener. It wants the crew's token as Bearer.
    pub whip: Option<String>,
    /// The page on the plain listener that shows program in any browser. None without a network.
    pub watch: Option<String>,
    /// The QR code of `watch`, as `qr_svg`.
    pub watch_qr_svg: Option<String>,
}
