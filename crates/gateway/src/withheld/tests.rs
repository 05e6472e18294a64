//! What is told and what is not, of explanations made up here.

use proto::{
    gateway::v1::ExtractedClaim,
    reporting::v1::{FigurePart, SeriesPoint},
    statistics::v1::{
        CellTotal, Condition, Evidence, Quantity, QueryCellsResponse, Selection, ValueSet,
    },
};

use super::*;

const EDITION: &str = "fairs/ciftis/editions/4";

fn cubes() -> Cubes {
    let quantity = |name: &str, unit_dimension: &str| Quantity {
        name: name.to_owned(),
        unit_dimension: unit_dimension.to_owned(),
        ..Quantity::default()
    };
    let agreements = Cube {
        name: "agreements".to_owned(),
        quantities: vec![quantity("agreements", ""), quantity("amount", CURRENCY)],
        ..Cube::default()
    };
    [("contracts".to_owned(), vec![agreements])].into()
}

fn reading_in(currency: &str, quantity: &str, totals: &[i64]) -> CellRead {
    let totals = totals.iter().map(|&total| CellTotal {
        group: Vec::new(),
        total,
    });
    let set = ValueSet {
        values: vec![currency.to_owned()],
    };
    CellRead {
        service: "contracts".to_owned(),
        query: Some(QueryCellsRequest {
            selection: Some(Selection {
                cube: "agreements".to_owned(),
                r#where: vec![Condition {
                    dimension: CURRENCY.to_owned(),
                    test: Some(Test::AnyOf(set)),
                }],
            }),
            measure: Some(Measure::SumOf(quantity.to_owned())),
            ..QueryCellsRequest::default()
        }),
        answer: Some(QueryCellsResponse {
            totals: totals.collect(),
            ..QueryCellsResponse::default()
        }),
        evidence_request_json: "{}".to_owned(),
    }
}

fn reading(quantity: &str, totals: &[i64]) -> CellRead {
    reading_in("USD", quantity, totals)
}

fn five() -> Ratio {
    Ratio {
        numerator: "5".to_owned(),
        denominator: "1".to_owned(),
    }
}

/// A figure of the value five, with all there can be beside it.
fn figure(id: &str, unit: &str) -> Figure {
    Figure {
        name: format!("{EDITION}/figures/{id}"),
        unit: unit.to_owned(),
        value: Some(five()),
        parts: vec![FigurePart::default()],
        points: vec![SeriesPoint::default()],
        records: vec![Evidence {
            contribution: 5,
            ..Evidence::default()
        }],
        ..Figure::default()
    }
}

fn explained(figure: Figure, cells: Vec<CellRead>, inputs: Vec<Explanation>) -> Explanation {
    Explanation {
        figure: Some(figure),
        computation: "the sum: 5".to_owned(),
        inputs,
        cells,
        grounds: Vec::new(),
    }
}

/// A claim that says five of a figure.
fn claim(id: &str, unit: &str) -> CheckedClaim {
    CheckedClaim {
        claim: Some(ExtractedClaim {
            kind: ExtractedClaimKind::Statistic.into(),
            value: Some(five()),
            unit: unit.to_owned(),
            qualifier: "exact".to_owned(),
            ..ExtractedClaim::default()
        }),
        verdict: Verdict::Backed.into(),
        figure: format!("{EDITION}/figures/{id}"),
        ..CheckedClaim::default()
    }
}

fn printed(claims: &[CheckedClaim]) -> Printed {
    Printed::by(&PublishedRelease {
        claims: claims.to_vec(),
        ..PublishedRelease::default()
    })
}

fn is_bare(figure: &Figure) -> bool {
    let none_told = figure.records.iter().all(|it| it.contribution == 0);
    figure.parts.is_empty() && figure.points.is_empty() && none_told
}

/// Whether nothing of an explanation tells its value.
fn is_withheld(explanation: &Explanation) -> bool {
    let figure = explanation.figure.as_ref().unwrap();
    let no_total = |read: &CellRead| read.answer.as_ref().unwrap().totals.is_empty();
    figure.value.is_none()
        && figure.refusal == REFUSAL
        && figure.status() == ObservationStatus::Missing
        && is_bare(figure)
        && explanation.computation.is_empty()
        && explanation.cells.iter().all(no_total)
}

#[test]
fn counts_are_told() {
    let cells = vec![reading("agreements", &[331])];
    let mut told = explained(figure("contract-count", "contracts"), cells, Vec::new());
    let mut but_for_the_question = told.clone();
    but_for_the_question.cells[0].evidence_request_json.clear();
    withhold(&mut told, &printed(&[]), &cubes());
    assert_eq!(told, but_for_the_question);
}

