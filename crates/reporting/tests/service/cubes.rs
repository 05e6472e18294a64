//! The cubes of the record keepers, in words.

use std::collections::BTreeMap;

use proto::statistics::v1::{Cube, Dimension, Quantity, RollUp};

/// Cubes that answer whatever the shipped catalogue asks.
pub(crate) fn cubes() -> BTreeMap<&'static str, Vec<Cube>> {
    let contracts = vec![cube(
        "agreements",
        "edition counted scope stage sector place signed_on_site currency reached_through_kind \
         featured synthetic",
        &[("agreements", ""), ("amount_minor_units", "currency")],
    )];
    let exhibitions = vec![
        cube(
            "delegates",
            "edition rank country promotes_or_negotiates featured synthetic",
            &[("delegates", "")],
        ),
        cube(
            "delegations",
            "edition country subdivision unlocode head rank synthetic",
            &[("delegations", "")],
        ),
        cube(
            "highlights",
            "edition kind person synthetic",
            &[("highlights", "")],
        ),
        cube(
            "participations",
            "edition country organisation first_time synthetic",
            &[("participations", "")],
        ),
        cube(
            "space",
            "edition area_basis kind synthetic",
            &[("sections", ""), ("area_square_metres", "area_basis")],
        ),
        cube(
            "visits",
            "edition visitor_class country synthetic",
            &[("visit_records", ""), ("visits", "")],
        ),
    ];
    let forums = vec![
        cube(
            "activities",
            "edition kind synthetic",
            &[("activities", "")],
        ),
        cube(
            "demands",
            "edition kind channel published_on sector organisation featured synthetic",
            &[("demands", "")],
        ),
        cube(
            "publications",
            "edition published_on synthetic",
            &[("publications", "")],
        ),
    ];
    BTreeMap::from([
        ("contracts", contracts),
        ("exhibitions", exhibitions),
        ("forums", forums),
    ])
}

/// A cube with one roll-up of all its dimensions.
fn cube(name: &str, dimensions: &str, quantities: &[(&str, &str)]) -> Cube {
    let names: Vec<String> = dimensions.split(' ').map(str::to_owned).collect();
    Cube {
        name: name.to_owned(),
        dimensions: names
            .iter()
            .map(|name| Dimension {
                name: name.clone(),
                ..Dimension::default()
            })
            .collect(),
        quantities: quantities
            .iter()
            .map(|(name, unit)| Quantity {
                name: (*name).to_owned(),
                unit_dimension: (*unit).to_owned(),
                ..Quantity::default()
            })
            .collect(),
        roll_ups: vec![RollUp { dimensions: names }],
        ..Cube::default()
    }
}
