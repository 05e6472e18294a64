//! Questions about cells: what is selected, and what is asked of it.

/// Which facts of a cube a number is made of. All conditions hold together, at
/// most one for each dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The value of the first dimension, which is always pinned: the edition.
    pub edition: String,
    /// The name of the cube.
    pub cube: String,
    /// Conditions on the other dimensions.
    pub conditions: Vec<Condition>,
}

/// A condition on one dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The name of the dimension.
    pub dimension: String,
    /// What its value must be.
    pub test: Test,
}

/// What a value must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// One of these.
    AnyOf(Vec<String>),
    /// In this range, compared as text.
    Within {
        /// The first value inside; none for no lower bound.
        from: Option<String>,
        /// The first value beyond; none for no upper bound.
        before: Option<String>,
    },
}

impl Test {
    /// Whether the value passes.
    #[must_use]
    pub fn passes(&self, value: &str) -> bool {
        match self {
            Self::AnyOf(values) => values.iter().any(|one| one == value),
            Self::Within { from, before } => {
                from.as_deref().is_none_or(|from| from <= value)
                    && before.as_deref().is_none_or(|before| value < before)
            }
        }
    }
}

/// What is asked of the cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The sum of a quantity.
    Sum(String),
    /// The number of different values of a dimension.
    Distinct(String),
}

/// A question about totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellQuery {
    /// Which facts.
    pub selection: Selection,
    /// What is asked of them.
    pub measure: Measure,
    /// The dimensions the answer is broken down by; empty for one total.
    pub group_by: Vec<String>,
}

/// The totals of a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellAnswer {
    /// One total for each group, in the order of the groups' values. Without
    /// grouping, exactly one. Groups to which no record contributes are left
    /// out.
    pub totals: Vec<CellTotal>,
    /// The dimensions of the roll-up that answered.
    pub roll_up: Vec<String>,
}

/// One total of a selection.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellTotal {
    /// The values of the dimensions of the group, in the order asked for.
    pub group: Vec<String>,
    /// The sum, or the number of different values.
    pub total: i64,
}

/// A question about the records behind a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceQuery {
    /// Which facts.
    pub selection: Selection,
    /// The quantity each record accounts for; none for the first of the cube,
    /// which counts records.
    pub quantity: Option<String>,
}

/// The place of a change in the log of a fair, which evidence is read on from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogPlace {
    /// The sequence of the position.
    pub sequence: i64,
    /// The place among the changes of that position.
    pub ordinal: i64,
}
