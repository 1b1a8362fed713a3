//! What is said to phones, and heard from them.

use super::words::*;
use crate::director::{Director, Input, PhoneNews};
use crate::protocol::{
    Adjustment, Camera, CameraNumber, CameraSettings, CameraTiming, Command, ControlRange, Controls, Event, Finite,
    Lens, Millis, RefusalCode, WrittenCue,
};

fn number(number: f64) -> Finite {
    Finite::new(number).expect("a number")
}

fn says(who: &str, said: PhoneNews) -> Input {
    Input::Phone { id: id(who), said }
}

/// A phone with two lenses, a zoom up to 8 and a light.
fn controls(serial: u32) -> Controls {
    let lens = |id: &str| Lens { id: id.to_owned(), label: id.to_owned(), front: false };
    Controls {
        lenses: vec![lens("wide"), lens("tele")],
        lens: Some("wide".to_owned()),
        zoom: Some(ControlRange { min: number(1.0), max: number(8.0), step: number(0.1), value: number(1.0) }),
        torch: Some(false),
        heights: vec![720, 480],
        height: Some(720),
        rates: vec![30, 24],
        fps: Some(30),
        serial,
        ..Controls::default()
    }
}

fn tells(who: &str, controls: Controls) -> Input {
    says(who, PhoneNews::Controls(Box::new(controls)))
}

fn adjusts(settings: CameraSettings) -> Input {
    asks(Command::Adjust(Adjustment { camera: CameraNumber(2), settings }))
}

fn zoomed(zoom: f64) -> CameraSettings {
    CameraSettings { zoom: Some(number(zoom)), ..CameraSettings::default() }
}

fn writes(camera: Option<u8>, text: &str) -> Input {
    asks(Command::Cue(WrittenCue { camera: camera.map(CameraNumber), text: text.to_owned() }))
}

/// Ben as everyone knows him.
fn ben(director: &Director) -> Camera {
    director.camera_of(&id("ben")).expect("he is there").clone()
}

fn with_controls() -> Vec<(Millis, Input)> {
    and(anna_and_ben(), &[(2_000, tells("ben", controls(0)))])
}

#[test]
fn what_a_phone_offers_is_set_and_what_it_does_not_is_refused() {
    let mut director = desk(with_controls());
    let some = |change: fn(&mut CameraSettings)| {
        let mut settings = CameraSettings::default();
        change(&mut settings);
        settings
    };
    for (settings, refused) in [
        (zoomed(2.5), None),
        (zoomed(8.5), Some(RefusalCode::OutOfRange)),
        (some(|all| all.torch = Some(true)), None),
        (some(|all| all.lens = Some("tele".to_owned())), None),
        (some(|all| all.lens = Some("moon".to_owned())), Some(RefusalCode::NotOffered)),
        (some(|all| all.focus_locked = Some(true)), Some(RefusalCode::NotOffered)),
        (some(|all| all.exposure = Finite::new(1.0)), Some(RefusalCode::NotOffered)),
        (some(|all| all.height = Some(1_080)), Some(RefusalCode::NotOffered)),
        (some(|all| all.height = Some(480)), None),
        (some(|all| all.fps = Some(24)), None),
        (some(|all| all.kbps = Some(7)), Some(RefusalCode::OutOfRange)),
        (some(|all| all.kbps = Some(1_500)), None),
        (some(|all| all.muted = Some(true)), None),
        (some(|all| all.portrait = Some(true)), None),
    ] {
        let before = ben(&director).wanted;
        let came = director.handle(3_000, adjusts(settings.clone()));
        assert_eq!(came.err().map(|refusal| refusal.code), refused, "{settings:?}");
        assert_eq!(ben(&director).wanted == before, refused.is_some(), "{settings:?}");
    }
    let wanted = ben(&director).wanted;
    assert_eq!((wanted.zoom, wanted.torch, wanted.kbps), (Finite::new(2.5), Some(true), Some(1_500)));
    let view = director.view_of(&id("ben")).expect("he is there");
    assert_eq!((view.wanted.settings, view.wanted.serial, view.budget), (wanted, 8, 1_500));
}

#[test]
fn the_last_hand_wins() {
    let mut director = desk(with_controls());
    let _ = director.handle(3_000, adjusts(zoomed(4.0)));
    let set = |value: f64, serial| {
        let zoom = controls(serial).zoom.map(|range| ControlRange { value: number(value), ..range });
        Controls { zoom, ..controls(serial) }
    };
    // What it reports before it has heard of it says nothing.
    let _ = director.handle(3_010, tells("ben", set(1.0, 0)));
    assert_eq!(ben(&director).wanted, zoomed(4.0));
    let _ = director.handle(3_020, tells("ben", set(4.05, 1)));
    assert_eq!(ben(&director).wanted, zoomed(4.0), "as near as its steps");
    let _ = director.handle(9_000, tells("ben", set(2.0, 1)));
    assert_eq!(ben(&director).wanted, CameraSettings::default());
    assert_eq!(ben(&director).controls.zoom.map(|range| range.value), Finite::new(2.0));
}

