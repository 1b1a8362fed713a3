//! The displays of this computer.

use serde::Serialize;
use tauri::{AppHandle, Manager, Monitor, PhysicalPosition, PhysicalSize};

use crate::webview::DESK;

/// A display, as the desk shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Display {
    /// Tells displays apart, for as long as they are where they are.
    pub id: String,
    /// As its maker calls it.
    pub name: Option<String>,
    /// In pixels, from the left edge of all displays.
    pub x: i32,
    /// In pixels, from the upper edge of all displays.
    pub y: i32,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// The system's first one.
    pub primary: bool,
    /// The desk's window is on it.
    pub desk: bool,
}

impl Display {
    fn new(monitor: &Monitor) -> Self {
        let (name, position, size) = (monitor.name().cloned(), monitor.position(), monitor.size());
        Self {
            id: format!("{}@{},{}", name.as_deref().unwrap_or_default(), position.x, position.y),
            name,
            x: position.x,
            y: position.y,
            width: size.width,
            height: size.height,
            primary: false,
            desk: false,
        }
    }

    /// Where it begins.
    pub fn position(&self) -> PhysicalPosition<i32> {
        PhysicalPosition::new(self.x, self.y)
    }

    /// How large it is.
    pub fn size(&self) -> PhysicalSize<u32> {
        PhysicalSize::new(self.width, self.height)
    }

    /// This display among those that there are now: it may have moved when another one was unplugged.
    pub fn among<'a>(&self, displays: &'a [Self]) -> Option<&'a Self> {
        let same = |other: &&Self| other.name == self.name && other.size() == self.size();
        let alike: Vec<_> = displays.iter().filter(same).collect();
        match alike.as_slice() {
            [only] if self.name.is_some() => Some(only),
            _ => alike.into_iter().find(|other| other.id == self.id),
        }
    }
}

/// The displays that are plugged in now; none when the system does not say.
pub fn list(app: &AppHandle) -> Vec<Display> {
    let primary = app.primary_monitor().ok().flatten().as_ref().map(Display::new);
    let desk = app.get_webview_window(DESK).and_then(|desk| desk.current_monitor().ok().flatten());
    let desk = desk.as_ref().map(Display::new);
    let monitors = app.available_monitors().unwrap_or_default();
    let mark = |display: Display| {
        let is = |other: &Option<Display>| other.as_ref().is_some_and(|other| other.id == display.id);
        Display { primary: is(&primary), desk: is(&desk), ..display }
    };
    monitors.iter().map(Display::new).map(mark).collect()
}

/// The display that offers itself for program: without the desk, which it would cover, and rather not the first one.
pub fn offered(displays: &[Display]) -> Option<&Display> {
    let without_desk = || displays.iter().filter(|display| !display.desk);
    without_desk().find(|display| !display.primary).or_else(|| without_desk().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn display(name: Option<&str>, x: i32) -> Display {
        let id = format!("{}@{x},0", name.unwrap_or_default());
        let name = name.map(str::to_owned);
        Display { id, name, x, y: 0, width: 1920, height: 1080, primary: false, desk: false }
    }

    #[test]
    fn a_display_is_known_again_after_it_moved() {
        let beamer = display(Some("Beamer"), 1920);
        let moved = display(Some("Beamer"), 0);
        assert_eq!(beamer.among(std::slice::from_ref(&moved)), Some(&moved));
        assert_eq!(beamer.among(&[display(Some("Laptop"), 1920)]), None);
        assert_eq!(beamer.among(&[Display { width: 1280, ..moved }]), None);
    }

    #[test]
    fn of_two_that_are_alike_the_one_at_its_place_is_it() {
        let [left, right] = [0, 1920].map(|x| display(Some("Beamer"), x));
        assert_eq!(right.among(&[left.clone(), right.clone()]), Some(&right));
        let nameless = display(None, 1920);
        assert_eq!(nameless.among(&[display(None, 0)]), None);
    }

    #[test]
    fn the_display_beside_the_desk_offers_itself() {
        let laptop = Display { primary: true, desk: true, ..display(Some("Laptop"), 0) };
        let beamer = display(Some("Beamer"), 1920);
        let both = [laptop.clone(), beamer.clone()];
        assert_eq!(offered(&both), Some(&beamer));
        assert_eq!(offered(&both[..1]), None);
        let swapped = [Display { desk: false, ..laptop.clone() }, Display { desk: true, ..beamer }];
        assert_eq!(offered(&swapped).map(|display| &display.id), Some(&laptop.id));
        assert_eq!(offered(&[]), None);
    }
}
