//! The audit: whether the books still say what they said.
//!
//! For each fair it takes a cut at the head and walks the log up to it: the
//! chain and the digests, the numbering of revisions and their index, the
//! answers to requests, and the cells at every position against the fold of
//! the stored facts. It reads in short snapshots, so it may run beside a
//! working book: what lies at or before a cut never changes.

mod cells;
mod index;
mod log;
mod newest_code;
mod requests;

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use fault::Fault;

use crate::{
    Cubes, Fact, Fair, LogPlace, Revision,
    layout::Layout,
    store::{Head, Reader, Store, StoreError},
    writer::{declared, is_same},
};

/// Makes the facts of a revision anew from its body, with the newest code.
pub type Recompute<'a> = &'a dyn Fn(&Revision) -> Result<Vec<Fact>, Fault>;

/// What an audit looked at and what it found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// How much was looked at.
    pub counts: AuditCounts,
    /// What is wrong. Empty when the books are sound.
    pub findings: Vec<Finding>,
    /// Where the newest code differs from the code that wrote: stored facts
    /// that say something else than recomputed ones, roll-ups that are not kept
    /// yet. The books are sound, and figures keep what was stored.
    pub differences: Vec<Finding>,
}

impl AuditReport {
    /// Whether nothing is wrong with the books.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

/// How much an audit looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditCounts {
    /// Fairs.
    pub fairs: u64,
    /// Positions.
    pub positions: u64,
    /// Revisions.
    pub revisions: u64,
    /// Rows of cell history.
    pub cell_rows: u64,
    /// Requests.
    pub requests: u64,
    /// Revisions of which the newest code tells more than the code that wrote them
    /// did: a dimension that was not declared then, a cube that was not kept. They
    /// tell it when they are next changed; figures keep what was stored.
    pub outgrown: u64,
}

/// One thing that is wrong, and exactly where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The fair; empty for what belongs to all.
    pub fair: String,
    /// The sequence of the position, where there is one.
    pub sequence: Option<i64>,
    /// The place among the changes of the position, where there is one.
    pub ordinal: Option<i64>,
    /// The record, cell or request, where there is one.
    pub subject: Option<String>,
    /// What is wrong, as a sentence.
    pub what: String,
}

/// Audits the books in a store, whether or not a book has them open. Blocks
/// for long.
///
/// # Errors
/// When the store cannot be read at all. What is wrong with the books is in
/// the report.
pub fn audit(
    store: &dyn Store,
    cubes: &Cubes,
    recompute: Recompute<'_>,
    progress: &mut dyn FnMut(AuditCounts),
) -> Result<AuditReport, Fault> {
    let mut reader = store
        .reader()
        .map_err(|error| Fault::defect("opening the books", error))?;
    let mut report = AuditReport::default();
    let layout = layout(&mut *reader, cubes, &mut report)?;
    let fairs = reader.snapshot()?.fairs()?;
    for fair in fairs {
        report.counts.fairs += 1;
        let mut audit = FairAudit {
            reader: &mut *reader,
            layout: &layout,
            head: Head::default(),
            unanswered: BTreeSet::new(),
            fair,
            recompute,
            report: &mut report,
            progress,
        };
        match audit.run() {
            Err(StoreError::Damaged { why }) => {
                audit.find(None, None, None, format!("cannot be read further: {why}"));
            }
            other => other?,
        }
    }
    Ok(report)
}

/// The layout of what is both declared and kept.
fn layout(
    reader: &mut dyn Reader,
    cubes: &Cubes,
    report: &mut AuditReport,
) -> Result<Arc<Layout>, StoreError> {
    let registered = reader.snapshot()?.roll_ups()?;
    let mut ids = HashMap::new();
    for declared in declared(cubes) {
        if let Some(row) = registered.iter().find(|row| is_same(&declared, row)) {
            ids.insert((row.cube.clone(), row.dimensions.clone()), row.id);
        } else {
            report.differences.push(Finding {
                fair: String::new(),
                sequence: None,
                ordinal: None,
                subject: Some(format!("{}: {}", declared.cube, declared.dimensions)),
                what: "totals are declared and not kept yet; this release fills them when it opens the books".to_owned(),
            });
        }
    }
    Ok(Arc::new(Layout::new(cubes, &ids)))
}

/// The audit of one fair.
struct FairAudit<'a> {
    reader: &'a mut dyn Reader,
    layout: &'a Layout,
    fair: Fair,
    head: Head,
    /// The changes of the log that no request has been found to answer with.
    unanswered: BTreeSet<LogPlace>,
    recompute: Recompute<'a>,
    report: &'a mut AuditReport,
    progress: &'a mut dyn FnMut(AuditCounts),
}

impl FairAudit<'_> {
    fn run(&mut self) -> Result<(), StoreError> {
        self.check_head()?;
        let proofs = self.check_log()?;
        self.check_index()?;
        self.check_requests()?;
        self.check_cells(&proofs)?;
        (self.progress)(self.report.counts);
        Ok(())
    }

    /// The head is the newest position, and nothing lies beyond it.
    fn check_head(&mut self) -> Result<(), StoreError> {
        let mut snapshot = self.reader.snapshot()?;
        let head = snapshot.head(&self.fair)?;
        let newest = head.unwrap_or_default();
        let at_head = snapshot.position(&self.fair, newest.sequence)?;
        let beyond = snapshot.position(&self.fair, newest.sequence + 1)?;
        drop(snapshot);
        self.head = newest;
        if head.is_none() {
            self.find(None, None, None, "the fair has rows and no head".to_owned());
        }
        let matches = match at_head {
            Some(row) => row.hash == newest.hash && Some(row.recorded_at) == newest.recorded_at,
            None => newest.sequence == 0 && newest.recorded_at.is_none(),
        };
        if !matches {
            let what = "the head is not the newest position";
            self.find(Some(newest.sequence), None, None, what.to_owned());
        }
        if beyond.is_some() {
            let what = "there is a position beyond the head";
            self.find(Some(newest.sequence + 1), None, None, what.to_owned());
        }
        Ok(())
    }

    fn find(
        &mut self,
        sequence: Option<i64>,
        ordinal: Option<i64>,
        subject: Option<String>,
        what: String,
    ) {
        let finding = self.finding(sequence, ordinal, subject, what);
        self.report.findings.push(finding);
    }

    fn finding(
        &self,
        sequence: Option<i64>,
        ordinal: Option<i64>,
        subject: Option<String>,
        what: String,
    ) -> Finding {
        Finding {
            fair: self.fair.to_string(),
            sequence,
            ordinal,
            subject,
            what,
        }
    }
}
