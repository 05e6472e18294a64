//! The suite every store has to pass, written against the traits alone.
//!
//! A store's tests give a [`Place`] and run every case of [`THEMES`], each at a
//! new place:
//!
//! ```
//! use ledger::conformance::{Place, THEMES};
//!
//! fn holds_to_its_promises(new_place: impl Fn() -> Box<dyn Place>) {
//!     for (theme, cases) in THEMES {
//!         for (name, case) in *cases {
//!             println!("{theme}: {name}");
//!             case(&*new_place());
//!         }
//!     }
//! }
//! ```

#![allow(
    clippy::unwrap_used,
    reason = "a suite of tests: a broken promise is a panic"
)]
#![allow(
    clippy::missing_panics_doc,
    reason = "a suite of tests: a broken promise is a panic"
)]

mod backups;
mod build;
mod cells;
mod heads;
mod log;
mod patience;
mod requests;
mod roll_ups;

use std::path::Path;

use crate::Store;

/// A place where books are kept: opening it again opens the same books. At
/// first it is empty. The store opened before is dropped by then.
pub trait Place {
    /// Opens the books.
    fn open(&self) -> Box<dyn Store>;

    /// Opens the books with no patience at all for what is read from them.
    fn open_impatient(&self) -> Box<dyn Store>;

    /// Opens a copy that [`Store::back_up`] made of the books, at a place of its own.
    fn open_copy(&self, file: &Path) -> Box<dyn Store>;
}

/// One promise, tried at a new place.
pub type Case = fn(&dyn Place);

/// Cases with their names.
pub type Cases = &'static [(&'static str, Case)];

/// Everything a store promises, by theme.
pub const THEMES: &[(&str, Cases)] = &[
    ("heads", heads::CASES),
    ("log", log::CASES),
    ("requests", requests::CASES),
    ("cells", cells::CASES),
    ("roll_ups", roll_ups::CASES),
    ("backups", backups::CASES),
    ("patience", patience::CASES),
];
