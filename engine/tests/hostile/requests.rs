//! Over HTTP: too large, too slow, too many, without a token.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};
use tokio_tungstenite::tungstenite::{Error, Message, client::IntoClientRequest, protocol::CloseFrame};

use crate::{
    http::{ask, crew, desk, director, head, phones, read, whip},
    show::{SOON, Show},
};

#[tokio::test]
async fn bodies_that_are_too_large_are_refused_before_they_are_read() {
    let show = Show::start().await;
    let (to, token) = (whip(&show.engine), crew(&show.engine));
    let large = format!("v=0{}", " ".repeat(200_000));
    assert_eq!(ask(to, "POST", "/whip/large", &token, &large).await.status, 413);
    // Nobody reads a gigabyte that is only announced, nor one that comes without an end.
    let mut announced = TcpStream::connect(to).await.expect("it listens");
    let request = head("POST", "/whip/large", &token, "application/sdp", 1 << 30) + "\r\n";
    announced.write_all(request.as_bytes()).await.expect("written");
    assert_eq!(read(&mut announced).await.expect("an answer").status, 413);
    let mut endless = TcpStream::connect(to).await.expect("it listens");
    let request = head("POST", "/whip/large", &token, "application/sdp", 0);
    let request = request.replace("Content-Length: 0", "Transfer-Encoding: chunked") + "\r\n";
    endless.write_all(request.as_bytes()).await.expect("written");
    let chunk = [b"4000\r\n".to_vec(), vec![b'v'; 0x4000], b"\r\n".to_vec()].concat();
    let mut taken = 0;
    while endless.write_all(&chunk).await.is_ok() && taken < 64 << 20 {
        taken += chunk.len();
    }
    assert!(taken < 64 << 20, "it takes {taken} bytes");
    show.was_untouched().await;
}

#[tokio::test]
async fn who_is_too_slow_is_hung_up_on() {
    let show = Show::start().await;
    let token = crew(&show.engine);
    // A desk is no request: it stays.
    let url = format!("ws://{}/control?token={}", desk(&show.engine), director(&show.engine));
    let (mut patient, _) = tokio_tungstenite::connect_async(url).await.expect("a seat");
    let mut slow = JoinSet::new();
    // A head, and a body, that come a byte a second; a connection and a handshake of which nothing comes at all.
    let heads = head("POST", "/whip/slow", &token, "application/sdp", 500);
    let bodies = heads.clone() + "\r\nv=0";
    let commands = head("POST", "/api/command", &director(&show.engine), "application/json", 500);
    let commands = commands.replace("127.0.0.1", &desk(&show.engine).to_string()) + "\r\n{";
    for (to, start) in [
        (whip(&show.engine), heads[..40].to_owned()),
        (whip(&show.engine), bodies),
        (whip(&show.engine), String::new()),
        (phones(&show.engine), String::new()),
        (desk(&show.engine), heads[..40].to_owned()),
        (desk(&show.engine), commands),
    ] {
        slow.spawn(async move {
            let mut stream = TcpStream::connect(to).await.expect("it listens");
            stream.write_all(start.as_bytes()).await.expect("written");
            let mut chunk = [0; 1024];
            // Whatever the answer is, the end comes.
            loop {
                tokio::select! {
                    read = stream.read(&mut chunk) => if matches!(read, Ok(0) | Err(_)) { return },
                    () = tokio::time::sleep(Duration::from_secs(1)) => {
                        if stream.write_all(if start.is_empty() { b"" } else { b"x" }).await.is_err() { return }
                    }
                }
            }
        });
    }
    let ended = async { while slow.join_next().await.is_some() {} };
    tokio::time::timeout(2 * SOON, ended).await.expect("all were hung up on");
    let command = Message::text("{\"id\":7,\"command\":{\"type\":\"live\"}}");
    patient.send(command).await.expect("it is heard");
    let answered = async {
        while let Some(Ok(message)) = patient.next().await {
            if matches!(&message, Message::Text(text) if text.contains("\"id\":7")) {
                return true;
            }
        }
        false
    };
    assert!(tokio::time::timeout(SOON, answered).await.expect("in time"), "it was hung up on");
    show.was_untouched().await;
}

