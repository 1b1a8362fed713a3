use super::{
    description::{Attribute, Description, Named, Section},
    extensions, formats,
    formats::Format,
    transport::{Transport, bundle, is_bundled},
};

/// Where a port that is not used stands (RFC 9429 section 5.2.1): the candidates name the real ones.
const DISCARD: u16 = 9;
/// Which way media flows (RFC 8866 section 6.7).
const DIRECTIONS: [&str; 4] = ["sendrecv", "sendonly", "recvonly", "inactive"];

/// Which way the media of a section flows: what it says, else the session, else both.
pub(super) fn direction(description: &Description, section: &Section) -> &'static str {
    let of = |attributes: &Vec<Attribute>| DIRECTIONS.into_iter().find(|direction| attributes.has(direction));
    of(&section.attributes).or_else(|| of(&description.attributes)).unwrap_or("sendrecv")
}

/// Whether a section is turned off: a port of 0 says so, unless it is to be bundled (RFC 9143 section 6).
pub(super) fn is_off(section: &Section) -> bool {
    section.port == 0 && !section.attributes.has("bundle-only")
}

/// The description that the crate sees: of each section its name, its direction, the one transport, and what can become
/// pictures and sound. Which streams there are it does not hear: packets are sorted before it would
/// ([`streams`](super::super::streams)), by what [`Offered`](super::Offered) knows. Simulcast is turned down so.
pub(super) fn normal(read: &Description, transport: &Transport) -> Description {
    let names: Vec<String> = read.sections.iter().enumerate().map(|(at, section)| name(at, section)).collect();
    let bundle = bundle(read);
    let bundled = read.sections.iter().zip(&names).filter(|(section, _)| is_bundled(section, bundle.as_ref()));
    let bundled: Vec<&str> = bundled.map(|(_, name)| name.as_str()).collect();
    let group = (!bundled.is_empty()).then(|| Attribute::new("group", format!("BUNDLE {}", bundled.join(" "))));
    let flags = ["extmap-allow-mixed", "ice-lite"].into_iter().filter(|flag| read.attributes.has(flag));
    let places = [&read.attributes].into_iter().chain(read.sections.iter().map(|section| &section.attributes));
    let options = places.filter_map(|place| place.value("ice-options")).next();
    let options = options.map(|options| Attribute::new("ice-options", options));
    let attributes = group.into_iter().chain(flags.map(Attribute::flag)).chain(options).collect();
    let sections = read.sections.iter().zip(&names).enumerate().map(|(at, (section, name))| {
        let mut attributes = vec![Attribute::new("mid", name)];
        attributes.extend(transport.lines());
        if at == 0 {
            attributes.extend(transport.candidates());
        }
        let mut kept = section.formats.clone();
        if section.kind == "application" {
            let of_data = ["sctp-port", "max-message-size"];
            attributes.extend(section.attributes.iter().filter(|line| of_data.contains(&line.name.as_str())).cloned());
        } else {
            let formats = formats::of(section);
            kept = formats.iter().map(|format: &Format| format.payload_type.to_string()).collect();
            attributes.extend([Attribute::flag(direction(read, section)), Attribute::flag("rtcp-mux")]);
            attributes.extend(section.attributes.has("rtcp-rsize").then(|| Attribute::flag("rtcp-rsize")));
            attributes.extend(extensions::lines(&extensions::of(section)));
            attributes.extend(formats::lines(&formats));
        }
        Section { port: DISCARD, formats: kept, attributes, ..section.clone() }
    });
    Description { attributes, sections: sections.collect() }
}

/// What the section at a place is called: a lone one needs no name of its own.
fn name(at: usize, section: &Section) -> String {
    section.mid().map_or_else(|| at.to_string(), str::to_owned)
}
