//! Loads tables into a fair through the public API.
//!
//! A table is a CSV file; [`TABLES`] says which method takes its rows. The
//! columns are paths of fields in the protos, found by reflection, so that a
//! new field needs no code here. [`Plan::new`] checks all tables and makes the
//! requests; [`Plan::send`] sends them. A row makes its request id from what it
//! says, so loading the same tables again changes nothing.

mod cell;
mod columns;
mod fault;
mod plan;
mod row;
mod send;
mod tables;

pub use fault::{ImportFaults, RowFault};
pub use plan::{Plan, Table, tables_in};
pub use send::{ImportError, Progress};
pub use tables::{TABLES, TableKind};
