use jiff::{Timestamp, tz::TimeZone};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::angle::Angle;
use crate::{media::SessionTime, protocol::Millis};

/// Characters of a name that a file's keeps.
const NAME: usize = 60;

/// What files of an export are called after.
#[derive(Debug, Clone)]
pub struct Title {
    /// The clip's name, where it is of one.
    pub clip: Option<String>,
    /// What the wall clock says at the session clock's zero, in milliseconds since 1970-01-01 UTC.
    pub wall: Millis,
}

impl Title {
    /// Of the file of one angle: clip, camera, speed and local time. `whose` is the camera's name.
    #[must_use]
    pub fn of_angle(&self, angle: &Angle, whose: &str, ending: &str) -> String {
        let speed = (angle.speed != 100).then(|| format!("{} %", angle.speed));
        let camera = format!("cam{} {whose}", angle.number);
        self.name([Some(camera), speed, Some(self.clock(angle.from))].into_iter().flatten(), ending)
    }

    /// Of the file with all angles.
    #[must_use]
    pub fn of_all(&self, from: SessionTime) -> String {
        self.name([self.clock(from)].into_iter(), "zip")
    }

    fn name(&self, parts: impl Iterator<Item = String>, ending: &str) -> String {
        let parts: Vec<_> = self.clip.clone().into_iter().chain(parts).map(|part| fit(&part)).collect();
        format!("{}.{ending}", parts.join(" ").trim())
    }

    /// A moment as a clock here says it, to the second.
    fn clock(&self, at: SessionTime) -> String {
        let millis = i64::try_from(self.wall.saturating_add(at.as_millis())).unwrap_or(i64::MAX);
        let moment = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX);
        moment.to_zoned_datetime(TimeZone::system()).strftime("%Y-%m-%d %H.%M.%S").to_string()
    }
}

/// Without what a file's name may not have on some system.
fn fit(part: &str) -> String {
    let is_refused = |c: char| c.is_control() || "<>:\"/\\|?*".contains(c);
    let part: String = part.trim().chars().map(|c| if is_refused(c) { '-' } else { c }).take(NAME).collect();
    part.trim_matches(['.', ' ']).to_owned()
}

/// A file's name as a header says it (RFC 6266 section 4): for old clients in ASCII too.
#[must_use]
pub fn disposition(name: &str) -> String {
    /// RFC 8187 section 3.2.1: what stands as it is.
    const AS_IT_IS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let ascii: String = name.chars().map(|c| if c.is_ascii() && !"\"\\%".contains(c) { c } else { '_' }).collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", utf8_percent_encode(name, AS_IT_IS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_fits_every_system_and_a_header_says_it_twice() {
        assert_eq!(fit(" Tor: 1/2? . "), "Tor- 1-2-");
        assert_eq!(fit(&"é".repeat(99)).chars().count(), NAME);
        let said = disposition("But \"été\" 50 %.mp4");
        assert_eq!(
            said,
            "attachment; filename=\"But _t__ 50 _.mp4\"; filename*=UTF-8''But%20%22%C3%A9t%C3%A9%22%2050%20%25.mp4"
                .replace("But _t__", "But __t__")
        );
    }
}
