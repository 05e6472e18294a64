//! The life of activities: entered, read, counted, changed and voided.

use proto::{
    forums::v1::{
        Activity, ActivityKind, GetActivityRequest, ListActivitiesRequest, UpdateActivityRequest,
        VoidActivityRequest,
    },
    statistics::v1::{
        Condition, ListEvidenceRequest, QueryCellsRequest, RecordState, Selection, ValueRange,
        ValueSet, condition::Test, query_cells_request::Measure,
    },
};
use tonic::Code;

use super::stage::{EDITION, Stage, activity, day, text};

fn selection(conditions: Vec<Condition>) -> Option<Selection> {
    Some(Selection {
        cube: "activities".to_owned(),
        r#where: conditions,
    })
}

fn kind(value: &str) -> Condition {
    Condition {
        dimension: "kind".to_owned(),
        test: Some(Test::AnyOf(ValueSet {
            values: vec![value.to_owned()],
        })),
    }
}

async fn count(stage: &Stage, conditions: Vec<Condition>) -> i64 {
    let query = QueryCellsRequest {
        parent: EDITION.to_owned(),
        selection: selection(conditions),
        measure: Some(Measure::SumOf("activities".to_owned())),
        ..QueryCellsRequest::default()
    };
    let answer = stage
        .forums
        .clone()
        .query_cells(query)
        .await
        .unwrap()
        .into_inner();
    answer.totals.iter().map(|total| total.total).sum()
}

async fn create(stage: &Stage, id: &str, activity: Activity) -> Activity {
    let request = stage.create(id, activity);
    stage
        .forums
        .clone()
        .create_activity(request)
        .await
        .unwrap()
        .into_inner()
}

#[tokio::test]
async fn an_activity_is_entered_once_and_read_as_it_was_entered() {
    let stage = Stage::open().await;
    let mut forums = stage.forums.clone();
    let request = stage.create("f001", activity(&["gremio", "club"]));
    let entered = forums
        .create_activity(request.clone())
        .await
        .unwrap()
        .into_inner();
    assert_eq!(entered.name, format!("{EDITION}/activities/f001"));
    assert_eq!(entered.etag, "\"1\"");
    let get = GetActivityRequest {
        name: entered.name.clone(),
        as_of: None,
    };
    assert_eq!(
        forums.get_activity(get).await.unwrap().into_inner(),
        entered
    );
    assert_eq!(
        forums.create_activity(request).await.unwrap().into_inner(),
        entered
    );
    assert_eq!(count(&stage, Vec::new()).await, 1);
}

#[tokio::test]
async fn activities_are_listed_page_by_page() {
    let stage = Stage::open().await;
    for id in ["f3", "f1", "f2"] {
        create(&stage, id, activity(&[])).await;
    }
    let mut list = ListActivitiesRequest {
        parent: EDITION.to_owned(),
        page_size: 2,
        ..ListActivitiesRequest::default()
    };
    let mut ids = Vec::new();
    for last in [false, true] {
        let page = stage
            .forums
            .clone()
            .list_activities(list.clone())
            .await
            .unwrap()
            .into_inner();
        ids.extend(page.activities.into_iter().map(|activity| activity.name));
        assert_eq!(page.next_page_token.is_empty(), last);
        list.page_token = page.next_page_token;
    }
    assert_eq!(
        ids,
        ["f1", "f2", "f3"].map(|id| format!("{EDITION}/activities/{id}"))
    );
}

#[tokio::test]
async fn figures_follow_every_change() {
    let stage = Stage::open().await;
    let mut forums = stage.forums.clone();
    let first = create(&stage, "f1", activity(&["gremio"])).await;
    create(&stage, "f2", activity(&[])).await;
    let talk = Activity {
        kind: ActivityKind::BusinessTalk.into(),
        held_on: day(2016, 5, 31),
        ..activity(&[])
    };
    create(&stage, "t1", talk).await;
    let until_30_may = || Condition {
        dimension: "held_on".to_owned(),
        test: Some(Test::Within(ValueRange {
            from: String::new(),
            before: "2016-05-31".to_owned(),
        })),
    };
    assert_eq!(count(&stage, vec![kind("forum")]).await, 2);
    assert_eq!(count(&stage, vec![kind("business_talk")]).await, 1);
    assert_eq!(count(&stage, vec![until_30_may()]).await, 2);

    let mut change = UpdateActivityRequest {
        activity: Some(Activity {
            name: first.name.clone(),
            etag: "\"3\"".to_owned(),
            kind: ActivityKind::BusinessTalk.into(),
            held_on: day(2016, 6, 1),
            ..Activity::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["kind".to_owned(), "held_on".to_owned()],
        }),
        request_id: stage.request_id(),
    };
    let refused = forums.update_activity(change.clone()).await.unwrap_err();
    assert_eq!(refused.code(), Code::Aborted, "{refused}");
    change.activity.as_mut().unwrap().etag = first.etag;
    change.request_id = stage.request_id();
    let changed = forums.update_activity(change).await.unwrap().into_inner();
    assert_eq!(
        (changed.etag.as_str(), &changed.hosts),
        ("\"2\"", &first.hosts)
    );
    assert_eq!(count(&stage, vec![kind("forum")]).await, 1);
    assert_eq!(count(&stage, vec![kind("business_talk")]).await, 2);
    assert_eq!(count(&stage, vec![until_30_may()]).await, 1);

    let void = VoidActivityRequest {
        name: changed.name,
        reason: "Did not take place".to_owned(),
        request_id: stage.request_id(),
        ..VoidActivityRequest::default()
    };
    let voided = forums.void_activity(void).await.unwrap().into_inner();
    assert_eq!(voided.entry.unwrap().state(), RecordState::Void);
    assert_eq!(count(&stage, vec![kind("business_talk")]).await, 1);
    the_audit_is_clean(&stage).await;
}

async fn the_audit_is_clean(stage: &Stage) {
    let book = stage.book.clone();
    let audit = tokio::task::spawn_blocking(move || book.audit(&forums::recompute, &mut |_| {}));
    let report = audit.await.unwrap().unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(report.differences, []);
    assert_eq!(report.counts.outgrown, 0);
    assert!(report.counts.revisions > 0);
}

#[tokio::test]
async fn evidence_names_the_records_behind_a_total() {
    let stage = Stage::open().await;
    create(&stage, "f1", activity(&["gremio"])).await;
    let request = ListEvidenceRequest {
        parent: EDITION.to_owned(),
        selection: selection(vec![kind("forum")]),
        ..ListEvidenceRequest::default()
    };
    let answer = stage
        .forums
        .clone()
        .list_evidence(request)
        .await
        .unwrap()
        .into_inner();
    let [evidence] = answer.evidence.as_slice() else {
        panic!("one record: {answer:?}");
    };
    assert_eq!(evidence.record, format!("{EDITION}/activities/f1"));
    assert_eq!(evidence.contribution, 1);
    let digest = evidence.digest.clone().unwrap();
    assert_eq!(
        (digest.title, digest.kind.as_str()),
        (text("Forum on courier services"), "forum")
    );
}
