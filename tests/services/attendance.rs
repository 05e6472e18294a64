//! Attendances: people are added up by activity, kind and country.

use harness::{
    builders::{With, activity, attendance, create, request_id},
    cells::{distinct_request, evidence_request, only, selection, sum_request},
    check::refused,
    clients::at_position,
    fair::RunningFair,
    standing::{EDITION, EDITION_BEFORE},
};
use proto::forums::v1::{
    Activity, ActivityKind, Attendance, ListAttendancesRequest, UpdateActivityRequest,
    UpdateAttendanceRequest, VoidActivityRequest, VoidAttendanceRequest,
};
use tonic::Code;

/// The activity of the open books.
const FORUM: &str = "fairs/ciftis/editions/4/activities/f001";

async fn attend(running: &RunningFair, id: &str, activity: &str, country: &str, attendees: i64) {
    let count = attendance(activity, attendees)
        .with(|attendance| attendance.country_code = country.to_owned());
    running.clients.record_attendance(EDITION, id, count).await;
}

async fn sum(running: &RunningFair, quantity: &str, pinned: &[(&str, &str)]) -> i64 {
    let ask = sum_request(EDITION, selection("attendances", pinned), quantity);
    running.clients.proved_sum("forums", ask, None).await
}

/// Three counts at the forum and one at a talk.
async fn counted() -> RunningFair {
    let running = RunningFair::with_open_books().await;
    let talk = activity(ActivityKind::BusinessTalk);
    let talk = running.clients.record_activity(EDITION, "b1", talk).await;
    attend(&running, "f-cn", FORUM, "CN", 140).await;
    attend(&running, "f-br", FORUM, "BR", 9).await;
    attend(&running, "f-rest", FORUM, "", 31).await;
    attend(&running, "b-cn", &talk.name, "CN", 20).await;
    running
}

#[tokio::test]
async fn people_are_added_up_by_activity_kind_and_country() {
    let running = counted().await;
    assert_eq!(sum(&running, "attendees", &[]).await, 200);
    assert_eq!(sum(&running, "attendances", &[]).await, 4);
    for (pinned, people) in [
        (("activity", "f001"), 180),
        (("activity", "b1"), 20),
        (("kind", "forum"), 180),
        (("kind", "matchmaking"), 0),
        (("country", "CN"), 160),
        (("country", "none"), 31),
        (("synthetic", "true"), 0),
    ] {
        assert_eq!(
            sum(&running, "attendees", &[pinned]).await,
            people,
            "{pinned:?}"
        );
    }
    let activities = distinct_request(EDITION, selection("attendances", &[]), "activity");
    let activities = running.clients.query_cells("forums", activities).await;
    assert_eq!(only(&activities.unwrap()), 2);
    running.audit().await;
}

#[tokio::test]
async fn a_change_and_a_void_move_the_sums_and_not_the_past() {
    let running = counted().await;
    let mut forums = running.clients.forums.clone();
    let change = UpdateAttendanceRequest {
        attendance: Some(Attendance {
            name: format!("{EDITION}/attendances/f-cn"),
            attendees: 150,
            ..Attendance::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["attendees".to_owned()],
        }),
        request_id: request_id(),
    };
    let changed = forums.update_attendance(change).await.unwrap().into_inner();
    assert_eq!(changed.activity_kind, "forum");
    assert_eq!(sum(&running, "attendees", &[]).await, 210);
    let void = VoidAttendanceRequest {
        name: format!("{EDITION}/attendances/b-cn"),
        reason: "Counted twice".to_owned(),
        request_id: request_id(),
        ..VoidAttendanceRequest::default()
    };
    forums.void_attendance(void).await.unwrap();
    assert_eq!(sum(&running, "attendees", &[]).await, 190);
    assert_eq!(sum(&running, "attendances", &[]).await, 3);
    let then = changed.entry.unwrap().position.unwrap();
    let ask = sum_request(EDITION, selection("attendances", &[]), "attendees");
    let clients = &running.clients;
    let people = clients.proved_sum("forums", ask, at_position(&then)).await;
    assert_eq!(people, 210);
}