#[test]
fn a_cue_stays_until_it_is_tapped_and_a_while_longer_on_the_desk() {
    let mut director = desk(anna_and_ben());
    let _ = director.handle(3_000, writes(None, " you're\nnext "));
    let cue = ben(&director).cue.expect("it was written to all");
    assert_eq!((cue.text.as_str(), cue.at, cue.seen), ("you're next", 3_000, None));
    assert_eq!(director.view_of(&id("anna")).and_then(|view| view.cue), Some(cue.clone()));
    let _ = director.handle(4_000, says("ben", PhoneNews::Seen(cue.id + 1)));
    assert_eq!(ben(&director).cue.and_then(|cue| cue.seen), None, "another cue");
    let _ = director.handle(5_000, says("ben", PhoneNews::Seen(cue.id)));
    assert_eq!(ben(&director).cue.and_then(|cue| cue.seen), Some(5_000));
    let _ = director.handle(14_999, time_passed());
    assert!(ben(&director).cue.is_some());
    let _ = director.handle(15_000, time_passed());
    assert_eq!(ben(&director).cue, None);
    let _ = director.handle(16_000, writes(Some(2), &"é".repeat(100)));
    assert_eq!(ben(&director).cue.map(|cue| cue.text.chars().count()), Some(80));
    let _ = director.handle(17_000, writes(Some(2), " "));
    assert_eq!(ben(&director).cue, None, "it was taken back");
    let refused = director.handle(18_000, writes(Some(3), "hold")).map_err(|refusal| refusal.code);
    assert_eq!(refused, Err(RefusalCode::UnknownCamera));
}

#[test]
fn who_asks_to_be_taken_asks_until_taken_or_answered() {
    let mut director = desk(anna_and_ben());
    let calls = says("ben", PhoneNews::Call(true));
    let _ = director.handle(3_000, calls.clone());
    let _ = director.handle(4_000, calls.clone());
    assert_eq!(ben(&director).calls, Some(3_000));
    let _ = director.handle(5_000, asks(Command::Answer { camera: CameraNumber(2) }));
    assert_eq!(ben(&director).calls, None);
    let _ = director.handle(6_000, calls.clone());
    let _ = director.handle(7_000, cut(2));
    assert_eq!(ben(&director).calls, None, "it is on program");
    let _ = director.handle(8_000, calls);
    assert_eq!(ben(&director).calls, None, "it is on program");
}

#[test]
fn a_mark_of_a_phone_is_called_after_it_with_what_came_before_and_once_a_second() {
    let mut director = desk(anna_and_ben());
    let mut marks = |now| {
        let outcome = director.handle(now, says("ben", PhoneNews::Mark)).expect("it is news");
        let marks = outcome.events.into_iter().filter_map(|event| match event.event {
            Event::Mark { mark } => Some((mark.at, mark.label)),
            _ => None,
        });
        marks.collect::<Vec<_>>()
    };
    assert_eq!(marks(20_000), [(15_000, Some("Camera 2".to_owned()))]);
    assert_eq!(marks(20_999), []);
    assert_eq!(marks(21_000).len(), 1);
}

#[test]
fn where_its_pictures_are_in_time_is_told_while_they_come() {
    let mut director = desk(anna_and_ben());
    let is_at = |timing: Option<(u32, u32)>| Input::Timing {
        id: id("ben"),
        timing: timing.map(|(delay, alignment)| CameraTiming { delay, alignment }),
    };
    let known = |director: &Director| (ben(director).delay, ben(director).alignment);
    assert_eq!(known(&director), (None, None));
    let told = director.handle(3_000, is_at(Some((45, 2)))).expect("it is news");
    assert_eq!((known(&director), told.events.len()), ((Some(45), Some(2)), 1));
    let _ = director.handle(4_000, is_at(None));
    assert_eq!(known(&director), (None, None), "it answers no more");
    let _ = director.handle(5_000, is_at(Some((45, 2))));
    let _ = director.handle(6_000, Input::Stalled { id: id("ben") });
    assert_eq!(known(&director), (None, None), "none comes");
    let _ = director.handle(6_100, is_at(Some((45, 2))));
    assert_eq!(known(&director), (None, None), "that is late news");
}
