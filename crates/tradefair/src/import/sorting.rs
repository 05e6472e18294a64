//! Which rows of a batch are handed over.

use super::{
    batch::Batch, check::Checked, fault::RowFault, keys::Keys, plan::Plan, record::Record,
    send::ImportError,
};

/// The cells of a row with all that is wrong with it.
type Faulty = (Vec<String>, Vec<RowFault>);

/// Parts the rows of a batch.
pub(super) struct Sorting<'a> {
    pub(super) plan: &'a Plan,
    pub(super) checked: &'a Checked,
    pub(super) index: usize,
    /// The rows that a trial refused, where there was one.
    pub(super) refused: Option<&'a Keys>,
}

/// The rows of a batch, parted.
#[derive(Default)]
pub(super) struct Sorted {
    /// Those that can be sent.
    pub(super) records: Vec<Record>,
    /// Those that cannot: they became no record, or a row before has their id.
    pub(super) faulty: Vec<Faulty>,
    /// How many were refused before, which was told.
    pub(super) refused: u64,
}

impl Sorting<'_> {
    pub(super) fn sort_out(&self, batch: Batch) -> Result<Sorted, ImportError> {
        let faulty = batch.faulty.into_iter();
        let mut sorted = Sorted {
            faulty: faulty
                .map(|wrong| (wrong.row.cells, wrong.faults))
                .collect(),
            ..Sorted::default()
        };
        for record in batch.records {
            if let Some(fault) = self.checked.again(self.plan, self.index, &record)? {
                sorted.faulty.push((record.cells, vec![fault]));
            } else if self.was_refused(&record)? {
                sorted.refused += 1;
            } else {
                sorted.records.push(record);
            }
        }
        Ok(sorted)
    }

    fn was_refused(&self, record: &Record) -> Result<bool, ImportError> {
        match self.refused {
            Some(refused) => Ok(refused.has(&row_key(self.index, record.line))?),
            None => Ok(false),
        }
    }
}

/// What a row is remembered by.
pub(super) fn row_key(table: usize, line: u64) -> String {
    format!("{table}:{line}")
}
