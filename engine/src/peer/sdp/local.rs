use std::{fmt, net::IpAddr};

use rtc::{
    peer_connection::sdp::RTCSessionDescription,
    sdp::{SessionDescription, description::common::Attribute},
};

use super::{
    Credentials,
    attributes::{Attributes, attribute, flag},
    sdpfrag,
};
use crate::peer::codecs::OPUS_FMTP;

/// A description of this side: as the crate made it, and then as the peer is to see it.
#[derive(Debug, Clone)]
pub(in crate::peer) struct Local(SessionDescription);

impl Local {
    /// Reads what the crate wrote.
    ///
    /// # Errors
    /// What the crate says against its own text.
    pub fn of(made: &RTCSessionDescription) -> Result<Self, String> {
        made.unmarshal().map(Self).map_err(|error| error.to_string())
    }

    /// The ICE credentials of this side.
    pub fn credentials(&self) -> Option<Credentials> {
        let sections = &self.0.media_descriptions;
        let value = |name| sections.iter().find_map(|section| section.attributes.value(name)).map(str::to_owned);
        Some(Credentials { ufrag: value("ice-ufrag")?, password: value("ice-pwd")? })
    }

    /// Whether an answer takes every section: a rejected one has port 0 (RFC 9429 section 5.3.1). An answer that takes
    /// only some is given to nobody (RFC 9725 section 4.4.3).
    pub fn takes_all(&self) -> bool {
        self.0.media_descriptions.iter().all(|section| section.media_name.port.value != 0)
    }

    /// Makes the candidates true: each names the port that media is received on (RFC 8839 section 5.1), and there is none
    /// for RTCP, which comes with the media.
    ///
    /// The crate gives them in no order, and FFmpeg uses the first alone: it is `first`, the address that the offer came
    /// to, and behind it stands what a phone most likely shares, as in `addresses`.
    #[must_use]
    pub fn advertise(mut self, port: u16, addresses: &[IpAddr], first: Option<IpAddr>) -> Self {
        let place = |line: &Attribute| {
            let address = line.value.as_deref().and_then(|value| value.split(' ').nth(4));
            let ip = address.and_then(|address| address.parse().ok());
            (ip != first, ip.and_then(|ip| addresses.iter().position(|known| *known == ip)).unwrap_or(usize::MAX))
        };
        for section in &mut self.0.media_descriptions {
            section.attributes.retain_mut(|line| !line.is_ice_candidate() || received(line, port));
            let are_candidates =
                |line: &Attribute, next: &Attribute| line.is_ice_candidate() && next.is_ice_candidate();
            for run in section.attributes.chunk_by_mut(are_candidates) {
                run.sort_by_key(place);
            }
        }
        self
    }

    /// Says of each track that RTCP has no port of its own (RFC 8858 section 3, RFC 9725 section 4.4.1).
    #[must_use]
    pub fn mux_only(mut self) -> Self {
        for section in &mut self.0.media_descriptions {
            if let Some(at) = section.attributes.iter().position(|line| line.key == "rtcp-mux") {
                section.attributes.insert(at + 1, flag("rtcp-mux-only"));
            }
        }
        self
    }

    /// Asks for Opus as [`OPUS_FMTP`] says: the crate's answer repeats the parameters of the offer, and a browser sends
    /// stereo only to who asks for it (RFC 7587 section 7).
    #[must_use]
    pub fn in_stereo(mut self) -> Self {
        for section in &mut self.0.media_descriptions {
            let lines = &mut section.attributes;
            let maps = lines.all("rtpmap").filter(|map| map.to_ascii_lowercase().contains(" opus/48000"));
            let numbers: Vec<String> = maps.filter_map(|map| map.split(' ').next()).map(str::to_owned).collect();
            for number in numbers {
                let says = |line: &Attribute, name: &str| {
                    let about = line.value.as_deref().and_then(|value| value.split(' ').next());
                    line.key == name && about == Some(number.as_str())
                };
                lines.retain(|line| !says(line, "fmtp"));
                if let Some(at) = lines.iter().position(|line| says(line, "rtpmap")) {
                    lines.insert(at + 1, attribute("fmtp", format!("{number} {OPUS_FMTP}")));
                }
            }
        }
        self
    }

