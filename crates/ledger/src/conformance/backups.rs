//! Copies of the books.

use std::sync::mpsc;

use crate::{Store, store::StoreError};

use super::{
    Cases, Place,
    build::{NewPosition, cell, change, commit, fair, position, read, register, request},
};

pub(super) const CASES: Cases = &[
    ("a copy holds everything", a_copy_holds_everything),
    ("a copy sees one moment", a_copy_sees_one_moment),
    (
        "a copy takes in no open transaction",
        a_copy_takes_in_no_open_transaction,
    ),
    (
        "a copy never runs over a file",
        a_copy_never_runs_over_a_file,
    ),
    (
        "scratch is cleared when the books are opened",
        scratch_is_cleared,
    ),
];

/// A new file of the store's own.
fn new_file(store: &dyn Store) -> std::path::PathBuf {
    let scratch = store.scratch();
    std::fs::create_dir_all(&scratch).unwrap();
    scratch.join("copy")
}

/// A position with one of everything.
fn full(sequence: i64, roll_up: i64) -> NewPosition {
    let number = u8::try_from(sequence).unwrap();
    position(sequence)
        .changing(vec![change("r", sequence, sequence, 0)])
        .answering(vec![request("caller", number, &[(sequence, 0)])])
        .touching(vec![cell(roll_up, &["4"], sequence, sequence)])
}

fn a_copy_holds_everything(place: &dyn Place) {
    let store = place.open();
    let roll_up = register(&*store, "things", "edition");
    let positions: Vec<_> = (1..=40).map(|sequence| full(sequence, roll_up)).collect();
    commit(&*store, &positions);
    let file = new_file(&*store);
    store.back_up(&file).unwrap();
    let copy = place.open_copy(&file);
    let everything = |store: &dyn Store| {
        read(store, |snapshot| {
            let after = crate::LogPlace {
                sequence: 0,
                ordinal: 0,
            };
            (
                snapshot.heads().unwrap(),
                snapshot.log(&fair(), after, 40, 100).unwrap(),
                snapshot.request_rows(&fair(), None, 100).unwrap(),
                snapshot.record_rows(&fair(), None, 100).unwrap(),
                snapshot.cell_rows(&fair(), None, 100).unwrap(),
                snapshot.roll_ups().unwrap(),
            )
        })
    };
    let (kept, copied) = (everything(&*store), everything(&*copy));
    assert_eq!(kept.1.len(), 40, "the books hold what was appended");
    assert_eq!(format!("{copied:?}"), format!("{kept:?}"));
    // It is a book like any other, and goes on by itself.
    commit(&*copy, &[full(41, roll_up)]);
    let head = |store: &dyn Store| read(store, |snapshot| snapshot.head(&fair()).unwrap());
    assert_eq!(head(&*copy), Some(full(41, roll_up).head));
    assert_eq!(head(&*store), Some(full(40, roll_up).head));
}

/// However the copying and the writes fall together, the head of the copy is that
/// of its log.
fn a_copy_sees_one_moment(place: &dyn Place) {
    const POSITIONS: i64 = 200;
    let store = place.open();
    commit(&*store, &[position(1)]);
    let (begun, has_begun) = mpsc::channel();
    std::thread::scope(|scope| {
        let writing = &store;
        scope.spawn(move || {
            for sequence in 2..=POSITIONS {
                commit(&**writing, &[position(sequence)]);
                // Nobody listens after the first.
                let _ = begun.send(());
            }
        });
        has_begun.recv().unwrap();
        store.back_up(&new_file(&*store)).unwrap();
    });
    let copy = place.open_copy(&new_file(&*store));
    read(&*copy, |snapshot| {
        let head = snapshot.head(&fair()).unwrap().unwrap();
        for sequence in 1..=head.sequence {
            let row = snapshot.position(&fair(), sequence).unwrap();
            assert_eq!(row, Some(position(sequence).row()));
        }
        let beyond = snapshot.position(&fair(), head.sequence + 1).unwrap();
        assert_eq!(beyond, None);
    });
}

fn a_copy_takes_in_no_open_transaction(place: &dyn Place) {
    let store = place.open();
    commit(&*store, &[position(1)]);
    let file = new_file(&*store);
    let mut writer = store.writer().unwrap();
    let mut transaction = writer.begin().unwrap();
    position(2).append(&mut *transaction);
    store.back_up(&file).unwrap();
    transaction.commit().unwrap();
    let copy = place.open_copy(&file);
    let head = read(&*copy, |snapshot| snapshot.head(&fair()).unwrap());
    assert_eq!(head, Some(position(1).head));
}

fn a_copy_never_runs_over_a_file(place: &dyn Place) {
    let store = place.open();
    let file = new_file(&*store);
    std::fs::write(&file, "something else").unwrap();
    let refused = store.back_up(&file);
    assert!(
        matches!(refused, Err(StoreError::Failed { .. })),
        "{refused:?}"
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "something else");
}

fn scratch_is_cleared(place: &dyn Place) {
    let store = place.open();
    let file = new_file(&*store);
    std::fs::write(&file, "what a crash left").unwrap();
    drop(store);
    let _store = place.open();
    assert!(!file.exists());
}
