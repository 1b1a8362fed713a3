use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    time::Duration,
};

use futures_util::SinkExt;
use tokio::net::TcpStream;
use tokio_tungstenite::{WebSocketStream, tungstenite::Message};

use super::*;
use crate::config::Port;

/// An engine on free ports of the loopback address, with all that it keeps in a folder.
async fn engine(data: &Path) -> Engine {
    let any = Port::Exactly(0);
    let config = Config {
        data_dir: data.to_owned(),
        shows_dir: data.join("shows"),
        https_port: any,
        http_port: any,
        desk_port: any,
        media_port: any,
        bind: Some(Ipv4Addr::LOCALHOST.into()),
        camera_limit: 2,
        viewer_limit: 2,
        ready_file: None,
    };
    Engine::start(config).await.expect("it starts")
}

#[tokio::test]
async fn a_task_that_panics_ends_the_engine_with_a_code_of_its_own() {
    let data = tempfile::tempdir().expect("a temporary directory");
    let engine = engine(data.path()).await;
    engine.vitals.spawn("a test's task", async { panic!("a test's panic") });
    let failure = engine.failed().await;
    assert_eq!(failure.to_string(), "a test's task panicked: a test's panic");
    let ending = engine.shutdown().await;
    assert_eq!((ending.code(), ending), (70, Ending::Failed(failure)));
}

#[tokio::test]
async fn an_engine_that_is_asked_to_ends_well() {
    let data = tempfile::tempdir().expect("a temporary directory");
    let ending = engine(data.path()).await.shutdown().await;
    assert_eq!((ending.code(), ending), (0, Ending::Well));
}

#[tokio::test]
async fn a_desk_that_does_not_read_is_waited_for_and_holds_nothing_up() {
    let data = tempfile::tempdir().expect("a temporary directory");
    let engine = engine(data.path()).await;
    let url = engine.monitor_url().replace("/monitor", "/control");
    let address: SocketAddr = url.split('/').nth(2).and_then(|host| host.parse().ok()).expect("an address");
    let open = async || {
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4096).expect("it can be small");
        let stream = socket.connect(address).await.expect("it listens");
        tokio_tungstenite::client_async(&url, stream).await.expect("a desk").0
    };
    let mut desk = open().await;
    // Each is answered with what could not be read of it, until neither side takes any more.
    let long = format!(r#"{{"id":1,"command":{{"type":"{}"}}}}"#, "x".repeat(10_000));
    let is_blocked = async |desk: &mut WebSocketStream<TcpStream>| {
        let sent = tokio::time::timeout(Duration::from_millis(500), desk.send(Message::text(long.clone()))).await;
        sent.inspect(|sent| assert!(sent.is_ok(), "{sent:?}")).is_err()
    };
    while !is_blocked(&mut desk).await {}
    // The look at the shows that were cut off is over by now.
    let tasks = engine.vitals.tasks().len();
    let _other = open().await;
    assert_eq!(engine.vitals.tasks().len(), tasks + 1, "a desk's socket is one of the régie's tasks");
    let began = tokio::time::Instant::now();
    assert_eq!(engine.shutdown().await, Ending::Well);
    assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
}

#[cfg(unix)]
#[tokio::test]
async fn a_disk_that_hangs_holds_the_end_up_for_so_long_and_no_longer() {
    let data = tempfile::tempdir().expect("a temporary directory");
    let engine = engine(data.path()).await;
    let studio = engine.studio();
    let mut state = studio.subscribe().await.expect("it runs");
    studio.command(crate::protocol::Command::StartRecording).await.expect("it can be recorded");
    let shows = data.path().join("shows");
    let folder = loop {
        state.next().await.expect("it runs");
        let recording = studio.snapshot().await.expect("it runs").recording;
        if let Some(show) = recording.and_then(|recording| recording.show) {
            break shows.join(show);
        }
    };
    // What opens it to write waits until somebody reads, as on a disk that does not answer.
    let list = folder.join("marks.new");
    let made = std::process::Command::new("mkfifo").arg(&list).status().expect("there is a mkfifo");
    assert!(made.success());
    tokio::time::pause();
    let began = tokio::time::Instant::now();
    let ending = engine.shutdown().await;
    assert_eq!((ending.code(), ending), (74, Ending::Unfinished));
    assert!(began.elapsed() >= LONGEST && began.elapsed() < LONGEST * 2, "{:?}", began.elapsed());
    // The thread that is left behind ends, and with it the folder can go.
    std::fs::read(&list).expect("it writes now");
}
