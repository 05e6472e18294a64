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

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::DiskFull,
            StoreError::Damaged { why } => Self::BooksDamaged { why },
            StoreError::Failed { doing, source } => Self::defect(doing, source),
        }
    }
}
