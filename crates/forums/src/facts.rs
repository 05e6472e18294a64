//! What the records contribute to the figures: one file per record, with its cubes
//! and the facts that go into them.

use ledger::{Cubes, Dimension};
use proto::google::r#type::Date;
use resource::{Name, date};

mod activities;
mod attendances;
mod demands;
mod publications;

pub(crate) use activities::{kind as activity_kind, of_activity};
pub(crate) use attendances::of_attendance;
pub(crate) use demands::{kind as demand_kind, of_demand};
pub(crate) use publications::of_publication;

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
        activities::cube(),
        activities::cube_of_hosts(),
        attendances::cube(),
        demands::cube(),
        publications::cube(),
    ])
    .expect("the cubes are sound")
}

fn edition() -> Dimension {
    Dimension::new("edition", "The id of the edition.")
}

fn synthetic() -> Dimension {
    Dimension::new(
        "synthetic",
        "Whether the record was made up, true or false.",
    )
}

fn featured() -> Dimension {
    let told = "The story a release names it for; left out by all others.";
    Dimension::new("featured", told).optional()
}

/// The id of the edition a record lies in.
fn edition_id(name: &str) -> String {
    let name = Name::parse(name).ok();
    let edition = name.as_ref().and_then(Name::edition);
    edition.unwrap_or_default().to_owned()
}

/// The last segment of a name.
fn id(name: &str) -> &str {
    name.rsplit_once('/').map_or(name, |(_, id)| id)
}

/// A day as text that sorts like the calendar. It was checked when it was recorded.
fn day(day: Option<&Date>) -> String {
    let day = day.and_then(date::civil);
    day.map_or_else(|| NONE.to_owned(), date::text)
}

/// The name of a value of an enumeration without prefix and in lower case.
fn value(name: &str, prefix: &str) -> String {
    name.strip_prefix(prefix)
        .unwrap_or(name)
        .to_ascii_lowercase()
}

fn or_none(value: &str) -> &str {
    if value.is_empty() { NONE } else { value }
}

#[cfg(test)]
mod tests {
    use ledger::Fact;

    use super::*;
    use crate::samples::{activity, attendance, demand, publication};

    /// A roll-up that leaves records out answers only for those it holds, so only
    /// what few records have may make one.
    #[test]
    fn only_roll_ups_of_what_few_have_leave_records_out() {
        const FEW_HAVE: [&str; 4] = ["demand", "featured", "organisation", "country"];
        let facts = [
            of_activity(&activity()),
            vec![of_attendance(&attendance())],
            vec![of_demand(&demand())],
            vec![of_publication(&publication())],
        ];
        let of_cube = |name: &str| {
            let of_cube = |fact: &&Fact| fact.cube == name;
            facts.iter().flatten().find(of_cube).cloned()
        };
        for cube in cubes().all() {
            let Some(fact) = of_cube(cube.name) else {
                assert_eq!(cube.name, "activity_hosts", "the others have a fact");
                continue;
            };
            for roll_up in &cube.roll_ups {
                for dimension in roll_up {
                    let named = fact.value(dimension).is_some_and(|value| !value.is_empty());
                    assert!(
                        named || FEW_HAVE.contains(dimension),
                        "{dimension} of {}",
                        cube.name
                    );
                }
            }
        }
    }
}
