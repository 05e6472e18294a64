//! Cubes, cells and evidence.

use proto::{
    forums::v1::{Activity, ActivityKind},
    google::r#type::Date,
    statistics::v1::{
        Condition, ListCubesRequest, ListEvidenceRequest, QueryCellsRequest, RecordState,
        Selection, ValueRange, ValueSet, condition::Test, query_cells_request::Measure,
    },
};
use serve::{
    Caller,
    keeper::{Asked, Retire, Retirement},
};
use tonic::Code;
use tonic_types::StatusExt;

use crate::{
    desk::{Client, House, activity, create, id, named, void},
    entry::{fields, made, reason},
};

fn on(day: i32, kind: ActivityKind) -> Activity {
    Activity {
        held_on: Some(Date {
            year: 2016,
            month: 5,
            day,
        }),
        kind: kind.into(),
        synthetic: day == 31,
        ..activity("An activity")
    }
}

async fn five(client: &mut Client) {
    let activities = [
        on(28, ActivityKind::Forum),
        on(29, ActivityKind::Forum),
        on(29, ActivityKind::Promotion),
        on(30, ActivityKind::Forum),
        on(31, ActivityKind::Forum),
    ];
    for (number, activity) in (1..).zip(activities) {
        made(client, create(number, &format!("f{number}"), activity)).await;
    }
}

fn query(conditions: Vec<Condition>) -> QueryCellsRequest {
    QueryCellsRequest {
        parent: "fairs/ciftis/editions/4".to_owned(),
        selection: Some(Selection {
            cube: "activities".to_owned(),
            r#where: conditions,
        }),
        measure: Some(Measure::SumOf("activities".to_owned())),
        ..QueryCellsRequest::default()
    }
}

fn condition(dimension: &str, test: Test) -> Condition {
    Condition {
        dimension: dimension.to_owned(),
        test: Some(test),
    }
}

fn forums_from(day: &str) -> Vec<Condition> {
    let kinds = ValueSet {
        values: vec!["activity_kind_forum".to_owned()],
    };
    let days = ValueRange {
        from: day.to_owned(),
        before: String::new(),
    };
    vec![
        condition("kind", Test::AnyOf(kinds)),
        condition("held_on", Test::Within(days)),
    ]
}

#[tokio::test]
async fn cells_and_evidence_agree() {
    let house = House::open();
    let mut client = house.client();
    five(&mut client).await;
    client.void_activity(void(9, "f2")).await.unwrap();

    let answer = client
        .query_cells(query(forums_from("2016-05-29")))
        .await
        .unwrap()
        .into_inner();
    let totals: Vec<i64> = answer.totals.iter().map(|total| total.total).collect();
    assert_eq!(totals, [2]);
    assert_eq!(answer.roll_up, ["edition", "kind", "held_on"]);
    assert_eq!(answer.position.clone().unwrap().sequence, 6);

    let mut request = ListEvidenceRequest {
        parent: "fairs/ciftis/editions/4".to_owned(),
        selection: query(forums_from("2016-05-29")).selection,
        page_size: 1,
        ..ListEvidenceRequest::default()
    };
    let first = client
        .list_evidence(request.clone())
        .await
        .unwrap()
        .into_inner();
    client.void_activity(void(10, "f5")).await.unwrap(); // does not show on the next page
    request.page_token.clone_from(&first.next_page_token);
    let last = client
        .list_evidence(request.clone())
        .await
        .unwrap()
        .into_inner();
    assert_eq!(last.next_page_token, "");
    assert_eq!(
        (&first.position, &last.position),
        (&answer.position, &answer.position)
    );
    let evidence: Vec<_> = first.evidence.into_iter().chain(last.evidence).collect();
    let told: Vec<_> = evidence
        .iter()
        .map(|told| {
            (
                told.record.as_str(),
                told.sequence,
                told.contribution,
                told.synthetic,
            )
        })
        .collect();
    let (f4, f5) = (named("f4"), named("f5"));
    assert_eq!(
        told,
        [(f4.as_str(), 4, 1, false), (f5.as_str(), 5, 1, true)]
    );
    let title = evidence[0].digest.clone().unwrap().title.unwrap();
    assert_eq!(title.en, "An activity");

    request.quantity = "activities".to_owned();
    let foreign = client.list_evidence(request).await.unwrap_err();
    assert_eq!(reason(&foreign), "PAGE_TOKEN_INVALID");
}

#[tokio::test]
async fn an_archived_record_still_counts() {
    let house = House::open();
    let mut client = house.client();
    five(&mut client).await;
    let archive = Retire {
        asked: Asked::by(&Caller::Local, "/x/Archive", &id(9), &Activity::default()),
        name: named("f1"),
        etag: String::new(),
        reason: "for reference".to_owned(),
        retirement: Retirement::Archive,
    };
    let archived: Activity = house.keeper.retire(archive).await.unwrap();
    assert_eq!(archived.entry.unwrap().state(), RecordState::Archived);
    let answer = client
        .query_cells(query(Vec::new()))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(answer.totals[0].total, 5);
    assert_eq!(answer.position.unwrap().sequence, 6);
}

