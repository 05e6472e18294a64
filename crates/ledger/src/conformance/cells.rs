//! Cells and their history.

use std::{collections::BTreeSet, ops::ControlFlow};

use crate::{
    Totals,
    cell::split_values,
    store::{Allowed, CellRow, Scan, Snapshot},
};

use super::{
    Cases, Place,
    build::{NewPosition, cell, commit, fair, key, other_fair, position, read, register},
};

pub(super) const CASES: Cases = &[
    (
        "totals are those of the sequence",
        totals_are_those_of_the_sequence,
    ),
    ("a scan takes what it allows", a_scan_takes_what_it_allows),
    ("a scan can be broken off", a_scan_can_be_broken_off),
    ("touches are merged in order", touches_are_merged),
    ("a long history stays whole", a_long_history_stays_whole),
];

fn one_of(values: &[&str]) -> Allowed {
    Allowed::OneOf(
        values
            .iter()
            .map(|&value| value.to_owned())
            .collect::<BTreeSet<_>>(),
    )
}

/// Two roll-ups, cells touched now and then, and another fair.
fn history(first: i64, second: i64) -> Vec<NewPosition> {
    vec![
        position(1).touching(vec![
            cell(first, &["4", "BR"], 1, 10),
            cell(first, &["4", "CN"], 1, 11),
            cell(first, &["5", "BR"], 1, 12),
            cell(second, &["4"], 1, 13),
        ]),
        position(2).touching(vec![cell(first, &["4", "BR"], 2, 20)]),
        position(3).touching(vec![
            cell(first, &["4", ""], 3, 30),
            cell(first, &["4", "BRX"], 3, 31),
            cell(first, &["4", "CN"], 3, 0),
        ]),
        position(1)
            .touching(vec![cell(first, &["4", "BR"], 1, 99)])
            .of(other_fair()),
    ]
}

fn totals(total: i64) -> Totals {
    cell(0, &[], 0, total).totals
}

fn totals_are_those_of_the_sequence(place: &dyn Place) {
    let store = place.open();
    let (first, second) = (register(&*store, "a", "x,y"), register(&*store, "a", "x"));
    commit(&*store, &history(first, second));
    drop(store);
    let store = place.open();
    let keys = [
        key(first, &["4", "CN"]),
        key(first, &["4", "BR"]),
        key(second, &["4"]),
    ];
    let keys: Vec<_> = keys.iter().collect();
    let wanted = [
        (0, [None, None, None]),
        (1, [Some(11), Some(10), Some(13)]),
        (2, [Some(11), Some(20), Some(13)]),
        (3, [Some(0), Some(20), Some(13)]),
        (i64::MAX, [Some(0), Some(20), Some(13)]),
    ];
    read(&*store, |snapshot| {
        for (sequence, wanted) in wanted {
            let found = snapshot.totals(&fair(), &keys, sequence).unwrap();
            assert_eq!(
                found,
                wanted.map(|total| total.map(totals)),
                "at {sequence}"
            );
        }
    });
}

fn scanned(snapshot: &mut dyn Snapshot, scan: &Scan, sequence: i64) -> Vec<(String, i64)> {
    let mut found = Vec::new();
    snapshot
        .scan(&fair(), scan, sequence, &mut |key, totals| {
            let values = split_values(key, scan.allowed.len()).unwrap();
            found.push((values.join("/"), totals.facts));
            ControlFlow::Continue(())
        })
        .unwrap();
    found
}

fn a_scan_takes_what_it_allows(place: &dyn Place) {
    let store = place.open();
    let (first, second) = (register(&*store, "a", "x,y"), register(&*store, "a", "x"));
    commit(&*store, &history(first, second));
    let scan = |allowed: Vec<Allowed>| Scan {
        roll_up: first,
        allowed,
    };
    let four = scan(vec![one_of(&["4"]), Allowed::Any]);
    let some = scan(vec![Allowed::Any, one_of(&["BR", "DE"])]);
    let range = Allowed::Range(Some("BR".to_owned()), Some("CN".to_owned()));
    let range = scan(vec![one_of(&["4"]), range]);
    let row = |values: &str, total: i64| (values.to_owned(), total);
    read(&*store, |snapshot| {
        assert_eq!(
            scanned(snapshot, &four, 2),
            vec![row("4/BR", 20), row("4/CN", 11)]
        );
        let all = vec![
            row("4/", 30),
            row("4/BR", 20),
            row("4/BRX", 31),
            row("4/CN", 0),
        ];
        assert_eq!(scanned(snapshot, &four, 3), all);
        assert_eq!(
            scanned(snapshot, &some, 3),
            vec![row("4/BR", 20), row("5/BR", 12)]
        );
        assert_eq!(
            scanned(snapshot, &range, 3),
            vec![row("4/BR", 20), row("4/BRX", 31)]
        );
        assert_eq!(scanned(snapshot, &four, 0), vec![]);
    });
}

