//! The same questions to the same books through both doors get the same answers.

use futures_util::FutureExt;
use ledger::{Fair, RequestKey, Write};
use proto::{
    forums::v1::{
        Activity, CreateActivityRequest, GetActivityRequest, ListActivitiesRequest,
        UpdateActivityRequest,
    },
    statistics::v1::{GetPositionRequest, ListCubesRequest, QueryCellsRequest},
};
use tokio::sync::mpsc::UnboundedSender;
use tonic::{Code, Status};

use crate::{
    desk::{Client, House, Served, activity, create, id, named, void},
    entry::{made, read},
};

/// What of an error a caller can act on.
fn told(status: &Status) -> (Code, String, Vec<u8>) {
    (
        status.code(),
        status.message().to_owned(),
        status.details().to_vec(),
    )
}

/// Asks everything and writes down what is answered.
async fn ask_everything(mut client: Client) -> Vec<String> {
    let mut answers = Vec::new();
    let mut note = |answer: Result<String, Status>| {
        answers.push(format!("{:?}", answer.map_err(|status| told(&status))));
    };
    let get = |name: &str| GetActivityRequest {
        name: name.to_owned(),
        as_of: None,
    };
    for name in [
        named("f001"),
        named("f009"),
        "fairs".to_owned(),
        String::new(),
    ] {
        let answer = client.get_activity(get(&name)).await;
        note(answer.map(|answer| format!("{:?}", answer.into_inner())));
    }
    for request in [
        create(1, "f001", activity("A forum")),
        create(9, "f001", activity("B")),
        CreateActivityRequest::default(),
    ] {
        let answer = client.create_activity(request).await;
        note(answer.map(|answer| format!("{:?}", answer.into_inner())));
    }
    let update = UpdateActivityRequest {
        activity: Some(Activity::default()),
        request_id: id(9),
        update_mask: None,
    };
    note(
        client
            .update_activity(update)
            .await
            .map(|answer| format!("{:?}", answer.into_inner())),
    );
    note(
        client
            .void_activity(void(9, "f009"))
            .await
            .map(|answer| format!("{:?}", answer.into_inner())),
    );
    for parent in ["fairs/ciftis/editions/4", "fairs"] {
        let list = ListActivitiesRequest {
            parent: parent.to_owned(),
            ..ListActivitiesRequest::default()
        };
        note(
            client
                .list_activities(list)
                .await
                .map(|answer| format!("{:?}", answer.into_inner())),
        );
    }
    let position = GetPositionRequest {
        name: "fairs/ciftis".to_owned(),
        as_of: None,
    };
    note(
        client
            .get_position(position)
            .await
            .map(|answer| format!("{:?}", answer.into_inner())),
    );
    note(
        client
            .list_cubes(ListCubesRequest {})
            .await
            .map(|answer| format!("{:?}", answer.into_inner())),
    );
    let cells = client.query_cells(QueryCellsRequest::default()).await;
    note(cells.map(|answer| format!("{:?}", answer.into_inner())));
    answers
}

#[tokio::test]
async fn both_doors_answer_alike() {
    let house = House::open();
    made(&mut house.client(), create(1, "f001", activity("A forum"))).await;
    let served = Served::start(house.service.clone()).await;
    let within = ask_everything(house.client()).await;
    let remote = ask_everything(served.client()).await;
    assert_eq!(within, remote);
    assert_eq!(within.len(), 14);
    let refused = within
        .iter()
        .filter(|answer| answer.starts_with("Err"))
        .count();
    assert_eq!(refused, 9, "{within:#?}");
}

#[tokio::test]
async fn a_write_outlives_the_patience_of_its_caller() {
    let house = House::open();
    let mut client = house.client();
    // The book is busy, so that the call cannot be answered at once.
    let (begun, mut has_begun) = tokio::sync::mpsc::unbounded_channel();
    let (go_on, may_go_on) = std::sync::mpsc::channel();
    let book = house.keeper.book().clone();
    let busy = tokio::spawn(async move { book.write(long_write(begun, may_go_on)).await });
    has_begun.recv().await.unwrap();

    let request = create(1, "f001", activity("A forum"));
    let dropped = client.create_activity(request.clone()).now_or_never();
    assert!(dropped.is_none(), "the write was not waited for");
    go_on.send(()).unwrap();
    busy.await.unwrap().unwrap();
    // The writes of a fair are made one after another.
    made(&mut client, create(2, "f002", activity("Another"))).await;
    let first = read(&mut client, "f001").await.unwrap();
    assert_eq!(first.entry.clone().unwrap().position.unwrap().sequence, 1);
    assert_eq!(made(&mut client, request).await.name, first.name);
}

/// A write that tells when it has begun, waits, and changes nothing.
fn long_write(begun: UnboundedSender<()>, may_go_on: std::sync::mpsc::Receiver<()>) -> Write {
    Write {
        fair: Fair::parse("fairs/ciftis").unwrap(),
        request: RequestKey {
            caller: "test".to_owned(),
            method: "Wait".to_owned(),
            id: [1; 16],
            digest: [0; 32],
        },
        reads: Vec::new(),
        rule: Box::new(move |_| {
            begun.send(()).unwrap();
            may_go_on.recv().unwrap();
            Ok(Vec::new())
        }),
    }
}