#[tokio::test]
async fn a_connection_of_http_2_is_not_made() {
    let show = Show::start().await;
    // The preface and an empty SETTINGS frame (RFC 9113 sections 3.4 and 6.5): who speaks HTTP/2 answers with its own.
    const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
    let mut stream = TcpStream::connect(whip(&show.engine)).await.expect("it listens");
    stream.write_all(PREFACE).await.expect("written");
    let mut answer = Vec::new();
    let ended = tokio::time::timeout(SOON, stream.read_to_end(&mut answer)).await;
    assert!(matches!(ended, Ok(Ok(_) | Err(_))), "it is kept open");
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"), "{:?}", String::from_utf8_lossy(&answer));
    show.was_untouched().await;
}

#[tokio::test]
async fn one_guest_cannot_take_every_place() {
    let show = Show::start().await;
    let to = whip(&show.engine);
    let mut idle = Vec::new();
    for _ in 0..200 {
        idle.push(TcpStream::connect(to).await.expect("the kernel accepts"));
    }
    // Those beyond the limit are closed at once, the others wait for their ten seconds.
    let mut closed = 0;
    for stream in &mut idle {
        let ended = tokio::time::timeout(Duration::from_millis(20), stream.read(&mut [0; 8])).await;
        closed += usize::from(matches!(ended, Ok(Ok(0) | Err(_))));
    }
    assert!(closed >= 200 - 64, "only {closed} of 200 were turned away");
    show.was_untouched().await;
}

#[tokio::test]
async fn wrong_tokens_are_refused_as_often_as_they_come() {
    let show = Show::start().await;
    let to = whip(&show.engine);
    let mut guesses = JoinSet::new();
    for _ in 0..8 {
        guesses.spawn(async move {
            for number in 0..100 {
                let answer = ask(to, "POST", "/whip/guess", &format!("guess-{number}"), "v=0").await;
                assert_eq!(answer.status, 401);
            }
        });
    }
    while let Some(done) = guesses.join_next().await {
        done.expect("each was refused");
    }
    let snapshot = show.engine.studio().snapshot().await.expect("a studio");
    assert_eq!(snapshot.cameras.len(), 1, "nobody came in");
    show.was_untouched().await;
}

#[tokio::test]
async fn desks_are_so_many_and_their_messages_so_long() {
    let show = Show::start().await;
    let url = |path: &str| format!("ws://{}{path}?token={}", desk(&show.engine), director(&show.engine));
    for (path, most) in [("/control", 16), ("/monitor", 32)] {
        let mut desks = Vec::new();
        for _ in 0..most {
            let request = url(path).into_client_request().expect("a request");
            desks.push(tokio_tungstenite::connect_async(request).await.expect("a seat").0);
        }
        match tokio_tungstenite::connect_async(url(path)).await {
            Err(Error::Http(refused)) => assert_eq!(refused.status(), 503, "{path}"),
            other => panic!("{path}: {other:?}"),
        }
        // One that says too much loses its seat, and nobody else does.
        let mut loud = desks.pop().expect("as many");
        let _ = loud.send(Message::text(" ".repeat(100_000))).await;
        let ended = async {
            while let Some(Ok(message)) = loud.next().await {
                if let Message::Close(Some(CloseFrame { .. })) = message {
                    break;
                }
            }
        };
        tokio::time::timeout(SOON, ended).await.expect("it is hung up on");
        drop(loud);
        let again = async {
            while tokio_tungstenite::connect_async(url(path)).await.is_err() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(SOON, again).await.expect("its seat is free");
        desks[0].send(Message::text("{\"id\":1,\"command\":{\"type\":\"live\"}}")).await.expect("the others stay");
    }
    show.was_untouched().await;
}

#[tokio::test]
async fn a_flood_of_commands_is_answered_one_by_one() {
    let show = Show::start().await;
    let url = format!("ws://{}/control?token={}", desk(&show.engine), director(&show.engine));
    let (mut desk, _) = tokio_tungstenite::connect_async(url).await.expect("a seat");
    const FLOOD: u32 = 2_000;
    let flooding = async {
        let mut replies = 0;
        for id in 0..FLOOD {
            let garbage = if id % 2 == 0 { "{\"type\":\"live\"}" } else { "{\"type\":\"dance\"}" };
            desk.send(Message::text(format!("{{\"id\":{id},\"command\":{garbage}}}"))).await.expect("sent");
            while let Some(Ok(Message::Text(text))) = desk.next().await {
                if text.contains("\"reply\"") {
                    replies += 1;
                    break;
                }
            }
        }
        replies
    };
    assert_eq!(tokio::time::timeout(SOON, flooding).await.expect("answered"), FLOOD);
    show.was_untouched().await;
}