#[tokio::test]
async fn totals_are_broken_down() {
    let house = House::open();
    let mut client = house.client();
    five(&mut client).await;
    let request = QueryCellsRequest {
        group_by: vec!["kind".to_owned()],
        ..query(Vec::new())
    };
    let answer = client.query_cells(request).await.unwrap().into_inner();
    let totals: Vec<_> = answer
        .totals
        .iter()
        .map(|row| (row.group[0].as_str(), row.total))
        .collect();
    assert_eq!(
        totals,
        [("activity_kind_forum", 4), ("activity_kind_promotion", 1)]
    );
    let days = QueryCellsRequest {
        measure: Some(Measure::Distinct("held_on".to_owned())),
        ..query(Vec::new())
    };
    let answer = client.query_cells(days).await.unwrap().into_inner();
    assert_eq!(answer.totals[0].total, 4);
    let other = QueryCellsRequest {
        parent: "fairs/ciftis/editions/9".to_owned(),
        ..query(Vec::new())
    };
    let answer = client.query_cells(other).await.unwrap().into_inner();
    assert_eq!(answer.totals[0].total, 0);
}

#[tokio::test]
async fn what_has_no_answer_is_refused() {
    let house = House::open();
    let mut client = house.client();
    let range = |dimension: &str| condition(dimension, Test::Within(ValueRange::default()));
    let unknown = query(vec![range("colour")]);
    let refused = client.query_cells(unknown).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::FailedPrecondition, "SELECTION_REFUSED")
    );
    let grouped = QueryCellsRequest {
        measure: Some(Measure::Distinct("kind".to_owned())),
        group_by: vec!["held_on".to_owned()],
        ..query(Vec::new())
    };
    assert_eq!(
        reason(&client.query_cells(grouped).await.unwrap_err()),
        "NOT_OFFERED"
    );

    let nothing = client
        .query_cells(QueryCellsRequest::default())
        .await
        .unwrap_err();
    assert_eq!(fields(&nothing), ["parent", "selection.cube", "sum_of"]);
    let empty = Condition::default();
    let no_values = condition("kind", Test::AnyOf(ValueSet::default()));
    let wrong = QueryCellsRequest {
        group_by: vec![String::new()],
        ..query(vec![no_values, range("kind"), empty])
    };
    let refused = client.query_cells(wrong).await.unwrap_err();
    let expected = [
        "selection.where[0].any_of.values",
        "selection.where[1].dimension",
        "selection.where[2].dimension",
        "selection.where[2].any_of",
        "group_by[0]",
    ];
    assert_eq!(fields(&refused), expected);
}

#[tokio::test]
async fn too_many_of_anything_are_refused_by_their_number() {
    let house = House::open();
    let mut client = house.client();
    let values = ValueSet {
        values: vec!["activity_kind_forum".to_owned(); 201],
    };
    for (conditions, dimensions, expected) in [
        (33, 17, vec!["selection.where", "group_by"]),
        (500_000, 100_000, vec!["selection.where", "group_by"]),
        (32, 16, vec![]),
    ] {
        let many = QueryCellsRequest {
            group_by: vec![String::new(); dimensions],
            ..query(vec![Condition::default(); conditions])
        };
        let refused = house.keeper.query_cells(many).await.unwrap_err();
        let refused = tonic::Status::from(refused);
        if expected.is_empty() {
            // Each is looked at by itself: three things are wrong with a condition.
            let total = &refused.get_details_error_info().unwrap().metadata["violations"];
            assert_eq!(total, &(32 * 3 - 1 + 16).to_string());
        } else {
            assert_eq!(fields(&refused), expected, "{conditions} and {dimensions}");
        }
    }
    let refused = client
        .query_cells(query(vec![condition("kind", Test::AnyOf(values))]))
        .await
        .unwrap_err();
    assert_eq!(fields(&refused), ["selection.where[0].any_of.values"]);
}

#[tokio::test]
async fn cubes_are_told() {
    let house = House::open();
    let answer = house
        .client()
        .list_cubes(ListCubesRequest {})
        .await
        .unwrap()
        .into_inner();
    assert_eq!(answer.cubes.len(), 1);
    let cube = &answer.cubes[0];
    assert_eq!(
        (
            cube.name.as_str(),
            cube.dimensions.len(),
            cube.roll_ups.len()
        ),
        ("activities", 3, 2)
    );
    assert_eq!(cube.quantities[0].name, "activities");
}