#[test]
fn an_amount_that_is_printed_to_the_last_digit_is_told_with_its_one_reading() {
    let cells = vec![reading("amount", &[500])];
    let mut told = explained(figure("volume", "USD"), cells, Vec::new());
    withhold(&mut told, &printed(&[claim("volume", "USD")]), &cubes());
    let figure = told.figure.as_ref().unwrap();
    assert_eq!(figure.value, Some(five()));
    assert!(is_bare(figure), "what stands beside it is not printed");
    assert_eq!(told.cells[0].answer.as_ref().unwrap().totals.len(), 1);
}

#[test]
fn an_amount_that_is_printed_otherwise_is_not_told() {
    let with = |change: &dyn Fn(&mut CheckedClaim)| {
        let mut claim = claim("volume", "USD");
        change(&mut claim);
        claim
    };
    let inner = |claim: &mut CheckedClaim, change: &dyn Fn(&mut ExtractedClaim)| {
        change(claim.claim.as_mut().unwrap());
    };
    for (what, claim) in [
        ("of another figure", claim("other", "USD")),
        ("in another currency", claim("volume", "CNY")),
        ("a change of it", claim("volume", "percent")),
        ("rounded", with(&|it| it.set_verdict(Verdict::Rounded))),
        (
            "hedged",
            with(&|it| inner(it, &|claim| "over".clone_into(&mut claim.qualifier))),
        ),
        (
            "another value",
            with(&|it| {
                inner(it, &|claim| {
                    "4".clone_into(&mut claim.value.as_mut().unwrap().numerator);
                });
            }),
        ),
        (
            "a rank of it",
            with(&|it| inner(it, &|claim| claim.set_kind(ExtractedClaimKind::Rank))),
        ),
    ] {
        let cells = vec![reading("amount", &[500])];
        let mut told = explained(figure("volume", "USD"), cells, Vec::new());
        assert!(withhold(&mut told, &printed(&[claim]), &cubes()), "{what}");
        assert!(is_withheld(&told), "{what}: {told:?}");
    }
}

#[test]
fn of_the_readings_of_an_amount_only_the_printed_one_is_told() {
    // Each may be the amount of one firm: one contract in euros among many in dollars.
    for cells in [
        vec![reading("amount", &[400]), reading("amount", &[100])],
        vec![reading("amount", &[400, 100])],
        vec![reading_in("EUR", "amount", &[450])],
    ] {
        let mut told = explained(figure("volume", "USD"), cells, Vec::new());
        withhold(&mut told, &printed(&[claim("volume", "USD")]), &cubes());
        assert!(told.figure.as_ref().unwrap().value.is_some());
        assert!(told.computation.is_empty());
        for read in &told.cells {
            assert!(read.answer.as_ref().unwrap().totals.is_empty());
        }
    }
}

#[test]
fn nothing_follows_from_what_is_told_to_an_amount_that_is_not() {
    let input = |id: &str| {
        let cells = vec![reading("amount", &[500])];
        explained(figure(id, "USD"), cells, Vec::new())
    };
    let inputs = vec![input("part"), input("whole")];
    let share = explained(figure("share", "percent"), Vec::new(), inputs);
    let mut rank = explained(figure("share-rank", "rank"), Vec::new(), vec![share]);
    let printed = printed(&[
        claim("whole", "USD"),
        claim("share", "percent"),
        claim("share-rank", "rank"),
    ]);
    assert!(withhold(&mut rank, &printed, &cubes()));
    let share = &rank.inputs[0];
    let [part, whole] = share.inputs.as_slice() else {
        panic!("both stay");
    };
    for withheld in [&rank, share, part] {
        assert!(is_withheld(withheld), "{withheld:?}");
    }
    assert!(whole.figure.as_ref().unwrap().value.is_some());
}

#[test]
fn what_no_cube_tells_of_is_taken_for_money() {
    let cells = vec![reading("something", &[5])];
    let mut told = explained(figure("count", "contracts"), cells, Vec::new());
    assert!(withhold(&mut told, &printed(&[]), &cubes()));
    assert!(is_withheld(&told));
}

#[test]
fn readings_stand_in_the_order_of_the_explanation() {
    let leaf = |total: i64| {
        let cells = vec![reading("agreements", &[total])];
        explained(figure("leaf", "contracts"), cells, Vec::new())
    };
    let inner = explained(
        figure("inner", "contracts"),
        vec![reading("agreements", &[2])],
        vec![leaf(3)],
    );
    let root = explained(
        figure("root", "contracts"),
        vec![reading("agreements", &[1])],
        vec![inner, leaf(4)],
    );
    let (printed, cubes) = (printed(&[]), cubes());
    let readings = readings(&root, &printed, &cubes);
    let totals = readings
        .iter()
        .map(|it| it.read.answer.as_ref().unwrap().totals[0].total);
    assert_eq!(totals.collect::<Vec<_>>(), [1, 2, 3, 4]);
}
