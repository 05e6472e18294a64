//! What a value can be that is not known exactly.

use crate::value::{Exact, OutOfRange};

/// The least and the most a value can be; `None` where nothing bounds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    /// The least it can be.
    pub(crate) least: Option<Exact>,
    /// The most it can be.
    pub(crate) most: Option<Exact>,
}

impl Range {
    /// That of a value of which nothing is sure.
    pub(crate) const UNBOUNDED: Self = Self {
        least: None,
        most: None,
    };

    /// That of a value which is known exactly.
    pub(crate) fn exactly(value: Exact) -> Self {
        Self {
            least: Some(value),
            most: Some(value),
        }
    }

    /// That of the sum.
    pub(crate) fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        let plus = |one: Option<Exact>, other: Option<Exact>| {
            one.zip(other)
                .map(|(one, other)| one.plus(other))
                .transpose()
        };
        Ok(Self {
            least: plus(self.least, other.least)?,
            most: plus(self.most, other.most)?,
        })
    }

    /// That of the quotient by a divisor above zero.
    pub(crate) fn over(self, divisor: Exact) -> Result<Self, OutOfRange> {
        let over = |one: Option<Exact>| one.map(|one| one.over(divisor)).transpose();
        Ok(Self {
            least: over(self.least)?,
            most: over(self.most)?,
        })
    }

    /// Whether every value of this one lies above every value of the other.
    pub(crate) fn is_above(self, other: Self) -> bool {
        let apart = self.least.zip(other.most);
        apart.is_some_and(|(least, most)| least > most)
    }

    /// The one value it allows, where it allows only one.
    pub(crate) fn only(self) -> Option<Exact> {
        self.least.filter(|_| self.least == self.most)
    }

    /// As a sentence tells it.
    pub(crate) fn in_words(self) -> String {
        match (self.least, self.most) {
            (Some(least), Some(most)) if least == most => least.to_string(),
            (Some(least), Some(most)) => format!("from {least} to {most}"),
            (Some(least), None) => format!("at least {least}"),
            (None, Some(most)) => format!("at most {most}"),
            (None, None) => "approximate".to_owned(),
        }
    }
}
