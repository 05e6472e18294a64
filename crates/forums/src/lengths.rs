//! How long texts may be, in Unicode code points: what fits in print.

/// What an activity was called.
pub(crate) const TITLE: usize = 300;

/// Who or what a record comes from.
pub(crate) const SOURCE: usize = 300;
