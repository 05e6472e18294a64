//! Facts: what a revision contributes to the figures.

mod packed;

use std::{borrow::Cow, collections::BTreeMap};

pub(crate) use packed::{pack, unpack};

/// Quantities under the values of dimensions of a cube. A fact goes into each
/// roll-up of the cube all of whose dimensions it names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// The name of the cube.
    pub cube: Cow<'static, str>,
    /// The value of each dimension the fact names. Only dimensions declared
    /// optional may be left out. A value is at most
    /// [`VALUE_BYTES_LIMIT`](Self::VALUE_BYTES_LIMIT) bytes without NUL.
    pub values: BTreeMap<Cow<'static, str>, String>,
    /// The quantities, in the unit their cube declares; one left out is zero.
    /// Each lies within [`QUANTITY_LIMIT`](Self::QUANTITY_LIMIT) of zero.
    pub quantities: BTreeMap<Cow<'static, str>, i64>,
}

impl Fact {
    /// The largest magnitude of one quantity of one fact: 10^15, so that a
    /// single slip of the pen cannot use up the range of a total.
    pub const QUANTITY_LIMIT: i64 = 1_000_000_000_000_000;

    /// The longest value of a dimension, in bytes of UTF-8.
    pub const VALUE_BYTES_LIMIT: usize = 512;

    /// A fact of that cube, without values or quantities yet.
    #[must_use]
    pub fn of(cube: impl Into<Cow<'static, str>>) -> Self {
        Self {
            cube: cube.into(),
            values: BTreeMap::new(),
            quantities: BTreeMap::new(),
        }
    }

    /// The fact under this value of a dimension.
    #[must_use]
    pub fn under(
        mut self,
        dimension: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        self.values.insert(dimension.into(), value.into());
        self
    }

    /// The fact with this much of a quantity.
    #[must_use]
    pub fn with(mut self, quantity: impl Into<Cow<'static, str>>, amount: i64) -> Self {
        self.quantities.insert(quantity.into(), amount);
        self
    }

    /// The value of a dimension, if the fact names it.
    #[must_use]
    pub fn value(&self, dimension: &str) -> Option<&str> {
        self.values.get(dimension).map(String::as_str)
    }

    /// How much of a quantity the fact brings.
    #[must_use]
    pub fn quantity(&self, quantity: &str) -> i64 {
        self.quantities.get(quantity).copied().unwrap_or(0)
    }
}
