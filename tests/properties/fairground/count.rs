//! Records as a person would count them: dimensions and quantities, by the
//! descriptions of the cubes.

use std::collections::BTreeMap;

use proto::exhibitions::v1::{Delegation, Section, Visit};

/// What one record counts for.
pub(super) struct Counted {
    pub(super) cube: &'static str,
    pub(super) dimensions: BTreeMap<&'static str, String>,
    pub(super) quantities: BTreeMap<&'static str, i64>,
}

/// The last word of a value, after the words of its type.
fn word(value: &str, prefix: &str) -> String {
    value.trim_start_matches(prefix).to_lowercase()
}

fn or_none(text: &str) -> String {
    if text.is_empty() { "none" } else { text }.to_owned()
}

fn last(name: &str) -> String {
    name.rsplit('/').next().unwrap_or_default().to_owned()
}

pub(super) fn of_visit(visit: &Visit) -> Counted {
    let day = visit.visited_on.expect("a count has a day");
    let visited_on = format!("{:04}-{:02}-{:02}", day.year, day.month, day.day);
    Counted {
        cube: "visits",
        dimensions: BTreeMap::from([
            ("visited_on", visited_on),
            ("gate", visit.gate.clone()),
            ("country", visit.country_code.clone()),
            (
                "visitor_class",
                word(visit.visitor_class().as_str_name(), "VISITOR_CLASS_"),
            ),
            (
                "method",
                word(visit.method().as_str_name(), "VISIT_METHOD_"),
            ),
            ("synthetic", visit.synthetic.to_string()),
        ]),
        quantities: BTreeMap::from([("visit_records", 1), ("visits", visit.entries)]),
    }
}

pub(super) fn of_section(section: &Section) -> Counted {
    Counted {
        cube: "space",
        dimensions: BTreeMap::from([
            ("kind", word(section.kind().as_str_name(), "SECTION_KIND_")),
            (
                "area_basis",
                word(section.area_basis().as_str_name(), "AREA_BASIS_"),
            ),
            ("section", last(&section.name)),
            ("synthetic", section.synthetic.to_string()),
        ]),
        quantities: BTreeMap::from([
            ("sections", 1),
            ("area_square_metres", section.area_square_metres),
        ]),
    }
}

pub(super) fn of_delegation(delegation: &Delegation) -> Counted {
    let mut dimensions = BTreeMap::from([
        ("country", delegation.country_code.clone()),
        ("subdivision", or_none(&delegation.subdivision_code)),
        ("unlocode", or_none(&delegation.unlocode)),
        ("head", or_none(&last(&delegation.head))),
        (
            "rank",
            word(delegation.head_rank().as_str_name(), "HEAD_RANK_"),
        ),
        ("synthetic", delegation.synthetic.to_string()),
    ]);
    if !delegation.featured.is_empty() {
        dimensions.insert("featured", delegation.featured.clone());
    }
    Counted {
        cube: "delegations",
        dimensions,
        quantities: BTreeMap::from([("delegations", 1)]),
    }
}
