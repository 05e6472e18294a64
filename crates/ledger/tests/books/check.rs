//! Everything a book answers at one position, compared with the model.

use ledger::{
    Book, CellQuery, CellTotal, Condition, EvidenceQuery, Measure, Moment, Position, Revision,
    Selection, State, Test,
};

use super::{
    bench::{fair, id},
    deal::{EDITIONS, cubes},
    model::{Model, ModelRevision, queries_of_every_roll_up},
};

/// How many different records the tests write.
pub(crate) const RECORDS: u8 = 8;

pub(crate) async fn check_position(book: &Book, model: &Model, sequence: i64) {
    let at = book
        .resolve(&fair(), Moment::Sequence(sequence))
        .await
        .unwrap();
    let recorded_at = usize::try_from(sequence)
        .unwrap()
        .checked_sub(1)
        .map(|i| model.times[i]);
    assert_eq!((at.sequence, at.recorded_at), (sequence, recorded_at));
    check_records(book, model, &at).await;
    check_collection(book, model, &at).await;
    for query in queries() {
        let answer = book.cells(&query, &at).await.unwrap();
        let found: Vec<_> = answer
            .totals
            .into_iter()
            .map(|CellTotal { group, total }| (group, total))
            .collect();
        assert_eq!(
            found,
            model.totals(sequence, &query),
            "{query:?} at {sequence}"
        );
    }
    for (selection, quantity) in selections() {
        check_evidence(book, model, &at, &selection, quantity).await;
    }
}

async fn check_records(book: &Book, model: &Model, at: &Position) {
    let newest = model.newest(at.sequence);
    for number in 0..RECORDS {
        let name = id(number);
        let found = book.record(&name, at).await.unwrap();
        assert_eq!(
            found.as_ref().map(brief),
            newest.get(name.as_str()).map(|one| expected(one))
        );
    }
    for wanted in model
        .revisions
        .iter()
        .filter(|one| one.sequence <= at.sequence + 1)
    {
        let found = book
            .revision(&wanted.name, wanted.revision, at)
            .await
            .unwrap();
        let visible = wanted.sequence <= at.sequence;
        assert_eq!(found.as_ref().map(brief), visible.then(|| expected(wanted)));
    }
}

async fn check_collection(book: &Book, model: &Model, at: &Position) {
    for show_retired in [false, true] {
        let wanted: Vec<_> = model
            .newest(at.sequence)
            .into_values()
            .filter(|one| show_retired || one.state == State::Live)
            .map(expected)
            .collect();
        let mut found = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = book
                .records("fairs/ciftis/deals", after.as_deref(), 3, show_retired, at)
                .await
                .unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.name.rsplit('/').next().unwrap().to_owned());
            found.extend(page.iter().map(brief));
        }
        assert_eq!(found, wanted, "retired {show_retired} at {}", at.sequence);
    }
}

async fn check_evidence(
    book: &Book,
    model: &Model,
    at: &Position,
    selection: &Selection,
    quantity: &str,
) {
    let query = EvidenceQuery {
        selection: selection.clone(),
        quantity: Some(quantity.to_owned()),
    };
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = book.evidence(&query, after, 2, at).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.place());
        let row = |one: &ledger::Evidence| {
            (
                one.revision.name.clone(),
                one.revision.revision,
                one.contribution,
            )
        };
        found.extend(page.iter().map(row));
    }
    let wanted = model.evidence(at.sequence, selection, quantity);
    assert_eq!(found, wanted, "{selection:?} {quantity} at {}", at.sequence);
    let query = CellQuery {
        selection: selection.clone(),
        measure: Measure::Sum(quantity.to_owned()),
        group_by: Vec::new(),
    };
    // Where a sum has no meaning there is nothing to compare with.
    if let Ok(answer) = book.cells(&query, at).await {
        let sum: i64 = found.iter().map(|(_, _, contribution)| contribution).sum();
        assert_eq!(answer.totals[0].total, sum);
    }
}

/// What is compared of a revision.
pub(crate) type Brief = (String, i64, i64, i64, State, Vec<u8>);

pub(crate) fn brief(found: &Revision) -> Brief {
    let body = found.body.clone();
    (
        found.name.clone(),
        found.revision,
        found.sequence,
        found.ordinal,
        found.state,
        body,
    )
}

pub(crate) fn expected(wanted: &ModelRevision) -> Brief {
    let body = wanted.deal.body();
    (
        wanted.name.clone(),
        wanted.revision,
        wanted.sequence,
        wanted.ordinal,
        wanted.state,
        body,
    )
}

/// Every roll-up of both cubes whole, and selections with conditions.
fn queries() -> Vec<CellQuery> {
    let mut queries = Vec::new();
    for edition in EDITIONS {
        for cube in cubes().all() {
            queries.extend(queries_of_every_roll_up(cube, edition));
        }
    }
    for (selection, quantity) in selections() {
        let sum = |group_by: Vec<String>| CellQuery {
            selection: selection.clone(),
            measure: Measure::Sum(quantity.to_owned()),
            group_by,
        };
        if selection.cube == "deals" {
            queries.push(sum(Vec::new()));
            queries.push(sum(vec!["currency".to_owned()]));
        } else {
            queries.push(sum(vec!["country".to_owned()]));
            queries.push(CellQuery {
                measure: Measure::Distinct("organisation".to_owned()),
                ..sum(Vec::new())
            });
        }
    }
    queries
}

fn selections() -> Vec<(Selection, &'static str)> {
    let any_of = |dimension: &str, values: &[&str]| Condition {
        dimension: dimension.to_owned(),
        test: Test::AnyOf(values.iter().map(|&value| value.to_owned()).collect()),
    };
    let selection = |cube: &str, conditions: Vec<Condition>| Selection {
        edition: "4".to_owned(),
        cube: cube.to_owned(),
        conditions,
    };
    let opening_days = Condition {
        dimension: "signed_on".to_owned(),
        test: Test::Within {
            from: Some("2016-05-29".to_owned()),
            before: Some("2016-06-02".to_owned()),
        },
    };
    let yuan = || any_of("currency", &["CNY"]);
    let abroad_or_host = || any_of("scope", &["international", "host_city"]);
    vec![
        (selection("deals", vec![]), "deals"),
        (
            selection("deals", vec![any_of("counted", &["true"])]),
            "deals",
        ),
        (
            selection("deals", vec![abroad_or_host(), yuan()]),
            "amount_minor_units",
        ),
        (
            selection("deals", vec![opening_days, yuan()]),
            "amount_minor_units",
        ),
        (
            selection("deals", vec![any_of("featured", &["culture"]), yuan()]),
            "deals",
        ),
        (
            selection("parties", vec![any_of("counted", &["true"])]),
            "parties",
        ),
    ]
}
