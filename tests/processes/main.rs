//! The real binary as a process: killed without warning under load, started
//! twice, asked to end, asked wrongly.
//!
//! `TRADEFAIR_KILL_ROUNDS` sets how often it is killed.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod apart;
mod audit;
mod command_line;
mod demo;
mod journal;
mod killing;
mod process;
