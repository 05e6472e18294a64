//! What is right for a highlight.

use super::*;
use crate::samples::{day, highlight, text, text_in_english, wrong_fields};

const NOTHING_WRONG: [&str; 0] = [];

#[test]
fn a_highlight_says_what_was_done_and_who_did_it() {
    assert_eq!(wrong_fields(&highlight("smart-city")), NOTHING_WRONG);
    let every_required_field = [
        "title.en",
        "subject.en",
        "kind",
        "person",
        "source",
        "evidence_kind",
    ];
    assert_eq!(wrong_fields(&Highlight::default()), every_required_field);
    let all_wrong = Highlight {
        kind: 99,
        occurred_on: day(2016, 2, 30),
        featured: "A story".to_owned(),
        medium: text("", "北京电视台"),
        ..highlight("smart-city")
    };
    let fields = ["kind", "medium.en", "occurred_on.day", "featured"];
    assert_eq!(wrong_fields(&all_wrong), fields);
}

#[test]
fn exactly_one_did_it() {
    const PERSON: &str = "fairs/ciftis/persons/henriette-reker";
    const DELEGATION: &str = "fairs/ciftis/editions/4/delegations/cologne";
    const ORGANISATION: &str = "fairs/ciftis/organisations/gremio";
    for (person, delegation, organisation, expected) in [
        (PERSON, "", "", &[] as &[&str]),
        ("", DELEGATION, "", &[]),
        ("", "", ORGANISATION, &[]),
        ("", "", "", &["person"]),
        (PERSON, DELEGATION, "", &["person", "delegation"]),
        (PERSON, "", ORGANISATION, &["person", "organisation"]),
        (
            PERSON,
            DELEGATION,
            ORGANISATION,
            &["person", "delegation", "organisation"],
        ),
        (ORGANISATION, "", "", &["person"]),
        ("", PERSON, "", &["delegation"]),
        (
            "",
            "fairs/ciftis/editions/3/delegations/cologne",
            "",
            &["delegation"],
        ),
        ("", "", DELEGATION, &["organisation"]),
    ] {
        let highlight = Highlight {
            person: person.to_owned(),
            delegation: delegation.to_owned(),
            organisation: organisation.to_owned(),
            ..highlight("smart-city")
        };
        assert_eq!(wrong_fields(&highlight), expected, "{highlight:?}");
    }
}

#[test]
fn a_media_programme_names_the_medium() {
    let programme = |medium| Highlight {
        kind: HighlightKind::MediaProgramme.into(),
        medium,
        ..highlight("programme")
    };
    assert_eq!(
        wrong_fields(&programme(text_in_english("Beijing TV"))),
        NOTHING_WRONG
    );
    assert_eq!(wrong_fields(&programme(None)), ["medium.en"]);
    let speech = Highlight {
        kind: HighlightKind::Speech.into(),
        ..programme(None)
    };
    assert_eq!(wrong_fields(&speech), NOTHING_WRONG);
}

#[test]
fn who_did_it_is_told_by_name_and_country() {
    let stored = Highlight {
        display_name: text_in_english("Gremio"),
        country_code: "BR".to_owned(),
        ..highlight("smart-city")
    };
    let digest = stored.digest();
    assert_eq!(
        (&digest.title, &digest.subject),
        (&stored.title, &stored.subject)
    );
    assert_eq!(digest.kind, "promotion");
    let expected = Participant {
        name: stored.organisation.clone(),
        display_name: text_in_english("Gremio"),
        country_code: "BR".to_owned(),
        ..Participant::default()
    };
    assert_eq!(digest.participants, [expected]);
}
