//! What outlets are not told of a published number: amounts of money that the release does
//! not print, above all those of single firms.
//!
//! The figures that a release prints are public, and so is what they are computed from,
//! but for money. An amount that is not printed is taken out of an explanation, and with it
//! whatever would let it be computed: the words and the exact value of what follows from
//! it. The totals of cells of money stand only where they are the printed amount itself.

use std::collections::{BTreeMap, BTreeSet};

use proto::{
    gateway::v1::PublishedRelease,
    reporting::v1::{CellRead, Explanation, Figure},
    statistics::v1::{Cube, query_cells_request::Measure},
};

/// Why an amount is missing.
const REFUSAL: &str = "withheld: an amount of money that the release does not print";

/// The dimension in whose units amounts of money are.
const CURRENCY: &str = "currency";

/// The figures a release prints.
pub(crate) struct Printed(BTreeSet<String>);

impl Printed {
    /// Those that the claims of a release name.
    pub(crate) fn by(release: &PublishedRelease) -> Self {
        let claims = release.claims.iter();
        Self(claims.map(|claim| claim.figure.clone()).collect())
    }

    fn has(&self, figure: &Figure) -> bool {
        self.0.contains(&figure.name)
    }
}

/// The cubes of the services, by the names of these.
pub(crate) type Cubes = BTreeMap<String, Vec<Cube>>;

/// A reading of cells behind a figure.
pub(crate) struct Reading<'a> {
    pub(crate) read: &'a CellRead,
    /// Whether it adds up money.
    pub(crate) is_money: bool,
    /// Whether the release prints just what it adds up to.
    pub(crate) is_printed_by_itself: bool,
}

/// The readings behind a figure: its own, then those of its inputs.
pub(crate) fn readings<'a>(
    explanation: &'a Explanation,
    printed: &Printed,
    cubes: &Cubes,
) -> Vec<Reading<'a>> {
    let is_printed = is_printed_by_itself(explanation, printed);
    let own = explanation.cells.iter().map(|read| Reading {
        read,
        is_money: is_money(read, cubes),
        is_printed_by_itself: is_printed,
    });
    let mut all: Vec<_> = own.collect();
    for input in &explanation.inputs {
        all.extend(readings(input, printed, cubes));
    }
    all
}

/// Takes out of an explanation what outlets are not told.
pub(crate) fn withhold(explanation: &mut Explanation, printed: &Printed, cubes: &Cubes) {
    let is_printed = is_printed_by_itself(explanation, printed);
    let mut is_open = true;
    for read in &mut explanation.cells {
        // It is a question to a service that outlets cannot ask.
        read.evidence_request_json.clear();
        if is_money(read, cubes) && !is_printed {
            is_open = false;
            if let Some(answer) = &mut read.answer {
                answer.totals.clear();
            }
        }
    }
    for input in &mut explanation.inputs {
        withhold(input, printed, cubes);
        let figure = input.figure.as_ref();
        is_open &= figure.is_none_or(|figure| figure.refusal != REFUSAL);
    }
    let Some(figure) = &mut explanation.figure else {
        return;
    };
    let is_amount = resource::code::is_currency(&figure.unit);
    if is_amount {
        for record in &mut figure.records {
            record.contribution = 0;
        }
        figure.parts.clear();
    }
    let is_withheld = is_amount && !printed.has(figure);
    if is_withheld {
        REFUSAL.clone_into(&mut figure.refusal);
    }
    if is_withheld || !is_open {
        explanation.computation.clear();
    }
    if is_withheld || !(is_open || is_amount) {
        figure.value = None;
        figure.points.clear();
        figure.parts.clear();
    }
}

/// Whether a release prints just what the one reading of a figure adds up to.
fn is_printed_by_itself(explanation: &Explanation, printed: &Printed) -> bool {
    let figure = explanation.figure.as_ref();
    let [read] = explanation.cells.as_slice() else {
        return false;
    };
    let totals = read.answer.as_ref().map_or(0, |answer| answer.totals.len());
    totals <= 1
        && explanation.inputs.is_empty()
        && figure
            .is_some_and(|figure| printed.has(figure) && resource::code::is_currency(&figure.unit))
}

/// Whether a reading adds up money. What no cube tells of is taken for money.
fn is_money(read: &CellRead, cubes: &Cubes) -> bool {
    let Some(query) = &read.query else {
        return true;
    };
    let Some(Measure::SumOf(quantity)) = &query.measure else {
        return false;
    };
    let cube = query.selection.as_ref().map_or("", |it| it.cube.as_str());
    let cubes = cubes.get(&read.service).map_or(&[][..], Vec::as_slice);
    let quantities = cubes
        .iter()
        .filter(|it| it.name == cube)
        .flat_map(|it| &it.quantities);
    let mut known = quantities.filter(|it| it.name == *quantity);
    known
        .next()
        .is_none_or(|quantity| quantity.unit_dimension == CURRENCY)
}

