//! Cubes: what figures a service keeps running totals of.

mod check;

use fault::Fault;

use crate::{Fact, cell::QUANTITIES};

/// A family of facts that are counted together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cube {
    /// The name, for example `agreements`.
    pub name: &'static str,
    /// What one fact stands for.
    pub description: &'static str,
    /// What facts are told apart by. The first is the same for every cube of
    /// a book, belongs to every roll-up and is pinned by every selection.
    pub dimensions: Vec<Dimension>,
    /// What facts add up to: one to four; the first counts records.
    pub quantities: Vec<Quantity>,
    /// The sets of dimensions under which running totals are kept.
    pub roll_ups: Vec<Vec<&'static str>>,
}

/// One property that facts are told apart by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimension {
    /// The name, for example `scope`.
    pub name: &'static str,
    /// What its values mean, and the code list they come from.
    pub description: &'static str,
    /// Whether one record may contribute facts under several values. Totals
    /// cannot be added up over such values, they can be counted.
    pub many_valued: bool,
    /// Whether a fact may leave it out. A roll-up with an optional dimension
    /// holds only the facts that name it, so it answers only selections that
    /// name it too.
    pub optional: bool,
}

impl Dimension {
    /// A dimension that every fact names with one value.
    #[must_use]
    pub const fn new(name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            description,
            many_valued: false,
            optional: false,
        }
    }

    /// The dimension, with records under several of its values.
    #[must_use]
    pub const fn many_valued(mut self) -> Self {
        self.many_valued = true;
        self
    }

    /// The dimension, which a fact may leave out.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}

/// One number that facts add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The name, for example `amount_minor_units`.
    pub name: &'static str,
    /// What it counts, with its unit.
    pub description: &'static str,
    /// The dimension that must be pinned to one value or grouped for a sum to
    /// have a meaning, for example `currency`.
    pub unit_dimension: Option<&'static str>,
}

impl Quantity {
    /// A quantity of which any sum has a meaning.
    #[must_use]
    pub const fn new(name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            description,
            unit_dimension: None,
        }
    }

    /// The quantity, whose unit is the value of that dimension.
    #[must_use]
    pub const fn in_units_of(mut self, dimension: &'static str) -> Self {
        self.unit_dimension = Some(dimension);
        self
    }
}

/// The cubes of a book, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cubes {
    cubes: Vec<Cube>,
}

/// What is wrong with a declaration of cubes.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("cube {cube:?}: {why}")]
pub struct CubeError {
    /// The cube.
    pub cube: &'static str,
    /// What is wrong with it.
    pub why: String,
}

impl Cubes {
    /// Checks the declarations and orders them by name.
    ///
    /// # Errors
    /// [`CubeError`] names the first cube that is not sound.
    pub fn new(mut cubes: Vec<Cube>) -> Result<Self, CubeError> {
        cubes.sort_by_key(|cube| cube.name);
        let first_of_book = cubes
            .first()
            .and_then(|cube| cube.dimensions.first())
            .map_or("", |dimension| dimension.name);
        for (index, cube) in cubes.iter().enumerate() {
            if index > 0 && cubes[index - 1].name == cube.name {
                let why = "it is declared twice".to_owned();
                return Err(CubeError {
                    cube: cube.name,
                    why,
                });
            }
            check::check(cube, first_of_book)?;
        }
        Ok(Self { cubes })
    }

    /// No cubes: a book that keeps records only.
    #[must_use]
    pub const fn none() -> Self {
        Self { cubes: Vec::new() }
    }

    /// The cubes, in the order of their names.
    #[must_use]
    pub fn all(&self) -> &[Cube] {
        &self.cubes
    }

    /// The cube of that name.
    #[must_use]
    pub fn cube(&self, name: &str) -> Option<&Cube> {
        self.cubes.iter().find(|cube| cube.name == name)
    }

    /// Checks that a new fact is one of the declared cubes.
    ///
    /// # Errors
    /// [`Fault::AmountOutOfRange`] for a quantity beyond
    /// [`Fact::QUANTITY_LIMIT`], which a caller may have caused;
    /// [`Fault::Defect`] for anything else, which only code can cause.
    pub fn admit(&self, fact: &Fact) -> Result<(), Fault> {
        let Some(cube) = self.cube(&fact.cube) else {
            return Err(undeclared(fact, "its cube is not declared"));
        };
        cube.admit(fact)
    }
}

impl Cube {
    /// Where a dimension stands among those of the cube.
    pub(crate) fn dimension_index(&self, name: &str) -> Option<usize> {
        self.dimensions
            .iter()
            .position(|dimension| dimension.name == name)
    }

    /// Where a quantity stands among those of the cube.
    pub(crate) fn quantity_index(&self, name: &str) -> Option<usize> {
        self.quantities
            .iter()
            .position(|quantity| quantity.name == name)
    }

    /// The quantities of a fact in the order of the cube; what it leaves out is
    /// zero.
    pub(crate) fn quantities_of(&self, fact: &Fact) -> [i64; QUANTITIES] {
        let mut found = [0; QUANTITIES];
        for (place, quantity) in found.iter_mut().zip(&self.quantities) {
            *place = fact.quantity(quantity.name);
        }
        found
    }

    fn admit(&self, fact: &Fact) -> Result<(), Fault> {
        for (name, value) in &fact.values {
            if self.dimension_index(name).is_none() {
                return Err(undeclared(
                    fact,
                    "it names a dimension that is not declared",
                ));
            }
            if value.len() > Fact::VALUE_BYTES_LIMIT || value.contains('\0') {
                return Err(undeclared(fact, "a value is too long or contains NUL"));
            }
        }
        let missing =
            |dimension: &&Dimension| !dimension.optional && fact.value(dimension.name).is_none();
        if self.dimensions.iter().any(|dimension| missing(&dimension)) {
            return Err(undeclared(
                fact,
                "it leaves out a dimension that is not optional",
            ));
        }
        for (name, amount) in &fact.quantities {
            if self.quantity_index(name).is_none() {
                return Err(undeclared(fact, "it names a quantity that is not declared"));
            }
            if amount.unsigned_abs() > Fact::QUANTITY_LIMIT.unsigned_abs() {
                let what = format!(
                    "{name} of one fact ({amount}; the limit is {})",
                    Fact::QUANTITY_LIMIT
                );
                return Err(Fault::AmountOutOfRange { what });
            }
        }
        Ok(())
    }
}

fn undeclared(fact: &Fact, why: &str) -> Fault {
    Fault::defect(
        format!("a fact of cube {:?} cannot be kept", fact.cube),
        format!("{why}: {fact:?}"),
    )
}
