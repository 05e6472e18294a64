//! How long texts may be, in Unicode code points.

/// What a figure is called.
pub(crate) const TITLE: usize = 200;

/// Who or what a record comes from.
pub(crate) const SOURCE: usize = 500;

/// The grounds of a judgement, and how a value was derived.
pub(crate) const GROUNDS: usize = 1_000;
