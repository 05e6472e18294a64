//! What an import must remember of its rows, kept on disk: an import of any size takes
//! the same memory.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, params};

/// What fails when the disk does.
pub(super) type Forgotten = rusqlite::Error;

/// How much of it is kept in memory, in KiB as SQLite counts it.
const CACHE_KIB: i64 = 4_096;

/// Names, each with a number that was noted first.
///
/// A name is kept as a digest of eight bytes, in a file that goes away with this. Two
/// names of a million share a digest once in forty million imports; then a row is
/// refused that is right, and nothing wrong is stored.
#[derive(Debug)]
pub(super) struct Keys {
    file: Mutex<Connection>,
}

impl Keys {
    /// Knows no name yet.
    ///
    /// # Errors
    /// When there is no disk to write to.
    pub(super) fn new() -> Result<Self, Forgotten> {
        // A data base without a name is a file of its own that nobody else sees.
        let file = Connection::open("")?;
        file.pragma_update(None, "journal_mode", "off")?;
        file.pragma_update(None, "synchronous", "off")?;
        file.pragma_update(None, "cache_size", -CACHE_KIB)?;
        file.execute_batch(
            "CREATE TABLE keys (digest INTEGER PRIMARY KEY, number INTEGER NOT NULL) STRICT;
             BEGIN",
        )?;
        Ok(Self {
            file: Mutex::new(file),
        })
    }

    /// Notes a number for a name, and tells the one that was noted before.
    pub(super) fn note(&self, name: &str, number: u32) -> Result<Option<u32>, Forgotten> {
        let digest = digest(name);
        let file = self.file();
        let insert = "INSERT INTO keys VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        match file
            .prepare_cached(insert)?
            .execute(params![digest, number])?
        {
            0 => number_of(&file, digest),
            _ => Ok(None),
        }
    }

    /// Adds a name that needs no number, and tells whether it is new.
    pub(super) fn add(&self, name: &str) -> Result<bool, Forgotten> {
        Ok(self.note(name, 0)?.is_none())
    }

    /// The number that was noted for a name.
    pub(super) fn number(&self, name: &str) -> Result<Option<u32>, Forgotten> {
        number_of(&self.file(), digest(name))
    }

    /// Whether a name was noted.
    pub(super) fn has(&self, name: &str) -> Result<bool, Forgotten> {
        Ok(self.number(name)?.is_some())
    }

    /// Whether no name was noted.
    pub(super) fn is_empty(&self) -> Result<bool, Forgotten> {
        self.file()
            .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM keys)")?
            .query_row([], |row| row.get(0))
    }

    fn file(&self) -> MutexGuard<'_, Connection> {
        // Nothing is half done between two statements.
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn number_of(file: &Connection, digest: i64) -> Result<Option<u32>, Forgotten> {
    file.prepare_cached("SELECT number FROM keys WHERE digest = ?1")?
        .query_row([digest], |row| row.get(0))
        .optional()
}

fn digest(name: &str) -> i64 {
    let mut digest = [0; 8];
    blake3::Hasher::new()
        .update(name.as_bytes())
        .finalize_xof()
        .fill(&mut digest);
    i64::from_le_bytes(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_first_number() {
        let keys = Keys::new().unwrap();
        assert_eq!(keys.note("fairs/a/editions/1", 7).unwrap(), None);
        assert_eq!(keys.note("fairs/a/editions/2", u32::MAX).unwrap(), None);
        assert_eq!(keys.note("fairs/a/editions/1", 9).unwrap(), Some(7));
        assert_eq!(keys.number("fairs/a/editions/1").unwrap(), Some(7));
        assert_eq!(keys.number("fairs/a/editions/2").unwrap(), Some(u32::MAX));
        assert!(!keys.has("fairs/a/editions/3").unwrap());
    }

    #[test]
    fn a_name_is_new_once() {
        let keys = Keys::new().unwrap();
        assert!(keys.is_empty().unwrap());
        assert!(keys.add("fairs/a/editions/1").unwrap());
        assert!(!keys.add("fairs/a/editions/1").unwrap());
        assert!(!keys.is_empty().unwrap());
    }

    #[test]
    fn more_names_than_fit_into_the_memory_are_all_known() {
        let keys = Keys::new().unwrap();
        for number in 0..400_000 {
            assert_eq!(keys.note(&number.to_string(), number).unwrap(), None);
        }
        for number in (0..400_000).step_by(997) {
            let known = keys.number(&number.to_string()).unwrap();
            assert_eq!(known, Some(number));
        }
    }
}
