use rtc::sdp::{MediaDescription, SessionDescription};

use super::{
    Credentials, Offered,
    attributes::Attributes,
    formats,
    normal::{direction, is_off, is_to_be_heard, normal},
    parser::parse,
    transport::{NoTransport, Transport, bundle, is_bundled},
};

/// Why an offer was not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefusedOffer {
    /// It can't be read.
    #[error("{0}")]
    Bad(String),
    /// It can be read, and asks for what a camera is not or what WHIP has not.
    #[error("{0}")]
    Unfit(String),
    /// None of its video codecs can be shown.
    #[error("none of the offered video codecs can be shown on this desk")]
    NoCodec,
    /// Its sound is in none of the codecs that are heard here.
    #[error("the offered sound is not Opus, which is the only one that is heard here")]
    NoSound,
    /// The connection could not be set up on this side.
    #[error("the connection could not be set up: {0}")]
    Failed(String),
}

/// A stranger's offer, read and checked, as the crate is to see it.
#[derive(Debug, Clone)]
pub(in crate::peer) struct Offer {
    /// What the crate sees.
    pub description: SessionDescription,
    /// Of its ICE session.
    pub credentials: Credentials,
    /// What the numbers in its packets mean.
    pub offered: Offered,
    /// Whether its video can be repaired by RTX (RFC 4588): it says which SSRC repairs which (RFC 5576 section 4.2), and
    /// has no simulcast (RFC 8853).
    pub repairs_video: bool,
    /// Whether it has a video track.
    pub video: bool,
    /// Whether it has an audio track.
    pub audio: bool,
    /// Whether it has a section of sound that is only to be received: there the director's voice can be heard.
    pub hears: bool,
}

impl Offer {
    /// Reads an SDP offer and checks that it is a camera's: one video track, at most one audio track and a data channel,
    /// sent to us over one transport (RFC 9725 sections 4.2 and 4.4). Our own page offers one more section of sound, which
    /// is only received: of other publishers RFC 9725 wants none, and it is not asked for.
    ///
    /// # Errors
    /// [`RefusedOffer`] with what is wrong.
    pub fn publisher(text: &str) -> Result<Self, RefusedOffer> {
        Self::read(text, unfit)
    }

    /// Reads an SDP offer and checks that it is a viewer's: at most one video and one audio track that we may send, over
    /// one transport (draft-ietf-wish-whep-03 section 4.2).
    ///
    /// # Errors
    /// [`RefusedOffer`] with what is wrong.
    pub fn viewer(text: &str) -> Result<Self, RefusedOffer> {
        Self::read(text, unfit_for_a_viewer)
    }

    fn read(text: &str, unfit: fn(&SessionDescription) -> Option<&'static str>) -> Result<Self, RefusedOffer> {
        let read = parse(text).map_err(|error| RefusedOffer::Bad(error.to_string()))?;
        let transport = Transport::of(&read).map_err(|error| match error {
            NoTransport::Credentials | NoTransport::Fingerprint => RefusedOffer::Bad(error.to_string()),
            NoTransport::Unverifiable => RefusedOffer::Unfit(error.to_string()),
        })?;
        if let Some(what) = unfit(&read).or_else(|| unbundled(&read)) {
            return Err(RefusedOffer::Unfit(what.to_owned()));
        }
        let of_kind = |kind: &str| read.media_descriptions.iter().find(|section| section.media_name.media == kind);
        let (video, audio) = (of_kind("video"), of_kind("audio"));
        let of_no_use =
            |section: Option<&MediaDescription>| section.is_some_and(|section| formats::of(section).is_empty());
        if of_no_use(video) {
            return Err(RefusedOffer::NoCodec);
        }
        let heard = read.media_descriptions.iter().filter(|section| is_to_be_heard(&read, section));
        if of_no_use(audio) || heard.clone().any(|section| of_no_use(Some(section))) {
            return Err(RefusedOffer::NoSound);
        }
        Ok(Self {
            description: normal(&read, &transport),
            offered: Offered::of(&read),
            repairs_video: video.is_some_and(is_repaired),
            video: video.is_some(),
            audio: audio.is_some(),
            hears: heard.count() > 0,
            credentials: transport.credentials,
        })
    }
}

fn count(offer: &SessionDescription, kind: &str) -> usize {
    offer.media_descriptions.iter().filter(|section| section.media_name.media == kind).count()
}

fn tracks(offer: &SessionDescription) -> impl Iterator<Item = &MediaDescription> {
    offer.media_descriptions.iter().filter(|section| section.media_name.media != "application")
}

fn unfit(offer: &SessionDescription) -> Option<&'static str> {
    let [video, sound, application] = ["video", "audio", "application"].map(|kind| count(offer, kind));
    let heard = tracks(offer).filter(|track| is_to_be_heard(offer, track)).count();
    let audio = sound - heard;
    if video == 0 {
        return Some("the offer has no video track");
    }
    if video > 1 || audio > 1 || heard > 1 || application > 1 {
        return Some("the offer has more than one track of a kind");
    }
    if video + sound + application < offer.media_descriptions.len() {
        return Some("the offer has media that is neither video nor audio nor a data channel");
    }
    let mut sent = tracks(offer).filter(|track| !is_to_be_heard(offer, track));
    if sent.any(|track| ["recvonly", "inactive"].contains(&direction(offer, track))) {
        return Some("the offer's tracks are not sent to us: they must be sendonly or sendrecv");
    }
    let is_channel = |section: &MediaDescription| section.media_name.formats == ["webrtc-datachannel"];
    if !offer.media_descriptions.iter().filter(|section| section.media_name.media == "application").all(is_channel) {
        return Some("the offer's data channel is not one of RFC 8841");
    }
    None
}

fn unfit_for_a_viewer(offer: &SessionDescription) -> Option<&'static str> {
    let [video, audio] = ["video", "audio"].map(|kind| count(offer, kind));
    if video + audio == 0 {
        return Some("the offer has neither a video nor an audio track");
    }
    if video > 1 || audio > 1 {
        return Some("the offer has more than one track of a kind");
    }
    if video + audio < offer.media_descriptions.len() {
        return Some("the offer has media that is neither video nor audio");
    }
    if tracks(offer).any(|track| ["sendonly", "inactive"].contains(&direction(offer, track))) {
        return Some("the offer's tracks can't be sent by us: they must be recvonly");
    }
    None
}

/// What keeps an offer's tracks from one transport.
fn unbundled(offer: &SessionDescription) -> Option<&'static str> {
    let bundle = bundle(offer);
    let bundled = |section: &MediaDescription| is_bundled(section, bundle.as_ref());
    if offer.media_descriptions.iter().any(is_off) {
        return Some("a track of the offer is turned off: its port is 0");
    }
    if offer.media_descriptions.len() > 1 && !offer.media_descriptions.iter().all(bundled) {
        return Some("the offer's media are not in one BUNDLE group");
    }
    // One for all of a bundle: the sections that are only there bundled need not repeat it (RFC 9143 section 7.1.3).
    let muxed = |track: &MediaDescription| track.attributes.has("rtcp-mux") || track.attributes.has("rtcp-mux-only");
    (!tracks(offer).any(muxed)).then_some("the offer's tracks have no rtcp-mux")
}

fn is_repaired(video: &MediaDescription) -> bool {
    let repaired = video.attributes.all("ssrc-group").any(|group| group.starts_with("FID "));
    repaired && !video.attributes.has("simulcast") && !video.attributes.has("rid")
}

#[cfg(test)]
mod tests;
