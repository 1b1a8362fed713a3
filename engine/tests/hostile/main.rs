//! What a room full of strangers does to a show: a real engine, a real camera on program, and its pictures counted
//! while somebody misbehaves.

mod between;
mod camera;
mod change;
mod channels;
mod early;
mod http;
mod joins;
mod links;
mod media;
mod numbers;
mod relay;
mod requests;
mod show;
mod streams;
