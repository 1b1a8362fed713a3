use std::path::Path;

use regie::Store;
use serde::{Deserialize, Serialize};

use super::{
    Compositing,
    choice::{Drawn, choose},
    machine::Machine,
};

/// The file in the data directory.
const FILE: &str = "compositing.json";

/// What became of a trial.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "trial", rename_all = "snake_case")]
pub enum Outcome {
    /// Both ways were drawn.
    Measured {
        /// Without compositing.
        without: Drawn,
        /// With it.
        with: Drawn,
    },
    /// It crashed, hung or made no sense: a desk would have done so too.
    Failed {
        /// For people.
        reason: String,
    },
    /// Somebody closed its window.
    Interrupted,
}

impl Outcome {
    /// How the desk is drawn after this.
    pub fn compositing(&self) -> Compositing {
        match self {
            Self::Measured { without, with } => choose(*without, *with).unwrap_or(Compositing::Off),
            Self::Failed { .. } | Self::Interrupted => Compositing::Off,
        }
    }

    /// Whether another trial on the same machine would say the same.
    fn holds(&self) -> bool {
        match self {
            Self::Measured { without, with } => choose(*without, *with).is_some(),
            Self::Failed { .. } => true,
            Self::Interrupted => false,
        }
    }
}

/// What is kept of a trial.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What was chosen.
    pub compositing: Compositing,
    /// Where it was measured.
    pub machine: Machine,
    /// Why.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// The newest record of this desk. A file that can't be read or written is one trial more at the next start, no more.
pub struct Records(Store);

impl Records {
    /// The records in a data directory; none where there can be none.
    pub fn open(data_dir: &Path) -> Option<Self> {
        Store::open(data_dir, FILE)
            .inspect_err(|error| tracing::warn!(%error, "nothing is kept of trials"))
            .ok()
            .map(Self)
    }

    /// What was found on this very machine.
    pub fn of(&self, machine: &Machine) -> Option<Compositing> {
        let record: Record = self.0.load().unwrap_or_else(|error| {
            tracing::warn!(%error, "the last trial can't be read");
            None
        })?;
        (record.machine == *machine).then_some(record.compositing)
    }

    /// Keeps what a trial found, if it found something.
    pub fn keep(&self, record: Record) {
        if !record.outcome.holds() {
            return;
        }
        if let Err(error) = self.0.save(&record) {
            tracing::warn!(%error, "the trial is not kept");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const WITHOUT: Drawn = Drawn { pictures: 30.0, turns: 150.0, cores: 0.65, seen: 0.6 };
    const WITH: Drawn = Drawn { pictures: 30.0, turns: 60.0, cores: 0.3, seen: 0.6 };

    fn machine(line: &str) -> Machine {
        serde_json::from_value(serde_json::json!([line])).expect("lines")
    }

    fn record(outcome: Outcome) -> Record {
        Record { compositing: outcome.compositing(), machine: machine("webkitgtk 2.50.6"), outcome }
    }

    #[test]
    fn what_was_found_is_known_until_the_machine_is_another() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let records = Records::open(dir.path()).expect("a directory");
        assert_eq!(records.of(&machine("webkitgtk 2.50.6")), None);
        records.keep(record(Outcome::Measured { without: WITHOUT, with: WITH }));
        let again = Records::open(dir.path()).expect("a directory");
        assert_eq!(again.of(&machine("webkitgtk 2.50.6")), Some(Compositing::On));
        assert_eq!(again.of(&machine("webkitgtk 2.52.0")), None);
    }

    #[test]
    fn a_failure_is_remembered_as_off() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let records = Records::open(dir.path()).expect("a directory");
        records.keep(record(Outcome::Failed { reason: "it hung".to_owned() }));
        assert_eq!(records.of(&machine("webkitgtk 2.50.6")), Some(Compositing::Off));
    }

    #[test]
    fn what_says_nothing_is_not_kept_and_takes_nothing_away() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let records = Records::open(dir.path()).expect("a directory");
        let hidden = Drawn { pictures: 0.0, turns: 0.0, cores: 0.0, seen: 0.0 };
        for outcome in [Outcome::Interrupted, Outcome::Measured { without: hidden, with: hidden }] {
            records.keep(record(outcome));
            assert_eq!(records.of(&machine("webkitgtk 2.50.6")), None);
        }
        records.keep(record(Outcome::Measured { without: WITHOUT, with: WITH }));
        records.keep(record(Outcome::Interrupted));
        assert_eq!(records.of(&machine("webkitgtk 2.50.6")), Some(Compositing::On));
    }

    #[test]
    fn a_file_that_is_broken_is_set_aside_and_measured_again() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        fs::write(dir.path().join(FILE), r#"{"compositing":"sideways","machine":[]}"#).expect("writable");
        let records = Records::open(dir.path()).expect("a directory");
        assert_eq!(records.of(&machine("webkitgtk 2.50.6")), None);
        assert!(dir.path().join("compositing.broken").exists());
        records.keep(record(Outcome::Failed { reason: "it crashed".to_owned() }));
        assert_eq!(records.of(&machine("webkitgtk 2.50.6")), Some(Compositing::Off));
    }
}
