//! Delegations: which cities, regions and countries sent one, and who headed it.

use ledger::{Cube, Dimension, Fact, Quantity};
use proto::exhibitions::v1::Delegation;

use super::{edition, edition_id, featured, id, or_none, synthetic, value};

const CUBE: &str = "delegations";

pub(super) fn cube() -> Cube {
    Cube {
        name: CUBE,
        description: "One fact is a delegation that came to an edition.",
        dimensions: vec![
            edition(),
            Dimension::new("country", "Its country or region, ISO 3166-1 alpha-2."),
            Dimension::new("subdivision", "Its subdivision, ISO 3166-2, or none."),
            Dimension::new("unlocode", "Its city, UN/LOCODE, or none."),
            Dimension::new(
                "head",
                "The id of the person who heads it, or none where nobody knows.",
            ),
            Dimension::new(
                "rank",
                "The rank of its head, as the values of HeadRank in lower case.",
            ),
            featured(),
            synthetic(),
        ],
        quantities: vec![Quantity::new("delegations", "How many delegations.")],
        // City and head stand in roll-ups of their own: what a city did is never
        // counted as what a person did. The country stands beside the city for those
        // of which the city is not known: they may be of any city of their country,
        // and of no other.
        roll_ups: vec![
            vec!["edition", "country", "subdivision"],
            vec!["edition", "unlocode"],
            vec!["edition", "country", "unlocode"],
            vec!["edition", "head"],
            vec!["edition", "rank"],
            vec!["edition", "featured", "rank", "country", "unlocode", "head"],
            vec!["edition", "synthetic"],
        ],
    }
}

/// The fact of a delegation whose name is filled.
pub(crate) fn of_delegation(delegation: &Delegation) -> Fact {
    let fact = Fact::of(CUBE)
        .under("edition", edition_id(&delegation.name))
        .under("country", &delegation.country_code)
        .under("subdivision", or_none(&delegation.subdivision_code))
        .under("unlocode", or_none(&delegation.unlocode))
        .under("head", or_none(id(&delegation.head)))
        .under("rank", head_rank(delegation))
        .under("synthetic", delegation.synthetic.to_string())
        .with("delegations", 1);
    if delegation.featured.is_empty() {
        fact
    } else {
        fact.under("featured", &delegation.featured)
    }
}

/// The rank of the head, as figures and digests name it: `municipal`.
pub(crate) fn head_rank(delegation: &Delegation) -> String {
    value(delegation.head_rank().as_str_name(), "HEAD_RANK_")
}

#[cfg(test)]
mod tests {
    use proto::exhibitions::v1::HeadRank;

    use super::*;
    use crate::samples::delegation;

    #[test]
    fn a_delegation_is_one_fact_and_what_it_lacks_is_none() {
        let cologne = Delegation {
            subdivision_code: "DE-NW".to_owned(),
            unlocode: "DECGN".to_owned(),
            head: "fairs/ciftis/persons/henriette-reker".to_owned(),
            featured: "consecutive".to_owned(),
            ..delegation("cologne", "DE")
        };
        let expected = Fact::of("delegations")
            .under("edition", "4")
            .under("country", "DE")
            .under("subdivision", "DE-NW")
            .under("unlocode", "DECGN")
            .under("head", "henriette-reker")
            .under("rank", "municipal")
            .under("featured", "consecutive")
            .under("synthetic", "false")
            .with("delegations", 1);
        assert_eq!(of_delegation(&cologne), expected);

        let lithuania = Delegation {
            head_rank: HeadRank::Unknown.into(),
            ..delegation("lithuania", "LT")
        };
        let expected = Fact::of("delegations")
            .under("edition", "4")
            .under("country", "LT")
            .under("subdivision", "none")
            .under("unlocode", "none")
            .under("head", "none")
            .under("rank", "unknown")
            .under("synthetic", "false")
            .with("delegations", 1);
        assert_eq!(of_delegation(&lithuania), expected);
    }
}