fn a_scan_can_be_broken_off(place: &dyn Place) {
    let store = place.open();
    let (first, second) = (register(&*store, "a", "x,y"), register(&*store, "a", "x"));
    commit(&*store, &history(first, second));
    let scan = Scan {
        roll_up: first,
        allowed: vec![Allowed::Any, Allowed::Any],
    };
    let mut visited = 0;
    read(&*store, |snapshot| {
        snapshot
            .scan(&fair(), &scan, 9, &mut |_, _| {
                visited += 1;
                if visited == 2 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            })
            .unwrap();
    });
    assert_eq!(visited, 2);
}

fn touches_are_merged(place: &dyn Place) {
    let store = place.open();
    let (first, second) = (register(&*store, "a", "x,y"), register(&*store, "a", "x"));
    commit(&*store, &history(first, second));
    let four = Scan {
        roll_up: first,
        allowed: vec![one_of(&["4"]), Allowed::Any],
    };
    let china = Scan {
        allowed: vec![one_of(&["4"]), one_of(&["CN"])],
        ..four.clone()
    };
    read(&*store, |snapshot| {
        let mut touched = |scan: &Scan, from, through, limit| {
            snapshot
                .touched(&fair(), scan, from, through, limit)
                .unwrap()
        };
        assert_eq!(touched(&four, 1, 9, 9), vec![1, 2, 3]);
        assert_eq!(touched(&four, 2, 9, 9), vec![2, 3]);
        assert_eq!(touched(&four, 1, 2, 9), vec![1, 2]);
        assert_eq!(touched(&four, 1, 9, 2), vec![1, 2]);
        assert_eq!(touched(&china, 1, 9, 9), vec![1, 3]);
        assert_eq!(touched(&china, 4, 9, 9), Vec::<i64>::new());
    });
}

/// Whatever a store does with history as it grows, none of it gets lost or
/// moves.
fn a_long_history_stays_whole(place: &dyn Place) {
    const POSITIONS: i64 = 400;
    let store = place.open();
    let roll_up = register(&*store, "a", "x");
    let values = |sequence: i64, index: i64| format!("v{}", (sequence * 7 + index * 11) % 30);
    let mut rows: Vec<CellRow> = Vec::new();
    let mut positions = Vec::new();
    for sequence in 1..=POSITIONS {
        let touched: BTreeSet<_> = (0..20).map(|index| values(sequence, index)).collect();
        let cells: Vec<_> = touched
            .iter()
            .map(|value| cell(roll_up, &[value], sequence, sequence))
            .collect();
        rows.extend(cells.iter().cloned());
        positions.push(position(sequence).touching(cells));
    }
    commit(&*store, &positions);
    drop(store);
    let store = place.open();
    rows.sort_by(|one, other| (&one.key, one.sequence).cmp(&(&other.key, other.sequence)));
    read(&*store, |snapshot| {
        let mut found: Vec<CellRow> = Vec::new();
        loop {
            let page = snapshot.cell_rows(&fair(), found.last(), 999).unwrap();
            if page.is_empty() {
                break;
            }
            found.extend(page);
        }
        assert_eq!(found, rows);
        for sequence in [1, 77, POSITIONS / 2, POSITIONS] {
            let keys: BTreeSet<_> = rows.iter().map(|row| &row.key).collect();
            let keys: Vec<_> = keys.into_iter().collect();
            let totals = snapshot.totals(&fair(), &keys, sequence).unwrap();
            for (key, found) in keys.iter().zip(totals) {
                let past = rows
                    .iter()
                    .filter(|row| row.key == **key && row.sequence <= sequence);
                assert_eq!(found, past.map(|row| row.totals).next_back(), "{key:?}");
            }
        }
        let everything = Scan {
            roll_up,
            allowed: vec![Allowed::Any],
        };
        let touched = snapshot
            .touched(&fair(), &everything, 1, POSITIONS, usize::MAX)
            .unwrap();
        assert_eq!(touched, (1..=POSITIONS).collect::<Vec<_>>());
    });
}
