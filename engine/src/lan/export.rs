//! Exports: stretches of the archive as files that are made while they are sent.

use std::{
    io::{self, BufWriter, Write},
    sync::Arc,
};

use axum::{
    body::{Body, Bytes},
    extract::{
        Path, Query, State,
        rejection::{PathRejection, QueryRejection},
    },
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::StreamExt;
use serde::Deserialize;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_stream::wrappers::ReceiverStream;

use super::{
    desk_listener::{DeskListener, EXPORTS, FromDirector},
    problem,
};
use crate::{
    export::{Angle, AngleFile, FileKind, Title, disposition, write_zip},
    protocol::{CameraNumber, Clip, Millis, Refusal, RefusalCode, Snapshot},
    studio::Studio,
};

/// The longest stretch, in milliseconds: what a disk has read before a request has waited too long.
const LONGEST: Millis = 2 * 3_600 * 1_000;
/// Bytes that are handed on at once, and how many of those may wait for who reads slowly.
const CHUNK: usize = 64 * 1024;
const CHUNKS: usize = 4;

/// How a stretch is wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    /// Who asks: looked at elsewhere.
    #[serde(rename = "token")]
    _token: Option<String>,
    camera: Option<CameraNumber>,
    speed: Option<u16>,
    container: Option<Packing>,
    from: Option<Millis>,
    to: Option<Millis>,
}

/// What angles are packed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Packing {
    Mp4,
    Webm,
    /// All in one file.
    Zip,
}

