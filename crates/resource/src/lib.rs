//! The values that every keeper of records handles: what a record is called, which
//! page of a list is asked for, which fields an update touches, what a date, an
//! amount, a code or a text may be.
//!
//! Everything here is a value or a plain function: no I/O, no clock, no state. A
//! function that reads what a caller sent notes what is wrong in
//! [`fault::Violations`], with the path of the field, so that a request is refused
//! once with everything that is wrong with it. What is right comes back as the
//! value the books use: microseconds, minor units, bytes.
//!
//! Pieces:
//! - names and identity: [`name`], [`etag`], [`request_id`];
//! - requests: [`page`] (page sizes and tokens), [`filter`] (conditions of lists),
//!   [`mask`] (field masks),
//!   [`written_by_service`] (fields a caller leaves empty);
//! - field values: [`text`], [`choice`] (enumerations), [`code`] (countries,
//!   subdivisions, sectors, currencies), [`date`], [`money`], [`time`].
//!
//! This crate deliberately knows no record of any service and no store. It reads
//! the shared messages of the contracts (dates, amounts, texts) and, for field
//! masks, the descriptors of any other.

pub mod choice;
pub mod code;
pub mod date;
pub mod etag;
pub mod filter;
pub mod mask;
pub mod money;
pub mod name;
pub mod page;
pub mod request_id;
pub mod text;
pub mod time;
pub mod written_by_service;

pub use name::{Level, Name};
