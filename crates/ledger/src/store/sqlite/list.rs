//! What a session lists, for the audit.

use rusqlite::params;

use crate::{
    Fair, LogPlace,
    store::{CellRow, Listing, RecordRow, RequestRow, StoreError},
};

use super::{
    Session, cells, failed,
    read::{bound, fair},
    rows, walk,
};

impl Listing for Session<'_> {
    fn fairs(&mut self) -> Result<Vec<Fair>, StoreError> {
        let names = walk::fairs(self.connection());
        let names = names.map_err(|error| failed("reading the fairs", error))?;
        names.iter().map(|name| fair(name)).collect()
    }

    fn request_rows(
        &mut self,
        fair: &Fair,
        after: Option<&RequestRow>,
        limit: usize,
    ) -> Result<Vec<RequestRow>, StoreError> {
        let key = after.map(|row| &row.key);
        // An id of no bytes sorts before all ids.
        self.all(
            "reading the requests",
            "SELECT caller, method, id, digest, sequence, answer FROM request \
             WHERE fair = ?1 AND (caller, method, id) > (?2, ?3, ?4) \
             ORDER BY caller, method, id LIMIT ?5",
            params![
                fair.as_str(),
                key.map_or("", |key| &key.caller),
                key.map_or("", |key| &key.method),
                key.map_or(&[][..], |key| &key.id),
                bound(limit)
            ],
            rows::request,
        )
    }

    fn record_rows(
        &mut self,
        fair: &Fair,
        after: Option<&RecordRow>,
        limit: usize,
    ) -> Result<Vec<RecordRow>, StoreError> {
        self.all(
            "reading the index of records",
            "SELECT collection, id, revision, sequence, ordinal FROM record \
             WHERE fair = ?1 AND (collection, id, revision) > (?2, ?3, ?4) \
             ORDER BY collection, id, revision LIMIT ?5",
            params![
                fair.as_str(),
                after.map_or("", |row| &row.collection),
                after.map_or("", |row| &row.id),
                after.map_or(0, |row| row.revision),
                bound(limit)
            ],
            |row| {
                Ok(RecordRow {
                    collection: row.get(0)?,
                    id: row.get(1)?,
                    revision: row.get(2)?,
                    place: LogPlace {
                        sequence: row.get(3)?,
                        ordinal: row.get(4)?,
                    },
                })
            },
        )
    }

    fn cell_rows(
        &mut self,
        fair: &Fair,
        after: Option<&CellRow>,
        limit: usize,
    ) -> Result<Vec<CellRow>, StoreError> {
        let key = params![
            fair.as_str(),
            after.map_or(i64::MIN, |row| row.key.roll_up),
            after.map_or(&[][..], |row| &row.key.values),
            after.map_or(0, |row| row.sequence),
            bound(limit)
        ];
        self.all("reading the cells", &cells::history_sql(), key, rows::cell)
    }
}
