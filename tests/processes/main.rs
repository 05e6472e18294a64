//! The real binary as a process: killed without warning under load, asked
//! to end, apart in five processes of which one is missing or the way to it fails, its books tampered with, backed up and
//! restored; what its verbs print; tables brought in and out, killed meanwhile; what it tells of
//! its own work.
//!
//! `TRADEFAIR_KILL_ROUNDS` sets how often it is killed.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod apart;
mod audit;
mod backup;
mod demo;
mod ending;
mod importing;
mod journal;
mod killing;
mod missing;
mod parted;
mod process;
mod reading;
mod secured;
mod traced;
