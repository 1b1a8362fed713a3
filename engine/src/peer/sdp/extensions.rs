use rtc::sdp::{MediaDescription, description::common::Attribute};

use super::attributes::{Attributes, attribute};
use crate::media::AudioLevel;

/// The section that a packet belongs to (RFC 9143 section 15.1).
pub(super) const MID: &str = rtc::sdp::extmap::SDES_MID_URI;
/// Numbers of a transport's packets, for congestion control by the sender.
pub(super) const TRANSPORT: &str = rtc::sdp::extmap::TRANSPORT_CC_URI;
/// When a packet was sent, for congestion control by the receiver.
pub(super) const SEND_TIME: &str = rtc::sdp::extmap::ABS_SEND_TIME_URI;

/// The header extensions that mean something here, under the ids that a packet can have (RFC 8285 section 4.3): an offer
/// may have more of them than there are, under ids from 4096 (section 6).
pub(super) fn of(section: &MediaDescription) -> Vec<(u8, &'static str)> {
    let mut extensions: Vec<(u8, &'static str)> = Vec::new();
    for line in section.attributes.all("extmap") {
        let mut words = line.split_whitespace();
        let (Some(id), Some(uri)) = (words.next(), words.next()) else { continue };
        let (id, direction) = id.split_once('/').unwrap_or((id, "sendrecv"));
        let Some(id) = id.parse::<u8>().ok().filter(|id| *id > 0) else { continue };
        let known = [MID, TRANSPORT, SEND_TIME, AudioLevel::URI].into_iter().find(|known| *known == uri);
        let Some(known) = known else { continue };
        let taken = extensions.iter().any(|(other, uri)| *other == id || *uri == known);
        if !taken && !direction.eq_ignore_ascii_case("inactive") {
            extensions.push((id, known));
        }
    }
    extensions
}

/// Their lines.
pub(super) fn lines(extensions: &[(u8, &'static str)]) -> impl Iterator<Item = Attribute> {
    extensions.iter().map(|(id, uri)| attribute("extmap", format!("{id} {uri}")))
}

#[cfg(test)]
mod tests {
    use super::{super::parser::parse, *};

    #[test]
    fn what_means_something_is_kept_under_its_id() {
        let read = |lines: &str| {
            let text = format!("v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 111\n{lines}\n");
            of(&parse(&text).expect("well-formed").media_descriptions[0])
        };
        let level = AudioLevel::URI;
        assert_eq!(read(&format!("a=extmap:1 {level}")), [(1, level)]);
        assert_eq!(read(&format!("a=extmap:14/sendonly {level} vad=on\na=extmap:4 {MID}")), [(14, level), (4, MID)]);
        assert_eq!(read(&format!("a=extmap:4096 {level}\na=extmap:3 {level}")), [(3, level)]);
        assert_eq!(read(&format!("a=extmap:3 {MID}\na=extmap:3 {TRANSPORT}")), [(3, MID)]);
        let odd = ["4096 ".to_owned() + level, "0 ".to_owned() + level, "1".into(), "x y".into(), "1 urn:else".into()];
        for line in odd.iter().chain([&format!("2/inactive {level}"), &String::new()]) {
            assert_eq!(read(&format!("a=extmap:{line}")), [], "{line}");
        }
    }
}
