use std::collections::BTreeMap;

use super::cuts::{Cuts, Shot};

/// Pictures a second that timecodes count: what phones are asked for. A whole number, so none is dropped.
const RATE: u64 = 30;
/// Where the program begins, as is the custom: at one o'clock, so that there is a time before it.
const BEGINS: u64 = 3_600 * RATE;
/// Pictures of a day: behind its last timecode comes its first one again.
const DAY: u64 = 24 * 3_600 * RATE;

/// The cut list as an EDL (CMX 3600): one event a shot, picture and sound together where both are of one camera, else one
/// of each. A reel is one file of a camera, whose name stands below each event; so does a motion effect (`M2`), the pictures a
/// second that its file plays with. Times are rounded to pictures.
pub fn cmx3600(title: &str, cuts: &Cuts) -> String {
    let mut events: Vec<(&Shot, &str)> = Vec::new();
    for shot in &cuts.shots {
        events.push((shot, if cuts.sound.iter().any(|sound| is_same(sound, shot)) { "B" } else { "V" }));
    }
    for sound in &cuts.sound {
        if !cuts.shots.iter().any(|shot| is_same(sound, shot)) {
            events.push((sound, "A"));
        }
    }
    events.sort_by_key(|(shot, _)| shot.at);
    let mut text = format!("TITLE: {}\nFCM: NON-DROP FRAME\n\n", line(title));
    let mut number = 0;
    let mut reels = Reels::default();
    for (shot, channels) in events {
        let (begin, end) = (frames(shot.at), frames(shot.at + shot.lasts));
        // A shot of less than a picture is none in this format.
        if begin == end {
            continue;
        }
        number += 1;
        let from = frames(shot.from);
        // What stands is one picture of its file.
        let to = frames(shot.from + shot.of_file()).max(from + 1);
        let reel = reels.of(shot);
        text += &format!(
            "{number:03}  {reel:<8} {channels:<5} C        {} {} {} {}\n* FROM CLIP NAME: {}\n",
            timecode(from),
            timecode(if shot.speed == 100 { from + end - begin } else { to }),
            timecode(BEGINS + begin),
            timecode(BEGINS + end),
            line(shot.path.rsplit('/').next().unwrap_or_default()),
        );
        if shot.speed != 100 {
            let rate = RATE as f64 * f64::from(shot.speed) / 100.0;
            text += &format!("M2   {reel:<8}       {rate:05.1} {:>27}\n", timecode(from));
        }
        if shot.speed == 0 {
            text += "* * FREEZE FRAME\n";
        }
    }
    text
}

/// What an editor knows files by, each by a reel of its own.
#[derive(Default)]
struct Reels<'a>(BTreeMap<String, &'a str>);

impl<'a> Reels<'a> {
    /// The camera and the number of its file, in eight signs at most. Times begin anew in each file, so the camera alone
    /// would not do; and of two cameras that had one number in a show, the later one gets a letter.
    fn of(&mut self, shot: &'a Shot) -> String {
        let camera = shot.name.split(' ').next().unwrap_or_default();
        let stem = shot.path.rsplit_once('.').map_or(&*shot.path, |(stem, _)| stem);
        let number = stem.rsplit(' ').next().unwrap_or_default();
        let names = std::iter::once(String::new()).chain(('b'..='z').map(String::from));
        let mut names = names.map(|letter| {
            let long = format!("{camera}_{number}{letter}");
            if long.len() > 8 { long.replace("cam", "c") } else { long }
        });
        let is_free = |name: &String| self.0.get(name).is_none_or(|path| *path == shot.path);
        let name = names.clone().find(is_free).or_else(|| names.next_back()).unwrap_or_default();
        self.0.insert(name.clone(), &shot.path);
        name
    }
}

/// Whether sound and picture are one event: the same stretch of the same file.
fn is_same(sound: &Shot, shot: &Shot) -> bool {
    shot.speed == 100
        && sound.path == shot.path
        && (frames(sound.at), frames(sound.from)) == (frames(shot.at), frames(shot.from))
        && frames(sound.at + sound.lasts) == frames(shot.at + shot.lasts)
}

fn frames(micros: u64) -> u64 {
    (micros * RATE + 500_000) / 1_000_000
}

