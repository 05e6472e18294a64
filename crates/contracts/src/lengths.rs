//! How long texts may be, in Unicode code points: what fits in print.

/// What an agreement is called.
pub(crate) const TITLE: usize = 300;

/// What was agreed.
pub(crate) const SUBJECT: usize = 300;

/// Who or what a record comes from.
pub(crate) const SOURCE: usize = 300;
