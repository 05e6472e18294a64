//! Brings tables into the books of a fair through the public API.
//!
//! A table is a text of separated values or a sheet of a workbook; [`TABLES`] says
//! what its rows are. Its columns are fields in the protos, found by reflection, so
//! that a new field needs no code here; they may also be called by their labels in
//! English or Chinese (`labels.csv`).
//!
//! An import goes over the tables up to four times and keeps no row; what it must
//! remember of them stands on disk. It *checks* what can be seen without a service and
//! notes which records the rows bring. It *tries*: the services tell what would become of
//! the rows. What they cannot tell is *rehearsed* in books of its own: rows that are
//! stored one by one, rows that name others of the same import, and all rows of a fair
//! that nobody knows yet. It *stores*, in the order of the tables, many rows in one
//! request, if nothing is wrong or what is wrong may be left out. [`Plan::run`] is all of
//! it.
//!
//! The id of a record comes from its row, so a repeated or corrected table revises
//! only what changed, and an import that was killed is repeated as it is.

mod batch;
pub(crate) mod call;
pub(crate) mod cell;
mod check;
pub(crate) mod columns;
mod fault;
pub(crate) mod items;
mod keys;
pub(crate) mod labels;
pub(crate) mod methods;
pub(crate) mod naming;
pub(crate) mod pages;
mod plan;
mod progress;
mod record;
mod rehearsal;
mod rejects;
mod report;
mod run;
mod send;
mod sorting;
mod source;
mod surroundings;
mod table;
mod tables;
mod target;
mod written;

pub use fault::{ImportFaults, RowFault};
pub use plan::Plan;
pub use progress::{Faults, Phase, Progress};
pub use report::{Counts, Report, TableReport};
pub use run::Extent;
pub use send::ImportError;
pub use table::{Table, tables_in};
pub use tables::{Parent, TABLES, TableKind};
pub use target::{Links, only_fair};
pub(crate) use written::written_columns;
