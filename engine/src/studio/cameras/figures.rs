//! What is told many times a second, and is no part of the state.

use std::time::Duration;

use super::{Camera, Cameras};
use crate::{
    director::Input,
    media::SessionTime,
    protocol::{CameraTelemetry, Level},
};

impl Cameras {
    /// How loud they are, by number.
    pub fn levels(&self) -> Vec<Level> {
        let level = |camera: &Camera| {
            let loudness = *camera.loudness.borrow();
            let peak = loudness.peak?.round() as i8;
            Some(Level { camera: camera.number(), peak, clipping: loudness.clipping, silent: loudness.silent })
        };
        let mut levels: Vec<_> = self.cameras.values().filter_map(level).collect();
        levels.sort_by_key(|level| level.camera);
        levels
    }

    /// The figures of those that are connected since they were last taken, `elapsed` ago; by number.
    pub fn telemetry(&mut self, elapsed: Duration) -> Vec<CameraTelemetry> {
        let desks = self.reports.standstills.clone();
        let figures = |camera: &mut Camera| {
            let figures = camera.telemetry(elapsed, desks.of(camera.feed_id));
            camera.connection.is_some().then_some(figures)
        };
        let mut cameras: Vec<_> = self.cameras.values_mut().filter_map(figures).collect();
        cameras.sort_by_key(|figures| figures.camera);
        cameras
    }

    /// What is wrong with the cameras by these figures, and by how they look to the desks: where that changed.
    pub fn measure(&mut self, figures: &[CameraTelemetry], now: SessionTime) -> Vec<Input> {
        for camera in self.cameras.values_mut() {
            let number = camera.number();
            if let Some(figures) = figures.iter().find(|figures| figures.camera == number) {
                let silent = camera.loudness.borrow().silent;
                let wanted = camera.view.borrow().wanted.settings.fps.map(f32::from);
                camera.health.figures(figures, silent, wanted, now);
            }
        }
        self.looked()
    }

    /// What is wrong with the cameras by how they look to the desks: where that changed.
    pub fn looked(&mut self) -> Vec<Input> {
        let looks = &self.reports.looks;
        let news = self.cameras.iter_mut().filter_map(|(id, camera)| {
            camera.health.looks(looks.of(camera.feed_id));
            camera.health.news().map(|reasons| Input::Measured { id: id.clone(), reasons })
        });
        news.collect()
    }

    /// Pictures that came so far from the cameras that are there.
    pub fn pictures(&self) -> u64 {
        self.cameras.values().map(|camera| camera.feed.totals().frames).sum()
    }

    /// Bytes in all rings.
    pub fn ring_bytes(&self) -> u64 {
        self.cameras.values().map(|camera| camera.feed.bytes() as u64).sum()
    }
}
