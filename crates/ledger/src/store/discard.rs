//! A store that keeps no more than the heads, in memory: for measuring what a
//! call costs without a store. Never for books: it finds no record, no request
//! and no cell again.

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    CellKey, Fair, LogPlace, OpenError, RequestKey, Totals,
    store::{
        CellRow, FairCommit, Head, Listing, PositionRow, Reader, RecordPage, RecordRow, RequestRow,
        RollUpRow, Scan, Snapshot, Store, StoreError, StoredChange, StoredRequest, Transaction,
        Writer,
    },
};

/// Forgets everything but heads.
#[derive(Clone, Default)]
pub struct DiscardStore {
    kept: Arc<Mutex<Kept>>,
}

#[derive(Clone, Default)]
struct Kept {
    heads: BTreeMap<Fair, Head>,
    roll_ups: Vec<RollUpRow>,
}

impl DiscardStore {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for DiscardStore {
    fn place(&self) -> String {
        "nowhere".to_owned()
    }

    fn system(&self) -> &'static str {
        "none"
    }

    fn writer(&self) -> Result<Box<dyn Writer>, OpenError> {
        Ok(Box::new(self.clone()))
    }

    fn reader(&self) -> Result<Box<dyn Reader>, OpenError> {
        Ok(Box::new(self.clone()))
    }

    fn back_up(&self, _: &Path) -> Result<(), StoreError> {
        Err(StoreError::Failed {
            doing: "copying the books",
            source: "nothing is kept that could be copied".into(),
        })
    }

    fn scratch(&self) -> PathBuf {
        std::env::temp_dir()
    }
}

impl Writer for DiscardStore {
    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>, StoreError> {
        let begun = self.kept().clone();
        Ok(Box::new(Pretence { store: self, begun }))
    }
}

impl Reader for DiscardStore {
    fn snapshot(&mut self) -> Result<Box<dyn Snapshot + '_>, StoreError> {
        let begun = self.kept().clone();
        Ok(Box::new(Pretence { store: self, begun }))
    }
}

struct Pretence<'s> {
    store: &'s DiscardStore,
    begun: Kept,
}

impl Transaction for Pretence<'_> {
    fn lock_head(&mut self, fair: &Fair) -> Result<Option<Head>, StoreError> {
        self.head(fair)
    }

    fn append(&mut self, commit: &FairCommit<'_>) -> Result<(), StoreError> {
        self.begun.heads.insert(commit.fair.clone(), *commit.head);
        Ok(())
    }

    fn register_roll_up(&mut self, roll_up: &RollUpRow) -> Result<i64, StoreError> {
        let last = self.begun.roll_ups.last().map_or(0, |row| row.id);
        let id = last + 1;
        self.begun.roll_ups.push(RollUpRow {
            id,
            ..roll_up.clone()
        });
        Ok(id)
    }

    fn forget_roll_up(&mut self, id: i64) -> Result<(), StoreError> {
        self.begun.roll_ups.retain(|row| row.id != id);
        Ok(())
    }

    fn commit(self: Box<Self>) -> Result<(), StoreError> {
        *self.store.kept() = self.begun;
        Ok(())
    }
}

impl Snapshot for Pretence<'_> {
    fn heads(&mut self) -> Result<Vec<(Fair, Head)>, StoreError> {
        let heads = &self.begun.heads;
        Ok(heads
            .iter()
            .map(|(fair, head)| (fair.clone(), *head))
            .collect())
    }

    fn head(&mut self, fair: &Fair) -> Result<Option<Head>, StoreError> {
        Ok(self.begun.heads.get(fair).copied())
    }

    fn position(&mut self, fair: &Fair, sequence: i64) -> Result<Option<PositionRow>, StoreError> {
        let head = self.begun.heads.get(fair);
        let newest = head.filter(|head| head.sequence == sequence && sequence > 0);
        Ok(newest.and_then(|head| {
            Some(PositionRow {
                sequence,
                recorded_at: head.recorded_at?,
                changes: 0,
                hash: head.hash,
            })
        }))
    }

    fn requests(
        &mut self,
        _: &Fair,
        keys: &[&RequestKey],
    ) -> Result<Vec<Option<StoredRequest>>, StoreError> {
        Ok(vec![None; keys.len()])
    }

    fn changes_at(
        &mut self,
        _: &Fair,
        places: &[LogPlace],
    ) -> Result<Vec<Option<StoredChange>>, StoreError> {
        Ok(vec![None; places.len()])
    }

    fn log(
        &mut self,
        _: &Fair,
        _: LogPlace,
        _: i64,
        _: usize,
    ) -> Result<Vec<StoredChange>, StoreError> {
        Ok(Vec::new())
    }

    fn newest(
        &mut self,
        _: &Fair,
        names: &[&str],
        _: i64,
    ) -> Result<Vec<Option<StoredChange>>, StoreError> {
        Ok(vec![None; names.len()])
    }

    fn revision_places(
        &mut self,
        _: &Fair,
        revisions: &[(&str, i64)],
    ) -> Result<Vec<Option<LogPlace>>, StoreError> {
        Ok(vec![None; revisions.len()])
    }

    fn records(&mut self, _: &RecordPage<'_>) -> Result<Vec<StoredChange>, StoreError> {
        Ok(Vec::new())
    }

    fn totals(
        &mut self,
        _: &Fair,
        cells: &[&CellKey],
        _: i64,
    ) -> Result<Vec<Option<Totals>>, StoreError> {
        Ok(vec![None; cells.len()])
    }

    fn scan(
        &mut self,
        _: &Fair,
        _: &Scan,
        _: i64,
        _: &mut dyn FnMut(&[u8], Totals) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        Ok(())
    }

    fn touched(
        &mut self,
        _: &Fair,
        _: &Scan,
        _: i64,
        _: i64,
        _: usize,
    ) -> Result<Vec<i64>, StoreError> {
        Ok(Vec::new())
    }

    fn roll_ups(&mut self) -> Result<Vec<RollUpRow>, StoreError> {
        Ok(self.begun.roll_ups.clone())
    }
}

impl Listing for Pretence<'_> {
    fn fairs(&mut self) -> Result<Vec<Fair>, StoreError> {
        Ok(self.begun.heads.keys().cloned().collect())
    }

    fn request_rows(
        &mut self,
        _: &Fair,
        _: Option<&RequestRow>,
        _: usize,
    ) -> Result<Vec<RequestRow>, StoreError> {
        Ok(Vec::new())
    }

    fn record_rows(
        &mut self,
        _: &Fair,
        _: Option<&RecordRow>,
        _: usize,
    ) -> Result<Vec<RecordRow>, StoreError> {
        Ok(Vec::new())
    }

    fn cell_rows(
        &mut self,
        _: &Fair,
        _: Option<&CellRow>,
        _: usize,
    ) -> Result<Vec<CellRow>, StoreError> {
        Ok(Vec::new())
    }
}