#[cfg(test)]
mod tests {
    use proto::{
        gateway::v1::CheckedClaim,
        reporting::v1::{FigurePart, Ratio},
        statistics::v1::{
            CellTotal, Evidence, Quantity, QueryCellsRequest, QueryCellsResponse, Selection,
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

    fn reading(quantity: &str, totals: &[i64]) -> CellRead {
        let totals = totals.iter().map(|&total| CellTotal {
            group: Vec::new(),
            total,
        });
        CellRead {
            service: "contracts".to_owned(),
            query: Some(QueryCellsRequest {
                selection: Some(Selection {
                    cube: "agreements".to_owned(),
                    ..Selection::default()
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

    fn figure(id: &str, unit: &str) -> Figure {
        Figure {
            name: format!("{EDITION}/figures/{id}"),
            unit: unit.to_owned(),
            value: Some(Ratio {
                numerator: "5".to_owned(),
                denominator: "1".to_owned(),
            }),
            parts: vec![FigurePart::default()],
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

    fn printed(ids: &[&str]) -> Printed {
        let claims = ids.iter().map(|id| CheckedClaim {
            figure: format!("{EDITION}/figures/{id}"),
            ..CheckedClaim::default()
        });
        Printed::by(&PublishedRelease {
            claims: claims.collect(),
            ..PublishedRelease::default()
        })
    }

    #[test]
    fn counts_are_told() {
        let cells = vec![reading("agreements", &[331])];
        let mut told = explained(figure("contract-count", "contracts"), cells, Vec::new());
        let before = told.clone();
        withhold(&mut told, &printed(&["contract-count"]), &cubes());
        let mut but_for_the_question = before;
        but_for_the_question.cells[0].evidence_request_json.clear();
        assert_eq!(told, but_for_the_question);
    }

    #[test]
    fn an_amount_that_is_printed_is_told_with_its_one_reading() {
        let cells = vec![reading("amount", &[500])];
        let mut told = explained(figure("volume", "USD"), cells, Vec::new());
        withhold(&mut told, &printed(&["volume"]), &cubes());
        assert!(told.figure.as_ref().unwrap().value.is_some());
        let totals = &told.cells[0].answer.as_ref().unwrap().totals;
        assert_eq!(totals.len(), 1);
        let figure = told.figure.unwrap();
        assert!(figure.parts.is_empty(), "parts are not printed");
        assert_eq!(figure.records[0].contribution, 0);
    }

    #[test]
    fn of_an_amount_of_several_readings_none_is_told() {
        // Each may be the amount of one firm: one contract in euros among many in dollars.
        let cells = vec![reading("amount", &[400]), reading("amount", &[100])];
        let mut told = explained(figure("volume", "USD"), cells, Vec::new());
        withhold(&mut told, &printed(&["volume"]), &cubes());
        assert!(told.figure.as_ref().unwrap().value.is_some());
        assert!(told.computation.is_empty());
        for read in &told.cells {
            assert!(read.answer.as_ref().unwrap().totals.is_empty());
        }
        let of_groups = vec![reading("amount", &[400, 100])];
        let mut told = explained(figure("volume", "USD"), of_groups, Vec::new());
        withhold(&mut told, &printed(&["volume"]), &cubes());
        assert!(told.cells[0].answer.as_ref().unwrap().totals.is_empty());
    }

    #[test]
    fn nothing_follows_from_what_is_told_to_an_amount_that_is_not() {
        let input = |id: &str| {
            let cells = vec![reading("amount", &[500])];
            explained(figure(id, "USD"), cells, Vec::new())
        };
        let inputs = vec![input("part"), input("whole")];
        let mut share = explained(figure("share", "percent"), Vec::new(), inputs);
        withhold(&mut share, &printed(&["share", "whole"]), &cubes());
        assert!(share.figure.as_ref().unwrap().value.is_none());
        assert!(share.computation.is_empty());
        let [part, whole] = share.inputs.as_slice() else {
            panic!("both stay");
        };
        let part_figure = part.figure.as_ref().unwrap();
        assert_eq!(part_figure.refusal, REFUSAL);
        assert!(part_figure.value.is_none() && part.computation.is_empty());
        assert!(part.cells[0].answer.as_ref().unwrap().totals.is_empty());
        assert!(whole.figure.as_ref().unwrap().value.is_some());
    }

    #[test]
    fn what_no_cube_tells_of_is_taken_for_money() {
        let cells = vec![reading("something", &[5])];
        let mut told = explained(figure("count", "contracts"), cells, Vec::new());
        withhold(&mut told, &printed(&["count"]), &cubes());
        assert!(told.cells[0].answer.as_ref().unwrap().totals.is_empty());
        assert!(told.figure.unwrap().value.is_none());
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
        let printed = printed(&["root"]);
        let cubes = cubes();
        let totals = readings(&root, &printed, &cubes);
        let totals = totals
            .iter()
            .map(|it| it.read.answer.as_ref().unwrap().totals[0].total);
        assert_eq!(totals.collect::<Vec<_>>(), [1, 2, 3, 4]);
    }
}
