//! The desktop shell: the window around the régie.
//!
//! It starts the engine, shows the desk's page in a window, and hands what the page asks to the studio. It decides
//! nothing about the show.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
#[cfg(target_os = "linux")]
mod compositing;
mod desk;
mod displays;
mod failure;
mod microphone;
mod screen;
mod shell;
mod webview;
mod window;

use std::{io::IsTerminal, process::ExitCode};

use clap::Parser;
use tracing_subscriber::EnvFilter;

/// Régie: the phones in the room are the cameras of your live show.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(flatten)]
    engine: regie::Args,
    /// How the window draws: with the GPU or without
    #[cfg(target_os = "linux")]
    #[arg(long, value_enum, default_value_t, value_name = "HOW")]
    compositing: compositing::Wanted,
    /// Try how this computer draws, print it and end: what a first start does in a process of its own
    #[cfg(target_os = "linux")]
    #[arg(long, hide = true)]
    trial: bool,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(regie::LOG_FILTER));
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours).init();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    shell::check_display()?;
    #[cfg(target_os = "linux")]
    {
        if cli.trial {
            return compositing::run_trial();
        }
        // A command line that leads nowhere is said in a window, however that is drawn.
        if let Ok(config) = cli.engine.clone().config() {
            compositing::settle(cli.compositing, &config.data_dir);
        }
    }
    shell::run(cli.engine)
}
