//! Heads, positions and transactions.

use std::sync::mpsc;

use crate::{
    RecordedAt,
    store::{FairCommit, Head, StoreError},
};

use super::{
    Cases, Place,
    build::{commit, fair, other_fair, position, read, time_of},
};

pub(super) const CASES: Cases = &[
    ("a new place is empty", a_new_place_is_empty),
    (
        "a commit is there, also after opening again",
        a_commit_is_there,
    ),
    (
        "a dropped transaction leaves nothing",
        a_dropped_transaction_leaves_nothing,
    ),
    (
        "a transaction sees what it appended",
        a_transaction_sees_what_it_appended,
    ),
    ("a snapshot sees one moment", a_snapshot_sees_one_moment),
    (
        "two fairs share a transaction",
        two_fairs_share_a_transaction,
    ),
    ("a floor stands alone", a_floor_stands_alone),
    (
        "a position cannot be appended twice",
        a_position_cannot_be_appended_twice,
    ),
    ("a time finds its position", a_time_finds_its_position),
    (
        "writers of one fair are serial",
        writers_of_one_fair_are_serial,
    ),
    (
        "a head that was only locked is not made",
        a_head_that_was_only_locked_is_not_made,
    ),
    (
        "who is alone waits for the others and they for him",
        who_is_alone_waits,
    ),
];

fn a_new_place_is_empty(place: &dyn Place) {
    let store = place.open();
    read(&*store, |snapshot| {
        assert_eq!(snapshot.fairs().unwrap(), vec![]);
        assert_eq!(snapshot.heads().unwrap(), vec![]);
        assert_eq!(snapshot.head(&fair()).unwrap(), None);
        assert_eq!(snapshot.position(&fair(), 1).unwrap(), None);
        assert_eq!(snapshot.roll_ups().unwrap(), vec![]);
    });
}

fn a_commit_is_there(place: &dyn Place) {
    let positions = [position(1), position(2)];
    let check = |store: &dyn crate::Store| {
        read(store, |snapshot| {
            assert_eq!(snapshot.fairs().unwrap(), vec![fair()]);
            assert_eq!(snapshot.heads().unwrap(), vec![(fair(), positions[1].head)]);
            assert_eq!(snapshot.head(&fair()).unwrap(), Some(positions[1].head));
            for one in &positions {
                let row = snapshot.position(&fair(), one.head.sequence).unwrap();
                assert_eq!(row, Some(one.row()));
            }
        });
    };
    let store = place.open();
    commit(&*store, &positions);
    check(&*store);
    drop(store);
    check(&*place.open());
}

fn a_dropped_transaction_leaves_nothing(place: &dyn Place) {
    let store = place.open();
    commit(&*store, &[position(1)]);
    let mut writer = store.writer().unwrap();
    let mut transaction = writer.begin().unwrap();
    position(2).append(&mut *transaction);
    drop(transaction);
    let head = read(&*store, |snapshot| snapshot.head(&fair()).unwrap());
    assert_eq!(head, Some(position(1).head));
    let mut transaction = writer.begin().unwrap();
    assert_eq!(
        transaction.lock_head(&fair()).unwrap(),
        Some(position(1).head)
    );
    position(2).append(&mut *transaction);
    transaction.commit().unwrap();
    let head = read(&*store, |snapshot| snapshot.head(&fair()).unwrap());
    assert_eq!(head, Some(position(2).head));
}

fn a_transaction_sees_what_it_appended(place: &dyn Place) {
    let store = place.open();
    let mut writer = store.writer().unwrap();
    let mut transaction = writer.begin().unwrap();
    assert_eq!(transaction.lock_head(&fair()).unwrap(), None);
    position(1).append(&mut *transaction);
    assert_eq!(
        transaction.lock_head(&fair()).unwrap(),
        Some(position(1).head)
    );
    assert_eq!(
        transaction.position(&fair(), 1).unwrap(),
        Some(position(1).row())
    );
}

fn a_snapshot_sees_one_moment(place: &dyn Place) {
    let store = place.open();
    commit(&*store, &[position(1)]);
    let mut reader = store.reader().unwrap();
    let mut snapshot = reader.snapshot().unwrap();
    assert_eq!(snapshot.head(&fair()).unwrap(), Some(position(1).head));
    commit(&*store, &[position(2)]);
    assert_eq!(snapshot.head(&fair()).unwrap(), Some(position(1).head));
    assert_eq!(snapshot.position(&fair(), 2).unwrap(), None);
    drop(snapshot);
    let mut snapshot = reader.snapshot().unwrap();
    assert_eq!(snapshot.head(&fair()).unwrap(), Some(position(2).head));
}

