//! What the director makes of clips.

use super::kept::{KeptClip, KeptStretch};
use super::{NAME_CHARS, named};
use crate::director::effect::Changes;
use crate::director::limits::{MOST_CLIPS, SHORTEST_REPLAY};
use crate::director::replay::{Asking, Footing, trimmed};
use crate::director::state::Director;
use crate::protocol::{AskedClip, CameraNumber, Clip, EditedClip, Millis, Refusal, RefusalCode, Segment};

/// The most tags of a clip, and how long one may be.
const MOST_TAGS: usize = 20;
const TAG_CHARS: usize = 30;
/// The best.
const MOST_STARS: u8 = 5;

impl Director {
    /// Keeps a stretch in the list, and what program showed of it as files of the show that is recorded.
    pub(in crate::director) fn clip(
        &mut self,
        order: Asking,
        asked: AskedClip,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        let (range, camera, cuts) = self.to_keep(order, &asked)?;
        if self.library.clips.len() >= MOST_CLIPS {
            return Err(Refusal::new(RefusalCode::ListFull, format!("There are {MOST_CLIPS} clips: remove some.")));
        }
        let shown = match camera {
            Some(camera) if cuts.is_empty() => vec![Segment { camera, from: range.0, to: range.1 }],
            Some(_) | None => cuts.clone(),
        };
        // The files are made of the ring.
        let ring = order.now.saturating_sub(self.settings.history_length);
        if shown.iter().all(|segment| segment.from >= ring) {
            self.recordings.clip(shown, changes);
        }
        self.library.last_clip += 1;
        let id = self.library.last_clip;
        let name = asked.name.as_deref().and_then(|name| named(name, NAME_CHARS));
        let kept = KeptClip {
            id,
            name: name.unwrap_or_else(|| format!("Clip {id}")),
            from: range.0,
            to: range.1,
            camera: camera.and_then(|camera| self.roster.past_of(camera).cloned()),
            cuts: self.kept(&cuts),
            tags: Vec::new(),
            stars: 0,
        };
        self.library.clips.push(kept);
        changes.keep_library = true;
        Ok(())
    }

    /// The range, the angle and program's own cuts of what is to be kept.
    #[expect(clippy::type_complexity, reason = "three parts of a clip, taken apart at once")]
    fn to_keep(
        &self,
        order: Asking,
        asked: &AskedClip,
    ) -> Result<((Millis, Millis), Option<CameraNumber>, Vec<Segment>), Refusal> {
        let now = order.now;
        if let Some(camera) = asked.camera {
            self.known(camera)?;
        }
        let replayed = self.again(order).filter(|_| asked.from.is_none() && asked.to.is_none());
        let (range, plays) = match replayed {
            Some(plays) => {
                let plays = self.playable(now, plays)?;
                (plays.range(), Some(plays))
            }
            None => {
                let (from, to) = self.stretch(now, asked.from, asked.to)?;
                let from = from.max(self.oldest(now));
                if to.saturating_sub(from) < SHORTEST_REPLAY {
                    let message = "There is nothing of that time that could be kept.";
                    return Err(Refusal::new(RefusalCode::NothingToReplay, message));
                }
                ((from, to), None)
            }
        };
        let camera = asked.camera.or(plays.as_ref().and_then(|plays| plays.camera));
        let cuts = match plays {
            Some(Footing { segments, camera: None }) => segments,
            Some(_) | None => self.footing(now, None, range).map(|plays| plays.segments).unwrap_or_default(),
        };
        if cuts.is_empty() && camera.is_none() {
            let message = "Program showed nothing at that time: say which camera is to be kept.";
            return Err(Refusal::new(RefusalCode::NothingToReplay, message));
        }
        // Nothing was said: it is as long as what was on.
        let range = match (camera, asked.from, asked.to) {
            (None, None, None) => Footing { segments: cuts.clone(), camera }.range(),
            _ => range,
        };
        Ok((range, camera, cuts))
    }

    pub(in crate::director) fn edit_clip(
        &mut self,
        now: Millis,
        edited: EditedClip,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        let at = self.clip_at(edited.clip)?;
        let mut clip = self.library.clips[at].clone();
        if let Some(stars) = edited.stars {
            if stars > MOST_STARS {
                let message = format!("A clip has {MOST_STARS} stars at most.");
                return Err(Refusal::new(RefusalCode::OutOfRange, message));
            }
            clip.stars = stars;
        }
        if let Some(camera) = edited.camera {
            self.known(camera)?;
            clip.camera = self.roster.past_of(camera).cloned();
        }
        if let Some(name) = edited.name.as_deref().and_then(|name| named(name, NAME_CHARS)) {
            clip.name = name;
        }
        if let Some(tags) = &edited.tags {
            clip.tags = tags.iter().filter_map(|tag| named(tag, TAG_CHARS)).take(MOST_TAGS).collect();
        }
        if edited.from.is_some() || edited.to.is_some() {
            let (from, to) = (edited.from.unwrap_or(clip.from), edited.to.unwrap_or(clip.to).min(now));
            if to.saturating_sub(from) < SHORTEST_REPLAY {
                let message = format!("A clip is {SHORTEST_REPLAY} ms at least.");
                return Err(Refusal::new(RefusalCode::OutOfRange, message));
            }
            let cuts = match self.footing(now, None, (from, to)) {
                Ok(plays) => plays.segments,
                // Of an earlier start it is not known any more what was on beyond its ends.
                Err(_) => trimmed(&self.told_clip(clip.id)?.cuts, from, to),
            };
            (clip.from, clip.to, clip.cuts) = (from, to, self.kept(&cuts));
        }
        if self.library.clips[at] != clip {
            self.library.clips[at] = clip;
            changes.keep_library = true;
        }
        Ok(())
    }

    pub(in crate::director) fn remove_clip(&mut self, id: u32, changes: &mut Changes) -> Result<(), Refusal> {
        let at = self.clip_at(id)?;
        self.library.clips.remove(at);
        self.take_off_playlists(id, changes);
        changes.keep_library = true;
        Ok(())
    }

    /// What is played of a clip: the angle that is said, else its own, else what program showed.
    pub(in crate::director) fn clip_plays(
        &self,
        now: Millis,
        clip: u32,
        camera: Option<CameraNumber>,
    ) -> Result<Footing, Refusal> {
        let clip = self.told_clip(clip)?;
        match camera.or(clip.camera) {
            Some(camera) => self.footing(now, Some(camera), (clip.from, clip.to)),
            None => self.playable(now, Footing { segments: clip.cuts.clone(), camera: None }),
        }
    }

    pub(super) fn told_clip(&self, id: u32) -> Result<&Clip, Refusal> {
        self.told.clips.iter().find(|clip| clip.id == id).ok_or_else(|| unknown(id))
    }

    fn clip_at(&self, id: u32) -> Result<usize, Refusal> {
        self.library.clips.binary_search_by_key(&id, |clip| clip.id).map_err(|_| unknown(id))
    }

    fn kept(&self, cuts: &[Segment]) -> Vec<KeptStretch> {
        let kept = |segment: &Segment| {
            let camera = self.roster.past_of(segment.camera)?.clone();
            Some(KeptStretch { camera, from: segment.from, to: segment.to })
        };
        cuts.iter().filter_map(kept).collect()
    }
}

fn unknown(clip: u32) -> Refusal {
    Refusal::new(RefusalCode::UnknownClip, format!("There is no clip {clip}."))
}
