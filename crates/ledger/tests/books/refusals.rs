//! Questions without an answer, and writes that only wrong code makes.

use fault::Fault;
use ledger::{
    CellQuery, Change, Condition, EvidenceQuery, Fact, Measure, Moment, Selection, State, Test,
};

use super::{
    bench::{Bench, fair, id, live, request, write},
    deal::Deal,
};

fn any_of(dimension: &str, values: &[&str]) -> Condition {
    Condition {
        dimension: dimension.to_owned(),
        test: Test::AnyOf(values.iter().map(|&value| value.to_owned()).collect()),
    }
}

fn selection(cube: &str, conditions: Vec<Condition>) -> Selection {
    Selection {
        edition: "4".to_owned(),
        cube: cube.to_owned(),
        conditions,
    }
}

fn sum(cube: &str, quantity: &str, conditions: Vec<Condition>, group_by: &[&str]) -> CellQuery {
    CellQuery {
        selection: selection(cube, conditions),
        measure: Measure::Sum(quantity.to_owned()),
        group_by: group_by.iter().map(|&name| name.to_owned()).collect(),
    }
}

fn distinct(cube: &str, dimension: &str, group_by: &[&str]) -> CellQuery {
    CellQuery {
        measure: Measure::Distinct(dimension.to_owned()),
        ..sum(cube, "", vec![], group_by)
    }
}

/// What each refused question is told.
fn refused() -> Vec<(&'static str, CellQuery)> {
    let two_countries = vec![any_of("country", &["BR", "CN"])];
    let two_currencies = vec![any_of("currency", &["CNY", "USD"])];
    let yuan = || any_of("currency", &["CNY"]);
    vec![
        ("no such cube", sum("visits", "visits", vec![], &[])),
        ("no quantity weight", sum("deals", "weight", vec![], &[])),
        (
            "no dimension gate",
            sum("deals", "deals", vec![any_of("gate", &["1"])], &[]),
        ),
        (
            "no dimension gate",
            sum("deals", "deals", vec![], &["gate"]),
        ),
        ("no dimension gate", distinct("deals", "gate", &[])),
        (
            "edition is pinned already",
            sum("deals", "deals", vec![any_of("edition", &["4"])], &[]),
        ),
        (
            "two conditions on currency",
            sum("deals", "deals", vec![yuan(), yuan()], &[]),
        ),
        (
            "grouped by scope twice",
            sum("deals", "deals", vec![], &["scope", "scope"]),
        ),
        (
            "in units of currency",
            sum("deals", "amount_minor_units", vec![], &[]),
        ),
        (
            "in units of currency",
            sum("deals", "amount_minor_units", two_currencies, &[]),
        ),
        (
            "no totals are kept",
            sum("deals", "deals", vec![], &["scope", "signed_on"]),
        ),
        (
            "several values of country",
            sum("parties", "parties", two_countries, &[]),
        ),
        // Each roll-up of parties holds only some of the facts.
        ("no totals are kept", sum("parties", "parties", vec![], &[])),
        ("no totals are kept", distinct("parties", "counted", &[])),
        (
            "cannot be grouped",
            distinct("parties", "country", &["counted"]),
        ),
    ]
}

#[tokio::test]
async fn a_question_without_an_answer_is_refused_with_the_reason() {
    let bench = Bench::new();
    let at = bench.create(1, &Deal::plain()).await.position;
    for (reason, query) in refused() {
        match bench.book.cells(&query, &at).await {
            Err(Fault::Refused {
                reason: "SELECTION_REFUSED",
                why,
                ..
            }) => assert!(why.contains(reason), "{why:?} does not say {reason:?}"),
            other => panic!("{reason}: {other:?}"),
        }
    }
    let mixed = EvidenceQuery {
        selection: selection("deals", vec![]),
        quantity: Some("amount_minor_units".to_owned()),
    };
    let refused = bench.book.evidence(&mixed, None, 9, &at).await;
    assert!(matches!(refused, Err(Fault::Refused { .. })), "{refused:?}");
}

