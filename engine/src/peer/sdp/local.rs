//! What the crate says of this side, and what is said instead or beside it.

use super::{
    super::{Credentials, codecs::OPUS_FMTP},
    description::{Description, Named},
};

/// The ICE credentials of this side.
pub(in crate::peer) fn credentials(sdp: &str) -> Option<Credentials> {
    let read = Description::read(sdp).ok()?;
    let value = |name| read.sections.iter().find_map(|section| section.attributes.value(name)).map(str::to_owned);
    Some(Credentials { fragment: value("ice-ufrag")?, password: value("ice-pwd")? })
}

/// Whether an answer takes every section: a rejected one has port 0 (RFC 9429 section 5.3.1). An answer that takes only
/// some is given to nobody (RFC 9725 section 4.4.3).
pub(in crate::peer) fn takes_all(answer: &str) -> bool {
    Description::read(answer).is_ok_and(|read| read.sections.iter().all(|section| section.port != 0))
}

/// A description that says of each track that RTCP has no port of its own (RFC 8858 section 3, RFC 9725 section 4.4.1).
pub(in crate::peer) fn mux_only(sdp: &str) -> String {
    sdp.replace("a=rtcp-mux\r\n", "a=rtcp-mux\r\na=rtcp-mux-only\r\n")
}

/// An answer that asks for Opus as [`OPUS_FMTP`] says: the crate's repeats the parameters of the offer, and a browser
/// sends stereo only to who asks for it (RFC 7587 section 7).
pub(in crate::peer) fn in_stereo(answer: &str) -> String {
    let is_opus = |line: &&str| line.to_ascii_lowercase().contains(" opus/48000");
    let opus = answer.lines().filter(is_opus).filter_map(|line| line.strip_prefix("a=rtpmap:")?.split(' ').next());
    opus.fold(answer.to_owned(), |answer, payload_type| {
        let (map, format) = (format!("a=rtpmap:{payload_type} "), format!("a=fmtp:{payload_type} "));
        let lines = answer.lines().filter(|line| !line.starts_with(&format)).flat_map(|line| {
            let ours = line.starts_with(&map).then(|| format!("{format}{OPUS_FMTP}\r\n"));
            [Some(format!("{line}\r\n")), ours]
        });
        lines.flatten().collect()
    })
}
