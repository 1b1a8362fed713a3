use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
    path::PathBuf,
};

use socket2::{Domain, Socket, Type};

use crate::error::Error;

/// Connections that may wait to be accepted: more than a room has phones.
const BACKLOG: i32 = 128;

/// Default port of the HTTPS listener for phones.
pub const HTTPS_PORT: u16 = 8443;
/// Default port of the plain LAN listener for OBS, FFmpeg and GStreamer.
pub const HTTP_PORT: u16 = 8080;
/// Default port of the desk's loopback listener.
pub const DESK_PORT: u16 = 8480;
/// Default UDP port of the cameras' media: the phones' port again, so that a firewall rule names one number.
pub const MEDIA_PORT: u16 = 8443;
/// Default number of cameras that a desk takes.
pub const CAMERA_LIMIT: u8 = 16;

/// Default number of viewers that may watch the program: at 2.5 Mbit/s they take 125 Mbit/s of the network.
pub const VIEWER_LIMIT: u16 = 50;

/// What both binaries log unless `RUST_LOG` says otherwise. The WebRTC crates are silent: they report each fault of a
/// peer in a line with the packet in it, and what of them matters is logged here.
pub const LOG_FILTER: &str = "regie=info,regie_desktop=info,warn,webrtc=off,rtc=off";

/// The command line, shared by the headless binary and the desktop shell.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// Where tokens, certificate and settings are kept [default: the platform's data directory]
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Where shows are recorded, a folder each [default: `Regie` in your videos, or `shows` in DIR of --data-dir]
    #[arg(long, value_name = "DIR")]
    pub shows_dir: Option<PathBuf>,
    /// HTTPS port for phones; 0 picks a free one [default: 8443, or a free one if that is taken]
    #[arg(long, value_name = "N")]
    pub https_port: Option<u16>,
    /// Plain HTTP port on the LAN for OBS, FFmpeg and GStreamer; 0 picks a free one [default: 8080, or a free one]
    #[arg(long, value_name = "N")]
    pub http_port: Option<u16>,
    /// Loopback port of the desk; 0 picks a free one [default: 8480, or a free one]
    #[arg(long, value_name = "N")]
    pub desk_port: Option<u16>,
    /// UDP port of the cameras' media; 0 picks a free one [default: 8443, or a free one]
    #[arg(long, value_name = "N")]
    pub media_port: Option<u16>,
    /// Use this address alone for the LAN listeners and for media [default: every LAN address]
    #[arg(long, value_name = "ADDR")]
    pub bind: Option<IpAddr>,
    /// How many cameras the desk takes
    #[arg(long, value_name = "N", default_value_t = CAMERA_LIMIT, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub camera_limit: u8,
    /// How many viewers may watch the program on the network
    #[arg(long, value_name = "N", default_value_t = VIEWER_LIMIT, value_parser = clap::value_parser!(u16).range(0..=1000))]
    pub viewer_limit: u16,
    /// Write the ready line to this file too, once everything listens
    #[arg(long, value_name = "FILE")]
    pub ready_file: Option<PathBuf>,
}

impl Args {
    /// Turns the command line into a configuration.
    ///
    /// # Errors
    /// When no data directory was named and the platform has none for this user.
    pub fn config(self) -> anyhow::Result<Config> {
        let videos = self.data_dir.is_none().then(videos_dir).flatten();
        let data_dir = match self.data_dir {
            Some(dir) => dir,
            None => default_data_dir()?,
        };
        Ok(Config {
            shows_dir: self.shows_dir.or(videos).unwrap_or_else(|| data_dir.join("shows")),
            data_dir,
            https_port: Port::from_flag(self.https_port, HTTPS_PORT),
            http_port: Port::from_flag(self.http_port, HTTP_PORT),
            desk_port: Port::from_flag(self.desk_port, DESK_PORT),
            media_port: Port::from_flag(self.media_port, MEDIA_PORT),
            bind: self.bind,
            camera_limit: self.camera_limit,
            viewer_limit: self.viewer_limit,
            ready_file: self.ready_file,
        })
    }
}

fn default_data_dir() -> anyhow::Result<PathBuf> {
    directories::ProjectDirs::from("studio", "", "Regie")
        .map(|dirs| dirs.data_dir().to_owned())
        .ok_or_else(|| anyhow::anyhow!("this user has no home directory: name a place with --data-dir"))
}

/// Where people look for what was filmed; none on a system that has no such folder.
fn videos_dir() -> Option<PathBuf> {
    directories::UserDirs::new()?.video_dir().map(|videos| videos.join("Regie"))
}

/// A port to listen on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// This one or nothing; 0 is any free one.
    Exactly(u16),
    /// This one, or any free one if it is taken.
    Preferably(u16),
}

