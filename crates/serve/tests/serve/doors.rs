//! Both doors behave alike: deadlines, panics, sizes, errors.

use std::time::Duration;

use proto::{
    forums::v1::{
        Activity, CreateActivityRequest, ListActivitiesRequest,
        forums_service_client::ForumsServiceClient,
    },
    statistics::v1::BookEntry,
};
use serve::Link;
use tonic::{Code, Request, Status, client::Grpc, codegen::http::uri::PathAndQuery};
use tonic_prost::ProstCodec;
use tonic_types::StatusExt;

use crate::{
    desk::{Client, Served},
    entry::{fields, reason},
    odd::{Odd, ask},
};

/// The odd service behind each of its doors.
struct Doors {
    within: Link,
    remote: Link,
    _served: Served,
}

impl Doors {
    async fn open() -> Self {
        let odd = Odd::new();
        let served = Served::start(odd.service.clone()).await;
        // Whatever is told of calls, nobody listens; the channel stays open.
        std::mem::forget(odd.begun);
        Self {
            within: Link::within(&odd.service),
            remote: served.link(),
            _served: served,
        }
    }

    fn links(&self) -> [Link; 2] {
        [self.within.clone(), self.remote.clone()]
    }

    fn clients(&self) -> [Client; 2] {
        self.links().map(ForumsServiceClient::new)
    }
}

#[tokio::test]
async fn a_passed_deadline_is_called_so() {
    let doors = Doors::open().await;
    for mut client in doors.clients() {
        let mut request = ask("never");
        request.set_timeout(Duration::from_millis(30));
        let refused = client.get_activity(request).await.unwrap_err();
        assert_eq!(refused.code(), Code::DeadlineExceeded);
        assert_eq!(reason(&refused), "DEADLINE_PASSED");
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_ever() {
    let odd = Odd::new();
    let mut client = ForumsServiceClient::new(Link::within(&odd.service));
    let begun = tokio::time::Instant::now();
    let refused = client.get_activity(ask("never")).await.unwrap_err();
    assert_eq!(refused.code(), Code::DeadlineExceeded);
    assert!(
        begun.elapsed() < Duration::from_secs(6),
        "{:?}",
        begun.elapsed()
    );
    let mut patient = ask("never");
    patient.set_timeout(Duration::from_secs(3_600));
    let refused = client.get_activity(patient).await.unwrap_err();
    assert_eq!(refused.code(), Code::DeadlineExceeded);
    assert!(
        begun.elapsed() < Duration::from_secs(70),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn what_is_left_of_a_deadline_is_passed_on() {
    let doors = Doors::open().await;
    for link in doors.links() {
        let first = Odd::before(Some(link));
        let mut client = ForumsServiceClient::new(Link::within(&first.service));
        let mut request = ask("next-tells");
        request.set_timeout(Duration::from_secs(2));
        let answer = client.get_activity(request).await.unwrap().into_inner();
        let told = answer.title.unwrap().en;
        let microseconds: u64 = told.strip_suffix('u').unwrap().parse().unwrap();
        assert!((1_000_000..1_990_000).contains(&microseconds), "{told}");

        let mut request = ask("next-never");
        request.set_timeout(Duration::from_millis(100));
        let refused = client.get_activity(request).await.unwrap_err();
        assert_eq!(reason(&refused), "DEADLINE_PASSED");
    }
}

#[tokio::test]
async fn a_panic_is_an_error_and_no_more() {
    let doors = Doors::open().await;
    for mut client in doors.clients() {
        let refused = client.get_activity(ask("panics")).await.unwrap_err();
        assert_eq!(refused.code(), Code::Internal);
        assert_eq!(reason(&refused), "INTERNAL_DEFECT");
        assert!(
            !refused.message().contains("odd service"),
            "{}",
            refused.message()
        );
        client.get_activity(ask("tells")).await.unwrap();
    }
}

#[tokio::test]
async fn messages_are_bounded() {
    let doors = Doors::open().await;
    for mut client in doors.clients() {
        let sized = |bytes: usize| CreateActivityRequest {
            activity: Some(Activity {
                source: "x".repeat(bytes),
                ..Activity::default()
            }),
            ..CreateActivityRequest::default()
        };
        client.create_activity(sized((1 << 20) - 64)).await.unwrap();
        for bytes in [1 << 20, 3 << 20, 6 << 20] {
            let refused = client.create_activity(sized(bytes)).await.unwrap_err();
            assert_eq!(
                refused.code(),
                Code::ResourceExhausted,
                "{bytes}: {refused:?}"
            );
            assert_eq!(reason(&refused), "REQUEST_TOO_LARGE");
        }
        let page = |page_size: i32| ListActivitiesRequest {
            page_size,
            ..ListActivitiesRequest::default()
        };
        client.list_activities(page(4 * 1024 - 1)).await.unwrap();
        let refused = client.list_activities(page(4 * 1024)).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument);
        assert_eq!(fields(&refused), ["page_size"]);
    }
}

/// Sends a message to a method that takes another.
async fn send(link: Link, path: &'static str) -> Status {
    let mut client = Grpc::new(link);
    client.ready().await.unwrap();
    let message = BookEntry {
        revision: 7,
        ..BookEntry::default()
    };
    let codec = ProstCodec::<BookEntry, Activity>::default();
    let path = PathAndQuery::from_static(path);
    client
        .unary(Request::new(message), path, codec)
        .await
        .unwrap_err()
}

#[tokio::test]
async fn what_cannot_be_read_is_the_callers_fault() {
    let doors = Doors::open().await;
    for link in doors.links() {
        let refused = send(link, "/tradefair.forums.v1.ForumsService/CreateActivity").await;
        assert_eq!(refused.code(), Code::InvalidArgument, "{refused:?}");
        assert_eq!(fields(&refused), ["request"]);
    }
}

#[tokio::test]
async fn an_unknown_method_is_not_offered() {
    let doors = Doors::open().await;
    for link in doors.links() {
        let refused = send(link, "/tradefair.forums.v1.ForumsService/Sing").await;
        assert_eq!(
            (refused.code(), reason(&refused).as_str()),
            (Code::Unimplemented, "NOT_OFFERED")
        );
    }
    let refused = send(doors.remote, "/tradefair.songs.v1.SongService/Sing").await;
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::Unimplemented, "NOT_OFFERED")
    );
}

#[tokio::test]
async fn errors_of_a_called_service_are_passed_on_or_explained() {
    let doors = Doors::open().await;
    for link in doors.links() {
        let first = Odd::before(Some(link));
        let mut client = ForumsServiceClient::new(Link::within(&first.service));
        let passed_on = client.get_activity(ask("next-panics")).await.unwrap_err();
        assert_eq!(reason(&passed_on), "INTERNAL_DEFECT");
        let bare = client.get_activity(ask("next-bare")).await.unwrap_err();
        assert_eq!(
            (bare.code(), reason(&bare).as_str()),
            (Code::Unavailable, "SERVICE_UNREACHABLE")
        );
    }
}

#[tokio::test]
async fn a_service_that_is_not_there_is_named() {
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let link = Link::remote("exhibitions", &closed.try_into().unwrap());
    let mut client = ForumsServiceClient::new(link);
    let refused = client.get_activity(ask("tells")).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::Unavailable, "SERVICE_UNREACHABLE")
    );
    assert_eq!(
        refused.get_details_error_info().unwrap().metadata["service"],
        "exhibitions"
    );
    assert!(
        refused.message().contains("connection refused"),
        "{}",
        refused.message()
    );
    assert!(
        !refused.message().contains("127.0.0.1"),
        "{}",
        refused.message()
    );
}
