//! The listener: health, reflection, admission, the end.

use std::{net::SocketAddr, time::Duration};

use axum::{Router, routing::get};
use proto::forums::v1::forums_service_client::ForumsServiceClient;
use serve::{Drained, Link, ListenError, Listener, Stop};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::Instant,
};
use tokio_stream::StreamExt;
use tonic::{Code, transport::Channel};
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};
use tonic_reflection::pb::{v1, v1alpha};
use tonic_types::StatusExt;

use crate::{
    desk::Served,
    entry::reason,
    odd::{Odd, ask},
};

const NOT_SERVING: i32 = 2;
const SERVING: i32 = 1;

async fn channel(served: &Served) -> Channel {
    let address = format!("http://{}", served.address);
    Channel::from_shared(address)
        .unwrap()
        .connect()
        .await
        .unwrap()
}

async fn health(client: &mut HealthClient<Channel>, service: &str) -> i32 {
    let request = HealthCheckRequest {
        service: service.to_owned(),
    };
    client.check(request).await.unwrap().into_inner().status
}

#[tokio::test]
async fn health_goes_from_not_serving_to_serving_and_back() {
    let served = Served::start(Odd::new().service).await;
    let mut client = HealthClient::new(channel(&served).await);
    let names = ["", "readiness", "tradefair.forums.v1.ForumsService"];
    for (step, expected) in [NOT_SERVING, SERVING, NOT_SERVING].into_iter().enumerate() {
        match step {
            1 => served.health.ready().await,
            2 => served.health.unready().await,
            _ => {}
        }
        for name in names {
            assert_eq!(
                health(&mut client, name).await,
                expected,
                "{name:?} in step {step}"
            );
        }
        assert_eq!(health(&mut client, "liveness").await, SERVING);
    }
    let unknown = client
        .check(HealthCheckRequest {
            service: "nobody".to_owned(),
        })
        .await;
    assert_eq!(unknown.unwrap_err().code(), Code::NotFound);
}

#[tokio::test]
async fn reflection_tells_the_services_in_both_versions() {
    use v1::{
        ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
        server_reflection_request::MessageRequest, server_reflection_response::MessageResponse,
    };
    let served = Served::start(Odd::new().service).await;
    let mut client = ServerReflectionClient::new(channel(&served).await);
    let questions = [
        MessageRequest::ListServices(String::new()),
        MessageRequest::FileContainingSymbol("tradefair.forums.v1.ForumsService".to_owned()),
        MessageRequest::FileContainingSymbol("google.rpc.BadRequest".to_owned()),
        MessageRequest::FileContainingSymbol("google.rpc.ErrorInfo".to_owned()),
    ];
    let requests = questions.map(|question| ServerReflectionRequest {
        host: String::new(),
        message_request: Some(question),
    });
    let answers = client
        .server_reflection_info(tokio_stream::iter(requests))
        .await
        .unwrap();
    let mut answers = answers
        .into_inner()
        .map(|answer| answer.unwrap().message_response.unwrap());
    let Some(MessageResponse::ListServicesResponse(list)) = answers.next().await else {
        panic!("no list of services");
    };
    let mut names: Vec<_> = list
        .service
        .into_iter()
        .map(|service| service.name)
        .collect();
    names.sort();
    let expected = [
        "grpc.health.v1.Health",
        "grpc.reflection.v1.ServerReflection",
        "tradefair.forums.v1.ForumsService",
    ];
    assert_eq!(names, expected);
    for _ in 0..3 {
        let answer = answers.next().await;
        assert!(
            matches!(answer, Some(MessageResponse::FileDescriptorResponse(_))),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn reflection_tells_comments_in_the_old_version_too() {
    use prost::Message;
    use v1alpha::{
        ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
        server_reflection_request::MessageRequest, server_reflection_response::MessageResponse,
    };
    let served = Served::start(Odd::new().service).await;
    let mut client = ServerReflectionClient::new(channel(&served).await);
    let symbol = "tradefair.forums.v1.ForumsService".to_owned();
    let request = ServerReflectionRequest {
        host: String::new(),
        message_request: Some(MessageRequest::FileContainingSymbol(symbol)),
    };
    let mut answers = client
        .server_reflection_info(tokio_stream::once(request))
        .await
        .unwrap()
        .into_inner();
    let answer = answers.next().await.unwrap().unwrap().message_response;
    let Some(MessageResponse::FileDescriptorResponse(files)) = answer else {
        panic!("no file: {answer:?}");
    };
    let file = &files.file_descriptor_proto[0];
    let file = prost_types::FileDescriptorProto::decode(file.as_slice()).unwrap();
    let locations = file.source_code_info.unwrap().location;
    let commented = locations
        .iter()
        .filter(|location| location.leading_comments.is_some());
    assert!(commented.count() > 20);
}

#[tokio::test]
async fn a_port_in_use_is_one_clear_sentence() {
    let first = Listener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))
        .await
        .unwrap();
    let refused = Listener::bind(first.address()).await.unwrap_err();
    assert!(matches!(refused, ListenError::InUse { .. }));
    assert_eq!(
        refused.to_string(),
        format!(
            "{} is in use by another process; stop it, or choose another address",
            first.address()
        )
    );
    let elsewhere = Listener::bind("192.0.2.1:1".parse().unwrap())
        .await
        .unwrap_err();
    assert!(matches!(elsewhere, ListenError::Unusable { .. }));
}

#[tokio::test]
async fn too_many_calls_are_refused_at_the_listener_alone() {
    let mut odd = Odd::new();
    let served = Served::start_with(odd.service.clone(), |serving| serving.calls_at_once = 1).await;
    let mut client = served.client();
    let mut waiting = client.clone();
    let waiting = tokio::spawn(async move { waiting.get_activity(ask("waits")).await });
    odd.begun.recv().await.unwrap();
    let refused = client.get_activity(ask("tells")).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::ResourceExhausted, "OVERLOADED")
    );
    assert!(refused.get_details_retry_info().is_some());
    let mut within = ForumsServiceClient::new(Link::within(&odd.service));
    within.get_activity(ask("tells")).await.unwrap();
    odd.go_on.notify_one();
    waiting.await.unwrap().unwrap();
    client.get_activity(ask("tells")).await.unwrap();
}

