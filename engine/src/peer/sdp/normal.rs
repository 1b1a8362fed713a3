use rtc::sdp::{
    MediaDescription, SessionDescription,
    description::{
        common::Attribute,
        media::{MediaName, RangedPort},
    },
};

use super::{
    attributes::{Attributes, attribute, flag},
    extensions, formats,
    formats::Format,
    parser::blank,
    transport::{Transport, bundle, is_bundled},
};

/// Where a port that is not used stands (RFC 9429 section 5.2.1): the candidates name the real ones.
const DISCARD: isize = 9;
/// Which way media flows (RFC 8866 section 6.7).
const DIRECTIONS: [&str; 4] = ["sendrecv", "sendonly", "recvonly", "inactive"];

/// Which way the media of a section flows: what it says, else the session, else both.
pub(super) fn direction(description: &SessionDescription, section: &MediaDescription) -> &'static str {
    let of = |attributes: &Vec<Attribute>| DIRECTIONS.into_iter().find(|direction| attributes.has(direction));
    of(&section.attributes).or_else(|| of(&description.attributes)).unwrap_or("sendrecv")
}

/// Whether a section of sound is one that its peer wants to be sent: a phone's, which hears the director by it.
pub(super) fn is_to_be_heard(description: &SessionDescription, section: &MediaDescription) -> bool {
    section.media_name.media == "audio" && direction(description, section) == "recvonly"
}

/// Whether a section is turned off: a port of 0 says so, unless it is to be bundled (RFC 9143 section 6).
pub(super) fn is_off(section: &MediaDescription) -> bool {
    section.media_name.port.value == 0 && !section.attributes.has("bundle-only")
}

/// The description that the crate sees: of each section its name, its direction, the one transport, and what can become
/// pictures and sound. Which streams there are it does not hear: packets are sorted before it would
/// ([`streams`](super::super::streams)), by what [`Offered`](super::Offered) knows. Simulcast is turned down so.
pub(super) fn normal(read: &SessionDescription, transport: &Transport) -> SessionDescription {
    let names: Vec<String> =
        read.media_descriptions.iter().enumerate().map(|(at, section)| name(at, section)).collect();
    let bundle = bundle(read);
    let bundled =
        read.media_descriptions.iter().zip(&names).filter(|(section, _)| is_bundled(section, bundle.as_ref()));
    let bundled: Vec<&str> = bundled.map(|(_, name)| name.as_str()).collect();
    let group = (!bundled.is_empty()).then(|| attribute("group", format!("BUNDLE {}", bundled.join(" "))));
    let flags = ["extmap-allow-mixed", "ice-lite"].into_iter().filter(|name| read.attributes.has(name));
    let places =
        [&read.attributes].into_iter().chain(read.media_descriptions.iter().map(|section| &section.attributes));
    let options = places.filter_map(|place| place.value("ice-options")).next();
    let options = options.map(|options| attribute("ice-options", options));
    let attributes = group.into_iter().chain(flags.map(flag)).chain(options).collect();
    let sections = read.media_descriptions.iter().zip(&names).enumerate().map(|(at, (section, name))| {
        let mut attributes = vec![attribute("mid", name)];
        attributes.extend(transport.lines());
        if at == 0 {
            attributes.extend(transport.candidates());
        }
        let mut kept = section.media_name.formats.clone();
        if section.media_name.media == "application" {
            let of_data = ["sctp-port", "max-message-size"];
            attributes.extend(section.attributes.iter().filter(|line| of_data.contains(&line.key.as_str())).cloned());
        } else {
            let formats = formats::of(section);
            kept = formats.iter().map(|format: &Format| format.payload_type.to_string()).collect();
            attributes.extend([flag(direction(read, section)), flag("rtcp-mux")]);
            attributes.extend(section.attributes.has("rtcp-rsize").then(|| flag("rtcp-rsize")));
            attributes.extend(extensions::lines(&extensions::of(section)));
            attributes.extend(formats::lines(&formats));
        }
        let port = RangedPort { value: DISCARD, range: None };
        MediaDescription {
            media_name: MediaName { port, formats: kept, ..section.media_name.clone() },
            attributes,
            ..section.clone()
        }
    });
    SessionDescription { attributes, media_descriptions: sections.collect(), ..blank() }
}

/// What the section at a place is called: a lone one needs no name of its own.
fn name(at: usize, section: &MediaDescription) -> String {
    section.attributes.value("mid").map_or_else(|| at.to_string(), str::to_owned)
}
