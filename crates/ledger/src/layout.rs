//! The layout: the cubes as declared, with the ids the store gave their
//! roll-ups. It says which cells a fact goes into.

use std::collections::HashMap;

use crate::{
    CellKey, Cube, Cubes, Fact,
    cell::{QUANTITIES, join_values},
};

/// The cubes of a book and where their roll-ups are kept.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    cubes: Vec<CubeLayout>,
}

/// One cube and its roll-ups.
#[derive(Clone, Debug)]
pub(crate) struct CubeLayout {
    pub(crate) cube: Cube,
    pub(crate) roll_ups: Vec<RollUp>,
}

/// One roll-up as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct RollUp {
    /// The id the store gave it.
    pub(crate) id: i64,
    /// Its dimensions, as indices into those of the cube.
    pub(crate) dimensions: Vec<usize>,
}

impl Layout {
    /// The layout of the cubes, given the id of each roll-up. Roll-ups without
    /// an id are left out.
    pub(crate) fn new(cubes: &Cubes, ids: &HashMap<(String, String), i64>) -> Self {
        let lay_out = |cube: &Cube| CubeLayout {
            cube: cube.clone(),
            roll_ups: cube
                .roll_ups
                .iter()
                .filter_map(|names| {
                    let id =
                        ids.get(&(cube.name.to_owned(), registered_dimensions(cube, names)))?;
                    Some(RollUp {
                        id: *id,
                        dimensions: names
                            .iter()
                            .filter_map(|name| cube.dimension_index(name))
                            .collect(),
                    })
                })
                .collect(),
        };
        Self {
            cubes: cubes.all().iter().map(lay_out).collect(),
        }
    }

    /// The cube of that name.
    pub(crate) fn cube(&self, name: &str) -> Option<&CubeLayout> {
        self.cubes.iter().find(|layout| layout.cube.name == name)
    }

    /// Every roll-up with its cube.
    pub(crate) fn roll_ups(&self) -> impl Iterator<Item = (&CubeLayout, &RollUp)> {
        self.cubes
            .iter()
            .flat_map(|layout| layout.roll_ups.iter().map(move |roll_up| (layout, roll_up)))
    }

    /// Hands each cell the fact goes into to `put`, with what it brings. A
    /// fact that leaves out a dimension of a roll-up goes into no cell of it;
    /// one of a cube that is no longer declared goes into none at all.
    pub(crate) fn place(&self, fact: &Fact, put: &mut dyn FnMut(CellKey, [i64; QUANTITIES])) {
        let Some(layout) = self.cube(&fact.cube) else {
            return;
        };
        let values: Vec<Option<&str>> = layout
            .cube
            .dimensions
            .iter()
            .map(|dimension| fact.value(dimension.name))
            .collect();
        let quantities = layout.cube.quantities_of(fact);
        for roll_up in &layout.roll_ups {
            if roll_up
                .dimensions
                .iter()
                .all(|&index| values[index].is_some())
            {
                let named = roll_up.dimensions.iter().filter_map(|&index| values[index]);
                let key = CellKey {
                    roll_up: roll_up.id,
                    values: join_values(named),
                };
                put(key, quantities);
            }
        }
    }
}

/// The dimensions of a roll-up as they are registered: the optional ones are
/// marked, because a roll-up is complete only for the others. One that becomes
/// optional, or no longer is, makes another roll-up.
pub(crate) fn registered_dimensions(cube: &Cube, names: &[&str]) -> String {
    let mark = |name: &&str| {
        let index = cube.dimension_index(name);
        let is_optional = index.is_some_and(|index| cube.dimensions[index].optional);
        format!("{name}{}", if is_optional { "?" } else { "" })
    };
    names.iter().map(mark).collect::<Vec<_>>().join(",")
}

impl RollUp {
    /// The first of its dimensions that is not optional and that the fact
    /// leaves out all the same.
    pub(crate) fn missing_in(&self, fact: &Fact, cube: &Cube) -> Option<&'static str> {
        self.dimensions
            .iter()
            .map(|&index| &cube.dimensions[index])
            .find(|dimension| !dimension.optional && fact.value(dimension.name).is_none())
            .map(|dimension| dimension.name)
    }

    /// The names of its dimensions.
    pub(crate) fn names(&self, cube: &Cube) -> Vec<String> {
        self.dimensions
            .iter()
            .map(|&index| cube.dimensions[index].name.to_owned())
            .collect()
    }
}
