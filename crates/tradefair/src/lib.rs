//! The binary: it puts the services together, and its verbs serve them, show
//! them, check their books and tell how they are configured.
//!
//! Pieces: [`cli`], the command line; [`config`], the settings and where each
//! value came from; [`topology`], which services run here and where the others
//! are; [`assembly`], books, services and links put together behind one
//! listener; [`serving`], [`demo`], [`audit`], [`figures`], [`explain`], [`claims`], [`check`], [`backup`],
//! [`restore`], [`migrating`] and [`health`], the verbs; [`reach`], the way of a verb to the services; [`moment`], a moment as a
//! person writes it; [`import`], tables brought in through the public API, and
//! [`importing`], its verb; [`export`], tables written from the books, and
//! [`exporting`], its verb; [`sample`], the tables of the sample fair; [`release`], a release on the terminal;
//! [`figure_text`], a figure on the terminal; [`terminal`], tables and trees for it;
//! [`proto_json`], messages as JSON; [`signals`], how a process is ended.
//!
//! The clock and the randomness of the machine come in through
//! [`assembly::Machine`], so that a test can bring its own.
//!
//! It deliberately knows no rule of any service: it asks them by their
//! contracts, as everybody does.

pub mod assembly;
pub mod audit;
pub mod backup;
mod bar;
pub mod bookshelf;
pub mod check;
pub mod claims;
pub mod cli;
pub mod config;
pub mod demo;
pub mod explain;
pub mod export;
pub mod exporting;
pub mod figure_text;
pub mod figures;
pub mod health;
pub mod identification;
pub mod import;
pub mod importing;
pub mod migrating;
pub mod moment;
pub mod proto_json;
pub mod reach;
pub mod release;
pub mod restore;
pub mod sample;
pub mod serving;
pub mod signals;
pub mod terminal;
pub mod topology;

/// Why a verb did not do what it should, as one sentence.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
