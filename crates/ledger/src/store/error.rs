//! Why a store could not do what it was asked.

use fault::Fault;

/// Why a store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The disk is full. Whenever a store says so, also at commit, nothing of
    /// the transaction was stored.
    #[error("the disk is full")]
    Full,
    /// What is stored cannot be what was written.
    #[error("what is stored is damaged: {why}")]
    Damaged {
        /// Where and how.
        why: String,
    },
    /// The place cannot be reached, or broke off: nothing is wrong with the books, and
    /// the next transaction may go well. Before the commit nothing was stored; at the
    /// commit it means that the outcome is unknown.
    #[error("the store cannot be reached ({doing})")]
    Unreachable {
        /// What was being done.
        doing: &'static str,
        /// What happened.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Another process has changed which totals are kept: this one does not know them, and
    /// must neither read nor write. Nothing was stored.
    #[error("another release has changed which totals are kept")]
    Outdated,
    /// Anything else. At commit it means that the outcome is unknown.
    #[error("the store failed while {doing}")]
    Failed {
        /// What was being done.
        doing: &'static str,
        /// What the store said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl StoreError {
    /// The kind of it in one word: for measuring.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Damaged { .. } => "damaged",
            Self::Unreachable { .. } => "unreachable",
            Self::Outdated => "outdated",
            Self::Failed { .. } => "failed",
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::DiskFull,
            StoreError::Damaged { why } => Self::BooksDamaged { why },
            StoreError::Unreachable { doing, source } => {
                tracing::warn!(doing, error = %source, "the store of the books cannot be reached");
                unreachable(doing)
            }
            StoreError::Outdated => outdated(),
            StoreError::Failed { doing, source } => Self::defect(doing, source),
        }
    }
}

/// The fault of a store that cannot be reached: nothing was stored, and the same may go
/// well a little later.
pub(crate) fn unreachable(doing: &str) -> Fault {
    Fault::Unreachable {
        service: "bookkeeping".to_owned(),
        why: format!("its database does not answer ({doing})"),
    }
}

/// The fault of a process that does not know the totals that are kept.
pub(crate) fn outdated() -> Fault {
    Fault::Unreachable {
        service: "bookkeeping".to_owned(),
        why: "another release has changed its totals; start this process anew".to_owned(),
    }
}