fn two_fairs_share_a_transaction(place: &dyn Place) {
    let store = place.open();
    let mut writer = store.writer().unwrap();
    let mut transaction = writer.begin().unwrap();
    for fair in [other_fair(), fair()] {
        transaction.lock_head(&fair).unwrap();
        position(1).of(fair).append(&mut *transaction);
    }
    transaction.commit().unwrap();
    let heads = read(&*store, |snapshot| snapshot.heads().unwrap());
    assert_eq!(
        heads,
        vec![(fair(), position(1).head), (other_fair(), position(1).head)]
    );
}

fn a_floor_stands_alone(place: &dyn Place) {
    let store = place.open();
    let floor = Head {
        floor: RecordedAt(77),
        ..Head::default()
    };
    let mut writer = store.writer().unwrap();
    let mut transaction = writer.begin().unwrap();
    let only_floor = FairCommit {
        fair: &fair(),
        head: &floor,
        position: None,
        changes: &[],
        requests: &[],
        cells: &[],
    };
    transaction.append(&only_floor).unwrap();
    transaction.commit().unwrap();
    drop((writer, store));
    let head = read(&*place.open(), |snapshot| snapshot.head(&fair()).unwrap());
    assert_eq!(head, Some(floor));
}

fn a_position_cannot_be_appended_twice(place: &dyn Place) {
    let store = place.open();
    commit(&*store, &[position(1)]);
    let mut writer = store.writer().unwrap();
    let mut transaction = writer.begin().unwrap();
    let again = position(1);
    let row = again.row();
    let refused = transaction.append(&FairCommit {
        fair: &again.fair,
        head: &again.head,
        position: Some(&row),
        changes: &again.changes,
        requests: &[],
        cells: &[],
    });
    assert!(
        matches!(refused, Err(StoreError::Failed { .. })),
        "{refused:?}"
    );
}

fn a_time_finds_its_position(place: &dyn Place) {
    let store = place.open();
    let positions: Vec<_> = (1..=9).map(position).collect();
    commit(&*store, &positions);
    read(&*store, |snapshot| {
        for newest in 1..=9 {
            for sequence in 0..=newest {
                for after in [0, 1, 999] {
                    let at = RecordedAt(time_of(sequence).0 + after);
                    let found = snapshot.position_at(&fair(), at, newest).unwrap();
                    assert_eq!(found.map_or(0, |row| row.sequence), sequence, "{at:?}");
                }
            }
        }
    });
}

fn writers_of_one_fair_are_serial(place: &dyn Place) {
    let store = place.open();
    let (mut first, mut second) = (store.writer().unwrap(), store.writer().unwrap());
    let (locked, is_locked) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut transaction = first.begin().unwrap();
            assert_eq!(transaction.lock_head(&fair()).unwrap(), None);
            locked.send(()).unwrap();
            position(1).append(&mut *transaction);
            transaction.commit().unwrap();
        });
        is_locked.recv().unwrap();
        let mut transaction = second.begin().unwrap();
        let head = transaction.lock_head(&fair()).unwrap();
        assert_eq!(
            head,
            Some(position(1).head),
            "the second saw a head that was held"
        );
    });
}

fn a_head_that_was_only_locked_is_not_made(place: &dyn Place) {
    let store = place.open();
    let mut writer = store.writer().unwrap();
    let mut transaction = writer.begin().unwrap();
    for fair in [fair(), other_fair()] {
        assert_eq!(transaction.lock_head(&fair).unwrap(), None);
        assert_eq!(transaction.lock_head(&fair).unwrap(), None);
    }
    position(1).append(&mut *transaction);
    transaction.commit().unwrap();
    read(&*store, |snapshot| {
        assert_eq!(snapshot.fairs().unwrap(), vec![fair()]);
        assert_eq!(snapshot.head(&other_fair()).unwrap(), None);
    });
}

fn who_is_alone_waits(place: &dyn Place) {
    let store = place.open();
    let (mut first, mut second) = (store.writer().unwrap(), store.writer().unwrap());
    let (begun, has_begun) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut transaction = first.begin().unwrap();
            begun.send(()).unwrap();
            position(1).append(&mut *transaction);
            transaction.commit().unwrap();
        });
        has_begun.recv().unwrap();
        let mut transaction = second.begin_alone().unwrap();
        let head = transaction.head(&fair()).unwrap();
        assert_eq!(
            head,
            Some(position(1).head),
            "another writer was not waited for"
        );
    });
}
