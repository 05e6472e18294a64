//! Reads that take too long.

use crate::{
    LogPlace, Store,
    store::{Snapshot, StoreError},
};

use super::{
    Cases, Place,
    build::{NewPosition, commit, fair, position},
};

pub(super) const CASES: Cases = &[
    (
        "a read that takes too long is broken off",
        a_long_read_is_broken_off,
    ),
    (
        "what was broken off goes well with more patience",
        what_was_broken_off_goes_well,
    ),
];

/// So many that no store reads them at one stroke.
const POSITIONS: i64 = 300;

fn fill(place: &dyn Place) {
    let positions: Vec<NewPosition> = (1..=POSITIONS).map(position).collect();
    commit(&*place.open(), &positions);
}

/// Reads everything in one question, and then in one for each position.
fn read_all(store: &dyn Store) -> [Result<usize, StoreError>; 2] {
    let places: Vec<_> = (1..=POSITIONS)
        .map(|sequence| LogPlace {
            sequence,
            ordinal: 0,
        })
        .collect();
    let at_once = tried(store, |snapshot| {
        Ok(snapshot.changes_at(&fair(), &places)?.len())
    });
    let one_by_one = tried(store, |snapshot| {
        let mut found = 0;
        for place in &places {
            found += snapshot.changes_at(&fair(), &[*place])?.len();
        }
        Ok(found)
    });
    [at_once, one_by_one]
}

/// Reads in a snapshot of its own, which may fail too.
fn tried(
    store: &dyn Store,
    read: impl FnOnce(&mut dyn Snapshot) -> Result<usize, StoreError>,
) -> Result<usize, StoreError> {
    let mut reader = store.reader().unwrap();
    let mut snapshot = reader.snapshot()?;
    read(&mut *snapshot)
}

fn a_long_read_is_broken_off(place: &dyn Place) {
    fill(place);
    for result in read_all(&*place.open_impatient()) {
        assert!(
            matches!(result, Err(StoreError::Unreachable { .. })),
            "{result:?}"
        );
    }
}

fn what_was_broken_off_goes_well(place: &dyn Place) {
    fill(place);
    for _ in 0..2 {
        drop(read_all(&*place.open_impatient()));
        for result in read_all(&*place.open()) {
            assert_eq!(result.unwrap(), usize::try_from(POSITIONS).unwrap());
        }
    }
}
