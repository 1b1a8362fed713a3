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

    /// What is to be heard while the picture of this camera, if of any, is still to come.
    pub fn while_coming(&mut self, coming: Option<FeedId>) -> Mix {
        if self.decided.program.is_none() || self.decided.program != coming {
            self.camera = self.decided.program;
        }
        Mix { program: self.camera, delays: self.decided.delays.clone() }
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
            let mut heard = Heard::default();
            for (program, coming, one) in steps {
                heard.decide(Mix { program, ..Mix::default() });
                assert_eq!(heard.while_coming(coming).program, one, "{what}");
            }
        }
    }
}
