//! What a code list must be like, and who is a member when.

use proto::{google::r#type::Date, statistics::v1::LocalizedText};

use super::*;

fn day(text: &str) -> Option<Date> {
    (!text.is_empty()).then(|| date::date(text.parse().unwrap()))
}

fn list(entries: &[(&str, &str, &str)]) -> CodeList {
    let entries = entries.iter().map(|(code, from, until)| CodeListEntry {
        code: (*code).to_owned(),
        from: day(from),
        until: day(until),
    });
    CodeList {
        title: Some(LocalizedText {
            en: "members of the bloc".to_owned(),
            zh: "成员".to_owned(),
        }),
        scheme: "ISO 3166-1".to_owned(),
        entries: entries.collect(),
        source: "Statistics office".to_owned(),
        ..CodeList::default()
    }
}

fn wrong(list: &CodeList) -> String {
    let mut violations = Violations::new();
    list.check(&mut violations);
    let fields: Vec<_> = violations
        .found()
        .iter()
        .map(|found| found.field.as_str())
        .collect();
    fields.join(" ")
}

#[test]
fn every_fault_of_a_list_is_named() {
    assert_eq!(wrong(&list(&[("CN-BJ", "", "")])), "");
    assert_eq!(
        wrong(&CodeList::default()),
        "title.en title.zh scheme entries source"
    );
    let backwards = list(&[
        ("", "", ""),
        ("GB", "2020-02-01", "1973-01-01"),
        ("HR", "2013-07-01", "2013-07-01"),
    ]);
    assert_eq!(
        wrong(&backwards),
        "entries[0].code entries[1].until entries[2].until"
    );
    let mut no_day = list(&[("GB", "", "")]);
    no_day.entries[0].until = Some(Date {
        year: 2020,
        month: 2,
        day: 30,
    });
    assert_eq!(wrong(&no_day), "entries[0].until.day");
    let many = vec![("GB", "", ""); ENTRIES_AT_MOST + 1];
    assert_eq!(wrong(&list(&many)), "entries");
}

#[test]
fn a_code_may_come_back_but_never_stand_twice_for_a_day() {
    let again = |first: (&str, &str), second: (&str, &str)| {
        wrong(&list(&[
            ("XX", first.0, first.1),
            ("YY", "", ""),
            ("XX", second.0, second.1),
        ]))
    };
    assert_eq!(again(("", "1990-01-01"), ("1990-01-01", "")), "");
    assert_eq!(again(("2001-01-01", ""), ("", "2001-01-01")), "");
    for (first, second) in [
        (("", ""), ("", "")),
        (("", "1990-01-02"), ("1990-01-01", "")),
        (("1990-01-01", "1999-01-01"), ("1995-01-01", "1996-01-01")),
    ] {
        assert_eq!(again(first, second), "entries[2].code");
    }
}

#[test]
fn members_are_those_in_force_on_the_day() {
    let bloc = list(&[
        ("GB", "1973-01-01", "2020-02-01"),
        ("HR", "2013-07-01", ""),
        ("FR", "", ""),
    ]);
    for (day, members) in [
        ("2012-05-28", "FR GB"),
        ("2013-06-30", "FR GB"),
        ("2013-07-01", "FR GB HR"),
        ("2020-01-31", "FR GB HR"),
        ("2020-02-01", "FR HR"),
    ] {
        let on_the_day: Vec<_> = in_force(&bloc, day.parse().unwrap()).into_iter().collect();
        assert_eq!(on_the_day.join(" "), members, "{day}");
    }
}