fn timecode(frames: u64) -> String {
    let seconds = frames % DAY / RATE;
    format!("{:02}:{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60, frames % RATE)
}

/// Text in one line. Names stay as they are: programs that know ASCII alone show other signs in their place.
fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shot(camera: u8, at: u64, lasts: u64, from: u64) -> Shot {
        let name = format!("cam{camera} Anna");
        let path = format!("ISO/{name} 01.mp4");
        Shot { at, lasts, from, path, file_lasts: u64::MAX, name, replay: false, speed: 100 }
    }

    #[test]
    fn picture_and_sound_are_one_event_where_they_are_one_shot() {
        let (first, second) = (shot(1, 0, 2_000_000, 500_000), shot(2, 2_000_000, 1_000_000, 40_000));
        // The first camera is heard all the time: the mixer's.
        let sound = shot(1, 0, 3_000_000, 500_000);
        let follows = Cuts { length: 3_000_000, sound: vec![first.clone(), second.clone()], ..Cuts::default() };
        let follows = Cuts { shots: vec![first.clone(), second.clone()], ..follows };
        let pinned = Cuts { sound: vec![sound], ..follows.clone() };
        let events = |cuts| {
            cmx3600("show", cuts).lines().filter(|line| line.starts_with('0')).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(
            events(&follows),
            [
                "001  cam1_01  B     C        00:00:00:15 00:00:02:15 01:00:00:00 01:00:02:00",
                "002  cam2_01  B     C        00:00:00:01 00:00:01:01 01:00:02:00 01:00:03:00",
            ]
        );
        assert_eq!(
            events(&pinned),
            [
                "001  cam1_01  V     C        00:00:00:15 00:00:02:15 01:00:00:00 01:00:02:00",
                "002  cam1_01  A     C        00:00:00:15 00:00:03:15 01:00:00:00 01:00:03:00",
                "003  cam2_01  V     C        00:00:00:01 00:00:01:01 01:00:02:00 01:00:03:00",
            ]
        );
    }

    #[test]
    fn slow_motion_and_what_stands_are_motion_effects() {
        let slow = Shot { speed: 50, ..shot(1, 0, 2_000_000, 500_000) };
        let stands = Shot { speed: 0, ..shot(2, 2_000_000, 1_000_000, 40_000) };
        let cuts = Cuts { shots: vec![slow, stands], ..Cuts::default() };
        let text = cmx3600("show", &cuts);
        let lines: Vec<_> = text.lines().skip(3).collect();
        assert_eq!(
            lines,
            [
                "001  cam1_01  V     C        00:00:00:15 00:00:01:15 01:00:00:00 01:00:02:00",
                "* FROM CLIP NAME: cam1 Anna 01.mp4",
                "M2   cam1_01        015.0                 00:00:00:15",
                "002  cam2_01  V     C        00:00:00:01 00:00:00:02 01:00:02:00 01:00:03:00",
                "* FROM CLIP NAME: cam2 Anna 01.mp4",
                "M2   cam2_01        000.0                 00:00:00:01",
                "* * FREEZE FRAME",
            ]
        );
    }

    #[test]
    fn a_reel_is_a_file_of_a_camera() {
        let files = [(1, "Anna 01"), (12, "Ben 02"), (12, "Ben 103"), (1, "Cleo 01"), (1, "Anna 01")];
        let shots = files.map(|(camera, file)| Shot { path: format!("ISO/cam {file}.mp4"), ..shot(camera, 0, 1, 0) });
        let mut reels = Reels::default();
        let reels = shots.each_ref().map(|shot| reels.of(shot));
        assert_eq!(reels, ["cam1_01", "cam12_02", "c12_103", "cam1_01b", "cam1_01"]);
    }

    #[test]
    fn behind_the_last_timecode_of_a_day_comes_its_first() {
        let cuts = Cuts { shots: vec![shot(1, 82_800_000_000, 1_000_000, 82_800_000_000)], ..Cuts::default() };
        let text = cmx3600("show", &cuts);
        assert!(text.contains("23:00:00:00 23:00:01:00 00:00:00:00 00:00:01:00"), "{text}");
    }
}
