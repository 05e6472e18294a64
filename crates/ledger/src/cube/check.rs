//! What makes a declaration of cubes sound.

use std::collections::BTreeSet;

use crate::{Cube, CubeError, cell::QUANTITIES};

/// Checks one cube against the rules and the first dimension of the book.
pub(super) fn check(cube: &Cube, first_of_book: &str) -> Result<(), CubeError> {
    let wrong = |why: String| {
        Err(CubeError {
            cube: cube.name,
            why,
        })
    };
    let Some(first) = cube.dimensions.first() else {
        return wrong("it has no dimension".to_owned());
    };
    if first.name != first_of_book {
        return wrong(format!(
            "its first dimension is {:?}, that of another cube {first_of_book:?}",
            first.name
        ));
    }
    if first.optional || first.many_valued {
        return wrong("its first dimension is optional or many-valued".to_owned());
    }
    if cube.quantities.is_empty() || cube.quantities.len() > QUANTITIES {
        return wrong(format!("it needs 1 to {QUANTITIES} quantities"));
    }
    if let Some(name) = repeated(cube.dimensions.iter().map(|dimension| dimension.name))
        .or_else(|| repeated(cube.quantities.iter().map(|quantity| quantity.name)))
    {
        return wrong(format!("it declares {name:?} twice"));
    }
    if let Some(name) = malformed(cube) {
        return wrong(format!("{name:?} is no name; use a-z, 0-9 and _"));
    }
    for unit in cube
        .quantities
        .iter()
        .filter_map(|quantity| quantity.unit_dimension)
    {
        if cube.dimension_index(unit).is_none() {
            return wrong(format!(
                "a quantity is in units of {unit:?}, which is no dimension"
            ));
        }
    }
    check_roll_ups(cube)
}

fn check_roll_ups(cube: &Cube) -> Result<(), CubeError> {
    let wrong = |why: String| {
        Err(CubeError {
            cube: cube.name,
            why,
        })
    };
    if cube.roll_ups.is_empty() {
        return wrong("it has no roll-up".to_owned());
    }
    let mut seen = BTreeSet::new();
    for roll_up in &cube.roll_ups {
        if roll_up.first() != Some(&cube.dimensions[0].name) {
            return wrong(format!(
                "roll-up {roll_up:?} does not begin with the first dimension"
            ));
        }
        if let Some(name) = repeated(roll_up.iter().copied()) {
            return wrong(format!("roll-up {roll_up:?} names {name:?} twice"));
        }
        if let Some(name) = roll_up
            .iter()
            .find(|name| cube.dimension_index(name).is_none())
        {
            return wrong(format!(
                "roll-up {roll_up:?} names {name:?}, which is no dimension"
            ));
        }
        if !seen.insert(roll_up.iter().collect::<BTreeSet<_>>()) {
            return wrong(format!("roll-up {roll_up:?} is declared twice"));
        }
    }
    Ok(())
}

fn repeated<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = BTreeSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}

fn malformed(cube: &Cube) -> Option<&'static str> {
    let letters = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
    };
    std::iter::once(cube.name)
        .chain(cube.dimensions.iter().map(|dimension| dimension.name))
        .chain(cube.quantities.iter().map(|quantity| quantity.name))
        .find(|name| !letters(name))
}

#[cfg(test)]
mod tests {
    use crate::{Cube, Cubes, Dimension, Quantity};

    fn sound() -> Cube {
        Cube {
            name: "visits",
            description: "One visit.",
            dimensions: vec![
                Dimension::new("edition", "The edition."),
                Dimension::new("country", "ISO 3166-1."),
            ],
            quantities: vec![
                Quantity::new("visits", "Visits."),
                Quantity::new("paid", "Minor units.").in_units_of("country"),
            ],
            roll_ups: vec![vec!["edition"], vec!["edition", "country"]],
        }
    }

    fn why(break_it: impl FnOnce(&mut Cube)) -> String {
        let mut cube = sound();
        break_it(&mut cube);
        Cubes::new(vec![cube]).unwrap_err().why
    }

    #[test]
    fn a_sound_cube_passes_and_each_fault_is_named() {
        assert!(Cubes::new(vec![sound()]).is_ok());
        assert!(why(|cube| cube.dimensions.clear()).contains("no dimension"));
        assert!(why(|cube| cube.quantities.clear()).contains("quantities"));
        assert!(why(|cube| cube.dimensions[1].name = "edition").contains("twice"));
        assert!(why(|cube| cube.dimensions[1].name = "Land").contains("no name"));
        assert!(why(|cube| cube.dimensions[0].optional = true).contains("first dimension"));
        assert!(why(|cube| cube.roll_ups.clear()).contains("no roll-up"));
        assert!(why(|cube| cube.roll_ups[1].swap(0, 1)).contains("does not begin"));
        assert!(why(|cube| cube.roll_ups[1] = vec!["edition"]).contains("twice"));
        assert!(why(|cube| cube.roll_ups[1][1] = "gate").contains("no dimension"));
        assert!(
            why(|cube| cube.quantities[1].unit_dimension = Some("gate")).contains("in units of")
        );
    }

    #[test]
    fn two_cubes_of_one_name_or_with_other_first_dimensions_are_refused() {
        let twice = Cubes::new(vec![sound(), sound()]).unwrap_err();
        assert!(twice.why.contains("twice"));
        let mut other = sound();
        other.name = "walks";
        other.dimensions[0].name = "year";
        other.roll_ups = vec![vec!["year"]];
        assert!(Cubes::new(vec![sound(), other]).is_err());
    }
}
