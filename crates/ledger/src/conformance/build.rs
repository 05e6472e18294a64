//! Rows for the cases.

use crate::{
    CellKey, Fair, Hash, LogPlace, RecordedAt, RequestKey, State, Store, Totals,
    cell::join_values,
    store::{
        CellRow, FairCommit, Head, NewRequest, PositionRow, RollUpRow, Snapshot, StoredChange,
        Transaction,
    },
};

pub(super) fn fair() -> Fair {
    Fair::parse("fairs/one").unwrap()
}

pub(super) fn other_fair() -> Fair {
    Fair::parse("fairs/two").unwrap()
}

/// A position to be appended.
#[derive(Clone)]
pub(super) struct NewPosition {
    pub(super) fair: Fair,
    pub(super) head: Head,
    pub(super) changes: Vec<StoredChange>,
    pub(super) requests: Vec<NewRequest>,
    pub(super) cells: Vec<CellRow>,
}

/// A position of the first fair, with one revision of one record.
pub(super) fn position(sequence: i64) -> NewPosition {
    NewPosition {
        fair: fair(),
        head: Head {
            sequence,
            recorded_at: Some(time_of(sequence)),
            floor: RecordedAt(0),
            hash: Hash([u8::try_from(sequence % 251).unwrap(); 32]),
        },
        changes: vec![change("r", sequence, sequence, 0)],
        requests: Vec::new(),
        cells: Vec::new(),
    }
}

pub(super) fn time_of(sequence: i64) -> RecordedAt {
    RecordedAt(sequence * 1_000)
}

impl NewPosition {
    pub(super) fn of(mut self, fair: Fair) -> Self {
        for change in &mut self.changes {
            change.name = change.name.replace(self.fair.as_str(), fair.as_str());
        }
        self.fair = fair;
        self
    }

    pub(super) fn changing(mut self, changes: Vec<StoredChange>) -> Self {
        self.changes = changes;
        self
    }

    pub(super) fn answering(mut self, requests: Vec<NewRequest>) -> Self {
        self.requests = requests;
        self
    }

    pub(super) fn touching(mut self, cells: Vec<CellRow>) -> Self {
        self.cells = cells;
        self
    }

    pub(super) fn row(&self) -> PositionRow {
        PositionRow {
            sequence: self.head.sequence,
            recorded_at: self.head.recorded_at.unwrap(),
            changes: i64::try_from(self.changes.len()).unwrap(),
            hash: self.head.hash,
        }
    }

    pub(super) fn append(&self, transaction: &mut dyn Transaction) {
        let row = self.row();
        let commit = FairCommit {
            fair: &self.fair,
            head: &self.head,
            position: Some(&row),
            changes: &self.changes,
            requests: &self.requests,
            cells: &self.cells,
        };
        transaction.append(&commit).unwrap();
    }
}

/// Appends the positions, each in a transaction of its own.
pub(super) fn commit(store: &dyn Store, positions: &[NewPosition]) {
    let mut writer = store.writer().unwrap();
    for position in positions {
        let mut transaction = writer.begin().unwrap();
        transaction.lock_head(&position.fair).unwrap();
        position.append(&mut *transaction);
        transaction.commit().unwrap();
    }
}

/// Reads in a snapshot of its own.
pub(super) fn read<T>(store: &dyn Store, read: impl FnOnce(&mut dyn Snapshot) -> T) -> T {
    let mut reader = store.reader().unwrap();
    let mut snapshot = reader.snapshot().unwrap();
    read(&mut *snapshot)
}

pub(super) fn name(id: &str) -> String {
    format!("fairs/one/things/{id}")
}

pub(super) fn change(id: &str, revision: i64, sequence: i64, ordinal: i64) -> StoredChange {
    StoredChange {
        place: LogPlace { sequence, ordinal },
        recorded_at: time_of(sequence),
        name: name(id),
        revision,
        state: State::Live,
        reason: String::new(),
        moved_to: String::new(),
        salt: Some([7; 16]),
        body: Some(format!("{id} {revision}").into_bytes()),
        body_digest: Hash([8; 32]),
        facts: vec![1, 2, 3],
    }
}

pub(super) fn request(caller: &str, number: u8, answer: &[(i64, i64)]) -> NewRequest {
    NewRequest {
        key: RequestKey {
            caller: caller.to_owned(),
            method: "Create".to_owned(),
            id: [number; 16],
            digest: [number; 32],
        },
        answer: answer
            .iter()
            .map(|&(sequence, ordinal)| LogPlace { sequence, ordinal })
            .collect(),
    }
}

pub(super) fn cell(roll_up: i64, values: &[&str], sequence: i64, total: i64) -> CellRow {
    CellRow {
        key: key(roll_up, values),
        sequence,
        totals: Totals {
            facts: total,
            quantities: [total, -total, i64::MAX, i64::MIN],
        },
    }
}

pub(super) fn key(roll_up: i64, values: &[&str]) -> CellKey {
    CellKey {
        roll_up,
        values: join_values(values.iter().copied()),
    }
}

/// Registers a roll-up and gives its id.
pub(super) fn register(store: &dyn Store, cube: &str, dimensions: &str) -> i64 {
    let mut writer = store.writer().unwrap();
    let mut transaction = writer.begin().unwrap();
    let id = transaction
        .register_roll_up(&roll_up(cube, dimensions))
        .unwrap();
    transaction.commit().unwrap();
    id
}

pub(super) fn roll_up(cube: &str, dimensions: &str) -> RollUpRow {
    RollUpRow {
        id: 0,
        cube: cube.to_owned(),
        dimensions: dimensions.to_owned(),
        quantities: "things,weight".to_owned(),
    }
}
