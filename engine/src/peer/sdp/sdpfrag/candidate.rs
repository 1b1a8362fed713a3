use super::super::credentials::is_ice;

/// A candidate, of the form that RFC 8839 section 5.1 asks for; whether its transport and address are of use is not
/// looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The media section that it stands in; none above the first.
    pub mid: Option<String>,
    /// The attribute, `candidate:` included.
    pub text: String,
    /// The ICE session that it says it is of: browsers add a `ufrag` extension.
    pub ufrag: Option<String>,
}

impl Candidate {
    /// foundation component transport priority address port "typ" type *(name value)
    pub(super) fn read(value: &str, mid: Option<&str>) -> Option<Self> {
        let words: Vec<&str> = value.split(' ').collect();
        let [foundation, component, _, priority, _, port, "typ", _, extensions @ ..] = words.as_slice() else {
            return None;
        };
        let good = is_ice(foundation, &(1..=32))
            && component.parse::<u16>().is_ok_and(|component| (1..=256).contains(&component))
            && priority.parse::<u32>().is_ok()
            && port.parse::<u16>().is_ok()
            && words.iter().all(|word| !word.is_empty())
            && extensions.len().is_multiple_of(2);
        let ufrag = extensions.chunks_exact(2).find(|pair| pair[0] == "ufrag").map(|pair| pair[1].to_owned());
        good.then(|| Self { mid: mid.map(str::to_owned), text: format!("candidate:{value}"), ufrag })
    }
}
