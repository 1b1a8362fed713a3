use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The hold slate: what the audience sees in place of a picture when the director wants it so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Hold {
    /// Whether the director holds: program is the hold slate, unless a replay plays.
    pub on: bool,
    /// What stands on it; none for the page's own words.
    pub text: Option<HoldText>,
    /// The picture on it: every listener serves it as `/hold/picture/` and this, and it is another picture's never.
    pub picture: Option<String>,
}

impl Hold {
    /// The largest picture in bytes: a screen's worth of PNG.
    pub const LARGEST_PICTURE: u32 = 4 * 1024 * 1024;
}

/// What stands on the hold slate: trimmed, without control characters, at most [`HoldText::MAX_CHARS`] characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(as = "String")]
pub struct HoldText(String);

impl HoldText {
    /// Longest text in characters: three lines that are read from the last row.
    pub const MAX_CHARS: u16 = 120;

    /// Cleans and takes a text: control characters become spaces, it is trimmed, and cut at the limit. None when nothing
    /// is left.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let cut: String = clean.trim().chars().take(Self::MAX_CHARS.into()).collect();
        let cut = cut.trim_end();
        (!cut.is_empty()).then(|| Self(cut.to_owned()))
    }

    /// The text as shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for HoldText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).ok_or_else(|| serde::de::Error::custom("a text needs at least one visible character"))
    }
}
