//! What counts of attendance contribute to the figures.

use ledger::{Cube, Dimension, Fact, Quantity};
use proto::forums::v1::Attendance;
use resource::name;

use super::{edition, edition_id, or_none, synthetic};

/// The cube of attendance.
const ATTENDANCES: &str = "attendances";

pub(super) fn cube() -> Cube {
    Cube {
        name: ATTENDANCES,
        description: "One fact is a count of people at an activity.",
        dimensions: vec![
            edition(),
            Dimension::new("activity", "The id of the activity."),
            Dimension::new(
                "kind",
                "What kind of activity, as the values of ActivityKind in lower case.",
            ),
            Dimension::new(
                "country",
                "Where they came from, ISO 3166-1 alpha-2, or none when nobody noted it.",
            ),
            synthetic(),
        ],
        quantities: vec![
            Quantity::new("attendances", "How many counts."),
            Quantity::new(
                "attendees",
                "How many attended; who attended two activities is counted at both. A count \
                 stays when its activity is voided or changed: it is voided by itself.",
            ),
        ],
        roll_ups: vec![
            // Few cells, for the total of all.
            vec!["edition", "kind"],
            vec!["edition", "kind", "country"],
            vec!["edition", "activity"],
            vec!["edition", "kind", "synthetic"],
        ],
    }
}

/// The fact of a count that has its name and its kind.
pub(crate) fn of_attendance(attendance: &Attendance) -> Fact {
    let activity = name::seen_from(&attendance.activity, &attendance.name);
    Fact::of(ATTENDANCES)
        .under("edition", edition_id(&attendance.name))
        .under("activity", activity)
        .under("kind", or_none(&attendance.activity_kind))
        .under("country", or_none(&attendance.country_code))
        .under("synthetic", attendance.synthetic.to_string())
        .with("attendances", 1)
        .with("attendees", attendance.attendees)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::attendance;

    #[test]
    fn a_count_is_one_fact_of_so_many_people() {
        let attendance = Attendance {
            activity_kind: "forum".to_owned(),
            attendees: 140,
            ..attendance()
        };
        let expected = Fact::of("attendances")
            .under("edition", "4")
            .under("activity", "f001")
            .under("kind", "forum")
            .under("country", "none")
            .under("synthetic", "false")
            .with("attendances", 1)
            .with("attendees", 140);
        assert_eq!(of_attendance(&attendance), expected);
        let from_brazil = Attendance {
            country_code: "BR".to_owned(),
            ..attendance
        };
        assert_eq!(of_attendance(&from_brazil).value("country"), Some("BR"));
    }
}
