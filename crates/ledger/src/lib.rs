//! The books of one service: statistics kept like a ledger.
//!
//! A record is an encoded message with immutable revisions. A revision brings
//! *facts*, additive quantities under the dimensions of a cube, which are stored
//! with it; a change takes the stored old facts out of the running totals and
//! puts the new ones in. So a figure is read from a handful of cells, whatever
//! the number of records, and what is said of any past position stays said.
//!
//! # What holds
//!
//! - Acknowledged means durable, exactly once, also under retries: a request id
//!   is looked up and stored in the transaction of its effect.
//! - At every position the totals of the cells are the sum of the stored facts.
//! - The same position gives the same answers, for ever. A time that was
//!   answered once stays answered: no later commit is recorded at or before it.
//! - Positions are dense, their times strictly rise, and each carries a hash of
//!   the one before and of its changes, with salted digests of the bodies, so
//!   that a body can be erased and the chain still be checked.
//! - A write that is refused touches no other write of its commit.
//!
//! # The way of a write
//!
//! [`Book::write`] puts it into a bounded queue. One thread ([`writer`]) takes
//! whatever waits, opens one transaction, and for each fair decides the writes in
//! their order over what is stored (`writer/overlay`): answered before? what does
//! its rule say? do the totals stay in range? Then it appends one position for
//! each fair that changed, commits once, and answers everybody.
//!
//! # The way of a read
//!
//! [`Book::resolve`] turns a moment into a [`Position`]; every read names one.
//! A few threads ([`reader`]) answer, each read from one snapshot. A selection is
//! checked and given the smallest roll-up that holds all of it ([`plan`]), whose
//! cells are summed ([`figures`]); [`evidence`] walks from the history of those
//! cells to the revisions behind them.
//!
//! # Copies
//!
//! [`Book::back_up`] copies the books as they stand at one moment while reads and
//! writes go on; [`Store::back_up`] does so for a store that nobody else has open.
//!
//! # The pieces
//!
//! - [`Fair`], [`Position`], [`Revision`], [`Fact`], [`Cube`], [`Write`],
//!   [`Selection`]: the words, as plain values.
//! - [`store`]: what a store must do, as traits, and behind them SQLite, for one
//!   process, and PostgreSQL, for several; the suite every store has to pass is in `conformance`, behind the feature of that
//!   name. [`store::discard`] is for measuring only.
//! - [`audit()`]: everything above, checked from the rows alone ([`fold`]).
//! - [`Clock`] and [`Randomness`]: what comes in through the door. So does a [`Watch`],
//!   for whoever wants to measure the writer; spans of what is asked of the store are
//!   made by the `tracing` library, below the call that asks.
//!
//! # What it deliberately does not know
//!
//! What a record means, which facts it brings, who may write it, what a figure is
//! called, or how an answer looks on the wire. It knows the fair as the unit of
//! sharding, and the edition only as the first dimension of every cube, which each
//! selection pins. It never deletes, and it decides nothing by the clock but the
//! times it records.

mod audit;
mod book;
mod cell;
mod clock;
#[cfg(feature = "conformance")]
pub mod conformance;
mod cube;
mod evidence;
mod fact;
mod figures;
mod fold;
mod hash;
mod layout;
mod plan;
mod position;
mod randomness;
mod reader;
mod revision;
mod selection;
pub mod store;
mod watching;
mod write;
mod writer;

pub use audit::{AuditCounts, AuditReport, Finding, Recompute, audit};
pub use book::{BackUp, Book, BookConfig, OpenError};
pub use cell::{CellKey, QUANTITIES, Totals};
pub use clock::{Clock, ManualClock, SystemClock};
pub use cube::{Cube, CubeError, Cubes, Dimension, Quantity};
pub use evidence::Evidence;
pub use fact::Fact;
pub use hash::{Hash, SALT_BYTES};
pub use position::{Fair, Moment, Position, RecordedAt};
pub use randomness::{Randomness, SeededRandomness, SystemRandomness};
pub use revision::{Revision, State, split_name};
pub use selection::{
    CellAnswer, CellQuery, CellTotal, Condition, EvidenceQuery, LogPlace, Measure, Selection, Test,
};
pub use store::{
    Store,
    postgres::{PostgresConfig, PostgresStore},
    sqlite::{SqliteConfig, SqliteStore},
};
pub use watching::{Commit, Queue, Stored, Watch};
pub use write::{Change, Loaded, Receipt, RequestKey, Rule, Write};
