//! Makes the books, or brings them up to date.

use std::io::Write;

use crate::{
    Failure,
    assembly::{BOOKS, Machine},
    config::Config,
};

/// Makes the books of every service where there are none, and brings the others to what
/// this release knows. Safe to repeat.
///
/// # Errors
/// One sentence on why a book cannot be used; those before it are up to date.
pub fn run(config: &Config, out: &mut dyn Write) -> Result<(), Failure> {
    let machine = Machine::this_one();
    for kind in &BOOKS {
        // Dropping it closes it.
        drop(kind.migrate(&config.books, &machine)?);
        writeln!(out, "{}: up to date", kind.service)?;
    }
    Ok(())
}
