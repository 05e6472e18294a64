//! What publications of projects contribute to the figures.

use ledger::{Cube, Dimension, Fact, Quantity};
use proto::forums::v1::{Publication, PublicationChannel};
use resource::name;

use super::{day, edition, edition_id, featured, id, synthetic, value};

/// The cube of publications.
const PUBLICATIONS: &str = "publications";

pub(super) fn cube() -> Cube {
    Cube {
        name: PUBLICATIONS,
        description: "One fact is a project that was published.",
        dimensions: vec![
            edition(),
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
                "demand",
                "The id of the demand it answers, after its edition if that is another, as in \
                 3/d001; left out by those that answer none.",
            )
            .optional(),
            featured(),
            synthetic(),
        ],
        quantities: vec![Quantity::new("publications", "How many projects.")],
        roll_ups: vec![
            vec!["edition", "published_on"],
            vec!["edition", "channel", "published_on"],
            vec!["edition", "sector", "organisation"],
            vec!["edition", "demand"],
            vec!["edition", "featured", "sector", "organisation"],
            vec!["edition", "synthetic"],
        ],
    }
}

/// The fact of a publication whose written fields are filled.
pub(crate) fn of_publication(publication: &Publication) -> Fact {
    let mut fact = Fact::of(PUBLICATIONS)
        .under("edition", edition_id(&publication.name))
        .under("channel", channel(publication.channel()))
        .under("published_on", day(publication.published_on.as_ref()))
        .under("sector", &publication.sector_code)
        .under("organisation", id(&publication.organisation))
        .under("synthetic", publication.synthetic.to_string())
        .with("publications", 1);
    if !publication.demand.is_empty() {
        let demand = name::seen_from(&publication.demand, &publication.name);
        fact = fact.under("demand", demand);
    }
    if !publication.featured.is_empty() {
        fact = fact.under("featured", &publication.featured);
    }
    fact
}

/// The channel, as figures name it: `mobile_app`.
pub(super) fn channel(channel: PublicationChannel) -> String {
    value(channel.as_str_name(), "PUBLICATION_CHANNEL_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::publication;

    #[test]
    fn a_publication_is_one_fact_under_what_it_is() {
        let expected = Fact::of("publications")
            .under("edition", "4")
            .under("channel", "on_site")
            .under("published_on", "2016-05-29")
            .under("sector", "2.B")
            .under("organisation", "gremio")
            .under("synthetic", "false")
            .with("publications", 1);
        assert_eq!(of_publication(&publication()), expected);
        let for_a_demand = Publication {
            demand: "fairs/ciftis/editions/3/demands/d001".to_owned(),
            featured: "lockers".to_owned(),
            ..publication()
        };
        let expected = expected
            .under("demand", "3/d001")
            .under("featured", "lockers");
        assert_eq!(of_publication(&for_a_demand), expected);
    }
}