#[tokio::test]
async fn evidence_tells_the_counts_behind_a_sum() {
    let running = counted().await;
    let forums = selection("attendances", &[("kind", "forum")]);
    let ask = evidence_request(EDITION, forums, "attendees", 2);
    let evidence = running.clients.evidence("forums", ask).await;
    let told: Vec<_> = evidence
        .iter()
        .map(|one| {
            let digest = one.digest.as_ref().unwrap();
            let id = one.record.rsplit('/').next().unwrap();
            (id, one.contribution, digest.kind.as_str())
        })
        .collect();
    let wanted = [
        ("f-cn", 140, "forum"),
        ("f-br", 9, "forum"),
        ("f-rest", 31, "forum"),
    ];
    assert_eq!(told, wanted);
}

#[tokio::test]
async fn a_list_is_filtered_by_activity_and_size() {
    let running = counted().await;
    let filter = format!("activity = \"{FORUM}\" AND attendees >= 31");
    let list = ListAttendancesRequest {
        parent: EDITION.to_owned(),
        filter,
        ..ListAttendancesRequest::default()
    };
    let page = running.clients.forums.clone().list_attendances(list).await;
    let page = page.unwrap().into_inner();
    let names: Vec<_> = page.attendances.iter().map(|one| &*one.name).collect();
    let wanted = ["f-cn", "f-rest"].map(|id| format!("{EDITION}/attendances/{id}"));
    assert_eq!(names, wanted);
}

#[tokio::test]
async fn an_activity_must_be_there_to_be_attended() {
    let running = RunningFair::with_open_books().await;
    let mut forums = running.clients.forums.clone();
    let nowhere = attendance(&format!("{EDITION}/activities/nowhere"), 5);
    let nowhere = create::attendance(EDITION, "a1", nowhere);
    refused(forums.create_attendance(nowhere).await)
        .is(Code::FailedPrecondition, "REFERENCE_MISSING")
        .tells("field", "attendance.activity");
    let of_another_edition = create::attendance(EDITION_BEFORE, "a1", attendance(FORUM, 5));
    refused(forums.create_attendance(of_another_edition).await)
        .names_fields(&["attendance.activity"]);

    attend(&running, "before", FORUM, "CN", 5).await;
    let void = VoidActivityRequest {
        name: FORUM.to_owned(),
        reason: "Did not take place".to_owned(),
        request_id: request_id(),
        ..VoidActivityRequest::default()
    };
    forums.void_activity(void).await.unwrap();
    let too_late = create::attendance(EDITION, "a1", attendance(FORUM, 5));
    refused(forums.create_attendance(too_late).await)
        .is(Code::FailedPrecondition, "REFERENCE_MISSING")
        .tells("resource", FORUM);
}

#[tokio::test]
async fn the_kind_is_that_of_the_activity_when_the_count_is_written() {
    let running = RunningFair::with_open_books().await;
    let mut forums = running.clients.forums.clone();
    attend(&running, "a1", FORUM, "CN", 5).await;
    let change = UpdateActivityRequest {
        activity: Some(Activity {
            name: FORUM.to_owned(),
            kind: ActivityKind::Promotion.into(),
            ..Activity::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["kind".to_owned()],
        }),
        request_id: request_id(),
    };
    forums.update_activity(change).await.unwrap();
    assert_eq!(sum(&running, "attendees", &[("kind", "forum")]).await, 5);
    attend(&running, "a2", FORUM, "BR", 7).await;
    let promoted = [("kind", "promotion")];
    assert_eq!(sum(&running, "attendees", &promoted).await, 7);
    // A count that is changed is one of the activity as it is now.
    let change = UpdateAttendanceRequest {
        attendance: Some(Attendance {
            name: format!("{EDITION}/attendances/a1"),
            source: "Statistics office".to_owned(),
            ..Attendance::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["source".to_owned()],
        }),
        request_id: request_id(),
    };
    forums.update_attendance(change).await.unwrap();
    assert_eq!(sum(&running, "attendees", &promoted).await, 12);
    assert_eq!(sum(&running, "attendees", &[("kind", "forum")]).await, 0);
}
