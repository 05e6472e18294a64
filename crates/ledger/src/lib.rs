//! The books: positions, revisions, facts and cells.

mod audit;
mod book;
mod clock;
mod cube;
mod evidence;
mod fact;
mod hash;
mod position;
mod randomness;
mod revision;
mod selection;
pub mod store;
mod write;

pub use audit::{AuditCounts, AuditReport, Finding, Recompute};
pub use book::{Book, BookConfig, OpenError};
pub use clock::{Clock, ManualClock, SystemClock};
pub use cube::{Cube, CubeError, Cubes, Dimension, Quantity};
pub use evidence::Evidence;
pub use fact::Fact;
pub use hash::Hash;
pub use position::{Fair, Moment, Position, RecordedAt};
pub use randomness::{Randomness, SeededRandomness, SystemRandomness};
pub use revision::{Revision, State, split_name};
pub use selection::{
    CellAnswer, CellQuery, CellTotal, Condition, EvidenceQuery, LogPlace, Measure, Selection, Test,
};
pub use store::Store;
pub use write::{Change, Loaded, Receipt, RequestKey, Rule, Write};
