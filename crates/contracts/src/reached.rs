//! How an agreement was reached: through an activity of the fair, or a kind of one.

use fault::Violations;
use proto::contracts::v1::Agreement;
use resource::{Level, Name};

use crate::surroundings::same_fair;

/// The kinds of activity, as the forums service names them without prefix and in
/// lower case. They are a part of the contract, so they are written here once more:
/// this service does not ask that one.
const KINDS: [&str; 8] = [
    "forum",
    "business_talk",
    "one_on_one",
    "matchmaking",
    "special_negotiation",
    "free_talk",
    "promotion",
    "centralised",
];

/// Notes what is wrong with the activity and its kind. The activity may be of
/// another edition: what is begun at one is often signed at the next.
pub(crate) fn check(agreement: &Agreement, violations: &mut Violations) {
    const FIELD: &str = "reached_through";
    let (activity, kind) = (&agreement.reached_through, &agreement.reached_through_kind);
    if !activity.is_empty()
        && let Some(activity) =
            Name::require(activity, Level::InEdition, "activities", FIELD, violations)
    {
        let same_fair = same_fair(&activity, &agreement.name);
        violations.require(same_fair, FIELD, "must be an activity of the same fair");
    }
    if kind.is_empty() {
        violations.require(
            activity.is_empty(),
            "reached_through_kind",
            "is required with reached_through: say what kind of activity it is",
        );
    } else if !KINDS.contains(&kind.as_str()) {
        let description = format!("must be one of {}", KINDS.join(", "));
        violations.add("reached_through_kind", description);
    }
}

#[cfg(test)]
mod tests {
    use proto::forums::v1::ActivityKind;

    use super::*;

    #[test]
    fn the_kinds_are_those_of_the_contract() {
        let named: Vec<_> = (1..)
            .map_while(|number| ActivityKind::try_from(number).ok())
            .map(|kind| {
                kind.as_str_name()
                    .trim_start_matches("ACTIVITY_KIND_")
                    .to_lowercase()
            })
            .collect();
        assert_eq!(named, KINDS);
    }
}
