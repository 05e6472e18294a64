//! The registration of roll-ups.

use crate::store::{FairCommit, StoreError};

use super::{
    Cases, Place,
    build::{cell, commit, fair, key, position, read, register, roll_up},
};

pub(super) const CASES: Cases = &[
    ("roll-ups are registered once", roll_ups_are_registered_once),
    (
        "a forgotten roll-up takes its cells along",
        a_forgotten_roll_up,
    ),
    (
        "cells of the past can be added",
        cells_of_the_past_can_be_added,
    ),
];

fn roll_ups_are_registered_once(place: &dyn Place) {
    let store = place.open();
    let (first, second) = (register(&*store, "a", "x,y"), register(&*store, "a", "x"));
    assert_ne!(first, second);
    drop(store);
    let store = place.open();
    let found = read(&*store, |snapshot| snapshot.roll_ups().unwrap());
    let mut ids: Vec<_> = found
        .iter()
        .map(|row| (row.dimensions.as_str(), row.id))
        .collect();
    ids.sort_unstable();
    assert_eq!(ids, vec![("x", second), ("x,y", first)]);
    assert!(found.iter().all(|row| row.quantities == "things,weight"));
    let mut writer = store.writer().unwrap();
    let mut transaction = writer.begin().unwrap();
    let again = transaction.register_roll_up(&roll_up("a", "x"));
    assert!(matches!(again, Err(StoreError::Failed { .. })), "{again:?}");
}

fn a_forgotten_roll_up(place: &dyn Place) {
    let store = place.open();
    let (first, second) = (register(&*store, "a", "x"), register(&*store, "b", "x"));
    let touched = vec![cell(first, &["4"], 1, 1), cell(second, &["4"], 1, 2)];
    commit(&*store, &[position(1).touching(touched)]);
    let mut writer = store.writer().unwrap();
    let mut transaction = writer.begin().unwrap();
    transaction.forget_roll_up(first).unwrap();
    transaction.commit().unwrap();
    read(&*store, |snapshot| {
        let left: Vec<_> = snapshot
            .roll_ups()
            .unwrap()
            .into_iter()
            .map(|row| row.id)
            .collect();
        assert_eq!(left, vec![second]);
        let keys = [key(first, &["4"]), key(second, &["4"])];
        let totals = snapshot.totals(&fair(), &[&keys[0], &keys[1]], 9).unwrap();
        assert_eq!(totals, vec![None, Some(cell(second, &["4"], 1, 2).totals)]);
        assert_eq!(snapshot.cell_rows(&fair(), None, 9).unwrap().len(), 1);
    });
}

fn cells_of_the_past_can_be_added(place: &dyn Place) {
    let store = place.open();
    let positions: Vec<_> = (1..=3).map(position).collect();
    commit(&*store, &positions);
    let roll_up = register(&*store, "a", "x");
    let rows: Vec<_> = (1..=3)
        .map(|sequence| cell(roll_up, &["4"], sequence, sequence))
        .collect();
    let mut writer = store.writer().unwrap();
    let mut transaction = writer.begin().unwrap();
    let only_cells = FairCommit {
        fair: &fair(),
        head: &positions[2].head,
        position: None,
        changes: &[],
        requests: &[],
        cells: &rows,
    };
    transaction.append(&only_cells).unwrap();
    transaction.commit().unwrap();
    read(&*store, |snapshot| {
        assert_eq!(snapshot.head(&fair()).unwrap(), Some(positions[2].head));
        for row in &rows {
            let totals = snapshot.totals(&fair(), &[&row.key], row.sequence).unwrap();
            assert_eq!(totals, vec![Some(row.totals)]);
        }
    });
}
