//! What a session answers. A batch is one question to the server.

use std::ops::ControlFlow;

use tokio_postgres::{Row, types::ToSql};

use crate::{
    CellKey, Fair, LogPlace, RecordedAt, RequestKey, Totals,
    store::{
        Head, PositionRow, RecordPage, RollUpRow, Scan, Snapshot, StoreError, StoredChange,
        StoredRequest,
    },
};

use super::{
    rows::{self, CHANGE, HEAD, TOTALS, column, parted},
    session::Session,
    walk,
};

/// The clock of the server in microseconds.
const NOW: &str = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

impl Snapshot for Session<'_> {
    fn now(&mut self) -> Result<Option<RecordedAt>, StoreError> {
        if !self.access.clock_of_server {
            return Ok(None);
        }
        let row = self.one("reading the clock", NOW, &[])?;
        row.map(|row| Ok(RecordedAt(column(&row, 0)?))).transpose()
    }

    fn heads(&mut self) -> Result<Vec<(Fair, Head)>, StoreError> {
        let sql = format!("SELECT fair, {HEAD} FROM head ORDER BY fair");
        let found = self.all("reading the heads", &sql, &[])?;
        let head = |row| Ok((rows::fair(row, 0)?, rows::head(row, 1)?));
        found.iter().map(head).collect()
    }

    fn head(&mut self, fair: &Fair) -> Result<Option<Head>, StoreError> {
        let sql = format!("SELECT {HEAD} FROM head WHERE fair = $1");
        let found = self.one("reading a head", &sql, &[&fair.as_str()])?;
        found.map(|row| rows::head(&row, 0)).transpose()
    }

    fn position(&mut self, fair: &Fair, sequence: i64) -> Result<Option<PositionRow>, StoreError> {
        const SQL: &str = "SELECT sequence, recorded_at_us, changes, hash FROM position \
                           WHERE fair = $1 AND sequence = $2";
        let found = self.one("reading a position", SQL, &[&fair.as_str(), &sequence])?;
        found.as_ref().map(rows::position).transpose()
    }

    fn requests(
        &mut self,
        fair: &Fair,
        keys: &[&RequestKey],
    ) -> Result<Vec<Option<StoredRequest>>, StoreError> {
        const SQL: &str = "SELECT key.nth, request.digest, request.sequence, request.answer \
             FROM unnest($2::text[], $3::text[], $4::bytea[]) \
               WITH ORDINALITY AS key (caller, method, id, nth) \
             JOIN request ON request.fair = $1 AND request.caller = key.caller \
               AND request.method = key.method AND request.id = key.id";
        let callers: Vec<_> = keys.iter().map(|key| key.caller.as_str()).collect();
        let methods: Vec<_> = keys.iter().map(|key| key.method.as_str()).collect();
        let ids: Vec<_> = keys.iter().map(|key| key.id.as_slice()).collect();
        let values: [&(dyn ToSql + Sync); 4] = [&fair.as_str(), &callers, &methods, &ids];
        let found = self.each("looking up requests", SQL, &values, keys.len())?;
        let request = |row: Option<Row>| row.map(|row| rows::stored_request(&row, 1)).transpose();
        found.into_iter().map(request).collect()
    }

    fn changes_at(
        &mut self,
        fair: &Fair,
        places: &[LogPlace],
    ) -> Result<Vec<Option<StoredChange>>, StoreError> {
        let sql = format!(
            "SELECT place.nth, {CHANGE} \
             FROM unnest($2::bigint[], $3::bigint[]) WITH ORDINALITY AS place (sequence, ordinal, nth) \
             JOIN change ON change.fair = $1 AND change.sequence = place.sequence \
               AND change.ordinal = place.ordinal \
             JOIN position ON position.fair = $1 AND position.sequence = place.sequence"
        );
        let sequences: Vec<_> = places.iter().map(|place| place.sequence).collect();
        let ordinals: Vec<_> = places.iter().map(|place| place.ordinal).collect();
        let values: [&(dyn ToSql + Sync); 3] = [&fair.as_str(), &sequences, &ordinals];
        self.changes_of("reading the log", &sql, &values, places.len())
    }

    fn log(
        &mut self,
        fair: &Fair,
        after: LogPlace,
        through: i64,
        limit: usize,
    ) -> Result<Vec<StoredChange>, StoreError> {
        let sql = format!(
            "SELECT {CHANGE} FROM change JOIN position USING (fair, sequence) \
             WHERE fair = $1 AND (sequence, ordinal) > ($2, $3) AND sequence <= $4 \
             ORDER BY sequence, ordinal LIMIT $5"
        );
        let found = self.all(
            "reading the log",
            &sql,
            &[
                &fair.as_str(),
                &after.sequence,
                &after.ordinal,
                &through,
                &bound(limit),
            ],
        )?;
        found.iter().map(|row| rows::change(row, 0)).collect()
    }

    fn newest(
        &mut self,
        fair: &Fair,
        names: &[&str],
        sequence: i64,
    ) -> Result<Vec<Option<StoredChange>>, StoreError> {
        let sql = format!(
            "SELECT name.nth, {CHANGE} \
             FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS name (collection, id, nth) \
             CROSS JOIN LATERAL ({}) AS change \
             JOIN position ON position.fair = $1 AND position.sequence = change.sequence",
            newest_sql("name.collection", "name.id", "$4")
        );
        let (collections, ids): (Vec<_>, Vec<_>) = names.iter().map(|name| parted(name)).unzip();
        let values: [&(dyn ToSql + Sync); 4] = [&fair.as_str(), &collections, &ids, &sequence];
        self.changes_of("reading records", &sql, &values, names.len())
    }

    fn revision_places(
        &mut self,
        fair: &Fair,
        revisions: &[(&str, i64)],
    ) -> Result<Vec<Option<LogPlace>>, StoreError> {
        const SQL: &str = "SELECT name.nth, change.sequence, change.ordinal \
             FROM unnest($2::text[], $3::text[], $4::bigint[]) \
               WITH ORDINALITY AS name (collection, id, revision, nth) \
             JOIN change ON change.fair = $1 AND change.collection = name.collection \
               AND change.id = name.id AND change.revision = name.revision";
        let (collections, ids): (Vec<_>, Vec<_>) =
            revisions.iter().map(|(name, _)| parted(name)).unzip();
        let numbers: Vec<_> = revisions.iter().map(|(_, number)| *number).collect();
        let values: [&(dyn ToSql + Sync); 4] = [&fair.as_str(), &collections, &ids, &numbers];
        let found = self.each("looking up revisions", SQL, &values, revisions.len())?;
        let place = |row: Option<Row>| row.map(|row| rows::place(&row, 1)).transpose();
        found.into_iter().map(place).collect()
    }

    fn records(&mut self, page: &RecordPage<'_>) -> Result<Vec<StoredChange>, StoreError> {
        walk::records(self, page)
    }

    fn totals(
        &mut self,
        fair: &Fair,
        cells: &[&CellKey],
        sequence: i64,
    ) -> Result<Vec<Option<Totals>>, StoreError> {
        let sql = format!(
            "SELECT key.nth, {TOTALS} \
             FROM unnest($2::bigint[], $3::bytea[]) WITH ORDINALITY AS key (roll_up, cell, nth) \
             CROSS JOIN LATERAL (SELECT {TOTALS} FROM cell \
               WHERE fair = $1 AND roll_up = key.roll_up AND cell = key.cell AND sequence <= $4 \
               ORDER BY sequence DESC LIMIT 1) AS newest"
        );
        let roll_ups: Vec<_> = cells.iter().map(|key| key.roll_up).collect();
        let keys: Vec<_> = cells.iter().map(|key| key.values.as_slice()).collect();
        let values: [&(dyn ToSql + Sync); 4] = [&fair.as_str(), &roll_ups, &keys, &sequence];
        let found = self.each("reading cells", &sql, &values, cells.len())?;
        let totals = |row: Option<Row>| row.map(|row| rows::totals(&row, 1)).transpose();
        found.into_iter().map(totals).collect()
    }

    fn scan(
        &mut self,
        fair: &Fair,
        scan: &Scan,
        sequence: i64,
        visit: &mut dyn FnMut(&[u8], Totals) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        walk::cells(self, fair, scan, sequence, visit)
    }

    fn touched(
        &mut self,
        fair: &Fair,
        scan: &Scan,
        from: i64,
        through: i64,
        limit: usize,
    ) -> Result<Vec<i64>, StoreError> {
        walk::touched(self, fair, scan, from..=through, limit)
    }

    fn roll_ups(&mut self) -> Result<Vec<RollUpRow>, StoreError> {
        const SQL: &str = "SELECT id, cube, dimensions, quantities FROM roll_up ORDER BY id";
        let found = self.all("reading the roll-ups", SQL, &[])?;
        let roll_up = |row: &Row| {
            Ok(RollUpRow {
                id: column(row, 0)?,
                cube: column(row, 1)?,
                dimensions: column(row, 2)?,
                quantities: column(row, 3)?,
            })
        };
        found.iter().map(roll_up).collect()
    }
}

