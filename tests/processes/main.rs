//! The real binary as a process: killed without warning under load, asked
//! to end, apart in five processes, its books tampered with, backed up and
//! restored; what its verbs print; tables brought in and out, killed meanwhile.
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
mod process;
mod reading;
