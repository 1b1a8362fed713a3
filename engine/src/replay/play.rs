use std::pin::pin;

use tokio::sync::mpsc;

use super::{
    footage::{Footage, Moment},
    outlet::Outlet,
    player::Player,
    playhead::Speed,
    screens::Screens,
    signal::Signal,
};
use crate::{clock::SessionClock, media::SessionTime};

/// How a replay that plays is handled.
#[derive(Debug)]
pub enum Handling {
    /// As [`Player::set_speed`].
    Speed(Speed),
    /// As [`Player::turn`].
    Turn(Vec<Footage>, Moment),
    /// As [`Player::step`].
    Step(i32),
}

/// How a replay's playing ended by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Played {
    /// It played to its end.
    Finished,
    /// There is nothing of it.
    Nothing,
}

/// What there is to tell of a replay that plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// It rolls: when it was at its beginning, or would have been.
    Rolls(SessionTime),
    /// It was stepped to this picture, and stands there.
    Stands(SessionTime),
}

/// Plays on the session clock, to `out`, until the end of the last segment.
///
/// The first picture is waited for where one of the `screens` is to show it; where there is none, it rolls at once.
/// Without a sender of `handling` it goes on as it is.
pub async fn play<T: Future<Output = ()>>(
    mut player: Player,
    clock: SessionClock,
    out: Outlet,
    screens: Screens,
    mut handling: mpsc::Receiver<Handling>,
    tell: impl Fn(Progress) -> T,
) -> Played {
    if !player.has_pictures().await {
        return Played::Nothing;
    }
    let (mut shown, mut is_shown) = (pin!(screens.show(player.replay())), false);
    let mut newcomers = screens.newcomers();
    loop {
        let now = clock.now();
        while let Some(signal) = player.poll(now) {
            let is_rolling = matches!(signal, Signal::Rolling { .. });
            out.send(signal);
            if is_rolling {
                tell(Progress::Rolls(player.began(now))).await;
            }
        }
        if let Some(picture) = player.stands() {
            tell(Progress::Stands(picture)).await;
        }
        if player.is_over(now) {
            return Played::Finished;
        }
        let deadline = player.deadline();
        tokio::select! {
            Some(first) = handling.recv() => {
                let now = clock.now();
                handle(&mut player, first, now);
                // Of many that wait, as while somebody drags, what the last one asks for is shown alone.
                while let Ok(next) = handling.try_recv() {
                    handle(&mut player, next, now);
                }
            }
            () = &mut shown, if !is_shown => {
                is_shown = true;
                player.shown();
            }
            // At its usual speed there is a keyframe soon.
            () = newcomers.next() => if player.speed() != Speed::NORMAL {
                player.show_again(clock.now());
            },
            () = player.wait() => {}
            () = clock.sleep_until(deadline) => {}
        }
    }
}

fn handle(player: &mut Player, handling: Handling, now: SessionTime) {
    match handling {
        Handling::Speed(speed) => player.set_speed(speed, now),
        Handling::Turn(footage, to) => player.turn(footage, to, now),
        Handling::Step(pictures) => player.step(pictures, now),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;
    use tokio::sync::broadcast;

    use super::*;
    use crate::{
        archive::Archive,
        feed::{Feed, Limits},
        media::{Frame, Track},
        protocol::CameraId,
    };

    /// A replay of a second, of a feed with thirty pictures a second.
    fn player(replay: u32, clock: SessionClock) -> Player {
        let (archive, camera) = (Archive::new(clock), CameraId::new("cam-0123456789abcdef").expect("an id"));
        let feed = Feed::new(Limits::default());
        let producer = feed.producer();
        archive.join(&camera, &feed);
        for number in 0..60 {
            let pts = SessionTime::from_micros(number * 1_000_000 / 30);
            let (track, data) = (Track::Video, Bytes::new());
            producer.push(Frame { track, pts, keyframe: number % 30 == 0, data, config: None, arrived: pts });
        }
        let (from, to) = (SessionTime::from_millis(500), SessionTime::from_millis(1_500));
        let footage = Footage { camera: Some(camera), from, to };
        Player::new(replay, &archive, vec![footage], Speed::NORMAL).expect("footage")
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
                    Signal::Frame { shown: true, frame, due, .. } => {
                        count += 1;
                        let since_first = frame.pts.since(SessionTime::from_millis(500));
                        let wanted = rolled.map_or(due, |(_, at)| at + since_first);
                        assert_eq!(due, wanted, "picture {count}");
                        assert!(clock.now().since(due) <= Duration::from_millis(2), "picture {count}");
                    }
                    Signal::Frame { .. } => assert_eq!(rolled, None),
                    Signal::Hole { .. } => panic!("it is whole"),
                    Signal::Ended { .. } => panic!("who stops it says so"),
                }
            }
            assert_eq!((rolled.map(|(replay, _)| replay), count), (Some(7), 30));
        });
        let started = clock.now();
        let rolled = std::sync::Mutex::new(None);
        let (_handle, handling) = mpsc::channel(1);
        let tell = |progress| match progress {
            Progress::Rolls(at) => {
                *rolled.lock().expect("nobody panicked") = Some(at);
                std::future::ready(())
            }
            Progress::Stands(at) => panic!("nobody stepped it to {at:?}"),
        };
        let end = play(player(7, clock), clock, Outlet::new(out), screens.clone(), handling, tell).await;
        assert_eq!(end, Played::Finished);
        let (rolled, over) = (rolled.into_inner().expect("nobody panicked").expect("it rolls"), clock.now());
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
