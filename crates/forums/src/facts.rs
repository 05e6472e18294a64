//! What activities contribute to the figures.

use ledger::{Cube, Cubes, Dimension, Fact, Quantity};
use proto::forums::v1::Activity;
use resource::{Name, date};

/// The cube of activities.
const ACTIVITIES: &str = "activities";

/// The value of a dimension for an activity that has none: a total over all values
/// must hold every activity, so none may be left out of a roll-up.
const NONE: &str = "none";

/// The cubes of this service.
#[must_use]
#[expect(
    clippy::expect_used,
    reason = "the declaration is constant; a test makes it"
)]
pub fn cubes() -> Cubes {
    Cubes::new(vec![activities()]).expect("the cubes are sound")
}

fn activities() -> Cube {
    Cube {
        name: ACTIVITIES,
        description: "One fact is an activity.",
        dimensions: vec![
            Dimension::new("edition", "The id of the edition."),
            Dimension::new(
                "kind",
                "What kind it was, as the values of ActivityKind in lower case.",
            ),
            Dimension::new(
                "held_on",
                "The day it was held on, or began, as in 2016-05-28.",
            ),
            Dimension::new(
                "sector",
                "The services sector it was about, W/120, or none.",
            ),
            Dimension::new(
                "synthetic",
                "Whether the record was made up, true or false.",
            ),
        ],
        quantities: vec![Quantity::new("activities", "How many activities.")],
        roll_ups: vec![
            vec!["edition", "kind"],
            vec!["edition", "kind", "held_on"],
            vec!["edition", "sector"],
            vec!["edition", "synthetic"],
        ],
    }
}

/// The fact of an activity that has its name.
pub(crate) fn of_activity(activity: &Activity) -> Fact {
    Fact::of(ACTIVITIES)
        .under("edition", edition_id(&activity.name))
        .under("kind", kind(activity))
        .under("held_on", held_on(activity))
        .under("sector", or_none(&activity.sector_code))
        .under("synthetic", activity.synthetic.to_string())
        .with("activities", 1)
}

/// The kind, as figures and digests name it: `business_talk`.
pub(crate) fn kind(activity: &Activity) -> String {
    const PREFIX: &str = "ACTIVITY_KIND_";
    let name = activity.kind().as_str_name();
    name.strip_prefix(PREFIX)
        .unwrap_or(name)
        .to_ascii_lowercase()
}

/// The day as text that sorts like the calendar. It was checked when it was
/// recorded.
fn held_on(activity: &Activity) -> String {
    let day = activity.held_on.as_ref().and_then(date::civil);
    day.map_or_else(|| NONE.to_owned(), date::text)
}

fn or_none(value: &str) -> &str {
    if value.is_empty() { NONE } else { value }
}

/// The id of the edition an activity lies in.
fn edition_id(name: &str) -> String {
    let name = Name::parse(name).ok();
    let edition = name.as_ref().and_then(Name::edition);
    edition.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use proto::forums::v1::ActivityKind;

    use super::*;
    use crate::samples::activity;

    #[test]
    fn an_activity_is_one_fact_under_every_dimension() {
        let activity = Activity {
            kind: ActivityKind::OneOnOne.into(),
            sector_code: "2.B".to_owned(),
            synthetic: true,
            ..activity()
        };
        let expected = Fact::of("activities")
            .under("edition", "4")
            .under("kind", "one_on_one")
            .under("held_on", "2016-05-29")
            .under("sector", "2.B")
            .under("synthetic", "true")
            .with("activities", 1);
        assert_eq!(of_activity(&activity), expected);
    }

    #[test]
    fn an_activity_without_a_sector_is_in_every_roll_up() {
        let fact = of_activity(&activity());
        assert_eq!(fact.value("sector"), Some("none"));
        for cube in cubes().all() {
            for dimension in cube.roll_ups.iter().flatten() {
                assert!(
                    fact.value(dimension).is_some_and(|value| !value.is_empty()),
                    "{dimension}"
                );
            }
        }
    }
}
