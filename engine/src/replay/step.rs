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
