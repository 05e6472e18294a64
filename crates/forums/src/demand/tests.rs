//! What is right for a demand.

use std::sync::Arc;

use proto::statistics::v1::RecordState;

use super::*;
use crate::samples::{day, demand, in_state, surroundings, text};

const GREMIO: &str = "fairs/ciftis/organisations/gremio";

fn fields(violations: &Violations) -> Vec<String> {
    let found = violations.found().iter();
    found.map(|violation| violation.field.clone()).collect()
}

fn wrong_fields(demand: &Demand) -> Vec<String> {
    let mut violations = Violations::new();
    demand.check(&mut violations);
    fields(&violations)
}

/// The demand as it is stored, and the fields that are wrong.
fn settled(
    mut demand: Demand,
    before: Option<&Demand>,
    known: &Surroundings,
) -> Result<(Demand, Vec<String>), Fault> {
    let name = Name::parse(&demand.name).unwrap();
    let mut violations = Violations::new();
    settle(&mut demand, before, known, &name, &mut violations)?;
    Ok((demand, fields(&violations)))
}

#[test]
fn everything_that_is_required_is_named_at_once() {
    assert_eq!(wrong_fields(&demand()), Vec::<String>::new());
    let required = [
        "title.en",
        "kind",
        "channel",
        "published_on",
        "organisation",
        "sector_code",
        "source",
        "evidence_kind",
    ];
    assert_eq!(wrong_fields(&Demand::default()), required);
}

#[test]
fn each_field_has_its_rule() {
    type Change = fn(&mut Demand);
    let table: Vec<(Change, &[&str])> = vec![
        (|it| it.title = text(&"x".repeat(301)), &["title.en"]),
        (|it| it.kind = 3, &["kind"]),
        (|it| it.channel = 5, &["channel"]),
        (
            |it| it.published_on = day(2015, 2, 29),
            &["published_on.day"],
        ),
        (
            |it| it.organisation = "gremio".to_owned(),
            &["organisation"],
        ),
        (
            |it| it.organisation = "fairs/other/organisations/gremio".to_owned(),
            &["organisation"],
        ),
        (|it| it.sector_code = "2d".to_owned(), &["sector_code"]),
        (|it| it.featured = "No id".to_owned(), &["featured"]),
        (|it| it.featured = "digital-content".to_owned(), &[]),
        (|it| it.source = "\u{feff}".to_owned(), &["source"]),
        (|it| it.evidence_kind = 9, &["evidence_kind"]),
    ];
    for (number, (change, expected)) in table.into_iter().enumerate() {
        let mut demand = demand();
        change(&mut demand);
        assert_eq!(wrong_fields(&demand), expected, "row {number}");
    }
}

#[test]
fn a_demand_is_published_near_its_edition() {
    let known = surroundings(&[("gremio", "BR")]);
    let published = |published_on| Demand {
        published_on,
        ..demand()
    };
    for (published_on, fits) in [
        (day(2014, 5, 28), true),
        (day(2014, 5, 27), false),
        (day(2017, 6, 1), true),
        (day(2017, 6, 2), false),
    ] {
        let (_, wrong) = settled(published(published_on), None, &known).unwrap();
        assert_eq!(wrong.is_empty(), fits, "{published_on:?}");
        // Once accepted it stays, also when the days of the edition are corrected.
        let before = published(published_on);
        let (_, wrong) = settled(before.clone(), Some(&before), &known).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }
}

#[test]
fn who_published_it_is_written_as_exhibitions_knows_it() {
    let known = surroundings(&[("gremio", "BR"), ("bank", "HK")]);
    let (stored, _) = settled(demand(), None, &known).unwrap();
    let written = (stored.display_name.clone(), stored.country_code.as_str());
    assert_eq!(written, (text("gremio"), "BR"));
    // Also when another organisation takes its place.
    let moved = Demand {
        organisation: "fairs/ciftis/organisations/bank".to_owned(),
        ..stored.clone()
    };
    let (moved, _) = settled(moved, Some(&stored), &known).unwrap();
    assert_eq!(
        (moved.display_name, moved.country_code.as_str()),
        (text("bank"), "HK")
    );
}

#[test]
fn an_archived_organisation_may_stay_and_not_begin_to_publish() {
    let mut known = surroundings(&[("gremio", "BR")]);
    let gremio = known.organisations.get_mut(GREMIO).unwrap();
    Arc::get_mut(gremio).unwrap().entry = in_state(RecordState::Archived);
    assert!(settled(demand(), Some(&demand()), &known).is_ok());
    let of_another = Demand {
        organisation: "fairs/ciftis/organisations/bank".to_owned(),
        ..demand()
    };
    for before in [None, Some(&of_another)] {
        let refused = settled(demand(), before, &known).unwrap_err().to_string();
        assert!(
            refused.starts_with("demand.organisation names"),
            "{refused}"
        );
    }
}

#[test]
fn a_record_may_name_a_demand_of_its_fair() {
    let activity = "fairs/ciftis/editions/4/activities/f001";
    for (named, fits) in [
        ("", true),
        ("fairs/ciftis/editions/4/demands/d001", true),
        ("fairs/ciftis/editions/3/demands/d001", true),
        ("fairs/other/editions/4/demands/d001", false),
        ("fairs/ciftis/editions/4/activities/d001", false),
        ("d001", false),
    ] {
        let mut violations = Violations::new();
        check_named(named, activity, &mut violations);
        assert_eq!(violations.is_empty(), fits, "{named}");
        assert_eq!(reference(named).is_empty(), named.is_empty());
    }
}

#[test]
fn a_digest_tells_what_is_sought_and_by_whom() {
    let known = surroundings(&[("gremio", "BR")]);
    let (stored, _) = settled(demand(), None, &known).unwrap();
    let digest = stored.digest();
    assert_eq!(digest.title, text("Animation for television"));
    assert_eq!(digest.kind, "procurement");
    let [publisher] = digest.participants.as_slice() else {
        panic!("one participant: {digest:?}");
    };
    assert_eq!(publisher.name, GREMIO);
    assert_eq!(publisher.display_name, text("gremio"));
    assert_eq!(publisher.country_code, "BR");
}
