use rtc::sdp::{SessionDescription, description::common::Attribute};

/// `a=<name>:<value>` (RFC 8866 section 5.13).
pub(super) fn attribute(name: &str, value: impl Into<String>) -> Attribute {
    Attribute::new(name.to_owned(), Some(value.into()))
}

/// `a=<name>`.
pub(super) fn flag(name: &str) -> Attribute {
    Attribute::new(name.to_owned(), None)
}

/// Where the next line of attributes belongs: to the last media section, else to the session.
pub(super) fn last(description: &mut SessionDescription) -> &mut Vec<Attribute> {
    match description.media_descriptions.last_mut() {
        Some(section) => &mut section.attributes,
        None => &mut description.attributes,
    }
}

/// Attributes by their name.
pub(super) trait Attributes {
    /// The values of those with this name, in their order.
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str>;

    /// Whether one has this name.
    fn has(&self, name: &str) -> bool;

    /// The first value.
    fn value<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.all(name).next()
    }
}

impl Attributes for Vec<Attribute> {
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.iter().filter(move |attribute| attribute.key == name).filter_map(|attribute| attribute.value.as_deref())
    }

    fn has(&self, name: &str) -> bool {
        self.iter().any(|attribute| attribute.key == name)
    }
}
