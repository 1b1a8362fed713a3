//! Two régies: what one has on program is a camera of the other, pushed there or pulled from here.

use std::time::Duration;

use regie::{
    Config, Engine, Port,
    protocol::{CameraState, Codecs, Command, Link, LinkKind, LinkState, LinkToken},
};

use crate::{
    between::Between,
    camera::{Camera, Picture},
    http::{address, crew},
    show::{SOON, becomes, engine},
};

/// Waits until the first link is in a state, and gives it.
async fn link_becomes(engine: &Engine, state: LinkState) -> Link {
    let studio = engine.studio();
    let mut last = None;
    let reached = async {
        loop {
            last = studio.snapshot().await.expect("a studio").links.into_iter().next();
            if let Some(link) = last.as_ref().filter(|link| link.state == state) {
                return link.clone();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let outcome = tokio::time::timeout(2 * SOON, reached).await;
    outcome.unwrap_or_else(|_| panic!("the link does not become {state:?}"))
}

/// Waits until so many more pictures of camera 1 have come to an engine.
pub async fn goes_on(engine: &Engine) {
    let mut subscription = engine.studio().subscribe().await.expect("a studio");
    let mut first = None;
    let counted = async {
        loop {
            let Some(message) = subscription.next().await else { panic!("the studio ended") };
            let message = serde_json::from_slice(&message).expect("what we say can be read");
            if let regie::protocol::ToDesk::Telemetry { telemetry } = message {
                let first = *first.get_or_insert(telemetry.pictures);
                if telemetry.pictures >= first + 30 {
                    return;
                }
            }
        }
    };
    tokio::time::timeout(SOON, counted).await.expect("pictures come");
}

async fn connect(engine: &Engine, kind: LinkKind, url: String, token: Option<String>) {
    let command = Command::Connect { kind, url, token: token.map(LinkToken::new), name: None };
    engine.studio().command(command).await.expect("a link");
}

fn whip_of(engine: &Engine) -> String {
    format!("{}/program", engine.ready().whip.as_deref().expect("a network"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn program_is_pushed_to_another_regie_through_a_change_of_codec() {
    let ((here, _a), (there, _b)) = (engine(4).await, engine(4).await);
    let camera = Camera::publish(&here, "cam").await;
    becomes(&here, 1, CameraState::Live).await;
    connect(&here, LinkKind::Push, whip_of(&there), Some(crew(&there))).await;
    link_becomes(&here, LinkState::Live).await;
    becomes(&there, 1, CameraState::Live).await;
    goes_on(&there).await;
    for picture in [Picture::Vp8(640, 360), Picture::Avc720] {
        camera.turn(picture);
        goes_on(&there).await;
    }
    let id = here.studio().snapshot().await.expect("a studio").links[0].id;
    here.studio().command(Command::Disconnect { link: id }).await.expect("it is there");
    becomes(&there, 1, CameraState::Lost).await;
    camera.stop().await;
    here.shutdown().await;
    there.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_regies_program_is_pulled_as_a_camera() {
    let ((here, _a), (there, _b)) = (engine(4).await, engine(4).await);
    let camera = Camera::publish(&there, "cam").await;
    becomes(&there, 1, CameraState::Live).await;
    let whep = there.ready().whip.as_deref().expect("a network").replace("/whip", "/whep");
    connect(&here, LinkKind::Pull, whep, None).await;
    becomes(&here, 1, CameraState::Live).await;
    link_becomes(&here, LinkState::Live).await;
    goes_on(&here).await;
    assert_eq!(there.studio().viewers().count(), 1);
    let id = here.studio().snapshot().await.expect("a studio").links[0].id;
    here.studio().command(Command::Disconnect { link: id }).await.expect("it is there");
    becomes(&here, 1, CameraState::Lost).await;
    camera.stop().await;
    here.shutdown().await;
    there.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_push_whose_server_has_not_taken_the_codec_on_program_says_so() {
    let ((here, _a), (there, _b)) = (engine(4).await, engine(4).await);
    let codecs = Codecs { h264: false, vp8: true };
    let desk = there.studio().desk();
    desk.command(Command::ReportCodecs { codecs }).await.expect("a codec is left");
    let camera = Camera::publish(&here, "cam").await;
    becomes(&here, 1, CameraState::Live).await;
    connect(&here, LinkKind::Push, whip_of(&there), Some(crew(&there))).await;
    for _ in 0..2 {
        camera.turn(Picture::Avc720);
        let frozen = link_becomes(&here, LinkState::Frozen).await;
        let problem = "the server has not taken H.264, which the camera on program sends";
        assert_eq!(frozen.problem.as_deref(), Some(problem));
        camera.turn(Picture::Vp8(640, 360));
        assert_eq!(link_becomes(&here, LinkState::Live).await.problem, None);
        goes_on(&there).await;
    }
    camera.stop().await;
    here.shutdown().await;
    there.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_that_dies_and_returns_is_found_again() {
    let (here, _a) = engine(4).await;
    let data = tempfile::tempdir().expect("a temporary directory");
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").port();
    let start = || async {
        let any = Port::Exactly(0);
        let config = Config {
            data_dir: data.path().to_owned(),
            shows_dir: data.path().join("shows"),
            https_port: any,
            http_port: Port::Exactly(port),
            desk_port: any,
            media_port: any,
            bind: Some(std::net::Ipv4Addr::LOCALHOST.into()),
            camera_limit: 4,
            viewer_limit: 4,
            ready_file: None,
        };
        Engine::start(config).await.expect("it starts")
    };
    let camera = Camera::publish(&here, "cam").await;
    becomes(&here, 1, CameraState::Live).await;
    let there = start().await;
    connect(&here, LinkKind::Push, whip_of(&there), Some(crew(&there))).await;
    becomes(&there, 1, CameraState::Live).await;
    there.shutdown().await;
    let broken = link_becomes(&here, LinkState::Waiting).await;
    assert!(broken.problem.is_some(), "{broken:?}");
    let there = start().await;
    becomes(&there, 1, CameraState::Live).await;
    link_becomes(&here, LinkState::Live).await;
    camera.stop().await;
    here.shutdown().await;
    there.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_server_refuses_is_said() {
    let ((here, _a), (there, _b)) = (engine(4).await, engine(4).await);
    let nowhere = format!("http://127.0.0.1:{}/whip", 1);
    let cases = [
        (whip_of(&there), Some("wrong".to_owned()), "does not take this token (401"),
        (whip_of(&there).replace("/whip", "/elsewhere"), None, "no such endpoint"),
        (nowhere, None, "can't be reached"),
    ];
    for (url, token, text) in cases {
        connect(&here, LinkKind::Push, url, token).await;
        let link = link_becomes(&here, LinkState::Waiting).await;
        let problem = link.problem.expect("it says why");
        assert!(problem.contains(text), "{problem}");
        here.studio().command(Command::Disconnect { link: link.id }).await.expect("it is there");
    }
    here.shutdown().await;
    there.shutdown().await;
}

fn without_streams(answer: &str) -> String {
    let said = |line: &&str| !line.starts_with("a=ssrc") && !line.starts_with("a=msid");
    answer.lines().filter(said).map(|line| line.to_owned() + "\r\n").collect()
}

/// An answer whose pictures have other payload types than those that will come.
fn misnumbered(answer: &str) -> String {
    let (before, video) = answer.split_once("m=video ").expect("there are pictures");
    let (line, lines) = video.split_once("\r\n").expect("lines");
    let mut words = line.splitn(3, ' ');
    let (port, protocol) = (words.next().expect("a port"), words.next().expect("a protocol"));
    let first = words.next().and_then(|types| types.split(' ').next()).expect("a payload type").to_owned();
    let kept = lines
        .lines()
        .filter(|line| !["rtpmap:", "fmtp:", "rtcp-fb:"].iter().any(|name| line.starts_with(&format!("a={name}"))));
    let kept: String = kept.map(|line| line.to_owned() + "\r\n").collect();
    let map = lines.lines().find(|line| line.starts_with(&format!("a=rtpmap:{first} "))).expect("a map");
    let map = map.replace(&format!(":{first} "), ":55 ");
    format!("{before}m=video {port} {protocol} 55\r\n{map}\r\n{kept}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_need_not_say_which_streams_come_and_one_that_sends_others_is_said() {
    let ((here, _a), (there, _b)) = (engine(4).await, engine(4).await);
    let camera = Camera::publish(&there, "cam").await;
    becomes(&there, 1, CameraState::Live).await;
    let server = address(there.ready().whip.as_deref().expect("a network"));

    let silent = Between::start(server, without_streams).await;
    connect(&here, LinkKind::Pull, format!("http://{}/whep", silent.address), None).await;
    becomes(&here, 1, CameraState::Live).await;
    goes_on(&here).await;
    let link = link_becomes(&here, LinkState::Live).await;
    here.studio().command(Command::Disconnect { link: link.id }).await.expect("it is there");

    let wrong = Between::start(server, misnumbered).await;
    connect(&here, LinkKind::Pull, format!("http://{}/whep", wrong.address), None).await;
    let link = link_becomes(&here, LinkState::Waiting).await;
    let problem = link.problem.expect("it says why");
    assert!(problem.contains("belong to no track"), "{problem}");
    camera.stop().await;
    here.shutdown().await;
    there.shutdown().await;
}