#[tokio::test]
async fn the_smallest_roll_up_that_holds_everything_answers() {
    let bench = Bench::new();
    let at = bench.create(1, &Deal::plain()).await.position;
    let culture = vec![any_of("featured", &["culture"])];
    let asked = [
        (sum("deals", "deals", vec![], &[]), "edition,scope"),
        (
            sum("deals", "deals", vec![], &["currency"]),
            "edition,counted,scope,currency",
        ),
        (
            sum("deals", "deals", vec![], &["signed_on"]),
            "edition,counted,signed_on,currency",
        ),
        (
            sum("deals", "deals", culture, &[]),
            "edition,featured,currency",
        ),
        (
            distinct("deals", "featured", &[]),
            "edition,featured,currency",
        ),
        (
            distinct("parties", "country", &[]),
            "edition,counted,country",
        ),
    ];
    for (query, roll_up) in asked {
        let answer = bench.book.cells(&query, &at).await.unwrap();
        assert_eq!(answer.roll_up.join(","), roll_up, "{query:?}");
    }
}

#[tokio::test]
async fn too_many_groups_are_refused() {
    let bench = Bench::new();
    let name = id(1);
    let facts = |from: u32, to: u32| {
        let party = |number: u32| {
            Fact::of("parties")
                .under("edition", "4")
                .under("counted", "true")
                .under("organisation", number.to_string())
                .with("parties", 1)
        };
        (from..to).map(party).collect::<Vec<_>>()
    };
    let by_organisation = sum("parties", "parties", vec![], &["organisation"]);
    for (number, count) in [(1, 10_000), (2, 10_001)] {
        let change = Change {
            facts: facts(0, count),
            ..live(&name, &Deal::plain())
        };
        let one = write(
            request(number),
            &[&name],
            Box::new(move |_| Ok(vec![change])),
        );
        let at = bench.book.write(one).await.unwrap().position;
        let answer = bench.book.cells(&by_organisation, &at).await;
        if count == 10_000 {
            assert_eq!(answer.unwrap().totals.len(), 10_000);
        } else {
            assert!(matches!(answer, Err(Fault::Refused { .. })), "{answer:?}");
        }
        let counted = distinct("parties", "organisation", &[]);
        let counted = bench.book.cells(&counted, &at).await.unwrap();
        assert_eq!(counted.totals[0].total, i64::from(count));
    }
}

#[tokio::test]
async fn what_only_wrong_code_writes_is_a_defect_and_stores_nothing() {
    let bench = Bench::new();
    let plain = || live(&id(1), &Deal::plain());
    let with = |change: &dyn Fn(&mut Fact)| {
        let mut facts = Deal::plain().facts();
        change(&mut facts[0]);
        Change { facts, ..plain() }
    };
    let wrong = [
        live(&id(2), &Deal::plain()),
        live("fairs/other/deals/d1", &Deal::plain()),
        Change {
            state: State::Void,
            ..plain()
        },
        with(&|fact| fact.cube = "visits".into()),
        with(&|fact| drop(fact.values.remove("scope"))),
        with(&|fact| drop(fact.values.insert("gate".into(), "1".into()))),
        with(&|fact| drop(fact.values.insert("scope".into(), "a\0b".into()))),
        with(&|fact| drop(fact.values.insert("scope".into(), "x".repeat(513)))),
        with(&|fact| fact.quantities.extend([("weight".into(), 1)])),
    ];
    for change in wrong {
        let shown = format!("{change:?}");
        let one = write(request(1), &[&id(1)], Box::new(move |_| Ok(vec![change])));
        let refused = bench.book.write(one).await;
        assert!(
            matches!(refused, Err(Fault::Defect { .. })),
            "{shown}: {refused:?}"
        );
    }
    assert_eq!(bench.newest().await.sequence, 0);
}

#[tokio::test]
async fn moments_that_are_not_are_refused() {
    let bench = Bench::new();
    bench.create(1, &Deal::plain()).await;
    for moment in [
        Moment::Sequence(2),
        Moment::Sequence(-1),
        Moment::Sequence(i64::MAX),
        Moment::Time(ledger::RecordedAt(super::bench::START.0 + 1)),
        Moment::Time(ledger::RecordedAt(i64::MAX)),
    ] {
        let refused = bench.book.resolve(&fair(), moment).await;
        assert!(
            matches!(refused, Err(Fault::AsOfInvalid { .. })),
            "{moment:?}: {refused:?}"
        );
    }
    for moment in [
        Moment::Sequence(0),
        Moment::Time(ledger::RecordedAt(0)),
        Moment::Time(ledger::RecordedAt(i64::MIN)),
    ] {
        let origin = bench.book.resolve(&fair(), moment).await.unwrap();
        assert_eq!((origin.sequence, origin.recorded_at), (0, None));
    }
}
