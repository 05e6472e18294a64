//! How long texts may be, in Unicode code points: what fits in print.

/// The title of a fair or an edition.
pub(crate) const TITLE: usize = 300;

/// The short form of a title.
pub(crate) const SHORT_TITLE: usize = 40;

/// What an organisation, a person, an office, a city or a medium is called.
pub(crate) const NAME: usize = 200;

/// What a highlight was about.
pub(crate) const SUBJECT: usize = 300;

/// Who or what a record comes from.
pub(crate) const SOURCE: usize = 300;