    /// What it says of ICE, as an SDP fragment (RFC 8840 section 9); none when it has no media.
    pub fn sdpfrag(&self) -> Option<String> {
        sdpfrag::written(&self.0)
    }

    /// What is in it.
    pub fn into_description(self) -> SessionDescription {
        self.0
    }
}

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Gives a candidate of ours the port that media is received on; false when nothing is received where it says.
fn received(candidate: &mut Attribute, port: u16) -> bool {
    let mut words: Vec<&str> = candidate.value.as_deref().unwrap_or_default().split(' ').collect();
    let number = port.to_string();
    // foundation component transport priority address PORT typ type
    if let [_, component, transport, _, _, believed, ..] = words.as_mut_slice()
        && transport.eq_ignore_ascii_case("udp")
    {
        if *component != "1" {
            return false;
        }
        *believed = &number;
    }
    candidate.value = Some(words.join(" "));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORT: u16 = 8190;
    const HEAD: &str = "v=0\r\no=- 7 8 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";

    fn local(text: &str) -> Local {
        Local::of(&RTCSessionDescription::answer(text.to_owned()).expect("well-formed")).expect("well-formed")
    }

    #[test]
    fn an_answers_candidates_name_the_shared_port() {
        let answer = format!(
            "{HEAD}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=candidate:1 1 udp 2130706431 192.168.1.5 40001 typ host\r\na=mid:0\r\n"
        );
        let expected = answer.replace("40001", &PORT.to_string());
        let rtcp = "a=candidate:1 2 udp 2130706431 192.168.1.5 40001 typ host\r\n";
        let made = local(&answer.replace("a=mid", &format!("{rtcp}a=mid")));
        assert_eq!(made.advertise(PORT, &[], None).to_string(), expected);
    }

    #[test]
    fn the_first_candidate_is_the_address_that_the_offer_came_to_and_then_the_likeliest() {
        let candidate = |ip: &str| format!("a=candidate:1 1 udp 2130706431 {ip} {PORT} typ host\r\n");
        let [strange, own, asked] = ["10.8.0.2", "127.0.0.1", "192.168.1.5"].map(candidate);
        let answer = |candidates: &[&String]| {
            let section: String = candidates.iter().map(|line| line.as_str()).collect();
            format!("{HEAD}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\n{section}a=end-of-candidates\r\n")
        };
        let made = local(&answer(&[&strange, &own, &asked]));
        let addresses = ["127.0.0.1".parse().expect("an address")];
        let first = Some("192.168.1.5".parse().expect("an address"));
        let advertised = |first| made.clone().advertise(PORT, &addresses, first).to_string();
        assert_eq!(advertised(first), answer(&[&asked, &own, &strange]));
        assert_eq!(advertised(None), answer(&[&own, &strange, &asked]));
    }

    #[test]
    fn opus_is_asked_for_in_stereo_and_a_picture_of_the_same_number_keeps_its_parameters() {
        let video = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\n";
        let audio = |fmtp: &str| {
            format!("m=audio 9 UDP/TLS/RTP/SAVPF 96\r\na=rtcp-mux\r\na=rtpmap:96 OPUS/48000/2\r\na=fmtp:96 {fmtp}\r\n")
        };
        let made = local(&format!("{HEAD}{video}{}", audio("minptime=10"))).in_stereo();
        assert_eq!(made.to_string(), format!("{HEAD}{video}{}", audio(OPUS_FMTP)));
        let told = made.mux_only().to_string();
        assert_eq!(told.matches("a=rtcp-mux\r\na=rtcp-mux-only\r\n").count(), 1, "{told}");
    }
}
