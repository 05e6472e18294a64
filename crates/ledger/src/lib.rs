//! The books: positions, revisions, facts and cells.

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
mod write;
mod writer;

pub use audit::{AuditCounts, AuditReport, Finding, Recompute, audit};
pub use book::{Book, BookConfig, OpenError};
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
    sqlite::{SqliteConfig, SqliteStore},
};
pub use write::{Change, Loaded, Receipt, RequestKey, Rule, Write};