/// `GET /export`: a stretch of one camera, or of all.
pub(super) async fn stretch(
    _: FromDirector,
    State(desk): State<DeskListener>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Response {
    let work = async {
        let Query(wanted) = wanted.map_err(|error| malformed(error.body_text()))?;
        let (Some(from), Some(to)) = (wanted.from, wanted.to) else {
            return Err(malformed("`from` and `to` are missing"));
        };
        let snapshot = desk.app.studio.snapshot().await.ok_or_else(ended)?;
        send(&desk, &snapshot, None, (from, to), wanted).await
    };
    work.await.unwrap_or_else(|refusal| problem::refused(&refusal))
}

/// `GET /clips/{id}/file`: a clip from its own angle, from another one, or from all.
pub(super) async fn clip(
    _: FromDirector,
    State(desk): State<DeskListener>,
    id: Result<Path<u32>, PathRejection>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Response {
    let work = async {
        let Path(id) = id.map_err(|error| malformed(error.body_text()))?;
        let Query(mut wanted) = wanted.map_err(|error| malformed(error.body_text()))?;
        if wanted.from.is_some() || wanted.to.is_some() {
            return Err(malformed("a clip has a beginning and an end of its own"));
        }
        let snapshot = desk.app.studio.snapshot().await.ok_or_else(ended)?;
        let clip = snapshot.clips.iter().find(|clip| clip.id == id);
        let unknown = || Refusal::new(RefusalCode::UnknownClip, format!("There is no clip {id}."));
        let clip = clip.ok_or_else(unknown)?;
        if wanted.container != Some(Packing::Zip) {
            wanted.camera = wanted.camera.or(clip.camera);
        }
        send(&desk, &snapshot, Some(clip), (clip.from, clip.to), wanted).await
    };
    work.await.unwrap_or_else(|refusal| problem::refused(&refusal))
}

async fn send(
    desk: &DeskListener,
    snapshot: &Snapshot,
    clip: Option<&Clip>,
    stretch: (Millis, Millis),
    wanted: Wanted,
) -> Result<Response, Refusal> {
    let angles = angles(&desk.app.studio, stretch, &wanted)?;
    let title = Title { clip: clip.map(|clip| clip.name.clone()), wall: snapshot.wall };
    let whose = |number: CameraNumber| {
        let camera = snapshot.cameras.iter().find(|camera| camera.number == number);
        camera.map_or_else(String::new, |camera| camera.name.as_str().to_owned())
    };
    let named: Vec<(Angle, String)> = angles.into_iter().map(|angle| (angle.clone(), whose(angle.number))).collect();
    let seat = Arc::clone(&desk.exports).try_acquire_owned();
    let seat =
        seat.map_err(|_| Refusal::new(RefusalCode::Busy, format!("{EXPORTS} exports are being made: try again")))?;
    let kind = match wanted.container {
        Some(Packing::Mp4) => Some(FileKind::Mp4),
        Some(Packing::Webm) => Some(FileKind::Webm),
        Some(Packing::Zip) | None => None,
    };
    let is_one = wanted.camera.is_some() && wanted.container != Some(Packing::Zip);
    if !is_one && kind.is_some() {
        return Err(malformed("all angles come as a ZIP: say which camera"));
    }
    let packed =
        tokio::task::spawn_blocking(move || if is_one { one(named, kind, &title) } else { all(named, &title) });
    let packed = packed.await.map_err(|_| Refusal::new(RefusalCode::Busy, "The export failed."))??;
    Ok(answer(desk, packed, seat))
}

/// What is wanted of which cameras.
fn angles(studio: &Studio, (from, to): (Millis, Millis), wanted: &Wanted) -> Result<Vec<Angle>, Refusal> {
    let out_of_range = |message: &str| Refusal::new(RefusalCode::OutOfRange, message);
    if to <= from || to - from > LONGEST {
        return Err(out_of_range("It ends behind its beginning, and two hours later at most."));
    }
    let speed = wanted.speed.unwrap_or(100);
    if !Angle::SPEEDS.contains(&speed) {
        return Err(out_of_range("A file's speed is 10 to 400 percent."));
    }
    let ids = studio.wall().camera_ids();
    let cameras = ids.iter().filter(|(number, _)| wanted.camera.is_none_or(|camera| camera == **number));
    let angles: Vec<_> =
        cameras.map(|(number, id)| Angle::new(studio.wall().archive(), id, *number, (from, to), speed)).collect();
    match wanted.camera {
        Some(camera) if angles.is_empty() => {
            Err(Refusal::new(RefusalCode::UnknownCamera, format!("There is no camera {camera}.")))
        }
        _ => Ok(angles),
    }
}

/// What is sent.
enum Packed {
    One(String, Box<AngleFile>),
    Zip(String, Vec<(String, AngleFile)>),
}

fn one(named: Vec<(Angle, String)>, kind: Option<FileKind>, title: &Title) -> Result<Packed, Refusal> {
    let (angle, whose) = named.into_iter().next().expect("who asks for one camera gets it or a refusal");
    let file = AngleFile::read_as(angle, kind)?;
    Ok(Packed::One(title.of_angle(file.angle(), &whose, file.kind().ending()), Box::new(file)))
}

fn all(named: Vec<(Angle, String)>, title: &Title) -> Result<Packed, Refusal> {
    let mut files: Vec<(String, AngleFile)> = Vec::new();
    let mut name = None;
    let mut nothing = None;
    for (angle, whose) in named {
        name.get_or_insert_with(|| title.of_all(angle.from));
        match AngleFile::read_all(angle) {
            Ok(of_angle) => {
                let name = |file: &AngleFile| title.of_angle(file.angle(), &whose, file.kind().ending());
                files.extend(of_angle.into_iter().map(|file| (name(&file), file)));
            }
            Err(refusal) => nothing = Some(refusal),
        }
    }
    let nobody = || Refusal::new(RefusalCode::NothingToReplay, "There was no camera.");
    match name {
        Some(name) if !files.is_empty() => Ok(Packed::Zip(name, files)),
        _ => Err(nothing.unwrap_or_else(nobody)),
    }
}

fn answer(desk: &DeskListener, packed: Packed, seat: OwnedSemaphorePermit) -> Response {
    let (name, media_type, length) = match &packed {
        Packed::One(name, file) => (name, file.kind().media_type(), file.bytes()),
        Packed::Zip(name, _) => (name, "application/zip", None),
    };
    let text = |text: String| HeaderValue::try_from(text).expect("ASCII alone");
    let mut headers: Vec<(HeaderName, HeaderValue)> = vec![
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, text(disposition(name))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    headers.extend(length.map(|length| (header::CONTENT_LENGTH, text(length.to_string()))));
    let (out, chunks) = mpsc::channel(CHUNKS);
    let vitals = &desk.app.vitals;
    let (cancel, running) = (vitals.cancel().clone(), (seat, vitals.tasks().token()));
    tokio::task::spawn_blocking(move || {
        let mut out = BufWriter::with_capacity(CHUNK, BodyWriter(out));
        let written = match packed {
            Packed::One(_, file) => file.write(&mut out).and_then(|()| out.flush()),
            Packed::Zip(_, files) => write_zip(&files, &mut out),
        };
        if let Err(error) = written {
            tracing::warn!(%error, "an export was not sent whole");
            // Without it, a file whose length nobody knew would look whole.
            let _ = out.get_ref().0.blocking_send(Err(error));
        }
        drop(running);
    });
    // Whoever reads slowly does not hold up the end: what waits is let go, and the thread hears it.
    let body = ReceiverStream::new(chunks).take_until(cancel.cancelled_owned());
    let mut response = Body::from_stream(body).into_response();
    response.headers_mut().extend(headers);
    response
}

/// A thread's writing end of a body.
struct BodyWriter(mpsc::Sender<io::Result<Bytes>>);

impl Write for BodyWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes)));
        sent.map(|()| bytes.len()).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn malformed(message: impl Into<String>) -> Refusal {
    Refusal::new(RefusalCode::Malformed, message)
}

fn ended() -> Refusal {
    Refusal::new(RefusalCode::Busy, "The régie is shutting down.")
}
