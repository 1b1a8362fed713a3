use super::cuts::Cuts;

/// Pictures a second that timecodes count: what phones are asked for.
const RATE: u64 = 30;
/// Where the program begins, as is the custom: at one o'clock, so that there is a time before it.
const BEGINS: u64 = 3_600 * RATE;

/// The cut list as an EDL (CMX 3600): one event a shot, picture and sound together. Reels are the cameras; the file is
/// named below each event. Times are rounded to pictures.
pub fn cmx3600(title: &str, cuts: &Cuts) -> String {
    let mut text = format!("TITLE: {}\nFCM: NON-DROP FRAME\n\n", line(title));
    let mut number = 0;
    for shot in &cuts.shots {
        let (begin, end) = (frames(shot.at), frames(shot.at + shot.lasts));
        // A shot of less than a picture is none in this format.
        let length = end - begin;
        if length == 0 {
            continue;
        }
        number += 1;
        let from = frames(shot.from);
        let reel: String = shot.name.split(' ').next().unwrap_or_default().chars().take(8).collect();
        text += &format!(
            "{number:03}  {reel:<8} B     C        {} {} {} {}\n* FROM CLIP NAME: {}\n",
            timecode(from),
            timecode(from + length),
            timecode(BEGINS + begin),
            timecode(BEGINS + end),
            line(shot.path.rsplit('/').next().unwrap_or_default()),
        );
    }
    text
}

fn frames(micros: u64) -> u64 {
    (micros * RATE + 500_000) / 1_000_000
}

fn timecode(frames: u64) -> String {
    let seconds = frames / RATE;
    format!("{:02}:{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60, frames % RATE)
}

/// Text in one line. Names stay as they are: programs that know ASCII alone show other signs in their place.
fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
