//! What every cube holds to.

use ledger::Fact;

use super::*;
use crate::samples::{delegate, delegation, highlight, participation, section, visit};

/// A fact of each cube, of a record that no story names.
fn plain_facts() -> Vec<Fact> {
    vec![
        of_delegate(&delegate("cz", "CZ")),
        of_delegation(&delegation("cologne", "DE")),
        of_highlight(&highlight("smart-city")),
        of_participation(&participation("gremio", "BR")),
        of_section(&section("hall-1")),
        of_visit(&visit("v1")),
    ]
}

#[test]
fn every_roll_up_holds_every_record_but_the_one_of_stories() {
    let (cubes, facts) = (cubes(), plain_facts());
    assert_eq!(cubes.all().len(), facts.len());
    for (cube, fact) in cubes.all().iter().zip(&facts) {
        assert_eq!(cube.name, fact.cube);
        for roll_up in &cube.roll_ups {
            let named =
                |dimension: &&str| fact.value(dimension).is_some_and(|value| !value.is_empty());
            let held = roll_up.iter().all(named);
            assert_eq!(
                held,
                !roll_up.contains(&"featured"),
                "{} {roll_up:?}",
                cube.name
            );
        }
    }
}

#[test]
fn every_fact_is_one_the_cubes_admit() {
    for fact in plain_facts() {
        cubes().admit(&fact).unwrap();
    }
}

#[test]
fn no_roll_up_adds_up_areas_of_two_bases() {
    for cube in cubes().all() {
        let units = cube
            .quantities
            .iter()
            .filter_map(|quantity| quantity.unit_dimension);
        for unit in units {
            let named = |roll_up: &Vec<&str>| roll_up.contains(&unit);
            assert!(cube.roll_ups.iter().all(named), "{unit} of {}", cube.name);
        }
    }
}
