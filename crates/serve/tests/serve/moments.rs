//! Reading the past.

use proto::{
    forums::v1::{Activity, GetActivityRequest, ListActivitiesRequest},
    statistics::v1::{
        AsOf, Cut, GetPositionRequest, ListEvidenceRequest, Position, QueryCellsRequest, Selection,
        as_of::Moment, query_cells_request::Measure,
    },
};
use resource::time;
use tonic::{Code, Status};

use crate::{
    desk::{Client, House, OPENING, activity, create, named, void},
    entry::{fields, made, reason},
};

fn time(microseconds: i64) -> Moment {
    Moment::Time(time::timestamp(microseconds))
}

fn cut(positions: &[(&str, i64)]) -> Moment {
    let positions = positions.iter().map(|(service, sequence)| Position {
        service: (*service).to_owned(),
        sequence: *sequence,
        ..Position::default()
    });
    Moment::Cut(Cut {
        positions: positions.collect(),
    })
}

async fn read(client: &mut Client, moment: Moment) -> Result<Activity, Status> {
    let request = GetActivityRequest {
        name: named("f001"),
        as_of: Some(AsOf {
            moment: Some(moment),
        }),
    };
    client
        .get_activity(request)
        .await
        .map(tonic::Response::into_inner)
}

async fn position(client: &mut Client, moment: Option<Moment>) -> Position {
    let request = GetPositionRequest {
        name: "fairs/ciftis".to_owned(),
        as_of: Some(AsOf { moment }),
    };
    client.get_position(request).await.unwrap().into_inner()
}

#[tokio::test]
async fn the_past_reads_as_it_was() {
    let house = House::open();
    let mut client = house.client();
    house.clock.advance(1_000_000);
    made(&mut client, create(1, "f001", activity("A forum"))).await;
    house.clock.advance(1_000_000);
    client.void_activity(void(2, "f001")).await.unwrap();
    house.clock.advance(1_000_000);

    for (moment, revision) in [
        (time(OPENING + 1_000_000), 1),
        (time(OPENING + 1_999_999), 1),
        (time(OPENING + 2_000_000), 2),
        (time(OPENING + 3_000_000), 2),
        (cut(&[("contracts", 9), ("forums", 1)]), 1),
        (cut(&[("forums", 2)]), 2),
    ] {
        let entry = read(&mut client, moment.clone())
            .await
            .unwrap()
            .entry
            .unwrap();
        assert_eq!(entry.revision, revision, "{moment:?}");
        assert_eq!(entry.read_at.unwrap().sequence, revision, "{moment:?}");
    }
    for moment in [
        time(OPENING),
        time(OPENING + 999_999),
        cut(&[("forums", 0)]),
    ] {
        let missing = read(&mut client, moment.clone()).await.unwrap_err();
        assert_eq!(missing.code(), Code::NotFound, "{moment:?}");
    }
}

#[tokio::test]
async fn what_is_no_moment_is_refused() {
    let house = House::open();
    let mut client = house.client();
    made(&mut client, create(1, "f001", activity("A forum"))).await;
    for moment in [
        time(OPENING + 3_600_000_000),
        cut(&[("contracts", 1)]),
        cut(&[]),
        cut(&[("forums", 2)]),
        cut(&[("forums", -1)]),
        cut(&[("forums", 1), ("forums", 1)]),
    ] {
        let refused = read(&mut client, moment.clone()).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument, "{moment:?}");
        assert_eq!(reason(&refused), "AS_OF_INVALID", "{moment:?}");
    }
    let never = Moment::Time(prost_types::Timestamp {
        seconds: 0,
        nanos: -1,
    });
    assert_eq!(
        fields(&read(&mut client, never).await.unwrap_err()),
        ["as_of.time"]
    );
}

#[tokio::test]
async fn a_cut_of_another_fair_is_refused() {
    let house = House::open();
    let mut client = house.client();
    made(&mut client, create(1, "f001", activity("A forum"))).await;
    let cut_of = |fair: &str| {
        let position = Position {
            service: "forums".to_owned(),
            fair: fair.to_owned(),
            sequence: 1,
            ..Position::default()
        };
        let positions = vec![position];
        AsOf {
            moment: Some(Moment::Cut(Cut { positions })),
        }
    };
    for fair in ["fairs/ciftis", ""] {
        read(&mut client, cut_of(fair).moment.unwrap())
            .await
            .unwrap();
    }

    let elsewhere = Some(cut_of("fairs/canton"));
    let edition = "fairs/ciftis/editions/4".to_owned();
    let selection = Some(Selection {
        cube: "activities".to_owned(),
        ..Selection::default()
    });
    let get = GetActivityRequest {
        name: named("f001"),
        as_of: elsewhere.clone(),
    };
    let list = ListActivitiesRequest {
        parent: edition.clone(),
        as_of: elsewhere.clone(),
        ..ListActivitiesRequest::default()
    };
    let cells = QueryCellsRequest {
        parent: edition.clone(),
        selection: selection.clone(),
        measure: Some(Measure::SumOf("activities".to_owned())),
        as_of: elsewhere.clone(),
        ..QueryCellsRequest::default()
    };
    let evidence = ListEvidenceRequest {
        parent: edition,
        selection,
        as_of: elsewhere.clone(),
        ..ListEvidenceRequest::default()
    };
    let position = GetPositionRequest {
        name: "fairs/ciftis".to_owned(),
        as_of: elsewhere,
    };
    for refused in [
        client.get_activity(get).await.unwrap_err(),
        client.list_activities(list).await.unwrap_err(),
        client.query_cells(cells).await.unwrap_err(),
        client.list_evidence(evidence).await.unwrap_err(),
        client.get_position(position).await.unwrap_err(),
    ] {
        assert_eq!(reason(&refused), "AS_OF_INVALID");
        assert!(
            refused.message().contains("fairs/canton"),
            "{}",
            refused.message()
        );
    }
}

#[tokio::test]
async fn a_position_is_told() {
    let house = House::open();
    let mut client = house.client();
    assert_eq!(position(&mut client, None).await.sequence, 0);
    made(&mut client, create(1, "f001", activity("A forum"))).await;
    let newest = position(&mut client, None).await;
    assert_eq!((newest.service.as_str(), newest.sequence), ("forums", 1));
    let recorded_at = newest.recorded_at.unwrap();
    assert_eq!(
        position(&mut client, Some(Moment::Time(recorded_at))).await,
        newest
    );
    let origin = position(&mut client, Some(cut(&[("forums", 0)]))).await;
    assert_eq!((origin.sequence, origin.recorded_at), (0, None));

    let wrong = GetPositionRequest {
        name: named("f001"),
        as_of: None,
    };
    assert_eq!(
        fields(&client.get_position(wrong).await.unwrap_err()),
        ["name"]
    );
}
