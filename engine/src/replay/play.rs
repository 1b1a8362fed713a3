use std::pin::pin;

use tokio::sync::broadcast;

use super::{player::Player, screens::Screens, signal::Signal};
use crate::{clock::SessionClock, media::SessionTime};

/// Plays on the session clock, to `out`. Returns at the end of the last segment.
///
/// The first picture is waited for where one of the `screens` is to show it; where there is none, it rolls at once.
/// `rolls` is told that moment.
pub async fn play(
    mut player: Player,
    clock: SessionClock,
    out: &broadcast::Sender<Signal>,
    screens: &Screens,
    rolls: impl AsyncFnOnce(SessionTime),
) {
    let (mut rolls, mut is_shown) = (Some(rolls), false);
    let mut shown = pin!(screens.show(player.replay()));
    loop {
        let now = clock.now();
        while let Some(signal) = player.poll(now) {
            let rolls = rolls.take_if(|_| matches!(signal, Signal::Rolling { .. }));
            // Nobody listening is no error: a replay runs by the clock.
            let _ = out.send(signal);
            if let Some(rolls) = rolls {
                rolls(now).await;
            }
        }
        if player.is_over(now) {
            return;
        }
        tokio::select! {
            () = &mut shown, if !is_shown => {
                is_shown = true;
                player.shown();
            }
            () = clock.sleep_until(player.deadline()) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;

    use super::super::Footage;
    use super::*;
    use crate::{
        feed::{Feed, Limits},
        media::{Frame, Track},
    };

    /// A replay of a second, of a feed with thirty pictures a second.
    fn player(replay: u32) -> Player {
        let feed = Feed::new(Limits::default());
        let producer = feed.producer();
        for number in 0..60 {
            let pts = SessionTime::from_micros(number * 1_000_000 / 30);
            let (track, data) = (Track::Video, Bytes::new());
            producer.push(Frame { track, pts, keyframe: number % 30 == 0, data, config: None, arrived: pts });
        }
        let footage = Footage::take(&feed, SessionTime::from_millis(500), SessionTime::from_millis(1_500));
        Player::new(replay, footage.into_iter().collect()).expect("footage")
    }

    /// Plays in virtual time: after how many milliseconds it rolls, and how many it plays from then on. Pictures come in
    /// their time.
    async fn played(screens: &Screens) -> (u128, u128) {
        let (clock, (out, mut heard)) = (SessionClock::start(), broadcast::channel(4096));
        let listener = tokio::spawn(async move {
            let (mut rolled, mut count) = (None, 0);
            while let Ok(signal) = heard.recv().await {
                match signal {
                    Signal::Rolling { replay } => rolled = Some((replay, clock.now())),
                    Signal::Frame { shown: true, frame, .. } => {
                        count += 1;
                        let since_first = frame.pts.since(SessionTime::from_millis(500));
                        let due = rolled.map_or(SessionTime::ZERO, |(_, at)| at + since_first);
                        assert!(clock.now().since(due) <= Duration::from_millis(2), "picture {count}");
                    }
                    Signal::Frame { .. } => assert_eq!(rolled, None),
                    Signal::Ended { .. } => panic!("who stops it says so"),
                }
            }
            assert_eq!((rolled.map(|(replay, _)| replay), count), (Some(7), 30));
        });
        let started = clock.now();
        let mut rolled = None;
        play(player(7), clock, &out, screens, async |at| rolled = Some(at)).await;
        let (rolled, over) = (rolled.expect("it rolls"), clock.now());
        drop(out);
        listener.await.expect("the listener ends with the channel");
        (rolled.since(started).as_millis(), over.since(rolled).as_millis())
    }

    #[tokio::test(start_paused = true)]
    async fn it_rolls_when_a_desk_shows_the_first_picture_or_has_not_in_half_a_second() {
        for (decoding, rolls) in [(Some(120), 120), (None, 500)] {
            let screens = Screens::default();
            screens.shows(6);
            let (_screen, desk) = (screens.open(), screens.clone());
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(decoding.unwrap_or(5_000))).await;
                desk.shows(7);
            });
            let (rolled, length) = played(&screens).await;
            assert!((rolls..=rolls + 2).contains(&rolled), "after {rolled} ms");
            assert!((1_000..=1_003).contains(&length), "{length} ms");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_does_not_look_is_not_waited_for() {
        // The program bus and a desk that hears alone have the frames, and show them to nobody who would say so.
        let screens = Screens::default();
        drop(screens.open());
        let (rolled, length) = played(&screens).await;
        assert!(rolled <= 2, "after {rolled} ms");
        assert!((1_000..=1_003).contains(&length), "{length} ms");
    }

    #[tokio::test(start_paused = true)]
    async fn the_last_desk_that_leaves_is_not_waited_for() {
        let screens = Screens::default();
        let screen = screens.open();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            drop(screen);
        });
        let (rolled, _) = played(&screens).await;
        assert!((100..=102).contains(&rolled), "after {rolled} ms");
    }
}
