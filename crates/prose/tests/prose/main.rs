//! Texts as they are printed, what is refused, and what holds for any data.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod any;
mod forms;
mod literals;
mod proofs;
mod properties;
mod read_back;
mod reader;
mod refusals;
mod rows;
mod sample;
mod standing;
mod texts;
