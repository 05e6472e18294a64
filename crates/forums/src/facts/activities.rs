//! What activities and their hosts contribute to the figures.

use std::collections::BTreeSet;

use ledger::{Cube, Dimension, Fact, Quantity};
use proto::forums::v1::Activity;
use resource::name;

use super::{day, edition, edition_id, id, or_none, synthetic, value};

/// The cube of activities.
const ACTIVITIES: &str = "activities";

/// The cube of the hosts of activities.
const ACTIVITY_HOSTS: &str = "activity_hosts";

pub(super) fn cube() -> Cube {
    Cube {
        name: ACTIVITIES,
        description: "One fact is an activity.",
        dimensions: vec![
            edition(),
            dimension_kind(),
            Dimension::new(
                "held_on",
                "The day it was held on, or began, as in 2016-05-28.",
            ),
            Dimension::new(
                "sector",
                "The services sector it was about, W/120, or none.",
            ),
            Dimension::new(
                "demand",
                "The id of the demand it was held for, after its edition if that is another, as \
                 in 3/d001; left out by those that were held for none.",
            )
            .optional(),
            synthetic(),
        ],
        quantities: vec![Quantity::new("activities", "How many activities.")],
        roll_ups: vec![
            vec!["edition", "kind"],
            vec!["edition", "kind", "held_on"],
            vec!["edition", "sector"],
            vec!["edition", "kind", "demand"],
            vec!["edition", "synthetic"],
        ],
    }
}

pub(super) fn cube_of_hosts() -> Cube {
    Cube {
        name: ACTIVITY_HOSTS,
        description: "One fact is that an activity has an organisation as a host, or a host from \
                      a country.",
        dimensions: vec![
            edition(),
            dimension_kind(),
            Dimension::new("organisation", "The id of the organisation that is a host.")
                .many_valued()
                .optional(),
            Dimension::new(
                "country",
                "The country or region of a host, ISO 3166-1 alpha-2.",
            )
            .many_valued()
            .optional(),
        ],
        quantities: vec![Quantity::new(
            "hosts",
            "How many activities have the organisation as a host, or a host from the country.",
        )],
        roll_ups: vec![
            vec!["edition", "kind", "organisation"],
            vec!["edition", "kind", "country"],
        ],
    }
}

fn dimension_kind() -> Dimension {
    Dimension::new(
        "kind",
        "What kind of activity, as the values of ActivityKind in lower case.",
    )
}

/// The facts of an activity that has its name: one under what it is, one for each
/// host, one for each country its hosts are from.
pub(crate) fn of_activity(activity: &Activity) -> Vec<Fact> {
    let organisations: BTreeSet<_> = activity.hosts.iter().map(|host| id(host)).collect();
    let countries: BTreeSet<_> = activity.host_country_codes.iter().collect();
    let mut facts = vec![activity_fact(activity)];
    for organisation in organisations {
        facts.push(host_fact(activity).under("organisation", organisation));
    }
    for country in countries {
        facts.push(host_fact(activity).under("country", country));
    }
    facts
}

fn activity_fact(activity: &Activity) -> Fact {
    let fact = Fact::of(ACTIVITIES)
        .under("edition", edition_id(&activity.name))
        .under("kind", kind(activity))
        .under("held_on", day(activity.held_on.as_ref()))
        .under("sector", or_none(&activity.sector_code))
        .under("synthetic", activity.synthetic.to_string())
        .with("activities", 1);
    if activity.demand.is_empty() {
        fact
    } else {
        fact.under("demand", name::seen_from(&activity.demand, &activity.name))
    }
}

fn host_fact(activity: &Activity) -> Fact {
    Fact::of(ACTIVITY_HOSTS)
        .under("edition", edition_id(&activity.name))
        .under("kind", kind(activity))
        .with("hosts", 1)
}

/// The kind, as figures and digests name it: `business_talk`.
pub(crate) fn kind(activity: &Activity) -> String {
    value(activity.kind().as_str_name(), "ACTIVITY_KIND_")
}

#[cfg(test)]
mod tests {
    use proto::forums::v1::ActivityKind;

    use super::*;
    use crate::samples::activity;

    #[test]
    fn an_activity_is_one_fact_under_what_it_is() {
        let activity = Activity {
            kind: ActivityKind::OneOnOne.into(),
            sector_code: "2.B".to_owned(),
            demand: "fairs/ciftis/editions/4/demands/d001".to_owned(),
            synthetic: true,
            ..activity()
        };
        let expected = Fact::of("activities")
            .under("edition", "4")
            .under("kind", "one_on_one")
            .under("held_on", "2016-05-29")
            .under("sector", "2.B")
            .under("demand", "d001")
            .under("synthetic", "true")
            .with("activities", 1);
        assert_eq!(of_activity(&activity), [expected]);
    }

    #[test]
    fn a_demand_of_another_edition_is_not_mistaken_for_one_of_this() {
        let activity = Activity {
            demand: "fairs/ciftis/editions/3/demands/d001".to_owned(),
            ..activity()
        };
        assert_eq!(of_activity(&activity)[0].value("demand"), Some("3/d001"));
    }

    #[test]
    fn each_host_and_each_country_of_hosts_is_a_fact_once() {
        let host = |id: &str| format!("fairs/ciftis/organisations/{id}");
        let activity = Activity {
            hosts: ["gremio", "club", "lantern"].map(host).to_vec(),
            host_country_codes: ["BR", "CN", "CN"].map(str::to_owned).to_vec(),
            ..activity()
        };
        let facts = of_activity(&activity);
        let values = |dimension: &str| -> Vec<_> {
            let of_hosts = facts.iter().filter(|fact| fact.cube == "activity_hosts");
            let values = of_hosts.filter_map(|fact| fact.value(dimension));
            values.map(str::to_owned).collect()
        };
        assert_eq!(values("organisation"), ["club", "gremio", "lantern"]);
        assert_eq!(values("country"), ["BR", "CN"]);
        assert_eq!(values("kind"), ["forum"; 5]);
    }
}
