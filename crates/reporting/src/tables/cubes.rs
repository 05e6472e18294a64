//! The cubes of the record keepers, in words.

use proto::statistics::v1::{Cube, Dimension, Quantity, RollUp};

use crate::{figure_definition::answerable::CubesByKeeper, record_keeper::RecordKeeper};

/// The cubes of the record keepers.
pub(crate) fn cubes() -> CubesByKeeper {
    let contracts = vec![
        cube(
            "agreements",
            "edition counted scope stage sector section place signed_on_site currency \
             reached_through_kind featured synthetic",
            &[
                ("agreements", ""),
                ("agreements_with_amount", ""),
                ("amount_minor_units", "currency"),
            ],
            &[
                "edition counted scope signed_on_site currency",
                "edition counted scope place signed_on_site currency",
                "edition counted sector currency",
                "edition counted section currency",
                "edition stage reached_through_kind",
                "edition featured counted scope stage place signed_on_site currency",
                "edition counted synthetic currency",
                "edition stage synthetic currency",
            ],
        ),
        cube(
            "agreement_parties",
            "edition counted country* organisation*",
            &[("parties", "")],
            &["edition counted country", "edition counted organisation"],
        ),
    ];
    let exhibitions = vec![
        cube(
            "participations",
            "edition role country organisation first_time attendance_mode synthetic",
            &[("participations", "")],
            &[
                "edition role country",
                "edition organisation",
                "edition role first_time attendance_mode",
                "edition role first_time organisation",
                "edition synthetic",
            ],
        ),
        cube(
            "delegations",
            "edition country subdivision unlocode head rank featured synthetic",
            &[("delegations", "")],
            &[
                "edition country subdivision",
                "edition unlocode",
                "edition country unlocode",
                "edition head",
                "edition rank",
                "edition synthetic",
            ],
        ),
        cube(
            "delegates",
            "edition rank country delegation promotes_or_negotiates featured synthetic",
            &[("delegates", "")],
            &[
                "edition rank promotes_or_negotiates country",
                "edition delegation rank",
                "edition featured rank promotes_or_negotiates country",
                "edition synthetic",
            ],
        ),
        cube(
            "highlights",
            "edition kind person featured synthetic",
            &[("highlights", "")],
            &["edition kind", "edition person", "edition synthetic"],
        ),
        cube(
            "space",
            "edition area_basis kind section synthetic",
            &[("sections", ""), ("area_square_metres", "area_basis")],
            &[
                "edition area_basis",
                "edition kind area_basis",
                "edition area_basis synthetic",
            ],
        ),
        cube(
            "visits",
            "edition visited_on gate country visitor_class method synthetic",
            &[("visit_records", ""), ("visits", "")],
            &[
                "edition visitor_class country",
                "edition visitor_class visited_on",
                "edition visited_on gate",
                "edition visitor_class synthetic",
            ],
        ),
    ];
    let forums = vec![
        cube(
            "activities",
            "edition kind held_on sector synthetic",
            &[("activities", "")],
            &[
                "edition kind",
                "edition kind held_on",
                "edition sector",
                "edition synthetic",
            ],
        ),
        cube(
            "demands",
            "edition kind channel published_on sector organisation country featured synthetic",
            &[("demands", "")],
            &[
                "edition kind published_on",
                "edition kind channel published_on",
                "edition kind sector organisation",
                "edition featured kind sector organisation",
                "edition kind synthetic",
            ],
        ),
        cube(
            "publications",
            "edition channel published_on sector organisation demand featured synthetic",
            &[("publications", "")],
            &[
                "edition published_on",
                "edition channel published_on",
                "edition synthetic",
            ],
        ),
    ];
    [
        (RecordKeeper::Contracts, contracts),
        (RecordKeeper::Exhibitions, exhibitions),
        (RecordKeeper::Forums, forums),
    ]
    .into()
}

/// A cube from words; a star marks a dimension under which one record counts
/// several times.
fn cube(name: &str, dimensions: &str, quantities: &[(&str, &str)], roll_ups: &[&str]) -> Cube {
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    Cube {
        name: name.to_owned(),
        description: String::new(),
        dimensions: words(dimensions)
            .into_iter()
            .map(|name| Dimension {
                many_valued: name.ends_with('*'),
                name: name.trim_end_matches('*').to_owned(),
                description: String::new(),
            })
            .collect(),
        quantities: quantities
            .iter()
            .map(|(name, unit_dimension)| Quantity {
                name: (*name).to_owned(),
                description: String::new(),
                unit_dimension: (*unit_dimension).to_owned(),
            })
            .collect(),
        roll_ups: roll_ups
            .iter()
            .map(|text| RollUp {
                dimensions: words(text),
            })
            .collect(),
    }
}
