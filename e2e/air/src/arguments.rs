//! The command line.

use std::net::Ipv4Addr;

use clap::Parser;
use regie_air::Figures;

/// A Wi-Fi in user space: phones in network namespaces, a desk, and an emulated radio between them.
///
/// The namespaces are there already (`ip netns add NAME`). Each phone has an interface `wlan0` in its own; all share
/// the air and its rate, each direction for itself.
#[derive(Debug, Parser)]
#[command(after_help = format!(
    "An air is a name, `key=value`s, or both: `crowded,rate=3e6`.\n\n{}\n\
    rate in bit/s; delay, jitter (mean), queue, spell (mean) and bad (mean) in ms; loss, burst and badloss from 0 to 1;\n\
    gone=START:LENGTH+START:LENGTH in seconds. On standard input: air|up|down CHANGES, gone MS, report.",
    Figures::airs(),
))]
pub struct Arguments {
    /// The air, both ways.
    #[arg(long, default_value = "wire")]
    pub air: Figures,
    /// The air from the desk to the phones, where it differs.
    #[arg(long)]
    pub down: Option<Figures>,
    /// Of all that is random: the same seed, the same fate.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// A phone's namespace; several share the air.
    #[arg(long, value_name = "NAMESPACE", required = true)]
    pub phone: Vec<String>,
    /// The desk's namespace; this machine's own if none is said.
    #[arg(long, value_name = "NAMESPACE")]
    pub desk: Option<String>,
    /// The desk's address; the phones have those behind it. A network of 256.
    #[arg(long, value_name = "ADDRESS", default_value = "10.77.0.1")]
    pub address: Ipv4Addr,
}
