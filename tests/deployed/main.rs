//! The real binary as it is deployed, on a real PostgreSQL: its processes are replaced
//! under load and killed while they make the books, wherever they run they print the same
//! release, and so they do as the pods of `deploy/` run them.
//!
//! The tests belong to the package `tradefair`, which alone knows where the binary is.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::print_stdout, reason = "tests tell how much they have done")]

mod migrating;
mod pods;
mod releases;
mod rolling;

use harness::{postgres, process::Binary};
use tradefair::bookshelf::Bookshelf;

/// The binary.
fn binary() -> Binary {
    Binary::at(env!("CARGO_BIN_EXE_tradefair"))
}

/// New books in a database.
fn new_books() -> (Bookshelf, String) {
    let address = postgres::shared().new_database();
    let _ = binary().printed(&["migrate", "--store", &address]);
    let books = Bookshelf::read(&address, None).expect("an address of a database");
    (books, address)
}
