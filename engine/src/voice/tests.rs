use std::time::Duration;

use super::*;
use crate::media::SessionTime;

const MESSAGE: [u8; 2 * SAMPLES] = [7; 2 * SAMPLES];
const LENGTH: Duration = Duration::from_millis(20);

/// When the frames are said that a reader finds, and whether they begin.
fn heard(reader: &mut VoiceReader) -> Vec<(SessionTime, bool)> {
    std::iter::from_fn(|| {
        let frame = futures_util::FutureExt::now_or_never(reader.next())?;
        assert!(!frame.opus.is_empty());
        Some((frame.at, frame.begins))
    })
    .collect()
}

#[tokio::test(start_paused = true)]
async fn who_has_the_word_is_heard_and_nobody_else() {
    let voice = Voice::new(SessionClock::start());
    let (mut one, mut two, mut reader) = (voice.speaker(1), voice.speaker(2), voice.reader());
    one.say(&MESSAGE).expect("a message");
    assert_eq!(heard(&mut reader), []);
    voice.give_word(Some(1));
    one.say(&MESSAGE).expect("a message");
    two.say(&MESSAGE).expect("a message");
    assert_eq!(heard(&mut reader), [(SessionTime::ZERO, true)]);
    voice.give_word(None);
    one.say(&MESSAGE).expect("a message");
    assert_eq!(heard(&mut reader), []);
    // A desk that names itself so has no word by there being none.
    voice.speaker(0).say(&MESSAGE).expect("a message");
    assert_eq!(heard(&mut reader), []);
}

#[tokio::test(start_paused = true)]
async fn a_voice_goes_on_evenly_however_it_comes_and_begins_behind_a_silence() {
    let clock = SessionClock::start();
    let voice = Voice::new(clock);
    voice.give_word(Some(1));
    let (mut speaker, mut reader) = (voice.speaker(1), voice.reader());
    for wait in [0, 35, 5, 20] {
        tokio::time::advance(Duration::from_millis(wait)).await;
        speaker.say(&MESSAGE).expect("a message");
    }
    let even = (0..4).map(|count| (SessionTime::ZERO + LENGTH * count, count == 0));
    assert_eq!(heard(&mut reader), even.collect::<Vec<_>>());
    tokio::time::advance(Duration::from_millis(500)).await;
    speaker.say(&MESSAGE).expect("a message");
    assert_eq!(heard(&mut reader), [(clock.now(), true)]);
}

#[tokio::test(start_paused = true)]
async fn nobody_says_more_than_there_is_time_for() {
    let voice = Voice::new(SessionClock::start());
    voice.give_word(Some(1));
    let (mut speaker, mut reader) = (voice.speaker(1), voice.reader());
    for _ in 0..100 {
        speaker.say(&MESSAGE).expect("a message");
    }
    // 200 ms ahead and the one that gets there: the oldest are the reader's own to lose.
    let heard = heard(&mut reader);
    assert_eq!(heard.last(), Some(&(SessionTime::ZERO + LENGTH * 10, false)));
    assert!(heard.len() <= BEHIND);
}

#[tokio::test]
async fn another_length_is_refused() {
    let mut speaker = Voice::new(SessionClock::start()).speaker(1);
    for length in [0, 2 * SAMPLES - 1, 4 * SAMPLES] {
        assert_eq!(speaker.say(&vec![0; length]), Err(BadVoice));
    }
}
