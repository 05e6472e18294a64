//! Where the books are kept.

/// A place that keeps the books of one service.
pub trait Store: Send + Sync {}
