//! gst-launch with GStreamer's WHIP elements linked in, because Debian does not package them.
//!
//! ```text
//! regie-gst 'videotestsrc ! … ! whipclientsink …'
//! ```
//!
//! Runs one pipeline until SIGINT or SIGTERM, then stops it as an application does: to the null state, at which a WHIP
//! sink takes its session back.

use anyhow::{Context, Result, bail};
use gst::prelude::*;

fn main() -> Result<()> {
    let description = std::env::args().skip(1).collect::<Vec<_>>().join(" ");
    gst::init()?;
    gstrsrtp::plugin_register_static()?;
    gstrswebrtc::plugin_register_static()?;
    gstwebrtchttp::plugin_register_static()?;

    let pipeline = gst::parse::launch(&description).context("this is no pipeline")?;
    let bus = pipeline.bus().context("only a whole pipeline has a bus")?;
    let ending = bus.clone();
    ctrlc::set_handler(move || {
        let wish = gst::Structure::new_empty("end");
        // A bus that takes nothing any more belongs to a pipeline that is stopping already.
        let _ = ending.post(gst::message::Application::new(wish));
    })?;
    pipeline.set_state(gst::State::Playing).context("the pipeline does not start")?;
    let ended = wait(&bus);
    pipeline.set_state(gst::State::Null).context("the pipeline does not stop")?;
    ended
}

/// Until it was asked to end, or something failed.
fn wait(bus: &gst::Bus) -> Result<()> {
    for message in bus.iter_timed(gst::ClockTime::NONE) {
        match message.view() {
            gst::MessageView::Application(_) | gst::MessageView::Eos(_) => return Ok(()),
            gst::MessageView::Error(error) => bail!("{}: {:?}", error.error(), error.debug()),
            _ => {}
        }
    }
    Ok(())
}
