//! gst-launch with GStreamer's WHIP and WHEP elements linked in, because Debian does not package them.
//!
//! ```text
//! regie-gst 'videotestsrc ! … ! whipclientsink …'
//! regie-gst 'whepclientsrc … ! videoconvert ! fakesink name=pictures'
//! ```
//!
//! Runs one pipeline until SIGINT or SIGTERM, then stops it as an application does: to the null state, at which a WHIP
//! sink takes its session back. Each second a line says in JSON how many buffers each sink has had in all, by its name.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use gst::prelude::*;

/// How often it is said what the sinks have had.
const TELLING: Duration = Duration::from_secs(1);

/// The buffers that sinks have had, by their names.
type Counts = BTreeMap<String, Arc<AtomicU64>>;

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
    let counts = pipeline.downcast_ref::<gst::Bin>().map(count).unwrap_or_default();
    pipeline.set_state(gst::State::Playing).context("the pipeline does not start")?;
    if !counts.is_empty() {
        thread::spawn(move || tell(&counts));
    }
    let ended = wait(&bus);
    pipeline.set_state(gst::State::Null).context("the pipeline does not stop")?;
    ended
}

/// Counts what comes to the sinks that end a pipeline. Those that send it on make their pads when they are asked.
fn count(pipeline: &gst::Bin) -> Counts {
    let mut counts = Counts::new();
    for sink in pipeline.iterate_sinks().into_iter().flatten() {
        let Some(pad) = sink.static_pad("sink") else { continue };
        let count = Arc::new(AtomicU64::new(0));
        counts.insert(sink.name().into(), Arc::clone(&count));
        pad.add_probe(gst::PadProbeType::BUFFER, move |_, _| {
            count.fetch_add(1, Ordering::Relaxed);
            gst::PadProbeReturn::Ok
        });
    }
    counts
}

/// Says it for as long as the program runs.
fn tell(counts: &Counts) {
    loop {
        let said: Vec<_> =
            counts.iter().map(|(name, count)| format!("\"{name}\":{}", count.load(Ordering::Relaxed))).collect();
        println!("{{{}}}", said.join(","));
        thread::sleep(TELLING);
    }
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
