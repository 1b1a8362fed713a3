//! What is asked of an air while it runs: a line each.

use std::{str::FromStr, time::Duration};

use anyhow::{Context, Result, bail};

/// What is asked of a running air. Each is answered by a report.
#[derive(Debug, PartialEq, Eq)]
pub enum Order {
    /// `air CHANGES`: other figures both ways. Their fate and what is counted begin anew.
    Air(String),
    /// `up CHANGES`: the same for the uplink alone.
    Up(String),
    /// `down CHANGES`: the same for the downlink alone.
    Down(String),
    /// `gone MILLISECONDS`: from now on nothing passes for so long, both ways.
    Gone(Duration),
    /// `report`: nothing but the report.
    Report,
}

impl FromStr for Order {
    type Err = anyhow::Error;

    fn from_str(line: &str) -> Result<Self> {
        let (word, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        let rest = rest.trim();
        Ok(match word {
            "air" => Self::Air(rest.to_owned()),
            "up" => Self::Up(rest.to_owned()),
            "down" => Self::Down(rest.to_owned()),
            "gone" => Self::Gone(Duration::from_millis(rest.parse::<u32>().context("gone MILLISECONDS")?.into())),
            "report" => Self::Report,
            _ => bail!("`{word}` is none of air, up, down, gone and report"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_a_word_and_what_it_is_about() {
        let order = |line: &str| line.parse::<Order>().ok();
        assert_eq!(order("air crowded,loss=0.02\n"), Some(Order::Air("crowded,loss=0.02".to_owned())));
        assert_eq!(order("up rate=3e6"), Some(Order::Up("rate=3e6".to_owned())));
        assert_eq!(order("down hall"), Some(Order::Down("hall".to_owned())));
        assert_eq!(order("gone  500"), Some(Order::Gone(Duration::from_millis(500))));
        assert_eq!(order("report"), Some(Order::Report));
        assert_eq!([order(""), order("gone"), order("gone soon"), order("stop")], [None, None, None, None]);
    }
}
