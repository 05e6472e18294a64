//! Participations: the part an organisation took in an edition.

use ledger::{Cube, Dimension, Fact, Quantity};
use proto::exhibitions::v1::Participation;

use super::{edition, edition_id, id, synthetic, value};

const CUBE: &str = "participations";

pub(super) fn cube() -> Cube {
    Cube {
        name: CUBE,
        description: "One fact is the part an organisation took in an edition.",
        dimensions: vec![
            edition(),
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
            synthetic(),
        ],
        quantities: vec![Quantity::new("participations", "How many participations.")],
        roll_ups: vec![
            vec!["edition", "role", "country"],
            vec!["edition", "organisation"],
            vec!["edition", "role", "first_time", "attendance_mode"],
            // Answers how many organisations came for the first time: one may take
            // several parts.
            vec!["edition", "role", "first_time", "organisation"],
            vec!["edition", "synthetic"],
        ],
    }
}

/// The fact of a participation whose name and country are filled.
pub(crate) fn of_participation(participation: &Participation) -> Fact {
    Fact::of(CUBE)
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
    value(participation.role().as_str_name(), "PARTICIPATION_ROLE_")
}

fn attendance_mode(participation: &Participation) -> String {
    value(
        participation.attendance_mode().as_str_name(),
        "ATTENDANCE_MODE_",
    )
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
}
