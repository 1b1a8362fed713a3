use super::{
    footage::Footage,
    reading::{Beginning, Reading, Upcoming},
};
use crate::{archive::Archive, media::SessionTime, protocol::CameraId};

/// The picture of a camera that is so many further on, or back, than the one that is shown at a moment; its first or its
/// last one up to `now` where there are fewer. The moment itself where it has none.
pub async fn step(
    archive: &Archive,
    camera: &CameraId,
    at: SessionTime,
    pictures: i32,
    now: SessionTime,
) -> SessionTime {
    let footage = Footage { camera: Some(camera.clone()), from: SessionTime::ZERO, to: now };
    let mut reading = Reading::at(archive, 0, &footage, at);
    let Some(shown) = found(&mut reading, at).await else { return at };
    let mut stands = shown;
    if pictures < 0 {
        let count = pictures.unsigned_abs() as usize;
        let mut back = Reading::back(archive, 0, &footage, shown, count);
        stands = found(&mut back, at).await.unwrap_or(shown);
    }
    for _ in 0..pictures {
        match next(&mut reading).await {
            Some(picture) => stands = picture,
            None => break,
        }
    }
    stands
}

/// The picture with which a reading begins, or where the hole ends in which that is.
async fn found(reading: &mut Reading, at: SessionTime) -> Option<SessionTime> {
    loop {
        match reading.find(at, true) {
            Beginning::Awaited => reading.wait().await,
            Beginning::Picture { picture: Ok(frame), .. } => return Some(frame.pts),
            Beginning::Picture { picture: Err(_), .. } | Beginning::Before(_) => return None,
        }
    }
}

async fn next(reading: &mut Reading) -> Option<SessionTime> {
    loop {
        match reading.coming() {
            Upcoming::Awaited => reading.wait().await,
            Upcoming::Nothing => return None,
            Upcoming::Unseen => {
                reading.read();
            }
            Upcoming::Picture(picture) => {
                reading.read();
                return Some(picture);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::{
        clock::SessionClock,
        feed::{Feed, Limits},
        media::{Frame, Track},
    };

    #[tokio::test]
    async fn a_step_is_a_picture_of_the_camera_from_the_one_that_is_shown() {
        let (archive, camera) =
            (Archive::new(SessionClock::start()), CameraId::new("cam-0123456789abcdef").expect("an id"));
        let feed = Feed::new(Limits::default());
        let producer = feed.producer();
        archive.join(&camera, &feed);
        // Thirty a second up to 2 s, and from 5 s to 6 s.
        for number in (0..60).chain(150..180) {
            let pts = SessionTime::from_micros(number * 1_000_000 / 30);
            let keyframe = number.is_multiple_of(30);
            producer.push(Frame { track: Track::Video, pts, keyframe, data: Bytes::new(), config: None, arrived: pts });
        }
        let now = SessionTime::from_millis(10_000);
        for (at, pictures, stands) in [
            // The director says it in whole milliseconds.
            (1_033, 1, 32),
            (1_033, -1, 30),
            (1_050, -1, 30),
            (1_050, 1, 32),
            (1_000, -3, 27),
            (1_966, 1, 150),
            (5_000, -1, 59),
            (100, -40, 0),
            (5_900, 90, 179),
        ] {
            let stood = step(&archive, &camera, SessionTime::from_millis(at), pictures, now).await;
            let number = (stood.as_micros() * 30 + 500_000) / 1_000_000;
            assert_eq!(number, stands, "{pictures} from {at}: {stood:?}");
        }
        let nobody = CameraId::new("cam-nobody").expect("an id");
        let at = SessionTime::from_millis(500);
        assert_eq!(step(&archive, &nobody, at, 1, now).await, at, "it stays where it is");
    }
}