impl Session<'_> {
    /// Asks a batch of `asked` and puts the answers into its order. The first column
    /// of a row tells which one it answers, counted from one.
    fn each(
        &mut self,
        doing: &'static str,
        sql: &str,
        values: &[&(dyn ToSql + Sync)],
        asked: usize,
    ) -> Result<Vec<Option<Row>>, StoreError> {
        if asked == 0 {
            return Ok(Vec::new());
        }
        let mut answers = Vec::new();
        answers.resize_with(asked, || None);
        for row in self.all(doing, sql, values)? {
            let nth: i64 = column(&row, 0)?;
            let index = usize::try_from(nth - 1).unwrap_or(usize::MAX);
            if let Some(answer) = answers.get_mut(index) {
                *answer = Some(row);
            }
        }
        Ok(answers)
    }

    fn changes_of(
        &mut self,
        doing: &'static str,
        sql: &str,
        values: &[&(dyn ToSql + Sync)],
        asked: usize,
    ) -> Result<Vec<Option<StoredChange>>, StoreError> {
        let found = self.each(doing, sql, values, asked)?;
        let change = |row: Option<Row>| row.map(|row| rows::change(&row, 1)).transpose();
        found.into_iter().map(change).collect()
    }
}

/// The newest change of a record (of fair `$1`) at a sequence.
pub(super) fn newest_sql(collection: &str, id: &str, sequence: &str) -> String {
    format!(
        "SELECT * FROM change WHERE fair = $1 AND collection = {collection} AND id = {id} \
           AND sequence <= {sequence} ORDER BY revision DESC LIMIT 1"
    )
}

/// A limit as PostgreSQL takes it.
pub(super) fn bound(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
