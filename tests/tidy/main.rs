//! What cannot be seen in one place: the invariants of the architecture, read
//! from the files.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod layers;
mod manifests;
mod network;
mod policies;
mod protos;
mod rooms;
mod settings;
mod tree;
mod words;
