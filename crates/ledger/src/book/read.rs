//! Reading a book: always at a position, so that an answer can be read again.

use std::sync::Arc;

use fault::Fault;

use crate::{
    Book, CellAnswer, CellQuery, Evidence, EvidenceQuery, Fair, Loaded, LogPlace, Position,
    Revision,
    evidence::{self, Page},
    figures,
    store::{RecordPage, Snapshot, StoredChange},
};

impl Book {
    /// The newest revision of the record at the position, whatever its state.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn record(&self, name: &str, at: &Position) -> Result<Option<Revision>, Fault> {
        let (name, fair, sequence) = (name.to_owned(), at.fair.clone(), at.sequence);
        self.read("change", move |snapshot| {
            let found = snapshot.newest(&fair, &[&name], sequence)?;
            found.into_iter().next().flatten().map(revision).transpose()
        })
        .await
    }

    /// The newest revisions of several records at the position, as a rule is given
    /// them: to foresee what a write would do.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn loaded(&self, names: Vec<String>, at: &Position) -> Result<Loaded, Fault> {
        let (fair, sequence) = (at.fair.clone(), at.sequence);
        self.read("change", move |snapshot| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let found = snapshot.newest(&fair, &names, sequence)?;
            let found = found.into_iter().flatten();
            found.map(|change| revision(change).map(Arc::new)).collect()
        })
        .await
    }

    /// That revision of the record, if it was recorded at or before the
    /// position.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn revision(
        &self,
        name: &str,
        number: i64,
        at: &Position,
    ) -> Result<Option<Revision>, Fault> {
        let (name, fair, sequence) = (name.to_owned(), at.fair.clone(), at.sequence);
        self.read("change", move |snapshot| {
            let places = snapshot.revision_places(&fair, &[(&name, number)])?;
            let known: Vec<LogPlace> = places
                .into_iter()
                .flatten()
                .filter(|place| place.sequence <= sequence)
                .collect();
            let found = snapshot.changes_at(&fair, &known)?;
            found.into_iter().next().flatten().map(revision).transpose()
        })
        .await
    }

    /// The records of a collection at the position, in the order of their ids,
    /// after the id given; live ones only unless `show_retired`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn records(
        &self,
        collection: &str,
        after_id: Option<&str>,
        limit: usize,
        show_retired: bool,
        at: &Position,
    ) -> Result<Vec<Revision>, Fault> {
        let (fair, sequence) = (at.fair.clone(), at.sequence);
        let (collection, after_id) = (collection.to_owned(), after_id.map(str::to_owned));
        self.read("change", move |snapshot| {
            let found = snapshot.records(&RecordPage {
                fair: &fair,
                collection: &collection,
                after_id: after_id.as_deref(),
                limit,
                show_retired,
                sequence,
            })?;
            found.into_iter().map(revision).collect()
        })
        .await
    }

    /// The totals of a selection at the position.
    ///
    /// # Errors
    /// [`Fault::Refused`] with reason `SELECTION_REFUSED` when the selection
    /// has no answer; [`Fault::AmountOutOfRange`] when its sum leaves the range.
    pub async fn cells(&self, query: &CellQuery, at: &Position) -> Result<CellAnswer, Fault> {
        let (fair, sequence) = (at.fair.clone(), at.sequence);
        let (query, layout) = (query.clone(), self.shared.layout.clone());
        self.read("cell", move |snapshot| {
            figures::cells(snapshot, &layout, &fair, &query, sequence)
        })
        .await
    }

    /// The records behind a selection at the position, in the order of the log,
    /// after the place given. Their contributions add up to the total.
    ///
    /// # Errors
    /// As [`cells`](Self::cells), except that a dimension with several values
    /// for a record need not be pinned: each record is listed once.
    pub async fn evidence(
        &self,
        query: &EvidenceQuery,
        after: Option<LogPlace>,
        limit: usize,
        at: &Position,
    ) -> Result<Vec<Evidence>, Fault> {
        let page = Page {
            after,
            limit,
            sequence: at.sequence,
        };
        let (fair, query) = (at.fair.clone(), query.clone());
        let layout = self.shared.layout.clone();
        self.read("cell", move |snapshot| {
            evidence::evidence(snapshot, &layout, &fair, &query, page)
        })
        .await
    }

    /// The newest positions of all fairs that have one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fairs(&self) -> Result<Vec<Position>, Fault> {
        self.read("head", |snapshot: &mut dyn Snapshot| {
            let heads = snapshot
                .heads()?
                .into_iter()
                .filter(|(_, head)| head.sequence > 0);
            Ok(heads
                .map(|(fair, head): (Fair, _)| head.position(&fair))
                .collect())
        })
        .await
    }
}

fn revision(change: StoredChange) -> Result<Revision, Fault> {
    Ok(change.into_revision()?)
}
