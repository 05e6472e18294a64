//! The three services whose records figures are made of.

use std::fmt;

/// A service that keeps records and cubes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RecordKeeper {
    /// Who took part.
    Exhibitions,
    /// What was held.
    Forums,
    /// What was agreed.
    Contracts,
}

impl RecordKeeper {
    /// All of them, dependents first: a record never names one that the services
    /// after its own do not know.
    pub(crate) const DEPENDENTS_FIRST: [Self; 3] =
        [Self::Contracts, Self::Forums, Self::Exhibitions];

    /// The name in positions and definitions.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Exhibitions => "exhibitions",
            Self::Forums => "forums",
            Self::Contracts => "contracts",
        }
    }

    /// The service of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::DEPENDENTS_FIRST
            .into_iter()
            .find(|keeper| keeper.name() == name)
    }
}

impl fmt::Display for RecordKeeper {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
