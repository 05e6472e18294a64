//! Many records in one commit: what is new is created, what differs is changed, the
//! rest is left, and one that is wrong keeps all out.

use proptest::prelude::*;
use proto::{
    forums::v1::{Activity, ActivityKind, ImportActivitiesRequest},
    statistics::v1::ImportResponse,
};
use tonic::Code;
use tonic_types::StatusExt;

use crate::desk::{House, activity, create, id, named, void};

const EDITION: &str = "fairs/ciftis/editions/4";

fn row(id: &str, title: &str) -> Activity {
    Activity {
        name: named(id),
        ..activity(title)
    }
}

fn import(number: u128, rows: Vec<Activity>) -> ImportActivitiesRequest {
    ImportActivitiesRequest {
        parent: "fairs/ciftis".to_owned(),
        activities: rows,
        validate_only: false,
        request_id: id(number),
    }
}

fn foreseen(number: u128, rows: Vec<Activity>) -> ImportActivitiesRequest {
    ImportActivitiesRequest {
        validate_only: true,
        ..import(number, rows)
    }
}

impl House {
    async fn import(&self, request: ImportActivitiesRequest) -> ImportResponse {
        let answer = self.client().import_activities(request).await;
        answer.unwrap().into_inner()
    }

    /// Titles and revisions of what is live.
    async fn titles(&self) -> Vec<(String, i64)> {
        let listed = self.keeper.resolve("fairs/ciftis", None).await.unwrap();
        let all: Vec<Activity> = self.keeper.all(EDITION, &listed).await.unwrap();
        all.into_iter()
            .map(|found| (found.title.unwrap().en, found.entry.unwrap().revision))
            .collect()
    }
}

fn counts(answer: &ImportResponse) -> (i32, i32, i32, i64) {
    let position = answer.position.as_ref().unwrap();
    (
        answer.created,
        answer.revised,
        answer.unchanged,
        position.sequence,
    )
}

fn told(answer: &ImportResponse) -> Vec<(i32, &str, &str)> {
    answer
        .faults
        .iter()
        .map(|fault| (fault.index, &*fault.field, &*fault.missing))
        .collect()
}

#[tokio::test]
async fn a_corrected_table_changes_only_what_was_corrected() {
    let house = House::open();
    let rows = || vec![row("a", "one"), row("b", "two"), row("c", "three")];
    let first = house.import(import(1, rows())).await;
    assert_eq!(counts(&first), (3, 0, 0, 1));
    let same = house.import(import(2, rows())).await;
    assert_eq!(counts(&same), (0, 0, 3, 1));
    let mut corrected = rows();
    corrected[1] = row("b", "second");
    corrected.push(row("d", "four"));
    let foreseen = house.import(foreseen(3, corrected.clone())).await;
    assert_eq!(counts(&foreseen), (1, 1, 2, 1));
    let third = house.import(import(3, corrected)).await;
    assert_eq!(counts(&third), (1, 1, 2, 2));
    let titles = house.titles().await;
    let titles: Vec<_> = titles.iter().map(|(title, at)| (&**title, *at)).collect();
    assert_eq!(
        titles,
        [("one", 1), ("second", 2), ("three", 1), ("four", 1)]
    );
}

#[tokio::test]
async fn a_repeated_import_has_one_effect_and_the_same_answer() {
    let house = House::open();
    let rows = || vec![row("a", "one"), row("b", "two")];
    let first = house.import(import(1, rows())).await;
    let nothing = house.import(import(2, rows())).await;
    house.import(import(3, vec![row("a", "other")])).await;
    assert_eq!(house.import(import(1, rows())).await, first);
    assert_eq!(house.import(import(2, rows())).await, nothing);
    assert_eq!(counts(&nothing), (0, 0, 2, 1));
    let mut client = house.client();
    let reused = client.import_activities(import(1, vec![row("a", "one")]));
    let refused = reused.await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    let titles = house.titles().await;
    assert_eq!(titles[0], ("other".to_owned(), 2));
}

