use std::{
    env,
    io::{self, Read},
    process::{Command, Stdio},
    time::Duration,
};

use tokio::{task::spawn_blocking, time::timeout};

use super::{machine::DRIVERS, record::Outcome};

/// The flag that makes this program a trial and nothing else.
const FLAG: &str = "--trial";
/// How long a trial may take. It draws for five seconds; a machine that is busy with other things opens a window in five more.
const PATIENCE: Duration = Duration::from_secs(20);

/// Draws both ways in a process of its own, so that a driver that crashes or hangs takes nothing with it.
pub async fn run() -> Outcome {
    match env::current_exe() {
        Ok(program) => {
            let mut command = Command::new(program);
            command.arg(FLAG);
            outcome_of(command, PATIENCE).await
        }
        Err(error) => Outcome::Failed { reason: error.to_string() },
    }
}

/// Waits for a trial, which prints its outcome. One that is too slow is killed.
async fn outcome_of(command: Command, patience: Duration) -> Outcome {
    said_by(command, patience).await.unwrap_or_else(|error| Outcome::Failed { reason: error.to_string() })
}

async fn said_by(mut command: Command, patience: Duration) -> io::Result<Outcome> {
    // Who drives the desk's window from outside is not to find the trial's.
    for name in DRIVERS {
        command.env_remove(name);
    }
    // Its stdin is held until it has ended: with this process it ends too.
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut stdout = child.stdout.take().expect("it is piped");
    let reading = spawn_blocking(move || {
        let mut said = Vec::new();
        stdout.read_to_end(&mut said).map(|_| said)
    });
    let read = timeout(patience, reading).await;
    // One that has said everything has ended, or ends now: its window is closed.
    let killed = child.kill();
    let status = child.wait()?;
    killed?;
    let Ok(read) = read else {
        return Ok(Outcome::Failed { reason: format!("it had not ended after {patience:?}") });
    };
    let said = read.map_err(io::Error::other)??;
    Ok(serde_json::from_slice(&said).unwrap_or_else(|error| Outcome::Failed {
        reason: format!("it said nothing that makes sense ({status}): {error}"),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compositing::{Compositing, choice::Drawn};

    async fn trial_that(does: &str, patience: Duration) -> Outcome {
        let mut command = Command::new("sh");
        command.args(["-c", does]);
        outcome_of(command, patience).await
    }

    #[tokio::test]
    async fn what_a_trial_prints_is_its_outcome() {
        let drawn = Drawn { pictures: 30.0, turns: 60.0, cores: 0.5, seen: 0.5 };
        let outcome = Outcome::Measured { without: drawn, with: drawn };
        let json = serde_json::to_string(&outcome).expect("it is data");
        assert_eq!(trial_that(&format!("echo '{json}'"), PATIENCE).await, outcome);
    }

    #[tokio::test]
    async fn a_trial_that_crashes_hangs_or_babbles_is_a_failure_and_leaves_compositing_off() {
        let trials = [
            trial_that("kill -SEGV $$", PATIENCE).await,
            trial_that("exit 1", PATIENCE).await,
            trial_that("echo soon", PATIENCE).await,
            trial_that("true", PATIENCE).await,
            // It waits for the end of its stdin, which is this process's.
            trial_that("exec cat", Duration::from_millis(50)).await,
            outcome_of(Command::new("/nowhere/regie-desktop"), PATIENCE).await,
        ];
        for outcome in trials {
            assert!(matches!(outcome, Outcome::Failed { .. }), "{outcome:?}");
            assert_eq!(outcome.compositing(), Compositing::Off);
        }
    }

    #[tokio::test]
    async fn a_trial_is_driven_by_nobody() {
        let mut command = Command::new("sh");
        command.args([
            "-c",
            "test -z \"$WEBKIT_INSPECTOR_SERVER$TAURI_WEBVIEW_AUTOMATION\" && echo '{\"trial\":\"interrupted\"}'",
        ]);
        command.env("WEBKIT_INSPECTOR_SERVER", "127.0.0.1:1").env("TAURI_WEBVIEW_AUTOMATION", "true");
        assert_eq!(outcome_of(command, PATIENCE).await, Outcome::Interrupted);
    }
}
