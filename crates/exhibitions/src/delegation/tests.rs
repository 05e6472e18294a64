//! What is right for a delegation, and what prose may say of it.

use super::*;
use crate::samples::{delegation, text_in_english, wrong_fields};

#[test]
fn a_delegation_has_a_name_a_country_and_a_rank() {
    assert_eq!(
        wrong_fields(&delegation("cologne", "DE")),
        Vec::<String>::new()
    );
    let every_required_field = [
        "display_name.en",
        "country_code",
        "head_rank",
        "source",
        "evidence_kind",
    ];
    assert_eq!(wrong_fields(&Delegation::default()), every_required_field);
    let all_wrong = Delegation {
        country_code: "DE".to_owned(),
        subdivision_code: "CN-HK".to_owned(),
        unlocode: "CNHKG".to_owned(),
        head: "fairs/ciftis/organisations/gremio".to_owned(),
        head_rank: 99,
        featured: "A story".to_owned(),
        ..delegation("cologne", "DE")
    };
    let fields = [
        "subdivision_code",
        "unlocode",
        "head",
        "head_rank",
        "featured",
    ];
    assert_eq!(wrong_fields(&all_wrong), fields);
}

#[test]
fn a_place_with_a_country_code_of_its_own_goes_by_it() {
    let under_two_codes = Delegation {
        subdivision_code: "CN-HK".to_owned(),
        ..delegation("hong-kong", "CN")
    };
    assert_eq!(wrong_fields(&under_two_codes), ["subdivision_code"]);
    assert_eq!(
        wrong_fields(&delegation("hong-kong", "HK")),
        Vec::<String>::new()
    );
}

#[test]
fn the_head_is_told_where_the_books_know_one() {
    let without = delegation("cologne", "DE");
    assert_eq!(without.digest().participants, []);
    assert_eq!(without.digest().kind, "municipal");
    let with = Delegation {
        head: "fairs/ciftis/persons/henriette-reker".to_owned(),
        head_name: text_in_english("Henriette Reker"),
        head_office: text_in_english("mayor of Cologne"),
        ..without
    };
    let expected = Participant {
        name: "fairs/ciftis/persons/henriette-reker".to_owned(),
        display_name: text_in_english("Henriette Reker"),
        office: text_in_english("mayor of Cologne"),
        country_code: "DE".to_owned(),
        ..Participant::default()
    };
    assert_eq!(with.digest().participants, [expected]);
    assert_eq!(with.digest().title, with.display_name);
}
