//! What is right for an agreement, and what the service writes into it.

use proto::{contracts::v1::AgreementScope, google::r#type::Date, statistics::v1::RecordState};

use super::*;
use crate::samples::{agreement, day, in_state, money, party_as_sent, surroundings, text};

fn wrong_fields(agreement: &Agreement) -> Vec<String> {
    let mut violations = Violations::new();
    agreement.check(&mut violations);
    fields(&violations)
}

fn fields(violations: &Violations) -> Vec<String> {
    let found = violations.found().iter();
    found.map(|violation| violation.field.clone()).collect()
}

/// The agreement after it was settled, and the fields that were found wrong.
fn settled(
    mut agreement: Agreement,
    before: Option<&Agreement>,
    known: &Surroundings,
) -> Result<(Agreement, Vec<String>), Fault> {
    let name = Name::parse("fairs/ciftis/editions/4/agreements/a17").unwrap();
    let mut violations = Violations::new();
    settle(&mut agreement, before, known, &name, &mut violations)?;
    Ok((agreement, fields(&violations)))
}

#[test]
fn everything_that_is_required_is_named_at_once() {
    assert_eq!(wrong_fields(&agreement()), Vec::<String>::new());
    let required = [
        "title.en",
        "parties",
        "stage",
        "sector_code",
        "source",
        "evidence_kind",
    ];
    assert_eq!(wrong_fields(&Agreement::default()), required);
}

#[test]
fn each_field_has_its_rule() {
    type Change = fn(&mut Agreement);
    let table: Vec<(Change, &[&str])> = vec![
        (|it| it.title = text(&"x".repeat(301)), &["title.en"]),
        (|it| it.subject = text("a\u{202e}b"), &["subject.en"]),
        (|it| it.stage = 9, &["stage"]),
        (|it| it.sector_code = "13".to_owned(), &["sector_code"]),
        (|it| it.section = "Cultural trade".to_owned(), &["section"]),
        (|it| it.place = "-hall".to_owned(), &["place"]),
        (|it| it.featured = "a_b".to_owned(), &["featured"]),
        (
            |it| it.amount = money("usd", 1, 0),
            &["amount.currency_code"],
        ),
        (|it| it.amount = money("USD", 1, 1), &["amount.nanos"]),
        (
            |it| it.amount = money("JPY", 1, 500_000_000),
            &["amount.nanos"],
        ),
        (
            |it| it.amount = money("USD", 1, -10_000_000),
            &["amount.nanos"],
        ),
        (|it| it.amount = money("USD", -1, 0), &["amount.units"]),
        (
            |it| it.amount = money("USD", 0, -10_000_000),
            &["amount.nanos"],
        ),
        (|it| it.amount = money("USD", 0, 0), &["amount"]),
        (|it| it.amount = money("USD", 0, 10_000_000), &[]),
        (|it| it.amount = None, &[]),
        (|it| it.signed_on = None, &["signed_on"]),
        (|it| it.signed_on = day(2016, 2, 30), &["signed_on.day"]),
        (|it| it.signed_on = Some(Date::default()), &["signed_on"]),
        (|it| it.follows = "a3".to_owned(), &["follows"]),
        (
            |it| it.follows = "fairs/ciftis/editions/3/agreements/a3".to_owned(),
            &[],
        ),
        (
            |it| it.follows = "fairs/other/editions/3/agreements/a3".to_owned(),
            &["follows"],
        ),
        (|it| it.follows = it.name.clone(), &["follows"]),
        (|it| it.source = String::new(), &["source"]),
        (|it| it.evidence_kind = -1, &["evidence_kind"]),
    ];
    for (number, (change, expected)) in table.into_iter().enumerate() {
        let mut agreement = agreement();
        change(&mut agreement);
        assert_eq!(wrong_fields(&agreement), expected, "row {number}");
    }
}

#[test]
fn contracts_have_a_day_and_the_other_stages_need_none() {
    for number in 1..=5 {
        let agreement = Agreement {
            stage: number,
            signed_on: None,
            ..agreement()
        };
        let expected: &[&str] = if number <= 2 { &["signed_on"] } else { &[] };
        assert_eq!(
            wrong_fields(&agreement),
            expected,
            "{:?}",
            agreement.stage()
        );
    }
}

#[test]
fn parties_are_two_to_fifty_organisations_each_once() {
    let of = |ids: &[&str]| Agreement {
        parties: ids.iter().map(|id| party_as_sent(id)).collect(),
        ..agreement()
    };
    let many: Vec<String> = (0..51).map(|number| format!("o{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(wrong_fields(&of(&many[..50])), Vec::<String>::new());
    assert_eq!(wrong_fields(&of(&many)), ["parties"]);
    assert_eq!(wrong_fields(&of(&["a"])), ["parties"]);
    assert_eq!(
        wrong_fields(&of(&["a", "A", "b", "a"])),
        ["parties[1].organisation", "parties[3].organisation"]
    );
    let mut of_another_fair = of(&["a", "b"]);
    of_another_fair.parties[1].organisation = "fairs/other/organisations/b".to_owned();
    assert_eq!(wrong_fields(&of_another_fair), ["parties[1].organisation"]);
    let nameless = Agreement {
        parties: vec![Default::default(), party_as_sent("a")],
        ..agreement()
    };
    assert_eq!(wrong_fields(&nameless), ["parties[0].organisation"]);
}

#[test]
fn an_activity_is_named_with_its_kind() {
    let activity = "fairs/ciftis/editions/4/activities/f001";
    let table: [(&str, &str, &[&str]); 8] = [
        ("", "", &[]),
        ("", "free_talk", &[]),
        (activity, "forum", &[]),
        ("fairs/ciftis/editions/3/activities/f001", "forum", &[]),
        (
            "fairs/other/editions/4/activities/f001",
            "forum",
            &["reached_through"],
        ),
        (activity, "", &["reached_through_kind"]),
        (activity, "FORUM", &["reached_through_kind"]),
        (
            "fairs/ciftis/activities/f001",
            "forum",
            &["reached_through"],
        ),
    ];
    for (reached_through, kind, expected) in table {
        let agreement = Agreement {
            reached_through: reached_through.to_owned(),
            reached_through_kind: kind.to_owned(),
            ..agreement()
        };
        assert_eq!(
            wrong_fields(&agreement),
            expected,
            "{reached_through} {kind}"
        );
    }
}

#[test]
fn the_service_writes_what_follows_from_others() {
    let known = surroundings(&[("gremio", "BR"), ("club", "CN-BJ")]);
    let (settled, wrong) = settled(agreement(), None, &known).unwrap();
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(settled.scope(), AgreementScope::International);
    assert_eq!(settled.host_subdivision_code, "CN-BJ");
    assert!(settled.counted);
    let club = &settled.parties[1];
    assert_eq!(club.display_name, text("club"));
    assert_eq!(
        (club.country_code.as_str(), club.subdivision_code.as_str()),
        ("CN", "CN-BJ")
    );
}

#[test]
fn what_is_written_follows_every_change() {
    let known = surroundings(&[("gremio", "BR"), ("club", "CN-BJ"), ("lantern", "CN-SC")]);
    let (before, _) = settled(agreement(), None, &known).unwrap();
    let after = Agreement {
        parties: vec![party_as_sent("lantern"), party_as_sent("club")],
        stage: AgreementStage::CooperativeIntention.into(),
        ..before.clone()
    };
    let (after, _) = settled(after, Some(&before), &known).unwrap();
    assert_eq!(after.scope(), AgreementScope::DomesticRegion);
    assert!(!after.counted);
    assert_eq!(after.parties[0].country_code, "CN");
}

#[test]
fn an_archived_organisation_may_stay_a_party_and_not_become_one() {
    let live = surroundings(&[("gremio", "BR"), ("club", "CN-BJ")]);
    let (before, _) = settled(agreement(), None, &live).unwrap();
    let mut archived = surroundings(&[("gremio", "BR"), ("club", "CN-BJ")]);
    for organisation in archived.organisations.values_mut() {
        std::sync::Arc::get_mut(organisation).unwrap().entry = in_state(RecordState::Archived);
    }
    assert!(settled(before.clone(), Some(&before), &archived).is_ok());
    let refused = settled(agreement(), None, &archived).unwrap_err();
    let told = refused.to_string();
    assert!(told.contains("agreement.parties[0].organisation"), "{told}");
    assert!(told.contains("fairs/ciftis/organisations/gremio"), "{told}");
}

#[test]
fn the_day_of_signing_is_looked_at_when_it_changes() {
    let known = surroundings(&[("gremio", "BR"), ("club", "CN-BJ")]);
    let signed = |signed_on, signed_on_site| Agreement {
        signed_on,
        signed_on_site,
        ..agreement()
    };
    let wrong = |agreement, before: Option<&Agreement>| {
        let (_, wrong) = settled(agreement, before, &known).unwrap();
        wrong
    };
    let long_ago = signed(day(2006, 5, 30), false);
    assert_eq!(wrong(long_ago.clone(), None), ["signed_on"]);
    assert_eq!(wrong(signed(day(2016, 6, 2), true), None), ["signed_on"]);
    assert_eq!(
        wrong(signed(day(2016, 6, 2), false), None),
        Vec::<String>::new()
    );
    // Once accepted it stays, also when the days of the edition are corrected.
    assert_eq!(
        wrong(long_ago.clone(), Some(&long_ago)),
        Vec::<String>::new()
    );
}

#[test]
fn an_amount_beyond_the_books_is_out_of_range() {
    let known = surroundings(&[("gremio", "BR"), ("club", "CN-BJ")]);
    let of = |units| Agreement {
        amount: money("USD", units, 0),
        ..agreement()
    };
    assert!(settled(of(10_000_000_000_000), None, &known).is_ok());
    let refused = settled(of(10_000_000_000_001), None, &known).unwrap_err();
    assert!(
        matches!(refused, Fault::AmountOutOfRange { .. }),
        "{refused}"
    );
}

#[test]
fn a_digest_tells_what_was_agreed_and_by_whom() {
    let known = surroundings(&[("gremio", "BR"), ("club", "CN-BJ")]);
    let (settled, _) = settled(agreement(), None, &known).unwrap();
    let digest = settled.digest();
    assert_eq!(digest.title, text("Football training cooperation"));
    assert_eq!(digest.kind, "contract");
    let names: Vec<_> = digest
        .participants
        .iter()
        .map(|one| one.display_name.clone())
        .collect();
    assert_eq!(names, [text("gremio"), text("club")]);
    assert_eq!(digest.participants[0].country_code, "BR");
}
