//! Delegates: who took part, by rank and country.

use ledger::{Cube, Dimension, Fact, Quantity};
use proto::exhibitions::v1::Delegate;

use super::{edition, edition_id, featured, id, or_none, synthetic, value};

const CUBE: &str = "delegates";

pub(super) fn cube() -> Cube {
    Cube {
        name: CUBE,
        description: "One fact is a delegate who took part in an edition.",
        dimensions: vec![
            edition(),
            Dimension::new(
                "rank",
                "The rank, as the values of DelegateRank in lower case.",
            ),
            Dimension::new(
                "country",
                "The country or region the delegate represents, ISO 3166-1 alpha-2.",
            ),
            Dimension::new("delegation", "The id of the delegation, or none."),
            Dimension::new(
                "promotes_or_negotiates",
                "Whether the delegate took part in promotion or talks, true or false.",
            ),
            featured(),
            synthetic(),
        ],
        quantities: vec![Quantity::new("delegates", "How many delegates.")],
        roll_ups: vec![
            vec!["edition", "rank", "promotes_or_negotiates", "country"],
            vec!["edition", "delegation", "rank"],
            vec![
                "edition",
                "featured",
                "rank",
                "promotes_or_negotiates",
                "country",
            ],
            vec!["edition", "synthetic"],
        ],
    }
}

/// The fact of a delegate whose name is filled.
pub(crate) fn of_delegate(delegate: &Delegate) -> Fact {
    let fact = Fact::of(CUBE)
        .under("edition", edition_id(&delegate.name))
        .under("rank", rank(delegate))
        .under("country", &delegate.country_code)
        .under("delegation", or_none(id(&delegate.delegation)))
        .under(
            "promotes_or_negotiates",
            delegate.promotes_or_negotiates.to_string(),
        )
        .under("synthetic", delegate.synthetic.to_string())
        .with("delegates", 1);
    if delegate.featured.is_empty() {
        fact
    } else {
        fact.under("featured", &delegate.featured)
    }
}

/// The rank, as figures and digests name it: `ambassador`.
pub(crate) fn rank(delegate: &Delegate) -> String {
    value(delegate.rank().as_str_name(), "DELEGATE_RANK_")
}

#[cfg(test)]
mod tests {
    use proto::exhibitions::v1::DelegateRank;

    use super::*;
    use crate::samples::delegate;

    #[test]
    fn a_delegate_is_one_fact_with_or_without_a_story() {
        let expected = Fact::of("delegates")
            .under("edition", "4")
            .under("rank", "ambassador")
            .under("country", "CZ")
            .under("delegation", "none")
            .under("promotes_or_negotiates", "true")
            .under("synthetic", "false")
            .with("delegates", 1);
        assert_eq!(of_delegate(&delegate("cz", "CZ")), expected);

        let counsellor = Delegate {
            rank: DelegateRank::MinisterCounsellor.into(),
            delegation: "fairs/ciftis/editions/4/delegations/prague".to_owned(),
            promotes_or_negotiates: false,
            featured: "ambassadors".to_owned(),
            ..delegate("cz", "CZ")
        };
        let expected = Fact::of("delegates")
            .under("edition", "4")
            .under("rank", "minister_counsellor")
            .under("country", "CZ")
            .under("delegation", "prague")
            .under("promotes_or_negotiates", "false")
            .under("featured", "ambassadors")
            .under("synthetic", "false")
            .with("delegates", 1);
        assert_eq!(of_delegate(&counsellor), expected);
    }
}
