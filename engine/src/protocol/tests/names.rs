//! What people and publishers may call a camera.

use proptest::prelude::*;

use crate::protocol::{CameraId, CameraName, HoldText, InvalidCamera};

#[test]
fn names_are_cleaned() {
    let forty = "x".repeat(40);
    let cases = [
        ("Drums", Ok("Drums")),
        ("  Drums \n", Ok("Drums")),
        ("Stage\tleft", Ok("Stage left")),
        ("Caméra de Zoé 🎥", Ok("Caméra de Zoé 🎥")),
        ("", Err(InvalidCamera::EmptyName)),
        (" \u{7} ", Err(InvalidCamera::EmptyName)),
        (&format!("{forty}yz"), Ok(forty.as_str())),
        (&format!("{} y", &forty[..39]), Ok(&forty[..39])),
    ];
    for (given, expected) in cases {
        let name = CameraName::new(given);
        assert_eq!(name.as_ref().map(CameraName::as_str).map_err(|error| *error), expected, "{given:?}");
    }
}

#[test]
fn what_stands_on_the_hold_slate_is_one_clean_line() {
    let text = |given: &str| HoldText::new(given).map(|text| text.as_str().to_owned());
    assert_eq!(text("  Back at\n21:00 "), Some("Back at 21:00".to_owned()));
    assert_eq!(text(" \u{7} "), None);
    assert_eq!(text(&"é".repeat(130)), Some("é".repeat(120)));
}

#[test]
fn ids_fit_into_a_path() {
    let longest = "x".repeat(64);
    for good in ["a", "0b5c-4e_f.1", longest.as_str()] {
        assert_eq!(CameraId::new(good).as_ref().map(CameraId::as_str), Ok(good));
    }
    for bad in ["", "a/b", "a b", "é", "a%20b", "a?b", &format!("{longest}x")] {
        assert_eq!(CameraId::new(bad), Err(InvalidCamera::Id), "{bad:?}");
        assert!(serde_json::from_value::<CameraId>(bad.into()).is_err(), "{bad:?}");
    }
}

proptest! {
    #[test]
    fn a_clean_name_stays_as_it_is(given in any::<String>()) {
        if let Ok(name) = CameraName::new(&given) {
            prop_assert!(name.as_str().chars().count() <= CameraName::MAX_CHARS.into());
            prop_assert!(!name.as_str().chars().any(char::is_control));
            prop_assert_eq!(CameraName::new(name.as_str()), Ok(name));
        }
    }
}
