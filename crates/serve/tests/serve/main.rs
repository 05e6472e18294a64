//! The crate as a service uses it: a small service that keeps records in a real
//! book, reached through both doors.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

mod addresses;
mod answers;
#[path = "../../../../tests/harness/authority.rs"]
mod authority;
mod beyond;
mod bounds;
mod certificates;
mod changes;
mod copies;
mod counts;
mod desk;
mod doors;
mod entry;
mod fairs;
mod gate;
mod handshakes;
mod imports;
mod listener;
mod lists;
mod moments;
mod network;
mod odd;
mod operations;
mod peer;
mod pool;
mod raw;
mod record;
mod repeats;
mod rotation;
mod secured;
mod several;
