//! What a session lists, for the audit and for copies.

use tokio_postgres::Row;

use crate::{
    Fair,
    store::{CellRow, Listing, RecordRow, RequestRow, StoreError},
};

use super::{
    read::bound,
    rows::{self, TOTALS, column},
    session::Session,
    walk,
};

impl Listing for Session<'_> {
    fn fairs(&mut self) -> Result<Vec<Fair>, StoreError> {
        walk::fairs(self)
    }

    fn request_rows(
        &mut self,
        fair: &Fair,
        after: Option<&RequestRow>,
        limit: usize,
    ) -> Result<Vec<RequestRow>, StoreError> {
        const SQL: &str = "SELECT caller, method, id, digest, sequence, answer FROM request \
             WHERE fair = $1 AND (caller, method, id) > ($2, $3, $4) \
             ORDER BY caller, method, id LIMIT $5";
        let key = after.map(|row| &row.key);
        // An id of no bytes sorts before all ids.
        let found = self.all(
            "reading the requests",
            SQL,
            &[
                &fair.as_str(),
                &key.map_or("", |key| &key.caller),
                &key.map_or("", |key| &key.method),
                &key.map_or(&[][..], |key| &key.id),
                &bound(limit),
            ],
        )?;
        found.iter().map(rows::request).collect()
    }

    fn record_rows(
        &mut self,
        fair: &Fair,
        after: Option<&RecordRow>,
        limit: usize,
    ) -> Result<Vec<RecordRow>, StoreError> {
        const SQL: &str = "SELECT sequence, ordinal, collection, id, revision FROM change \
             WHERE fair = $1 AND (collection, id, revision) > ($2, $3, $4) \
             ORDER BY collection, id, revision LIMIT $5";
        let found = self.all(
            "reading the index of records",
            SQL,
            &[
                &fair.as_str(),
                &after.map_or("", |row| &row.collection),
                &after.map_or("", |row| &row.id),
                &after.map_or(0, |row| row.revision),
                &bound(limit),
            ],
        )?;
        let record = |row: &Row| {
            Ok(RecordRow {
                place: rows::place(row, 0)?,
                collection: column(row, 2)?,
                id: column(row, 3)?,
                revision: column(row, 4)?,
            })
        };
        found.iter().map(record).collect()
    }

    fn cell_rows(
        &mut self,
        fair: &Fair,
        after: Option<&CellRow>,
        limit: usize,
    ) -> Result<Vec<CellRow>, StoreError> {
        let sql = format!(
            "SELECT roll_up, cell, sequence, {TOTALS} FROM cell \
             WHERE fair = $1 AND (roll_up, cell, sequence) > ($2, $3, $4) \
             ORDER BY roll_up, cell, sequence LIMIT $5"
        );
        let found = self.all(
            "reading the cells",
            &sql,
            &[
                &fair.as_str(),
                &after.map_or(i64::MIN, |row| row.key.roll_up),
                &after.map_or(&[][..], |row| &row.key.values),
                &after.map_or(0, |row| row.sequence),
                &bound(limit),
            ],
        )?;
        found.iter().map(rows::cell).collect()
    }
}
