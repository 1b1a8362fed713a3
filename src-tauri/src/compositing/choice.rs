use serde::{Deserialize, Serialize};

use super::Compositing;

/// A page that draws fewer pictures a second than this without compositing was not on any screen.
const LEAST_PICTURES: f64 = 3.0;
/// Compositing has to show this share of the pictures that the other way shows: two stretches of a machine that does
/// other things too are never the same.
const AS_MANY: f64 = 0.95;
/// What counts as shown, of what the other way shows. Nothing is 0, a window of which a piece was late is nearly 1.
const SHOWN: f64 = 0.5;

/// What was seen of a stretch in which the trial's page was drawn one way.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// Program's pictures a second that stood in a turn of the page. 30 are drawn.
    pub pictures: f64,
    /// Turns of the page a second.
    pub turns: f64,
    /// Cores that the trial's processes took.
    pub cores: f64,
    /// The share of the window that had the pictures' colour at the end.
    pub seen: f64,
}

impl Drawn {
    /// What a picture cost, in seconds of a core. Of a machine that is busy with other things too it is steadier than the
    /// cores are.
    fn cost(self) -> f64 {
        self.cores / self.pictures
    }
}

/// Which way draws the desk; none when the page was on no screen and nothing can be said.
///
/// Compositing is chosen where it shows the pictures, as many of them, and for no more work. Both are decided in
/// favour of doing without: a desk that takes more of the processor than it could is still a desk.
pub fn choose(without: Drawn, with: Drawn) -> Option<Compositing> {
    if without.pictures.is_nan() || without.pictures < LEAST_PICTURES {
        return None;
    }
    let shows = with.seen >= without.seen * SHOWN;
    let keeps_up = with.pictures >= without.pictures * AS_MANY;
    let is_cheap = with.cost() <= without.cost();
    Some(if shows && keeps_up && is_cheap { Compositing::On } else { Compositing::Off })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WITHOUT: Drawn = Drawn { pictures: 30.0, turns: 150.0, cores: 0.65, seen: 0.6 };
    const WITH_A_GPU: Drawn = Drawn { pictures: 30.0, turns: 60.0, cores: 0.3, seen: 0.6 };

    #[test]
    fn a_gpu_that_draws_everything_for_less_is_used() {
        assert_eq!(choose(WITHOUT, WITH_A_GPU), Some(Compositing::On));
        let one_late = Drawn { pictures: 29.0, ..WITH_A_GPU };
        assert_eq!(choose(WITHOUT, one_late), Some(Compositing::On));
    }

    #[test]
    fn an_imitation_of_a_gpu_is_not() {
        let software = Drawn { pictures: 17.0, turns: 24.6, cores: 1.59, seen: 0.6 };
        assert_eq!(choose(WITHOUT, software), Some(Compositing::Off));
        // Nor is one that keeps up on many cores.
        assert_eq!(choose(WITHOUT, Drawn { pictures: 30.0, ..software }), Some(Compositing::Off));
    }

    #[test]
    fn a_driver_that_shows_nothing_is_not_used_however_quickly_it_does_so() {
        assert_eq!(choose(WITHOUT, Drawn { seen: 0.0, cores: 0.1, ..WITH_A_GPU }), Some(Compositing::Off));
        assert_eq!(choose(WITHOUT, Drawn { pictures: 0.0, turns: 0.0, cores: 0.0, seen: 0.6 }), Some(Compositing::Off));
    }

    #[test]
    fn where_the_window_can_t_be_read_the_pictures_decide() {
        let unread = |drawn| Drawn { seen: 0.0, ..drawn };
        assert_eq!(choose(unread(WITHOUT), unread(WITH_A_GPU)), Some(Compositing::On));
    }

    #[test]
    fn both_ways_suffer_on_a_busy_machine_and_the_cheaper_one_stays_the_cheaper_one() {
        let busy = |drawn: Drawn| Drawn { pictures: drawn.pictures / 3.0, cores: drawn.cores / 3.0, ..drawn };
        assert_eq!(choose(busy(WITHOUT), busy(WITH_A_GPU)), Some(Compositing::On));
    }

    #[test]
    fn a_page_that_was_on_no_screen_says_nothing() {
        let hidden = Drawn { pictures: 0.7, turns: 0.7, cores: 0.0, seen: 0.0 };
        assert_eq!(choose(hidden, hidden), None);
        assert_eq!(choose(Drawn { pictures: f64::NAN, ..hidden }, WITH_A_GPU), None);
    }
}
