//! What a publisher PATCHes, and what it is told of a restart: `application/trickle-ice-sdpfrag` (RFC 8840 section 9).

mod candidate;

use std::fmt::Write;

pub use candidate::Candidate;
use rtc::sdp::{SessionDescription, description::common::Attribute};

use super::{
    Credentials,
    attributes::{attribute, flag, last},
    parser::media,
};

/// Candidates that one fragment may bring: a phone with four networks, IPv6 and TCP has a score.
const CANDIDATES: usize = 64;

/// Why a fragment can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadSdpFrag {
    /// A line is neither an attribute nor a media description.
    #[error("a line of the fragment is neither an attribute nor a media description")]
    Line,
    /// A media description without its mid (RFC 8840 section 9.2), or with two.
    #[error("a media description of the fragment has not exactly one mid")]
    Mid,
    /// ICE credentials that are not of their form (RFC 8839 section 5.4), or only one of the two.
    #[error("the fragment's ICE credentials are not a user name fragment and a password")]
    Credentials,
    /// Two sections name different credentials; with one transport there is one ICE session.
    #[error("the fragment has the credentials of two ICE sessions")]
    TwoSessions,
    /// A candidate is not of its form (RFC 8839 section 5.1).
    #[error("a candidate of the fragment can't be read")]
    Candidate,
    /// More candidates than any device has.
    #[error("the fragment has more than {CANDIDATES} candidates")]
    TooMany,
    /// Neither credentials nor candidates nor their end.
    #[error("the fragment says nothing about ICE")]
    Empty,
}

/// An SDP fragment, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SdpFrag {
    /// The sender's ICE session.
    pub credentials: Option<Credentials>,
    /// Its candidates, in their order.
    pub candidates: Vec<Candidate>,
    /// The sender has no more of them (RFC 8838 section 14).
    pub ended: bool,
}

impl SdpFrag {
    /// Reads a fragment. Attributes that have nothing to do with ICE are ignored (RFC 8840 section 9.2).
    ///
    /// # Errors
    /// [`BadSdpFrag`] with a fault of it.
    pub fn parse(text: &str) -> Result<Self, BadSdpFrag> {
        let read = read(text)?;
        if mid(&read.attributes)?.is_some() {
            return Err(BadSdpFrag::Mid);
        }
        let mut fragment = Self::default();
        fragment.take(&read.attributes, None)?;
        for section in &read.media_descriptions {
            let mid = mid(&section.attributes)?.ok_or(BadSdpFrag::Mid)?;
            fragment.take(&section.attributes, Some(mid))?;
        }
        if fragment.candidates.len() > CANDIDATES {
            return Err(BadSdpFrag::TooMany);
        }
        if fragment == Self::default() {
            return Err(BadSdpFrag::Empty);
        }
        Ok(fragment)
    }

    /// Takes in what stands above the first media description, or under one.
    fn take(&mut self, attributes: &[Attribute], mid: Option<&str>) -> Result<(), BadSdpFrag> {
        if let Some(credentials) = credentials(attributes)? {
            match &self.credentials {
                Some(known) if *known != credentials => return Err(BadSdpFrag::TwoSessions),
                _ => self.credentials = Some(credentials),
            }
        }
        for value in values(attributes, "candidate") {
            self.candidates.push(Candidate::read(value, mid).ok_or(BadSdpFrag::Candidate)?);
        }
        self.ended |= values(attributes, "end-of-candidates").next().is_some();
        Ok(())
    }
}

/// The lines as they stand: unlike a description's they have one way to be written.
fn read(text: &str) -> Result<SessionDescription, BadSdpFrag> {
    let mut read = SessionDescription::default();
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() {
            continue;
        }
        if line.chars().any(char::is_control) {
            return Err(BadSdpFrag::Line);
        }
        if let Some(text) = line.strip_prefix("m=") {
            read.media_descriptions.push(media(text).ok_or(BadSdpFrag::Line)?);
            continue;
        }
        let text = line.strip_prefix("a=").ok_or(BadSdpFrag::Line)?;
        last(&mut read).push(text.split_once(':').map_or_else(|| flag(text), |(name, value)| attribute(name, value)));
    }
    Ok(read)
}

/// The values of an attribute; one without is empty.
fn values<'a>(attributes: &'a [Attribute], name: &'a str) -> impl Iterator<Item = &'a str> {
    let named = attributes.iter().filter(move |attribute| attribute.key == name);
    named.map(|attribute| attribute.value.as_deref().unwrap_or_default())
}

fn mid(attributes: &[Attribute]) -> Result<Option<&str>, BadSdpFrag> {
    let mut mids = values(attributes, "mid");
    match (mids.next(), mids.next()) {
        (None, _) => Ok(None),
        (Some(mid), None) if !mid.is_empty() && !mid.contains(' ') => Ok(Some(mid)),
        (Some(_), _) => Err(BadSdpFrag::Mid),
    }
}

fn credentials(attributes: &[Attribute]) -> Result<Option<Credentials>, BadSdpFrag> {
    let [mut ufrags, mut passwords] = ["ice-ufrag", "ice-pwd"].map(|name| values(attributes, name));
    match (ufrags.next(), passwords.next(), ufrags.next().or(passwords.next())) {
        (None, None, _) => Ok(None),
        (Some(ufrag), Some(password), None) => {
            Credentials::read(ufrag, password).map(Some).ok_or(BadSdpFrag::Credentials)
        }
        _ => Err(BadSdpFrag::Credentials),
    }
}

/// What stands for the session and what for its first section, of what a fragment says.
const OF_SESSION: [&str; 6] = ["ice-lite", "ice-options", "ice-pacing", "ice-ufrag", "ice-pwd", "group"];
const OF_SECTION: [&str; 5] = ["mid", "ice-options", "ice-ufrag", "ice-pwd", "candidate"];

/// What a description says of ICE, as a fragment (RFC 8840 section 9): for the one transport, its first section.
pub(super) fn written(description: &SessionDescription) -> Option<String> {
    let section = description.media_descriptions.first()?;
    let is_bundle = |line: &Attribute| line.value.as_ref().is_some_and(|value| value.starts_with("BUNDLE"));
    let mut text = String::new();
    let mut line = |kind: char, line: &dyn std::fmt::Display| write!(text, "{kind}={line}\r\n").ok();
    for attribute in description.attributes.iter().filter(|line| OF_SESSION.contains(&line.key.as_str())) {
        if attribute.key != "group" || is_bundle(attribute) {
            line('a', attribute);
        }
    }
    line('m', &section.media_name);
    for attribute in section.attributes.iter().filter(|line| OF_SECTION.contains(&line.key.as_str())) {
        line('a', attribute);
    }
    line('a', &"end-of-candidates");
    Some(text)
}

#[cfg(test)]
mod tests;