#[tokio::test]
async fn one_that_is_wrong_keeps_all_out_and_everything_wrong_is_told() {
    let house = House::open();
    let mut client = house.client();
    client
        .create_activity(create(1, "gone", activity("x")))
        .await
        .unwrap();
    client.void_activity(void(2, "gone")).await.unwrap();
    client
        .create_activity(create(3, "old", activity("x")))
        .await
        .unwrap();
    let rows = || {
        vec![
            row("good", "fine"),
            row("good", "again"),
            Activity::default(),
            row("gone", "back"),
            Activity {
                kind: ActivityKind::FreeTalk.into(),
                ..row("old", "y")
            },
            Activity {
                hosts: vec![named("nobody")],
                ..row("e", "y")
            },
            Activity {
                hosts: vec![named("gone")],
                ..row("f", "y")
            },
            row("g", "unknown"),
            Activity {
                sector_code: "2.B".to_owned(),
                ..row("h", "y")
            },
            Activity {
                name: "fairs/other/editions/4/activities/i".to_owned(),
                ..activity("y")
            },
        ]
    };
    let seen = house.import(foreseen(4, rows())).await;
    let nobody = named("nobody");
    assert_eq!(
        told(&seen),
        [
            (1, "name", ""),
            (2, "name", ""),
            (2, "title.en", ""),
            (2, "kind", ""),
            (2, "held_on", ""),
            (2, "evidence_kind", ""),
            (3, "", ""),
            (4, "kind", ""),
            (5, "hosts[0]", nobody.as_str()),
            (6, "hosts[0]", ""),
            (7, "name", "unknown"),
            (8, "sector_code", ""),
            (9, "name", ""),
        ]
    );
    assert_eq!((seen.faulty, seen.created, seen.revised), (9, 1, 0));

    let refused = client
        .import_activities(import(5, rows()))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    let details = refused.get_error_details();
    let fields: Vec<_> = details
        .bad_request()
        .unwrap()
        .field_violations
        .iter()
        .map(|wrong| wrong.field.as_str())
        .collect();
    assert!(fields.contains(&"activities[2].title.en"), "{fields:?}");
    assert!(fields.contains(&"activities[9].name"), "{fields:?}");

    // Those that only the books give a reason to refuse are told together too.
    let late: Vec<_> = rows().into_iter().skip(3).take(5).collect();
    let refused = client.import_activities(import(6, late)).await.unwrap_err();
    let details = refused.get_error_details();
    let fields: Vec<_> = details
        .bad_request()
        .unwrap()
        .field_violations
        .iter()
        .map(|wrong| wrong.field.as_str())
        .collect();
    assert_eq!(
        fields,
        [
            "activities[0]",
            "activities[1].kind",
            "activities[2].hosts[0]",
            "activities[3].hosts[0]",
            "activities[4].name",
        ]
    );
    let newest = house.keeper.resolve("fairs/ciftis", None).await.unwrap();
    assert_eq!(newest.sequence, 3, "nothing was stored");
    // A refusal does not use the id up.
    let answer = house.import(import(6, vec![row("z", "fine")])).await;
    assert_eq!(counts(&answer), (1, 0, 0, 4));
}

/// Without a fair nobody can say whether the records are of it; the rest is told.
#[tokio::test]
async fn an_import_into_no_fair_tells_what_is_wrong_with_its_records() {
    let house = House::open();
    let mut client = house.client();
    for validate_only in [false, true] {
        let wrong = ImportActivitiesRequest {
            parent: "fairs/".to_owned(),
            validate_only,
            ..import(1, vec![row("a", "fine"), row("b", ""), row("a", "again")])
        };
        let refused = client.import_activities(wrong).await.unwrap_err();
        let details = refused.get_error_details();
        let wrong = details.bad_request().unwrap().field_violations.iter();
        let fields: Vec<_> = wrong.map(|wrong| wrong.field.as_str()).collect();
        let expected = ["parent", "activities[1].title.en", "activities[2].name"];
        assert_eq!(fields, expected);
    }
}

#[tokio::test]
async fn records_of_one_import_may_name_each_other() {
    let house = House::open();
    let guest = Activity {
        hosts: vec![named("host")],
        ..row("guest", "y")
    };
    let seen = house
        .import(foreseen(1, vec![guest.clone(), row("host", "x")]))
        .await;
    assert_eq!((seen.faulty, seen.created), (0, 2));
    let answer = house.import(import(1, vec![guest, row("host", "x")])).await;
    assert_eq!(counts(&answer), (2, 0, 0, 1));
}

#[tokio::test]
async fn an_import_is_bounded() {
    let house = House::open();
    for count in [0, 1_001] {
        let rows = (0..count).map(|at| row(&format!("r{at}"), "x")).collect();
        let refused = house.client().import_activities(import(1, rows)).await;
        let refused = refused.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument);
        let details = refused.get_error_details();
        assert_eq!(
            details.bad_request().unwrap().field_violations[0].field,
            "activities"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever tables follow each other, the books hold the last word on each
    /// record, and each record has as many revisions as it said different things.
    #[test]
    fn the_books_hold_the_last_word(
        tables in prop::collection::vec(
            prop::collection::btree_map(0_u8..6, 0_u8..3, 1..6),
            1..8,
        ),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let house = House::open();
            let mut model = std::collections::BTreeMap::<u8, (u8, i64)>::new();
            for (number, table) in tables.iter().enumerate() {
                let (mut created, mut revised) = (0, 0);
                for (key, title) in table {
                    match model.get_mut(key) {
                        None => { model.insert(*key, (*title, 1)); created += 1; }
                        Some((said, _)) if said == title => {}
                        Some((said, times)) => { *said = *title; *times += 1; revised += 1; }
                    }
                }
                let rows = table.iter().map(|(key, title)| row(&format!("r{key}"), &format!("t{title}")));
                let answer = house.import(import(number as u128 + 1, rows.collect())).await;
                assert_eq!((answer.created, answer.revised), (created, revised));
            }
            let expected: Vec<_> = model.values().map(|(said, times)| (format!("t{said}"), *times)).collect();
            assert_eq!(house.titles().await, expected);
        });
    }
}
