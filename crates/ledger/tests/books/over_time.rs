//! Cubes that change from one release to the next: no figure of any cut
//! changes by it.

use ledger::{CellQuery, Cubes, Measure, Moment, Quantity, Selection};

use super::{
    bench::{Bench, create, fair, id, request, retire, update},
    deal::{Deal, cubes, deals, parties},
};

fn sum(quantity: &str, group_by: &[&str]) -> CellQuery {
    CellQuery {
        selection: Selection {
            edition: "4".to_owned(),
            cube: "deals".to_owned(),
            conditions: Vec::new(),
        },
        measure: Measure::Sum(quantity.to_owned()),
        group_by: group_by.iter().map(|&name| name.to_owned()).collect(),
    }
}

/// The answers at every position.
async fn answers(bench: &Bench, query: &CellQuery) -> Vec<Vec<ledger::CellTotal>> {
    let mut answers = Vec::new();
    for sequence in 0..=bench.newest().await.sequence {
        let at = bench
            .book
            .resolve(&fair(), Moment::Sequence(sequence))
            .await
            .unwrap();
        answers.push(bench.book.cells(query, &at).await.unwrap().totals);
    }
    answers
}

fn other() -> Deal {
    Deal {
        scope: "host_city",
        signed_on: "2016-06-01",
        amount: Some(("CNY", 77)),
        ..Deal::plain()
    }
}

/// Enough positions that rows have been moved.
async fn some_history(bench: &Bench) {
    for number in 1..=20_u8 {
        let deal = if number % 3 == 0 {
            other()
        } else {
            Deal::plain()
        };
        bench.create(number, &deal).await;
    }
    for number in 1..=10_u8 {
        let write = if number % 2 == 0 {
            retire(request(100 + u32::from(number)), id(number))
        } else {
            update(request(100 + u32::from(number)), id(number), &other())
        };
        bench.book.write(write).await.unwrap();
    }
}

async fn is_clean(bench: &Bench) {
    let report = bench.audit(&[Deal::plain(), other()]);
    assert!(report.is_clean(), "{:#?}", report.findings);
    assert_eq!(report.differences, vec![]);
}

#[tokio::test]
async fn a_new_roll_up_is_filled_for_every_position() {
    let mut small = deals();
    small.roll_ups.truncate(1);
    let before = Cubes::new(vec![small, parties()]).unwrap();
    let mut bench = Bench::keeping(before);
    some_history(&bench).await;
    let by_scope = sum("amount_minor_units", &["scope", "currency"]);
    let by_day = sum("amount_minor_units", &["signed_on", "currency"]);
    let kept = answers(&bench, &by_scope).await;
    let newest = bench.newest().await;
    assert!(
        bench.book.cells(&by_day, &newest).await.is_err(),
        "nothing covers it yet"
    );

    bench.reopen_keeping(cubes()).await;
    assert_eq!(bench.newest().await, newest, "filling makes no position");
    assert_eq!(answers(&bench, &by_scope).await, kept);
    is_clean(&bench).await;

    // The same history, written with these cubes from the start.
    let from_the_start = Bench::new();
    some_history(&from_the_start).await;
    assert_eq!(
        answers(&bench, &by_day).await,
        answers(&from_the_start, &by_day).await
    );
    bench
        .book
        .write(create(request(200), id(200), &other()))
        .await
        .unwrap();
    is_clean(&bench).await;
}

#[tokio::test]
async fn quantities_in_another_order_keep_their_totals() {
    let mut bench = Bench::new();
    some_history(&bench).await;
    let amounts = sum("amount_minor_units", &["scope", "currency"]);
    let counts = sum("deals", &["scope"]);
    let kept = (
        answers(&bench, &amounts).await,
        answers(&bench, &counts).await,
    );
    let mut turned = deals();
    turned.quantities.reverse();
    turned
        .quantities
        .insert(1, Quantity::new("weight", "Nobody has any yet."));
    bench
        .reopen_keeping(Cubes::new(vec![turned, parties()]).unwrap())
        .await;
    assert_eq!(
        (
            answers(&bench, &amounts).await,
            answers(&bench, &counts).await
        ),
        kept
    );
    is_clean(&bench).await;
}

#[tokio::test]
async fn a_roll_up_that_is_not_kept_yet_is_a_difference() {
    let mut small = deals();
    small.roll_ups.truncate(1);
    let bench = Bench::keeping(Cubes::new(vec![small, parties()]).unwrap());
    bench.create(1, &Deal::plain()).await;
    bench.book.close().await;
    let store = ledger::SqliteStore::open_read_only(bench.folder.path()).unwrap();
    let same = |revision: &ledger::Revision| Ok(revision.facts.clone());
    let report = ledger::audit(&store, &cubes(), &same, &mut |_| ()).unwrap();
    assert!(report.is_clean(), "{:#?}", report.findings);
    assert_eq!(report.differences.len(), deals().roll_ups.len() - 1);
}
