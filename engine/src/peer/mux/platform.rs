//! Where the systems differ in what they make of a UDP socket.

use std::io::ErrorKind;

/// Bytes that may wait in the system for the reader, and for the network. Every camera's keyframes share it: 64 of 80 kB
/// at once, as the system counts them, with its own bookkeeping; and so do the viewers'.
const WAITING: usize = 8 * 1024 * 1024;
/// Smaller ones are the systems' own defaults.
const LEAST_WAITING: usize = 256 * 1024;

/// Asks for a buffer of [`WAITING`] bytes, and for ever smaller ones where the system refuses that: Linux and Windows give
/// what they allow, but macOS gives nothing to who asks for more. Less is no reason not to start.
pub(super) fn widen(what: &str, set: impl Fn(usize) -> std::io::Result<()>) {
    let sizes =
        std::iter::successors(Some(WAITING), |bytes| Some(bytes / 2)).take_while(|bytes| *bytes >= LEAST_WAITING);
    if sizes.map(set).all(|outcome| outcome.is_err()) {
        tracing::debug!("the media port's buffer for {what} stays as it is");
    }
}

/// Whether an error is one datagram's fate and says nothing about the socket. Who is gone answers with "port
/// unreachable", and Windows gives that to whoever uses the socket next (WSAECONNRESET, WSAENETRESET); a datagram that is
/// too long is an error there too (WSAEMSGSIZE), where others cut it off.
pub(super) fn is_of_one_datagram(error: &std::io::Error) -> bool {
    const WINDOWS: [i32; 2] = [10040, 10052];
    match error.kind() {
        ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused => true,
        _ => cfg!(windows) && error.raw_os_error().is_some_and(|code| WINDOWS.contains(&code)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn what_befalls_one_datagram_is_told_from_a_broken_socket() {
        for (kind, of_one) in [
            (ErrorKind::ConnectionReset, true),
            (ErrorKind::ConnectionRefused, true),
            (ErrorKind::NotConnected, false),
            (ErrorKind::Other, false),
        ] {
            assert_eq!(is_of_one_datagram(&kind.into()), of_one, "{kind}");
        }
    }

    #[test]
    fn a_system_that_refuses_a_large_buffer_gives_a_smaller_one() {
        let asked = Mutex::new(Vec::new());
        // macOS allows eight ninths of its 8 MiB and refuses what is more.
        widen("testing", |bytes| {
            asked.lock().expect("no panic").push(bytes);
            if bytes > WAITING / 9 * 8 { Err(std::io::Error::from_raw_os_error(55)) } else { Ok(()) }
        });
        assert_eq!(*asked.lock().expect("no panic"), [WAITING, WAITING / 2]);
        widen("testing", |_| Err(ErrorKind::Other.into()));
    }
}
