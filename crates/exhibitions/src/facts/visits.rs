//! Visits: how often people came through the gates.

use ledger::{Cube, Dimension, Fact, Quantity};
use proto::exhibitions::v1::Visit;

use super::{day, edition, edition_id, synthetic, value};

const CUBE: &str = "visits";

pub(super) fn cube() -> Cube {
    Cube {
        name: CUBE,
        description: "One fact is a count of the entries of one day, gate, country and visitor \
                      class. Staff, the press and service people are counted too: a selection \
                      says which classes it means.",
        dimensions: vec![
            edition(),
            Dimension::new("visited_on", "The day, as in 2016-05-28."),
            Dimension::new("gate", "The gate."),
            Dimension::new(
                "country",
                "The country or region the visitors came from, ISO 3166-1 alpha-2.",
            ),
            Dimension::new(
                "visitor_class",
                "What they came as, as the values of VisitorClass in lower case.",
            ),
            Dimension::new(
                "method",
                "How they were counted, as the values of VisitMethod in lower case.",
            ),
            synthetic(),
        ],
        quantities: vec![
            Quantity::new("visit_records", "How many counts of visits."),
            Quantity::new("visits", "How many visits: entries, not persons."),
        ],
        roll_ups: vec![
            vec!["edition", "visitor_class", "country"],
            vec!["edition", "visitor_class", "visited_on"],
            vec!["edition", "visited_on", "gate"],
            vec!["edition", "visitor_class", "method"],
            vec!["edition", "visitor_class", "synthetic"],
        ],
    }
}

/// The fact of a count of visits whose name is filled.
pub(crate) fn of_visit(visit: &Visit) -> Fact {
    Fact::of(CUBE)
        .under("edition", edition_id(&visit.name))
        .under("visited_on", day(visit.visited_on.as_ref()))
        .under("gate", &visit.gate)
        .under("country", &visit.country_code)
        .under("visitor_class", visitor_class(visit))
        .under("method", method(visit))
        .under("synthetic", visit.synthetic.to_string())
        .with("visit_records", 1)
        .with("visits", visit.entries)
}

/// What the visitors came as, as figures and digests name it: `trade_visitor`.
pub(crate) fn visitor_class(visit: &Visit) -> String {
    value(visit.visitor_class().as_str_name(), "VISITOR_CLASS_")
}

fn method(visit: &Visit) -> String {
    value(visit.method().as_str_name(), "VISIT_METHOD_")
}

#[cfg(test)]
mod tests {
    use proto::exhibitions::v1::{VisitMethod, VisitorClass};

    use super::*;
    use crate::samples::{day, visit};

    #[test]
    fn a_count_of_visits_is_one_fact_with_its_entries() {
        let visit = Visit {
            visited_on: day(2016, 5, 29),
            gate: "south".to_owned(),
            country_code: "HK".to_owned(),
            visitor_class: VisitorClass::ExhibitorStaff.into(),
            method: VisitMethod::ManualCount.into(),
            entries: 317,
            ..visit("v1")
        };
        let expected = Fact::of("visits")
            .under("edition", "4")
            .under("visited_on", "2016-05-29")
            .under("gate", "south")
            .under("country", "HK")
            .under("visitor_class", "exhibitor_staff")
            .under("method", "manual_count")
            .under("synthetic", "false")
            .with("visit_records", 1)
            .with("visits", 317);
        assert_eq!(of_visit(&visit), expected);
    }
}
