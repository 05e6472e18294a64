//! Bearer tokens, from keys made here: which are believed, which are not and why, and what
//! happens while the keys change, or cannot be had.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod any_text;
mod desk;
mod fetching;
mod files;
mod forgeries;
mod good;
mod log;
mod outage;
mod pressing;
mod rotation;
mod shelf;
mod tls;
mod web;
