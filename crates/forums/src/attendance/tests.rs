//! What is right for a count of attendance.

use super::*;
use crate::samples::attendance;

fn wrong_fields(attendance: &Attendance) -> Vec<String> {
    let mut violations = Violations::new();
    attendance.check(&mut violations);
    let found = violations.found().iter();
    found.map(|violation| violation.field.clone()).collect()
}

#[test]
fn everything_that_is_required_is_named_at_once() {
    assert_eq!(wrong_fields(&attendance()), Vec::<String>::new());
    let required = ["activity", "attendees", "source", "evidence_kind"];
    assert_eq!(wrong_fields(&Attendance::default()), required);
}

#[test]
fn each_field_has_its_rule() {
    type Change = fn(&mut Attendance);
    let table: Vec<(Change, &[&str])> = vec![
        (|it| it.activity = "f001".to_owned(), &["activity"]),
        (
            |it| it.activity = "fairs/ciftis/editions/4/demands/f001".to_owned(),
            &["activity"],
        ),
        (
            |it| it.activity = "fairs/ciftis/editions/3/activities/f001".to_owned(),
            &["activity"],
        ),
        (|it| it.country_code = "China".to_owned(), &["country_code"]),
        (|it| it.country_code = "CN".to_owned(), &[]),
        (|it| it.attendees = -1, &["attendees"]),
        (|it| it.attendees = 0, &["attendees"]),
        (|it| it.attendees = 1, &[]),
        (|it| it.attendees = 1_000_000, &[]),
        (|it| it.attendees = 1_000_001, &["attendees"]),
        (|it| it.attendees = i64::MAX, &["attendees"]),
        (|it| it.source = String::new(), &["source"]),
        (|it| it.evidence_kind = 9, &["evidence_kind"]),
    ];
    for (number, (change, expected)) in table.into_iter().enumerate() {
        let mut attendance = attendance();
        change(&mut attendance);
        assert_eq!(wrong_fields(&attendance), expected, "row {number}");
    }
}

#[test]
fn a_digest_tells_the_kind_of_the_activity() {
    let attendance = Attendance {
        activity_kind: "forum".to_owned(),
        ..attendance()
    };
    let digest = attendance.digest();
    assert_eq!((digest.kind.as_str(), digest.title), ("forum", None));
}
