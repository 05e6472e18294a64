//! Printed releases: of the sample fair, word by word, and of another fair,
//! number by number. What a text says is read back here by a reader of its own
//! and held against the figures.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod another_fair;
mod checked;
mod claims;
mod facts;
mod growth;
mod numerals;
mod published;
mod read_back;
mod sample;
mod spans;
mod standings;
