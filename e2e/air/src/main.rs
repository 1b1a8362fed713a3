//! Carries the packets between namespaces through an emulated radio, until it is told to end.
//!
//! ```text
//! a phone's namespace: wlan0 ─┐
//! a phone's namespace: wlan0 ─┴─ regie-air ─── the desk's end: on this machine, or in a namespace
//! ```
//!
//! It prints a line of JSON when it is there, one for each order on standard input, and one at the end. It ends with
//! its standard input, so with who started it, and its devices end with it.

#[cfg(target_os = "linux")]
mod arguments;
#[cfg(target_os = "linux")]
mod carrier;
#[cfg(target_os = "linux")]
mod hearing;
#[cfg(target_os = "linux")]
mod link;
#[cfg(target_os = "linux")]
mod way;

#[cfg(target_os = "linux")]
fn main() -> anyhow::Result<()> {
    use std::io::Write;

    use clap::Parser;
    use serde_json::{Value, json};

    use crate::{arguments::Arguments, carrier::Carrier, hearing::Heard, link::Ends};

    let arguments = Arguments::parse();
    let ends = Ends::open(&arguments)?;
    let say = |line: Value| writeln!(std::io::stdout(), "{line}");
    let there = json!(ends);
    let (heard, hearing) = hearing::listen()?;
    let carrier = Carrier::start(&arguments, ends, &heard);
    say(there)?;
    for heard in hearing {
        match heard {
            Heard::Line(line) => match line.parse().and_then(|order| carrier.obey(&order)) {
                Ok(()) => say(carrier.report())?,
                Err(error) => say(json!({ "error": format!("{error:#}") }))?,
            },
            Heard::End => break,
            Heard::Failed(error) => return Err(error),
        }
    }
    // Who started it may be gone: that ends it too.
    let _ = say(carrier.report());
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn main() -> std::process::ExitCode {
    eprintln!("network namespaces are Linux's");
    std::process::ExitCode::FAILURE
}
