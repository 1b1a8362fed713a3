//! What is recorded, by real readers: shows of real pictures in real rings, written by the real threads, and every file
//! decoded frame by frame by FFmpeg.

mod camera;
mod disks;
mod edges;
mod late;
mod reader;
mod shows;
mod stage;
