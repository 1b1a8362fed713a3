//! No file leads back to itself, none is too large, and one name is one thing. What is not so yet stands in a list with
//! its reason; who mends it takes it off, for a list that says too much fails too.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Source, circles, links, read};

/// Files that lead back to themselves: each circle by its files.
const CIRCLES: &[(&[&str], &str)] = &[];

/// More lines than this, and there is a second file inside it. Tests are counted apart.
const LINES: usize = 300;
/// Files with more.
const LARGE: &[(&str, &str)] = &[];

/// Types that are defined twice.
const TWICE: &[(&str, &str)] = &[
    ("Camera", "as everyone is told of it, and as the studio holds it"),
    ("Event", "what everyone is told, and what a connection tells the studio"),
    ("Limits", "the director's and a ring's: the room says whose"),
    ("OnAir", "as everyone is told, and as program plays it"),
    ("Shared", "what the clones of a handle share, each within its room"),
    ("Unreadable", "JSON and SDP that can't be read: the room says which"),
];

/// Holds what was found against what is known.
fn compare<T: Ord + std::fmt::Debug>(what: &str, found: &BTreeSet<T>, known: &BTreeSet<T>) {
    let new: Vec<_> = found.difference(known).collect();
    assert!(new.is_empty(), "{what}: {new:#?}");
    let mended: Vec<_> = known.difference(found).collect();
    assert!(mended.is_empty(), "{what}, but no longer: take it off the list: {mended:#?}");
}

#[test]
fn no_file_leads_back_to_itself() {
    let sources = read();
    let links = links(&sources);
    let known = CIRCLES.iter().map(|(files, _)| files.iter().copied().collect()).collect();
    compare("files that import each other in a circle", &circles(&links), &known);
}

#[test]
fn no_file_is_too_large() {
    let sources = read();
    let large = sources.iter().filter(|source| source.lines > LINES).map(|source| source.path.as_str()).collect();
    compare("files of too many lines", &large, &LARGE.iter().map(|(file, _)| *file).collect());
}

#[test]
fn one_name_is_one_type() {
    let sources = read();
    compare("types that are defined twice", &twice(&sources), &TWICE.iter().map(|(name, _)| *name).collect());
}

fn twice(sources: &[Source]) -> BTreeSet<&str> {
    let mut files: BTreeMap<&str, usize> = BTreeMap::new();
    for name in sources.iter().flat_map(|source| &source.types) {
        *files.entry(name).or_default() += 1;
    }
    files.into_iter().filter(|(_, files)| *files > 1).map(|(name, _)| name).collect()
}

/// A house of three rooms: `feed` is used as it should be, `peer` has a circle through a re-export and a path, `sound`
/// looks like one.
const HOUSE: [(&str, &str); 8] = [
    ("lib.rs", "pub mod feed; mod peer; mod sound; pub use feed::Ring;"),
    ("feed/mod.rs", "mod ring; pub use ring::Ring;"),
    ("feed/ring.rs", "pub struct Ring; mod id { pub struct Key; pub const A: u8 = super::B; } const B: u8 = 1;"),
    ("peer/mod.rs", "mod ice; mod mux; pub use mux::{Mux, Port as MediaPort};"),
    ("peer/ice.rs", "use crate::{Ring, peer::MediaPort}; impl Iterator for Ice { type Item = Ring; } pub struct Ice;"),
    ("peer/mux.rs", "pub struct Mux; pub struct Port; fn f() { super::ice::Ice; }"),
    ("sound/mod.rs", "mod level; pub struct Mix;"),
    (
        "sound/level.rs",
        "// use super::Mix;\nconst TEXT: &str = \"crate::sound::Mix\"; pub enum Ring {}\n\
         #[cfg(test)]\nmod tests {\n    use super::super::Mix; struct Port;\n}\n",
    ),
];

#[test]
fn the_checks_see_circles_and_names() {
    let sources = HOUSE.map(|(path, text)| Source::parse(path, text));
    let links = links(&sources);
    assert_eq!(links["peer/ice.rs"], BTreeSet::from(["feed/ring.rs", "peer/mux.rs"]), "through what is given on");
    assert!(links["feed/ring.rs"].is_empty(), "a module within a file is of that file");
    assert!(links["sound/level.rs"].is_empty(), "neither comments nor texts nor tests count");
    assert_eq!(circles(&links), BTreeSet::from([BTreeSet::from(["peer/ice.rs", "peer/mux.rs"])]));
    assert_eq!(twice(&sources), BTreeSet::from(["Ring"]));
    assert_eq!(sources[7].lines, 2, "tests are counted apart");
}
