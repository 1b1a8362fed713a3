//! What is told many times a second, and is no part of the state.

use std::time::Duration;

use super::{actor::Actor, camera::Camera};
use crate::protocol::{CameraId, Level, Telemetry};

impl Actor {
    /// Tells how loud the cameras are.
    pub(super) fn levels(&self) {
        let level = |(id, camera): (&CameraId, &Camera)| {
            let loudness = *camera.loudness.borrow();
            let number = self.director.camera_of(id)?.number;
            let peak = loudness.peak?.round() as i8;
            Some(Level { camera: number, peak, clipping: loudness.clipping, silent: loudness.silent })
        };
        let mut levels: Vec<_> = self.cameras.iter().filter_map(level).collect();
        levels.sort_by_key(|level| level.camera);
        self.outlets.levels.send_if_modified(|old| std::mem::replace(old, levels.clone()) != levels);
    }

    pub(super) fn telemetry(&mut self, elapsed: Duration) {
        let director = &self.director;
        let (mut pictures, mut ring_bytes) = (0, 0);
        let mut cameras: Vec<_> = self
            .cameras
            .iter_mut()
            .filter_map(|(id, camera)| {
                pictures += camera.feed.totals().frames;
                ring_bytes += camera.feed.bytes() as u64;
                let number = director.camera_of(id)?.number;
                let figures = camera.telemetry(number, elapsed);
                camera.connection.is_some().then_some(figures)
            })
            .collect();
        cameras.sort_by_key(|figures| figures.camera);
        // Of each camera, and once more of the one that program shows.
        let selected = director.snapshot(self.now()).selected;
        let kbps: u64 = cameras
            .iter()
            .map(|figures| u64::from(figures.kbps) * if Some(figures.camera) == selected { 2 } else { 1 })
            .sum();
        self.recording.came((kbps as f64 * 125.0 * elapsed.as_secs_f64()) as u64);
        self.outlets.telemetry.send_replace(Telemetry {
            cameras,
            pictures,
            ring_bytes,
            viewers: self.viewers.count(),
            disk: self.recording.disk(),
        });
    }
}
