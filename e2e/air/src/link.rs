//! The ends of the air: a TUN device in each namespace.

use std::{net::Ipv4Addr, process::Command};

use anyhow::{Context, Result, ensure};
use serde::Serialize;
use tun_rs::{DeviceBuilder, SyncDevice};

use crate::arguments::Arguments;

/// What a link carries at once, in bytes: Ethernet's, and Wi-Fi's.
pub const MTU: u16 = 1500;

/// All ends of an air; as JSON what there is to know of them.
#[derive(Serialize)]
pub struct Ends {
    pub desk: Desk,
    pub phones: Vec<Phone>,
}

/// The desk's end.
#[derive(Serialize)]
pub struct Desk {
    /// Its interface. The name tells it from those of other airs on this machine.
    link: String,
    address: Ipv4Addr,
    #[serde(skip)]
    pub device: SyncDevice,
}

/// A phone's end: `wlan0` in its namespace, from where everything goes to the desk.
#[derive(Serialize)]
pub struct Phone {
    namespace: String,
    pub address: Ipv4Addr,
    #[serde(skip)]
    pub device: SyncDevice,
}

impl Ends {
    pub fn open(arguments: &Arguments) -> Result<Self> {
        let desk = Desk::open(arguments.desk.as_deref(), arguments.address)?;
        let phones = arguments.phone.iter().zip(1..);
        let phones = phones.map(|(namespace, index)| Phone::open(index, namespace, arguments.address));
        Ok(Self { desk, phones: phones.collect::<Result<_>>()? })
    }
}

impl Desk {
    fn open(namespace: Option<&str>, address: Ipv4Addr) -> Result<Self> {
        let link = format!("rgair{}", std::process::id());
        let device = device(&link)?;
        if let Some(namespace) = namespace {
            ip(&["link", "set", &link, "netns", namespace])?;
        }
        set_up(namespace, &link, address)?;
        Ok(Self { link, address, device })
    }
}

impl Phone {
    fn open(index: u8, namespace: &str, desk: Ipv4Addr) -> Result<Self> {
        let [a, b, c, d] = desk.octets();
        let d =
            d.checked_add(index).filter(|last| *last < 255).context("more phones than the network has addresses")?;
        let address = Ipv4Addr::new(a, b, c, d);
        let name = format!("rgair{}p{index}", std::process::id());
        let device = device(&name)?;
        ip(&["link", "set", &name, "netns", namespace, "name", "wlan0"])?;
        set_up(Some(namespace), "wlan0", address)?;
        ip(&["-n", namespace, "route", "add", "default", "via", &desk.to_string()])?;
        Ok(Self { namespace: namespace.to_owned(), address, device })
    }
}

/// It is there as long as this process has it open, wherever it is moved.
fn device(name: &str) -> Result<SyncDevice> {
    DeviceBuilder::new().name(name).enable(false).build_sync().with_context(|| format!("no TUN device `{name}`"))
}

fn set_up(namespace: Option<&str>, name: &str, address: Ipv4Addr) -> Result<()> {
    let within = namespace.map_or(vec![], |namespace| vec!["-n", namespace]);
    let run = |command: &[&str]| ip(&[&within, command].concat());
    // IPv4 alone: an address that the system makes of its own accord would be one more candidate.
    run(&["link", "set", name, "addrgenmode", "none"])?;
    run(&["addr", "add", &format!("{address}/24"), "dev", name])?;
    run(&["link", "set", name, "mtu", &MTU.to_string(), "txqueuelen", "1000", "up"])
}

/// Runs `ip` of iproute2.
fn ip(command: &[&str]) -> Result<()> {
    let output = Command::new("ip").args(command).output().context("there is no `ip`")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "ip {}: {}", command.join(" "), said.trim());
    Ok(())
}
