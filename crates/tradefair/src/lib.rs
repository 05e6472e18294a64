//! The binary: it puts the services together, and its verbs serve them, show
//! them, check their books and tell how they are configured.
//!
//! Pieces: [`cli`], the command line; [`config`], the settings and where each
//! value came from; [`topology`], which services run here and where the others
//! are; [`import`], tables loaded through the public API; [`sample`], the
//! tables of the sample fair.
//!
//! It deliberately knows no rule of any service: it asks them by their
//! contracts, as everybody does.

pub mod cli;
pub mod config;
pub mod import;
pub mod sample;
pub mod topology;
