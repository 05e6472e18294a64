//! A question to the books, and its answer, as a sentence.

use proto::{
    reporting::v1::CellRead,
    statistics::v1::{
        CellTotal, Condition, QueryCellsRequest, condition::Test, query_cells_request::Measure,
    },
};

use crate::figure_text::grouped;

/// The values of a condition that are spelled out; the rest are counted.
const VALUES: usize = 8;

/// What was read and what came of it: `contracts: the sum of agreements in cube
/// agreements, where counted is true: 331`.
pub(super) fn cell_read(read: &CellRead) -> String {
    let question = read.query.as_ref().map(question).unwrap_or_default();
    let answer = read.answer.as_ref();
    let totals = answer.map_or(&[][..], |answer| &answer.totals);
    format!("{}: {question}: {}", read.service, answered(totals))
}

fn question(query: &QueryCellsRequest) -> String {
    let measure = match &query.measure {
        Some(Measure::SumOf(quantity)) => format!("the sum of {quantity}"),
        Some(Measure::Distinct(dimension)) => format!("the number of different {dimension}"),
        None => "nothing".to_owned(),
    };
    let selection = query.selection.as_ref();
    let cube = selection.map_or("", |selection| &selection.cube);
    let mut text = format!("{measure} in cube {cube}");
    let conditions = selection.map_or(&[][..], |selection| &selection.r#where);
    if !conditions.is_empty() {
        let conditions: Vec<_> = conditions.iter().map(condition).collect();
        text = format!("{text}, where {}", conditions.join(" and "));
    }
    if !query.group_by.is_empty() {
        text = format!("{text}, by {}", query.group_by.join(" and "));
    }
    text
}

fn condition(condition: &Condition) -> String {
    let dimension = &condition.dimension;
    match &condition.test {
        Some(Test::AnyOf(set)) => format!("{dimension} is {}", any_of(&set.values)),
        Some(Test::Within(range)) => {
            let from = (!range.from.is_empty()).then(|| format!("from {}", range.from));
            let before = (!range.before.is_empty()).then(|| format!("before {}", range.before));
            let bounds: Vec<_> = [from, before].into_iter().flatten().collect();
            match bounds.as_slice() {
                [] => format!("{dimension} is told"),
                bounds => format!("{dimension} is {}", bounds.join(" and ")),
            }
        }
        None => dimension.clone(),
    }
}

fn any_of(values: &[String]) -> String {
    let mut told: Vec<_> = values
        .iter()
        .take(VALUES)
        .map(|value| shown(value))
        .collect();
    let more = values.len().saturating_sub(VALUES);
    if more > 0 {
        told.push(format!("one of {more} more"));
    }
    told.join(" or ")
}

/// A value as it stands in a sentence; one that is empty would be overlooked.
fn shown(value: &str) -> String {
    if value.is_empty() { "not told" } else { value }.to_owned()
}

fn answered(totals: &[CellTotal]) -> String {
    let totals: Vec<_> = totals
        .iter()
        .map(|total| match total.group.as_slice() {
            [] => grouped(total.total),
            group => {
                let group: Vec<_> = group.iter().map(|value| shown(value)).collect();
                format!("{} {}", group.join(" "), grouped(total.total))
            }
        })
        .collect();
    if totals.is_empty() {
        "nothing".to_owned()
    } else {
        totals.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use proto::statistics::v1::{QueryCellsResponse, Selection, ValueRange, ValueSet};

    use super::*;

    fn is(dimension: &str, test: Test) -> Condition {
        Condition {
            dimension: dimension.to_owned(),
            test: Some(test),
        }
    }

    fn one_of(values: &[&str]) -> Test {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        Test::AnyOf(ValueSet { values })
    }

    fn within(from: &str, before: &str) -> Test {
        Test::Within(ValueRange {
            from: from.to_owned(),
            before: before.to_owned(),
        })
    }

    fn read(conditions: Vec<Condition>, totals: &[(&[&str], i64)]) -> CellRead {
        let total = |(group, total): &(&[&str], i64)| CellTotal {
            group: group.iter().map(|value| (*value).to_owned()).collect(),
            total: *total,
        };
        let grouped = totals.iter().any(|(group, _)| !group.is_empty());
        CellRead {
            service: "contracts".to_owned(),
            query: Some(QueryCellsRequest {
                selection: Some(Selection {
                    cube: "agreements".to_owned(),
                    r#where: conditions,
                }),
                measure: Some(Measure::SumOf("agreements".to_owned())),
                group_by: grouped.then(|| "currency".to_owned()).into_iter().collect(),
                ..QueryCellsRequest::default()
            }),
            answer: Some(QueryCellsResponse {
                totals: totals.iter().map(total).collect(),
                ..QueryCellsResponse::default()
            }),
            ..CellRead::default()
        }
    }

    #[test]
    fn a_selection_is_told_in_words() {
        let conditions = vec![
            is("counted", one_of(&["true"])),
            is("scope", one_of(&["international", ""])),
            is("signed_on", within("2016-05-28", "2016-06-02")),
        ];
        assert_eq!(
            cell_read(&read(conditions, &[(&[], 1_331)])),
            "contracts: the sum of agreements in cube agreements, where counted is true and scope is \
             international or not told and signed_on is from 2016-05-28 and before 2016-06-02: 1,331"
        );
    }

    #[test]
    fn groups_are_told_with_their_values() {
        let totals: [(&[&str], i64); 2] = [(&["CNY"], 5), (&[""], 7)];
        assert_eq!(
            cell_read(&read(Vec::new(), &totals)),
            "contracts: the sum of agreements in cube agreements, by currency: CNY 5, not told 7"
        );
        assert!(cell_read(&read(Vec::new(), &[])).ends_with(": nothing"));
    }

    #[test]
    fn a_long_list_of_values_is_cut_and_counted() {
        let values: Vec<_> = (0..VALUES + 2).map(|n| n.to_string()).collect();
        assert!(any_of(&values).ends_with(" or 7 or one of 2 more"));
    }
}