impl Port {
    fn from_flag(flag: Option<u16>, default: u16) -> Self {
        flag.map_or(Self::Preferably(default), Self::Exactly)
    }

    /// Binds a non-blocking listener on `ip`.
    ///
    /// # Errors
    /// [`Error::Listen`] when the address is taken or not this machine's.
    pub(crate) fn listen(self, ip: IpAddr, purpose: &'static str) -> Result<TcpListener, Error> {
        let bind = |port| listen(SocketAddr::new(ip, port));
        let (wanted, bound) = match self {
            Self::Exactly(port) => (port, bind(port)),
            Self::Preferably(port) => (port, bind(port).or_else(|_| bind(0))),
        };
        let describe = |source| Error::Listen { address: SocketAddr::new(ip, wanted), purpose, source };
        let listener = bound.map_err(describe)?;
        listener.set_nonblocking(true).map_err(describe)?;
        Ok(listener)
    }
}

/// Listens on an address. On `::` both families are heard on one port, whatever the system's default is; a system
/// without IPv6 hears IPv4 alone.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    if address.ip() != IpAddr::V6(Ipv6Addr::UNSPECIFIED) {
        return TcpListener::bind(address);
    }
    match listen_dual(address) {
        Err(error) if error.kind() != io::ErrorKind::AddrInUse => {
            TcpListener::bind((Ipv4Addr::UNSPECIFIED, address.port()))
        }
        outcome => outcome,
    }
}

fn listen_dual(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::IPV6, Type::STREAM, None)?;
    socket.set_only_v6(false)?;
    // As the standard library does: a port whose last connections still linger can be taken again.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// How an engine is to run.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where tokens, certificate and settings are kept; made if missing.
    pub data_dir: PathBuf,
    /// Where shows are recorded, a folder each; made when the first one is.
    pub shows_dir: PathBuf,
    /// HTTPS for phones.
    pub https_port: Port,
    /// Plain HTTP on the LAN.
    pub http_port: Port,
    /// The desk's loopback listener.
    pub desk_port: Port,
    /// UDP for the cameras' media.
    pub media_port: Port,
    /// Limits the LAN listeners and ICE candidates to an address.
    pub bind: Option<IpAddr>,
    /// How many cameras the desk takes, 1 to 64.
    pub camera_limit: u8,
    /// How many viewers may watch the program at once.
    pub viewer_limit: u16,
    /// Where the ready line is written beside stdout.
    pub ready_file: Option<PathBuf>,
}

impl Config {
    /// The address that the LAN listeners bind: both families of every network, unless one is said.
    pub(crate) fn lan_ip(&self) -> IpAddr {
        self.bind.unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn one_port_hears_both_families() {
        let both = Port::Exactly(0).listen(Ipv6Addr::UNSPECIFIED.into(), "test").expect("a free port");
        let port = both.local_addr().expect("bound").port();
        for ip in [LOOPBACK, Ipv6Addr::LOCALHOST.into()] {
            // A machine without IPv6 has no such loopback address.
            if TcpListener::bind((ip, 0)).is_ok() {
                std::net::TcpStream::connect((ip, port)).unwrap_or_else(|error| panic!("{ip}: {error}"));
            }
        }
    }

    #[test]
    fn a_taken_default_port_falls_back_to_a_free_one() {
        let first = Port::Exactly(0).listen(LOOPBACK, "test").expect("a free port");
        let taken = first.local_addr().expect("bound").port();
        let second = Port::Preferably(taken).listen(LOOPBACK, "test").expect("another free port");
        assert_ne!(second.local_addr().expect("bound").port(), taken);
    }

    #[test]
    fn a_port_that_was_asked_for_is_that_one_or_an_error_that_names_it() {
        let first = Port::Exactly(0).listen(LOOPBACK, "test").expect("a free port");
        let taken = first.local_addr().expect("bound");
        let refused = Port::Exactly(taken.port()).listen(LOOPBACK, "phones").expect_err("it is taken");
        assert!(refused.to_string().contains(&taken.to_string()), "{refused}");
        assert!(refused.to_string().contains("phones"), "{refused}");
    }

    #[test]
    fn shows_are_where_was_said_or_beside_the_data_that_was_asked_for() {
        #[derive(clap::Parser)]
        struct Line {
            #[command(flatten)]
            args: Args,
        }
        let shows = |line: &[&str]| {
            let cli: Line = clap::Parser::parse_from([&["regie"], line].concat());
            cli.args.config().expect("a configuration").shows_dir
        };
        assert_eq!(shows(&["--data-dir", "/d"]), PathBuf::from("/d/shows"));
        assert_eq!(shows(&["--data-dir", "/d", "--shows-dir", "/s"]), PathBuf::from("/s"));
    }
}
