//! What demands contribute to the figures.

use ledger::{Cube, Dimension, Fact, Quantity};
use proto::forums::v1::Demand;

use super::{
    day, edition, edition_id, featured, id, or_none, publications::channel, synthetic, value,
};

/// The cube of demands.
const DEMANDS: &str = "demands";

pub(super) fn cube() -> Cube {
    Cube {
        name: DEMANDS,
        description: "One fact is a demand that was published.",
        dimensions: vec![
            edition(),
            Dimension::new("kind", "What kind of demand: project or procurement."),
            Dimension::new(
                "channel",
                "Where it was published, as the values of PublicationChannel in lower case.",
            ),
            Dimension::new(
                "published_on",
                "The day it was published, as in 2016-05-28.",
            ),
            Dimension::new("sector", "Its services sector, W/120."),
            Dimension::new(
                "organisation",
                "The id of the organisation that published it.",
            ),
            Dimension::new(
                "country",
                "The country or region of the organisation, ISO 3166-1 alpha-2.",
            ),
            featured(),
            synthetic(),
        ],
        quantities: vec![Quantity::new("demands", "How many demands.")],
        roll_ups: vec![
            vec!["edition", "kind", "published_on"],
            vec!["edition", "kind", "channel", "published_on"],
            vec!["edition", "kind", "sector", "organisation"],
            vec!["edition", "kind", "country"],
            vec!["edition", "featured", "kind", "sector", "organisation"],
            vec!["edition", "kind", "synthetic"],
        ],
    }
}

/// The fact of a demand whose written fields are filled.
pub(crate) fn of_demand(demand: &Demand) -> Fact {
    let fact = Fact::of(DEMANDS)
        .under("edition", edition_id(&demand.name))
        .under("kind", kind(demand))
        .under("channel", channel(demand.channel()))
        .under("published_on", day(demand.published_on.as_ref()))
        .under("sector", &demand.sector_code)
        .under("organisation", id(&demand.organisation))
        .under("country", or_none(&demand.country_code))
        .under("synthetic", demand.synthetic.to_string())
        .with("demands", 1);
    if demand.featured.is_empty() {
        fact
    } else {
        fact.under("featured", &demand.featured)
    }
}

/// The kind, as figures and digests name it: `procurement`.
pub(crate) fn kind(demand: &Demand) -> String {
    value(demand.kind().as_str_name(), "DEMAND_KIND_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::demand;

    #[test]
    fn a_demand_is_one_fact_under_what_it_is() {
        let demand = Demand {
            country_code: "BR".to_owned(),
            featured: "digital".to_owned(),
            synthetic: true,
            ..demand()
        };
        let expected = Fact::of("demands")
            .under("edition", "4")
            .under("kind", "procurement")
            .under("channel", "mobile_app")
            .under("published_on", "2016-05-10")
            .under("sector", "2.D")
            .under("organisation", "gremio")
            .under("country", "BR")
            .under("featured", "digital")
            .under("synthetic", "true")
            .with("demands", 1);
        assert_eq!(of_demand(&demand), expected);
    }
}
