//! Telemetry belongs to a process, so each test here runs in one of its own:
//! the test starts its own binary again with only itself selected.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod calls;
mod collector;
mod desk;
mod ends;
mod lines;
mod outcomes;
mod own_process;
mod page;
