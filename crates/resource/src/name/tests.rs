//! Names of all forms, and texts that are none.

use proptest::prelude::*;

use super::*;

#[test]
fn a_name_is_taken_apart() {
    let name = Name::parse("fairs/ciftis/editions/4/agreements/a17").unwrap();
    assert_eq!(name.fair(), "fairs/ciftis");
    assert_eq!(name.parent(), "fairs/ciftis/editions/4");
    assert_eq!(name.collection(), "agreements");
    assert_eq!(name.id(), "a17");
    assert_eq!(name.edition(), Some("4"));
    assert_eq!(name.edition_name(), Some("fairs/ciftis/editions/4"));
    assert_eq!(name.level(), Level::InEdition);

    let edition = Name::parse("fairs/ciftis/editions/4").unwrap();
    assert_eq!(edition.parent(), "fairs/ciftis");
    assert_eq!(edition.collection(), "editions");
    assert_eq!(edition.edition_name(), Some("fairs/ciftis/editions/4"));
    assert_eq!(edition.level(), Level::InFair);

    let fair = Name::parse("fairs/ciftis").unwrap();
    assert_eq!(fair.fair(), fair.as_str());
    assert_eq!(
        (fair.parent(), fair.collection(), fair.id()),
        ("", "fairs", "ciftis")
    );
    assert_eq!((fair.edition(), fair.level()), (None, Level::Fair));

    let other = Name::parse("fairs/ciftis/figureDefinitions/contract-count").unwrap();
    assert_eq!(
        (other.edition(), other.collection()),
        (None, "figureDefinitions")
    );
}

#[test]
fn what_is_no_name_is_refused() {
    for text in [
        "",
        "fairs",
        "fairs/",
        "/fairs/ciftis",
        "fairs/ciftis/",
        "fairs/Ciftis",
        "fairs/ciftis/editions",
        "fairs/ciftis/halls/1/stands/2",
        "fairs/ciftis/editions/4/agreements/-a",
        "fairs/ciftis/editions/4/agreements/a b",
        "fairs/ciftis/editions/4/Agreements/a",
        "fairs/ciftis/editions/4/agreements/a/b/c",
        "fairs/ciftis/editions//agreements/a",
        "editions/4",
        "fairs/京交会",
    ] {
        assert!(Name::parse(text).is_err(), "{text}");
    }
}

#[test]
fn another_collection_is_refused_with_the_form() {
    let mut violations = Violations::new();
    let name = "fairs/ciftis/editions/4";
    let read = Name::require(
        name,
        Level::InFair,
        "organisations",
        "name",
        &mut violations,
    );
    assert_eq!(read, None);
    assert_eq!(
        violations.found()[0].description,
        "must have the form fairs/{fair}/organisations/{id}, and is \"fairs/ciftis/editions/4\""
    );
    Name::require("", Level::Fair, "fairs", "name", &mut violations);
    assert_eq!(
        violations.found()[1].description,
        "is required, in the form fairs/{fair}"
    );
}

#[test]
fn ids_keep_their_rule() {
    for id in ["a", "4", "a-", "0-a", &"a".repeat(63)] {
        assert!(is_id(id), "{id}");
    }
    for id in ["", "-a", "A", "a_b", "a.b", "é", &"a".repeat(64)] {
        assert!(!is_id(id), "{id}");
    }
}

proptest! {
    #[test]
    fn parts_make_the_name(
        fair in "[a-z0-9][a-z0-9-]{0,62}",
        edition in "[a-z0-9][a-z0-9-]{0,62}",
        collection in "[a-z][a-zA-Z]{0,20}",
        id in "[a-z0-9][a-z0-9-]{0,62}",
    ) {
        let fair = Name::child(None, "fairs", &fair).unwrap();
        let edition = Name::child(Some(&fair), "editions", &edition).unwrap();
        let name = Name::child(Some(&edition), &collection, &id).unwrap();
        prop_assert_eq!(name.parent(), edition.as_str());
        prop_assert_eq!(name.fair(), fair.as_str());
        prop_assert_eq!(name.collection(), collection.as_str());
        prop_assert_eq!(name.id(), id.as_str());
        prop_assert_eq!(Name::parse(name.as_str()).unwrap(), name);
    }

    #[test]
    fn any_text_is_a_name_or_refused(text in "\\PC{0,80}") {
        if let Ok(name) = Name::parse(&text) {
            prop_assert_eq!(name.as_str(), text.as_str());
        }
    }
}

#[test]
fn ids_of_two_editions_are_told_apart() {
    let from = "fairs/ciftis/editions/4/activities/f001";
    for (name, seen) in [
        ("fairs/ciftis/editions/4/demands/d1", "d1"),
        ("fairs/ciftis/editions/3/demands/d1", "3/d1"),
        ("fairs/ciftis/organisations/gremio", "gremio"),
        ("no name", "no name"),
    ] {
        assert_eq!(seen_from(name, from), seen);
    }
    let outside = seen_from("fairs/ciftis/editions/4/demands/d1", "no name");
    assert_eq!(outside, "4/d1");
}
