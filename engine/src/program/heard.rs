use crate::{protocol::FeedId, sound::Mix};

/// Whose sound goes out with the pictures. Whose it is to be, the director decides; a sound that comes with a picture
/// begins when that does, so that a cut is one for eyes and ears. Silence waits for nothing, and neither does a sound that
/// comes without a picture.
#[derive(Debug, Default)]
pub struct Heard {
    decided: Mix,
    /// The camera that is heard.
    camera: Option<FeedId>,
}

impl Heard {
    /// The director decided about sound.
    pub fn decide(&mut self, mix: Mix) {
        self.decided = mix;
    }

    /// Makes `mix` what is to be heard while the picture of this camera, if of any, is still to come; whether it was
    /// another before.
    pub fn put(&mut self, coming: Option<FeedId>, mix: &mut Mix) -> bool {
        if self.decided.program.is_none() || self.decided.program != coming {
            self.camera = self.decided.program;
        }
        let is_other =
            (mix.program, &mix.replay, &mix.delays) != (self.camera, &self.decided.replay, &self.decided.delays);
        if is_other {
            mix.clone_from(&self.decided);
            mix.program = self.camera;
        }
        is_other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Option<FeedId> = Some(FeedId(1));
    const TWO: Option<FeedId> = Some(FeedId(2));

    #[test]
    fn a_sound_waits_for_its_picture_and_silence_for_nothing() {
        // What is decided in turn, the picture that is to come then, and whom one hears.
        let cases = [
            ("a cut", [(ONE, None, ONE), (TWO, TWO, ONE), (TWO, None, TWO)]),
            ("one that is taken back", [(ONE, None, ONE), (TWO, TWO, ONE), (ONE, None, ONE)]),
            ("another camera's sound, whatever the picture is", [(ONE, None, ONE), (ONE, TWO, ONE), (ONE, None, ONE)]),
            ("that one's sound is chosen anew", [(ONE, None, ONE), (TWO, None, TWO), (TWO, None, TWO)]),
            ("muted on the way", [(ONE, None, ONE), (TWO, TWO, ONE), (None, TWO, None)]),
            ("off the hold slate", [(None, None, None), (TWO, TWO, None), (TWO, None, TWO)]),
        ];
        for (what, steps) in cases {
            let (mut heard, mut mix) = (Heard::default(), Mix::default());
            for (program, coming, one) in steps {
                heard.decide(Mix { program, ..Mix::default() });
                let before = mix.program;
                assert_eq!(heard.put(coming, &mut mix), before != one, "{what}");
                assert_eq!(mix.program, one, "{what}");
            }
        }
    }
}
