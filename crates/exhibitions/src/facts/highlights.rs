//! Highlights: what was done and is worth a sentence.

use ledger::{Cube, Dimension, Fact, Quantity};
use proto::exhibitions::v1::Highlight;

use super::{edition, edition_id, featured, id, or_none, synthetic, value};

const CUBE: &str = "highlights";

pub(super) fn cube() -> Cube {
    Cube {
        name: CUBE,
        description: "One fact is a highlight of an edition.",
        dimensions: vec![
            edition(),
            Dimension::new(
                "kind",
                "What was done, as the values of HighlightKind in lower case.",
            ),
            Dimension::new(
                "person",
                "The id of the person who did it, or none where it was a delegation or an \
                 organisation.",
            ),
            featured(),
            synthetic(),
        ],
        quantities: vec![Quantity::new("highlights", "How many highlights.")],
        roll_ups: vec![
            vec!["edition", "kind"],
            vec!["edition", "person"],
            vec!["edition", "featured", "kind", "person"],
            vec!["edition", "synthetic"],
        ],
    }
}

/// The fact of a highlight whose name is filled.
pub(crate) fn of_highlight(highlight: &Highlight) -> Fact {
    let fact = Fact::of(CUBE)
        .under("edition", edition_id(&highlight.name))
        .under("kind", kind(highlight))
        .under("person", or_none(id(&highlight.person)))
        .under("synthetic", highlight.synthetic.to_string())
        .with("highlights", 1);
    if highlight.featured.is_empty() {
        fact
    } else {
        fact.under("featured", &highlight.featured)
    }
}

/// What was done, as figures and digests name it: `media_programme`.
pub(crate) fn kind(highlight: &Highlight) -> String {
    value(highlight.kind().as_str_name(), "HIGHLIGHT_KIND_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::highlight;

    #[test]
    fn a_highlight_is_one_fact_with_or_without_a_person() {
        let of_a_person = Highlight {
            person: "fairs/ciftis/persons/henriette-reker".to_owned(),
            organisation: String::new(),
            featured: "visit-of-cologne".to_owned(),
            ..highlight("smart-city")
        };
        let expected = Fact::of("highlights")
            .under("edition", "4")
            .under("kind", "promotion")
            .under("person", "henriette-reker")
            .under("featured", "visit-of-cologne")
            .under("synthetic", "false")
            .with("highlights", 1);
        assert_eq!(of_highlight(&of_a_person), expected);

        let of_an_organisation = of_highlight(&highlight("smart-city"));
        assert_eq!(of_an_organisation.value("person"), Some("none"));
        assert_eq!(of_an_organisation.value("featured"), None);
    }
}
