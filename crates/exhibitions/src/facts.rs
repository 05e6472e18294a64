//! What the records of this service contribute to the figures.

use ledger::{Cube, Cubes, Dimension, Fact, Quantity};
use proto::exhibitions::v1::Participation;
use resource::Name;

/// The cube of participations.
const PARTICIPATIONS: &str = "participations";

/// The cubes of this service.
#[must_use]
#[expect(
    clippy::expect_used,
    reason = "the declaration is constant; a test makes it"
)]
pub fn cubes() -> Cubes {
    Cubes::new(vec![participations()]).expect("the cubes are sound")
}

fn participations() -> Cube {
    Cube {
        name: PARTICIPATIONS,
        description: "One fact is the part an organisation took in an edition.",
        dimensions: vec![
            Dimension::new("edition", "The id of the edition."),
            Dimension::new(
                "role",
                "The part it took, as the values of ParticipationRole in lower case.",
            ),
            Dimension::new(
                "country",
                "The country or region of the organisation, ISO 3166-1 alpha-2.",
            ),
            Dimension::new("organisation", "The id of the organisation."),
            Dimension::new(
                "first_time",
                "Whether it took part for the first time, true or false.",
            ),
            Dimension::new(
                "attendance_mode",
                "How it took part: physical, online or hybrid.",
            ),
            Dimension::new(
                "synthetic",
                "Whether the record was made up, true or false.",
            ),
        ],
        quantities: vec![Quantity::new("participations", "How many participations.")],
        roll_ups: vec![
            vec!["edition", "role", "country"],
            vec!["edition", "organisation"],
            vec!["edition", "role", "first_time", "attendance_mode"],
            vec!["edition", "synthetic"],
        ],
    }
}

/// The fact of a participation whose name and country are filled.
pub(crate) fn of_participation(participation: &Participation) -> Fact {
    Fact::of(PARTICIPATIONS)
        .under("edition", edition_id(&participation.name))
        .under("role", role(participation))
        .under("country", &participation.country_code)
        .under("organisation", id(&participation.organisation))
        .under("first_time", participation.first_time.to_string())
        .under("attendance_mode", attendance_mode(participation))
        .under("synthetic", participation.synthetic.to_string())
        .with("participations", 1)
}

/// The part that was taken, as figures and digests name it: `merchant`.
pub(crate) fn role(participation: &Participation) -> String {
    value(participation.role().as_str_name(), ROLE_PREFIX)
}

fn attendance_mode(participation: &Participation) -> String {
    value(participation.attendance_mode().as_str_name(), MODE_PREFIX)
}

const ROLE_PREFIX: &str = "PARTICIPATION_ROLE_";
const MODE_PREFIX: &str = "ATTENDANCE_MODE_";

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

#[cfg(test)]
mod tests {
    use proto::exhibitions::v1::{AttendanceMode, ParticipationRole};

    use super::*;
    use crate::samples::participation;

    #[test]
    fn a_participation_is_one_fact_under_every_dimension() {
        let participation = Participation {
            role: ParticipationRole::RepresentedCompany.into(),
            attendance_mode: AttendanceMode::Hybrid.into(),
            first_time: true,
            ..participation("gremio", "BR")
        };
        let fact = of_participation(&participation);
        let expected = Fact::of("participations")
            .under("edition", "4")
            .under("role", "represented_company")
            .under("country", "BR")
            .under("organisation", "gremio")
            .under("first_time", "true")
            .under("attendance_mode", "hybrid")
            .under("synthetic", "false")
            .with("participations", 1);
        assert_eq!(fact, expected);
    }

    #[test]
    fn the_fact_goes_into_every_roll_up() {
        let fact = of_participation(&participation("gremio", "BR"));
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
