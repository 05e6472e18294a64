//! What is right for a publication.

use super::*;
use crate::samples::{day, publication, surroundings, text};

fn fields(violations: &Violations) -> Vec<String> {
    let found = violations.found().iter();
    found.map(|violation| violation.field.clone()).collect()
}

fn wrong_fields(publication: &Publication) -> Vec<String> {
    let mut violations = Violations::new();
    publication.check(&mut violations);
    fields(&violations)
}

/// The publication as it is stored, and the fields that are wrong.
fn settled(mut publication: Publication, known: &Surroundings) -> (Publication, Vec<String>) {
    let name = Name::parse(&publication.name).unwrap();
    let mut violations = Violations::new();
    settle(&mut publication, None, known, &name, &mut violations).unwrap();
    (publication, fields(&violations))
}

#[test]
fn everything_that_is_required_is_named_at_once() {
    assert_eq!(wrong_fields(&publication()), Vec::<String>::new());
    let required = [
        "title.en",
        "channel",
        "published_on",
        "organisation",
        "sector_code",
        "source",
        "evidence_kind",
    ];
    assert_eq!(wrong_fields(&Publication::default()), required);
}

#[test]
fn each_field_has_its_rule() {
    type Change = fn(&mut Publication);
    let table: Vec<(Change, &[&str])> = vec![
        (|it| it.title = text("two\nlines"), &["title.en"]),
        (|it| it.channel = 9, &["channel"]),
        (|it| it.published_on = day(0, 5, 28), &["published_on.year"]),
        (
            |it| it.organisation = "nobody".to_owned(),
            &["organisation"],
        ),
        (|it| it.sector_code = "13".to_owned(), &["sector_code"]),
        (|it| it.demand = "d001".to_owned(), &["demand"]),
        (
            |it| it.demand = "fairs/other/editions/4/demands/d001".to_owned(),
            &["demand"],
        ),
        (
            |it| it.demand = "fairs/ciftis/editions/3/demands/d001".to_owned(),
            &[],
        ),
        (|it| it.featured = "No id".to_owned(), &["featured"]),
        (|it| it.evidence_kind = 9, &["evidence_kind"]),
    ];
    for (number, (change, expected)) in table.into_iter().enumerate() {
        let mut publication = publication();
        change(&mut publication);
        assert_eq!(wrong_fields(&publication), expected, "row {number}");
    }
}

#[test]
fn a_project_is_published_near_its_edition() {
    let known = surroundings(&[("gremio", "BR")]);
    for (published_on, fits) in [
        (day(2014, 5, 28), true),
        (day(2014, 5, 27), false),
        (day(2017, 6, 1), true),
        (day(2017, 6, 2), false),
    ] {
        let published = Publication {
            published_on,
            ..publication()
        };
        let (_, wrong) = settled(published, &known);
        assert_eq!(wrong.is_empty(), fits, "{published_on:?}");
    }
}

#[test]
fn a_digest_tells_what_was_published_and_by_whom() {
    let known = surroundings(&[("gremio", "BR")]);
    let (stored, _) = settled(publication(), &known);
    let digest = stored.digest();
    assert_eq!(digest.title, text("A network of parcel lockers"));
    let [publisher] = digest.participants.as_slice() else {
        panic!("one participant: {digest:?}");
    };
    assert_eq!(publisher.name, "fairs/ciftis/organisations/gremio");
    assert_eq!(publisher.display_name, text("gremio"));
    assert_eq!(publisher.country_code, "BR");
}
