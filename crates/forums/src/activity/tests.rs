//! What is right for an activity.

use std::sync::Arc;

use proto::statistics::v1::RecordState;

use super::*;
use crate::samples::{activity, day, in_state, surroundings, text};

const GREMIO: &str = "fairs/ciftis/organisations/gremio";

fn fields(violations: &Violations) -> Vec<String> {
    let found = violations.found().iter();
    found.map(|violation| violation.field.clone()).collect()
}

fn wrong_fields(activity: &Activity) -> Vec<String> {
    let mut violations = Violations::new();
    activity.check(&mut violations);
    fields(&violations)
}

fn settled(
    activity: &Activity,
    before: Option<&Activity>,
    known: &Surroundings,
) -> Result<Vec<String>, Fault> {
    let name = Name::parse(&activity.name).unwrap();
    let mut violations = Violations::new();
    settle(&mut activity.clone(), before, known, &name, &mut violations)?;
    Ok(fields(&violations))
}

#[test]
fn everything_that_is_required_is_named_at_once() {
    assert_eq!(wrong_fields(&activity()), Vec::<String>::new());
    let required = ["title.en", "kind", "held_on", "source", "evidence_kind"];
    assert_eq!(wrong_fields(&Activity::default()), required);
}

#[test]
fn each_field_has_its_rule() {
    type Change = fn(&mut Activity);
    let table: Vec<(Change, &[&str])> = vec![
        (|it| it.title = text(&"x".repeat(301)), &["title.en"]),
        (|it| it.kind = 9, &["kind"]),
        (|it| it.held_on = day(2015, 2, 29), &["held_on.day"]),
        (|it| it.sector_code = "2b".to_owned(), &["sector_code"]),
        (|it| it.sector_code = "2.B".to_owned(), &[]),
        (|it| it.hosts = vec!["gremio".to_owned()], &["hosts[0]"]),
        (
            |it| it.hosts = vec![GREMIO.to_owned(), GREMIO.to_owned()],
            &["hosts[1]"],
        ),
        (
            |it| it.hosts = vec!["fairs/other/organisations/gremio".to_owned()],
            &["hosts[0]"],
        ),
        (|it| it.hosts = vec![String::new(); 51], &["hosts"]),
        (|it| it.hosts = Vec::new(), &[]),
        (|it| it.demand = "d001".to_owned(), &["demand"]),
        (
            |it| it.demand = "fairs/ciftis/editions/3/demands/d001".to_owned(),
            &[],
        ),
        (|it| it.source = "\u{feff}".to_owned(), &["source"]),
        (|it| it.evidence_kind = 9, &["evidence_kind"]),
    ];
    for (number, (change, expected)) in table.into_iter().enumerate() {
        let mut activity = activity();
        change(&mut activity);
        assert_eq!(wrong_fields(&activity), expected, "row {number}");
    }
}

#[test]
fn an_activity_is_held_near_its_edition() {
    let known = surroundings(&[("gremio", "BR")]);
    let held = |held_on| Activity {
        held_on,
        ..activity()
    };
    for (held_on, fits) in [
        (day(2016, 5, 28), true),
        (day(2015, 5, 28), true),
        (day(2015, 5, 27), false),
        (day(2017, 6, 1), true),
        (day(2017, 6, 2), false),
        (day(2061, 5, 28), false),
    ] {
        let wrong = settled(&held(held_on), None, &known).unwrap();
        assert_eq!(wrong.is_empty(), fits, "{held_on:?}");
        // Once accepted it stays, also when the days of the edition are corrected.
        let wrong = settled(&held(held_on), Some(&held(held_on)), &known).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }
}

#[test]
fn an_archived_organisation_may_stay_a_host_and_not_become_one() {
    let mut known = surroundings(&[("gremio", "BR")]);
    let gremio = known.organisations.get_mut(GREMIO).unwrap();
    Arc::get_mut(gremio).unwrap().entry = in_state(RecordState::Archived);
    let by_gremio = Activity {
        hosts: vec![GREMIO.to_owned()],
        ..activity()
    };
    assert!(settled(&by_gremio, Some(&by_gremio), &known).is_ok());
    for before in [None, Some(&activity())] {
        let refused = settled(&by_gremio, before, &known).unwrap_err().to_string();
        assert!(refused.starts_with("activity.hosts[0] names"), "{refused}");
    }
}

#[test]
fn where_hosts_are_from_is_written_in_their_order() {
    let known = surroundings(&[("gremio", "BR"), ("club", "CN")]);
    let mut by_two = Activity {
        hosts: vec![
            "fairs/ciftis/organisations/club".to_owned(),
            GREMIO.to_owned(),
        ],
        ..activity()
    };
    let name = Name::parse(&by_two.name).unwrap();
    let before = by_two.clone();
    for before in [None, Some(&before)] {
        let mut violations = Violations::new();
        settle(&mut by_two, before, &known, &name, &mut violations).unwrap();
        assert_eq!(by_two.host_country_codes, ["CN", "BR"]);
    }
    let countries: Vec<_> = by_two
        .digest()
        .participants
        .into_iter()
        .map(|host| host.country_code)
        .collect();
    assert_eq!(countries, ["CN", "BR"]);
}

#[test]
fn a_digest_tells_what_was_held_and_by_whom() {
    let digest = activity().digest();
    assert_eq!(digest.title, text("Forum on courier services"));
    assert_eq!(digest.kind, "forum");
    let hosts = [GREMIO.to_owned()];
    let by_gremio = Activity {
        hosts: hosts.to_vec(),
        ..activity()
    };
    let names: Vec<_> = by_gremio
        .digest()
        .participants
        .into_iter()
        .map(|one| one.name)
        .collect();
    assert_eq!(names, hosts);
}
