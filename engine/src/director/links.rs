//! What the director makes of the links to other servers.

use crate::protocol::{CameraName, Event, Link, LinkKind, LinkState, LinkToken, Millis, Refusal, RefusalCode};

use super::effect::{Changes, Effect};
use super::limits::MOST_LINKS;

/// Longest URL of an endpoint in bytes.
const URL_LENGTH: usize = 2_000;

/// The links that there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Links {
    /// By id.
    links: Vec<Link>,
    /// The last link's id.
    last_id: u32,
}

impl Links {
    pub(super) fn all(&self) -> &[Link] {
        &self.links
    }

    pub(super) fn connect(
        &mut self,
        now: Millis,
        kind: LinkKind,
        url: String,
        token: Option<LinkToken>,
        name: Option<CameraName>,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        if !is_endpoint(&url) {
            let message = "An endpoint's address begins with http:// or https:// and a host.";
            return Err(Refusal::new(RefusalCode::BadUrl, message));
        }
        if self.links.iter().any(|link| link.kind == kind && link.url == url) {
            return Err(Refusal::new(RefusalCode::AlreadyLinked, format!("There is a link to {url} already.")));
        }
        if self.links.len() >= MOST_LINKS {
            return Err(Refusal::new(RefusalCode::TooManyLinks, format!("There may be {MOST_LINKS} links at a time.")));
        }
        self.last_id += 1;
        let id = self.last_id;
        let link = Link { id, kind, url: url.clone(), state: LinkState::Connecting, since: now, problem: None };
        self.links.push(link.clone());
        changes.events.push(Event::Link { link });
        changes.effects.push(Effect::Connect { id, kind, url, token, name });
        Ok(())
    }

    pub(super) fn end(&mut self, id: u32, changes: &mut Changes) -> Result<(), Refusal> {
        let at = self.links.iter().position(|link| link.id == id);
        let at = at.ok_or_else(|| Refusal::new(RefusalCode::UnknownLink, format!("There is no link {id}.")))?;
        self.links.remove(at);
        changes.events.push(Event::LinkRemoved { link: id });
        changes.effects.push(Effect::EndLink { id });
        Ok(())
    }

    pub(super) fn news(
        &mut self,
        now: Millis,
        id: u32,
        state: LinkState,
        problem: Option<String>,
        changes: &mut Changes,
    ) {
        let Some(link) = self.links.iter_mut().find(|link| link.id == id) else { return };
        if link.state == state && link.problem == problem {
            return;
        }
        if link.state != state {
            link.since = now;
        }
        link.state = state;
        link.problem = problem;
        changes.events.push(Event::Link { link: link.clone() });
    }
}

/// Whether it looks like the address of an endpoint: who connects to it learns whether it is.
fn is_endpoint(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    url.len() <= URL_LENGTH && host.is_some_and(|host| !host.is_empty()) && url.bytes().all(|b| b.is_ascii_graphic())
}
