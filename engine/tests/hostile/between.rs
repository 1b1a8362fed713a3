//! Somebody between a client and a server, who changes the bodies of its answers.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// Listens until it is dropped; one request a connection.
pub struct Between {
    pub address: SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for Between {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Between {
    pub async fn start(there: SocketAddr, change: fn(&str) -> String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass_on(client, there, change));
            }
        });
        Self { address, task }
    }
}

async fn pass_on(mut client: TcpStream, there: SocketAddr, change: fn(&str) -> String) -> Option<()> {
    let mut request = Vec::new();
    let (head, body) = loop {
        let mut chunk = [0; 4096];
        let count = client.read(&mut chunk).await.ok().filter(|count| *count > 0)?;
        request.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        if body.len() >= length(head) {
            break (head.to_owned(), body.to_owned());
        }
    };
    let mut server = TcpStream::connect(there).await.ok()?;
    server.write_all(format!("{head}\r\nConnection: close\r\n\r\n{body}").as_bytes()).await.ok()?;
    let mut answer = String::new();
    server.read_to_string(&mut answer).await.ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let body = change(body);
    let own = |line: &&str| !line.to_ascii_lowercase().starts_with("content-length:");
    let head = head.lines().filter(own).collect::<Vec<_>>().join("\r\n");
    let answer = format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    client.write_all(answer.as_bytes()).await.ok()?;
    client.shutdown().await.ok()
}

fn length(head: &str) -> usize {
    let line =
        head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:").map(str::to_owned));
    line.and_then(|value| value.trim().parse().ok()).unwrap_or_default()
}
