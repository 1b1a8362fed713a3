use std::net::SocketAddr;

use regie::Engine;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::show::SOON;

/// An answer over HTTP, as it came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// The address in a URL without a name in it.
pub fn address(url: &str) -> SocketAddr {
    let authority = url.split("://").nth(1).and_then(|rest| rest.split('/').next());
    authority.expect("a URL").parse().expect("an address")
}

pub fn whip(engine: &Engine) -> SocketAddr {
    address(engine.ready().whip.as_deref().expect("a network"))
}

pub fn phones(engine: &Engine) -> SocketAddr {
    address(engine.ready().join.as_deref().expect("a network"))
}

pub fn desk(engine: &Engine) -> SocketAddr {
    address(&engine.ready().desk)
}

/// The crew's token, out of the QR code's link.
pub fn crew(engine: &Engine) -> String {
    token(engine.ready().join.as_deref().expect("a network"))
}

pub fn director(engine: &Engine) -> String {
    token(&engine.ready().desk)
}

fn token(url: &str) -> String {
    url.split_once("#token=").or_else(|| url.split_once("#t=")).expect("a token in the fragment").1.to_owned()
}

/// The head of a request, without its end.
pub fn head(method: &str, path: &str, token: &str, content_type: &str, length: usize) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Type: {content_type}\r\n\
         Content-Length: {length}\r\nConnection: close\r\n"
    )
}

/// Asks once, on a connection of its own.
pub async fn ask(to: SocketAddr, method: &str, path: &str, token: &str, body: &str) -> Answer {
    let mut stream = TcpStream::connect(to).await.expect("it listens");
    let request = head(method, path, token, "application/sdp", body.len()) + "\r\n" + body;
    // Whoever is refused may be hung up on before all is written.
    let _ = stream.write_all(request.as_bytes()).await;
    read(&mut stream).await.expect("an answer")
}

/// The answer until the connection ends; none when there is none.
pub async fn read(stream: &mut TcpStream) -> Option<Answer> {
    let mut text = Vec::new();
    let mut chunk = [0; 4096];
    let reading = async {
        while let Ok(count @ 1..) = stream.read(&mut chunk).await {
            text.extend_from_slice(&chunk[..count]);
        }
    };
    tokio::time::timeout(SOON, reading).await.expect("the connection ends");
    let text = String::from_utf8_lossy(&text).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() })
}