#[tokio::test]
async fn a_call_to_the_next_service_needs_no_second_permit() {
    let last = Odd::new();
    let first = Odd::before(Some(Link::within(&last.service)));
    let served = Served::start_with(first.service, |serving| serving.calls_at_once = 1).await;
    served
        .client()
        .get_activity(ask("next-tells"))
        .await
        .unwrap();
}

#[tokio::test]
async fn calls_under_way_are_finished_before_the_end() {
    let mut odd = Odd::new();
    let mut served = Served::start_with(odd.service.clone(), |serving| {
        serving.drain.limit = Duration::from_secs(60);
    })
    .await;
    let mut client = served.client();
    let call = tokio::spawn(async move { client.get_activity(ask("waits")).await });
    odd.begun.recv().await.unwrap();
    served.stop.take().unwrap().send(Stop::Announced).unwrap();
    odd.go_on.notify_one();
    call.await.unwrap().unwrap();
    assert_eq!(served.ended.await.unwrap(), Drained::Fully);
    let mut late =
        ForumsServiceClient::new(Link::remote("forums", &served.address.try_into().unwrap()));
    let refused = late.get_activity(ask("tells")).await.unwrap_err();
    assert_eq!(reason(&refused), "SERVICE_UNREACHABLE");
}

#[tokio::test]
async fn before_the_good_bye_calls_are_taken_and_nobody_is_asked_to_send_them() {
    let odd = Odd::new();
    let mut served = Served::start_with(odd.service.clone(), |serving| {
        // Longer than any test: what is seen here is seen before it.
        serving.drain.delay = Duration::from_secs(3_600);
    })
    .await;
    served.health.ready().await;
    let mut client = HealthClient::new(channel(&served).await);
    let request = HealthCheckRequest {
        service: "readiness".to_owned(),
    };
    let mut told = client.watch(request).await.unwrap().into_inner();
    assert_eq!(told.next().await.unwrap().unwrap().status, SERVING);
    served.stop.take().unwrap().send(Stop::Announced).unwrap();
    assert_eq!(told.next().await.unwrap().unwrap().status, NOT_SERVING);
    assert_eq!(health(&mut client, "liveness").await, SERVING);
    // Over a connection that is new.
    served.client().get_activity(ask("tells")).await.unwrap();
    served.ended.abort();
}

#[tokio::test]
async fn the_good_bye_comes_after_the_delay() {
    let odd = Odd::new();
    let delay = Duration::from_millis(50);
    let mut served = Served::start_with(odd.service.clone(), |serving| {
        serving.drain.delay = delay;
        serving.drain.limit = Duration::from_secs(60);
    })
    .await;
    // Who watches its health does not hold it up.
    let mut client = HealthClient::new(channel(&served).await);
    let request = HealthCheckRequest::default();
    let mut told = client.watch(request).await.unwrap().into_inner();
    assert_eq!(told.next().await.unwrap().unwrap().status, NOT_SERVING);
    let begun = Instant::now();
    served.stop.take().unwrap().send(Stop::Announced).unwrap();
    assert_eq!(served.ended.await.unwrap(), Drained::Fully);
    assert!(begun.elapsed() >= delay);
}

#[tokio::test]
async fn an_end_at_once_has_no_delay() {
    let odd = Odd::new();
    let mut served = Served::start_with(odd.service.clone(), |serving| {
        // Longer than any test.
        serving.drain.delay = Duration::from_secs(3_600);
    })
    .await;
    served.stop.take().unwrap().send(Stop::AtOnce).unwrap();
    assert_eq!(served.ended.await.unwrap(), Drained::Fully);
}

#[tokio::test]
async fn the_end_does_not_wait_for_ever() {
    let mut odd = Odd::new();
    let mut served = Served::start(odd.service.clone()).await;
    let mut client = served.client();
    let call = tokio::spawn(async move {
        let mut request = ask("never");
        request.set_timeout(Duration::from_secs(30));
        client.get_activity(request).await
    });
    odd.begun.recv().await.unwrap();
    served.stop.take().unwrap().send(Stop::Announced).unwrap();
    assert_eq!(served.ended.await.unwrap(), Drained::AtLimit);
    call.abort();
}

#[tokio::test]
async fn pages_are_served_beside_the_services() {
    let odd = Odd::new();
    let served = Served::start_with(odd.service.clone(), |serving| {
        serving.pages = Some(Router::new().route("/hello", get(|| async { "good morning" })));
    })
    .await;
    for (path, expected) in [("/hello", "200 OK"), ("/nowhere", "404 Not Found")] {
        let mut stream = tokio::net::TcpStream::connect(served.address)
            .await
            .unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.contains(expected), "{answer}");
    }
    served.client().get_activity(ask("tells")).await.unwrap();
}
