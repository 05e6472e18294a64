//! What the records of this service contribute to the figures: one file per cube.

mod delegates;
mod delegations;
mod highlights;
mod participations;
mod space;
mod visits;

use ledger::{Cubes, Dimension};
use proto::google::r#type::Date;
use resource::{Name, date};

pub(crate) use delegates::{of_delegate, rank};
pub(crate) use delegations::{head_rank, of_delegation};
pub(crate) use highlights::{kind, of_highlight};
pub(crate) use participations::{of_participation, role};
pub(crate) use space::{of_section, section_kind};
pub(crate) use visits::{of_visit, visitor_class};

/// The value of a dimension for a record that has none: a total over all values
/// must hold every record, so none may be left out of a roll-up.
const NONE: &str = "none";

/// The cubes of this service.
#[must_use]
#[expect(
    clippy::expect_used,
    reason = "the declaration is constant; a test makes it"
)]
pub fn cubes() -> Cubes {
    Cubes::new(vec![
        delegates::cube(),
        delegations::cube(),
        highlights::cube(),
        participations::cube(),
        space::cube(),
        visits::cube(),
    ])
    .expect("the cubes are sound")
}

fn edition() -> Dimension {
    Dimension::new("edition", "The id of the edition.")
}

/// Few records are featured, and a roll-up that names the story holds only those:
/// it may name whatever a sentence says of them, so that none can be named that it
/// is not true of.
fn featured() -> Dimension {
    Dimension::new(
        "featured",
        "The story a release names it for; left out by all others.",
    )
    .optional()
}

fn synthetic() -> Dimension {
    Dimension::new(
        "synthetic",
        "Whether the record was made up, true or false.",
    )
}

/// The name of a value of an enumeration without prefix and in lower case.
fn value(name: &str, prefix: &str) -> String {
    name.strip_prefix(prefix)
        .unwrap_or(name)
        .to_ascii_lowercase()
}

/// The id of the edition a record lies in; empty for a record that lies in none.
fn edition_id(name: &str) -> String {
    let name = Name::parse(name).ok();
    let edition = name.as_ref().and_then(Name::edition);
    edition.unwrap_or_default().to_owned()
}

/// The last segment of a name.
fn id(name: &str) -> &str {
    name.rsplit_once('/').map_or(name, |(_, id)| id)
}

fn or_none(value: &str) -> &str {
    if value.is_empty() { NONE } else { value }
}

/// A day that was read when it was recorded, as text; empty for no day.
fn day(day: Option<&Date>) -> String {
    day.and_then(date::civil)
        .map(date::text)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
