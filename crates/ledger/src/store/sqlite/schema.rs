//! The schema: which SQLite and which release may touch the books.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension};

use crate::OpenError;

use super::unusable;

/// Older libraries can corrupt a write-ahead log that two connections use.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Bodies and facts of a record fit beside each other in a page of this size.
const PAGE_BYTES: i64 = 4096;

mod embedded {
    refinery::embed_migrations!("migrations/sqlite");
}

/// Refuses a SQLite library that is known to lose data.
pub(super) fn require_sound_sqlite(folder: &Path) -> Result<(), OpenError> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        let why = format!(
            "it needs SQLite 3.51.3 or newer, and this build has {}",
            rusqlite::version()
        );
        return Err(unusable(folder, &why));
    }
    Ok(())
}

/// Brings the schema up to date, or refuses books of a newer release.
pub(super) fn migrate(folder: &Path, connection: &mut Connection) -> Result<(), OpenError> {
    let prepare = |connection: &Connection| -> rusqlite::Result<()> {
        connection.pragma_update(None, "page_size", PAGE_BYTES)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")
    };
    prepare(connection).map_err(|error| unusable(folder, &error))?;
    refuse_newer(folder, connection)?;
    embedded::migrations::runner()
        .set_grouped(true)
        .run(connection)
        .map_err(|error| unusable(folder, &error))?;
    Ok(())
}

/// Refuses books whose schema is not exactly the one this release knows.
pub(super) fn require_current(folder: &Path, connection: &mut Connection) -> Result<(), OpenError> {
    let found = refuse_newer(folder, connection)?;
    if found < newest_known() {
        let why = "it was written by an older release; start this one on it once, so that it is brought up to date";
        return Err(unusable(folder, &why));
    }
    Ok(())
}

/// The schema of the books; zero when there is none yet.
fn refuse_newer(folder: &Path, connection: &Connection) -> Result<i64, OpenError> {
    let found = applied(connection).map_err(|error| unusable(folder, &error))?;
    if found > newest_known() {
        return Err(OpenError::SchemaNewer {
            place: folder.display().to_string(),
            found,
            known: newest_known(),
        });
    }
    Ok(found)
}

fn newest_known() -> i64 {
    embedded::migrations::runner()
        .get_migrations()
        .iter()
        .map(|migration| i64::from(migration.version()))
        .max()
        .unwrap_or(0)
}

fn applied(connection: &Connection) -> rusqlite::Result<i64> {
    let table: Option<String> = connection
        .query_row(
            "SELECT name FROM sqlite_schema WHERE name = 'refinery_schema_history'",
            [],
            |row| row.get(0),
        )
        .optional()?;
    match table {
        None => Ok(0),
        Some(_) => connection.query_row(
            "SELECT coalesce(max(version), 0) FROM refinery_schema_history",
            [],
            |row| row.get(0),
        ),
    }
}
