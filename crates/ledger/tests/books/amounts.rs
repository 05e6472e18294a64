//! Amounts at the edge of what the books can hold.

use fault::Fault;
use ledger::{CellQuery, Change, Fact, Measure, Selection, Write};

use super::{
    bench::{Bench, as_one_group, create, id, live, request, write},
    deal::Deal,
};

/// Deals that bring the total of a cell close to 2^63: as many facts of the
/// largest size as fit.
const FACTS_THAT_FIT: usize = 9223;

fn deal(amount: i64) -> Deal {
    Deal {
        amount: Some(("CNY", amount)),
        ..Deal::plain()
    }
}

/// A record with many facts of one cell.
fn many(number: u8, facts: usize, amount: i64) -> Write {
    let name = id(number);
    let change = Change {
        facts: vec![deal(amount).facts().remove(0); facts],
        ..live(&name, &deal(amount))
    };
    write(
        request(number.into()),
        &[&name],
        Box::new(move |_| Ok(vec![change])),
    )
}

async fn total(bench: &Bench) -> i64 {
    let query = CellQuery {
        selection: Selection {
            edition: "4".to_owned(),
            cube: "deals".to_owned(),
            conditions: Vec::new(),
        },
        measure: Measure::Sum("amount_minor_units".to_owned()),
        group_by: vec!["currency".to_owned()],
    };
    bench
        .book
        .cells(&query, &bench.newest().await)
        .await
        .unwrap()
        .totals[0]
        .total
}

#[tokio::test]
async fn one_fact_holds_ten_to_the_fifteenth_and_no_more() {
    let bench = Bench::new();
    let limit = Fact::QUANTITY_LIMIT;
    for (number, amount) in [
        (1, limit + 1),
        (2, -limit - 1),
        (3, i64::MIN),
        (4, i64::MAX),
    ] {
        let refused = bench
            .book
            .write(create(request(number), id(1), &deal(amount)))
            .await;
        assert!(
            matches!(refused, Err(Fault::AmountOutOfRange { .. })),
            "{amount}: {refused:?}"
        );
    }
    assert_eq!(bench.newest().await.sequence, 0);
    bench.create(1, &deal(limit)).await;
    bench.create(2, &deal(-limit)).await;
    assert_eq!(total(&bench).await, 0);
}

#[tokio::test]
async fn a_total_that_would_overflow_refuses_its_write_alone() {
    let bench = Bench::new();
    let limit = Fact::QUANTITY_LIMIT;
    let group = vec![
        many(1, FACTS_THAT_FIT, limit),
        many(2, 1, limit),
        create(request(3), id(3), &deal(5)),
        many(4, 2, -limit),
        many(5, 1, limit),
    ];
    let answers = as_one_group(&bench, group).await;
    let accepted: Vec<_> = answers.iter().map(Result::is_ok).collect();
    assert_eq!(accepted, [true, false, true, true, true]);
    assert!(
        matches!(&answers[1], Err(Fault::AmountOutOfRange { .. })),
        "{:?}",
        answers[1]
    );
    let facts = i64::try_from(FACTS_THAT_FIT).unwrap();
    assert_eq!(total(&bench).await, (facts - 1) * limit + 5);
    let read = bench
        .book
        .record(&id(2), &bench.newest().await)
        .await
        .unwrap();
    assert_eq!(read, None, "the refused write left a record behind");
    // The id of the refused request is free.
    let again = bench
        .book
        .write(create(request(2), id(2), &deal(7)))
        .await
        .unwrap();
    assert!(!again.replayed);
    let report = bench
        .book
        .audit(&|revision| Ok(revision.facts.clone()), &mut |_| ())
        .unwrap();
    assert!(report.is_clean(), "{:#?}", report.findings);
}

/// Of the cells such a write touches, one overflows and the others do not.
#[tokio::test]
async fn a_write_that_is_refused_for_one_cell_leaves_no_other_behind() {
    let bench = Bench::new();
    let limit = Fact::QUANTITY_LIMIT;
    bench
        .book
        .write(many(1, FACTS_THAT_FIT, limit))
        .await
        .unwrap();
    // Another scope and other parties, but the same day.
    let elsewhere = Deal {
        scope: "host_city",
        countries: ["DE"].into(),
        organisations: ["siemens", "haier"].into(),
        ..deal(limit)
    };
    let mut group = vec![create(request(2), id(2), &deal(3))];
    for number in 3..13 {
        group.push(create(request(number.into()), id(number), &elsewhere));
    }
    group.push(create(request(13), id(13), &deal(4)));
    let answers = as_one_group(&bench, group).await;
    let accepted = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(accepted, 2);
    let by_scope = CellQuery {
        selection: Selection {
            edition: "4".to_owned(),
            cube: "deals".to_owned(),
            conditions: Vec::new(),
        },
        measure: Measure::Sum("deals".to_owned()),
        group_by: vec!["scope".to_owned()],
    };
    let at = bench.newest().await;
    let answer = bench.book.cells(&by_scope, &at).await.unwrap();
    assert_eq!(answer.totals.len(), 1, "{answer:?}");
    let report = bench
        .book
        .audit(&|revision| Ok(revision.facts.clone()), &mut |_| ())
        .unwrap();
    assert!(report.is_clean(), "{:#?}", report.findings);
}

#[tokio::test]
async fn a_sum_over_cells_that_would_overflow_is_refused() {
    let bench = Bench::new();
    let limit = Fact::QUANTITY_LIMIT;
    bench
        .book
        .write(many(1, FACTS_THAT_FIT, limit))
        .await
        .unwrap();
    // The same currency in other cells.
    let other = Deal {
        scope: "host_city",
        signed_on: "2016-05-29",
        ..deal(limit)
    };
    let at_the_edge = bench.create(2, &other).await;
    let query = |conditions| CellQuery {
        selection: Selection {
            edition: "4".to_owned(),
            cube: "deals".to_owned(),
            conditions,
        },
        measure: Measure::Sum("amount_minor_units".to_owned()),
        group_by: vec!["currency".to_owned()],
    };
    let refused = bench
        .book
        .cells(&query(vec![]), &at_the_edge.position)
        .await;
    assert!(
        matches!(refused, Err(Fault::AmountOutOfRange { .. })),
        "{refused:?}"
    );
    let one_scope = ledger::Condition {
        dimension: "scope".to_owned(),
        test: ledger::Test::AnyOf(vec!["host_city".to_owned()]),
    };
    let answer = bench
        .book
        .cells(&query(vec![one_scope]), &at_the_edge.position)
        .await
        .unwrap();
    assert_eq!(answer.totals[0].total, limit);
}
