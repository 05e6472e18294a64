//! How long texts may be, in Unicode code points: what fits in print.

/// What an activity, a demand or a project is called.
pub(crate) const TITLE: usize = 300;

/// Who or what a record comes from.
pub(crate) const SOURCE: usize = 300;
