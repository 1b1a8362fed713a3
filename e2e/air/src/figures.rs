//! What an air is like, as people write it: a name, or `key=value` behind it.

use std::{fmt::Write, str::FromStr, time::Duration};

use anyhow::{Context, Result, bail, ensure};

/// What one direction of an air is like.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Bits a second that it carries, of all packets together.
    pub rate: f64,
    /// What every packet takes, one way.
    pub delay: Duration,
    /// Mean of the extra wait for the air, before the first packet of those that queue.
    pub jitter: Duration,
    /// How much waits at the access point, as the time that it takes to send it; what comes then is dropped.
    pub queue: Duration,
    /// Share of packets that are lost at random, 0 to 1.
    pub loss: f64,
    /// Share of time in a bad spell, 0 to less than 1.
    pub burst: f64,
    /// Mean length of a bad spell.
    pub spell: Duration,
    /// Mean of the wait for the air that a bad spell adds.
    pub bad: Duration,
    /// Share of packets that are lost in a bad spell, 0 to 1.
    pub bad_loss: f64,
    /// When nothing passes at all.
    pub gone: Vec<Silence>,
}

/// A stretch without air, from its start counted from when the air began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silence {
    pub start: Duration,
    pub length: Duration,
}

/// Airs that have a name, from a cable to the far corner of a full hall.
const AIRS: [(&str, &str); 5] = [
    ("wire", "rate=1e9,delay=0.1,queue=200"),
    ("home", "rate=80e6,delay=1.5,jitter=2,queue=200,loss=0.001,burst=0.02,spell=60,bad=15,badloss=0.01"),
    ("hall", "rate=30e6,delay=2.5,jitter=6,queue=250,loss=0.005,burst=0.06,spell=120,bad=40,badloss=0.05"),
    ("crowded", "rate=14e6,delay=3.5,jitter=12,queue=300,loss=0.01,burst=0.12,spell=200,bad=80,badloss=0.1"),
    ("edge", "rate=4e6,delay=4,jitter=15,queue=400,loss=0.03,burst=0.15,spell=300,bad=100,badloss=0.15"),
];

impl Default for Figures {
    fn default() -> Self {
        Self {
            rate: 1e9,
            delay: Duration::from_micros(100),
            jitter: Duration::ZERO,
            queue: Duration::from_millis(200),
            loss: 0.0,
            burst: 0.0,
            spell: Duration::from_millis(100),
            bad: Duration::ZERO,
            bad_loss: 0.0,
            gone: Vec::new(),
        }
    }
}

impl Figures {
    /// These with something changed: `loss=0.02,rate=3e6`. The name of an air stands for all of its figures.
    pub fn with(&self, changes: &str) -> Result<Self> {
        let mut figures = self.clone();
        for change in changes.split(',').map(str::trim) {
            match change.split_once('=') {
                Some((key, value)) => figures.set(key, value).with_context(|| format!("`{change}`"))?,
                None => {
                    let Some((_, air)) = AIRS.into_iter().find(|(name, _)| *name == change) else {
                        bail!("there is no air `{change}`");
                    };
                    figures = Self::default().with(air)?;
                }
            }
        }
        Ok(figures)
    }

    fn set(&mut self, key: &str, value: &str) -> Result<()> {
        match key {
            "rate" => {
                self.rate = number(value)?;
                ensure!(self.rate >= 1.0, "at least one bit a second");
            }
            "delay" => self.delay = milliseconds(value)?,
            "jitter" => self.jitter = milliseconds(value)?,
            "queue" => self.queue = milliseconds(value)?,
            "loss" => self.loss = share(value)?,
            "burst" => {
                self.burst = share(value)?;
                ensure!(self.burst < 1.0, "some of the time is good");
            }
            "spell" => {
                self.spell = milliseconds(value)?;
                ensure!(self.spell >= Duration::from_millis(1), "at least one millisecond");
            }
            "bad" => self.bad = milliseconds(value)?,
            "badloss" => self.bad_loss = share(value)?,
            "gone" => self.gone = value.split('+').map(str::parse).collect::<Result<_>>()?,
            _ => bail!("an air has no such figure"),
        }
        Ok(())
    }

    /// The named airs and their figures, for people to read.
    pub fn airs() -> String {
        AIRS.iter().fold(String::new(), |mut text, (name, figures)| {
            let _ = writeln!(text, "  {name:<8} {figures}");
            text
        })
    }
}

impl FromStr for Figures {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::default().with(text)
    }
}

impl FromStr for Silence {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let (start, length) = text.split_once(':').context("START:LENGTH in seconds")?;
        let seconds = |text: &str| -> Result<Duration> { Ok(Duration::try_from_secs_f64(number(text)?)?) };
        Ok(Self { start: seconds(start)?, length: seconds(length)? })
    }
}

fn number(text: &str) -> Result<f64> {
    let number: f64 = text.parse().context("a number")?;
    ensure!(number.is_finite() && number >= 0.0, "a number from 0 up");
    Ok(number)
}

fn share(text: &str) -> Result<f64> {
    let share = number(text)?;
    ensure!(share <= 1.0, "a share from 0 to 1");
    Ok(share)
}

/// An hour at most: more is a slip.
fn milliseconds(text: &str) -> Result<Duration> {
    let milliseconds = number(text)?;
    ensure!(milliseconds <= 3_600_000.0, "milliseconds, an hour at most");
    Ok(Duration::from_secs_f64(milliseconds / 1000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_air_can_be_read() {
        for (name, _) in AIRS {
            let figures: Figures = name.parse().expect(name);
            assert!(figures.rate >= 4e6, "{name}");
        }
    }

    #[test]
    fn what_stands_behind_a_name_overrides_it() {
        let hall: Figures = "hall".parse().unwrap();
        let slow: Figures = "hall,rate=3e6,gone=2:0.5+7:1".parse().unwrap();
        let silence =
            |start, length| Silence { start: Duration::from_secs_f64(start), length: Duration::from_secs_f64(length) };
        assert_eq!(slow, Figures { rate: 3e6, gone: vec![silence(2.0, 0.5), silence(7.0, 1.0)], ..hall });
    }

    #[test]
    fn a_name_leaves_nothing_of_what_was_before() {
        let changed = Figures::default().with("edge,gone=1:1").unwrap().with("wire").unwrap();
        assert_eq!(changed, Figures::default());
    }

    #[test]
    fn what_no_air_can_be_is_refused() {
        for wrong in [
            "",
            "swamp",
            "rate",
            "rate=",
            "rate=0",
            "rate=inf",
            "loss=1.1",
            "loss=-1",
            "loss=NaN",
            "burst=1",
            "spell=0",
            "delay=1e12",
            "gone=1",
            "gone=1:-1",
            "gone=1:1e99",
            "colour=3",
        ] {
            assert!(wrong.parse::<Figures>().is_err(), "{wrong}");
        }
    }
}
