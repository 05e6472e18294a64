//! The operations door.

use std::{net::SocketAddr, time::Duration};

use axum::{Router, routing::get};
use serve::{Drained, ListenError, Listener, Operations, Stop};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_stream::StreamExt;
use tonic::{Code, transport::Channel};
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

use crate::{
    authority::{Authority, Wanted},
    desk::Served,
    odd::{Odd, ask},
    secured::{Holder, NAME, over},
};

const NOT_SERVING: i32 = 2;
const SERVING: i32 = 1;

async fn bound() -> (Operations, SocketAddr) {
    let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
    let listener = Listener::bind(any_port).await.unwrap();
    let address = listener.address();
    (Operations::at(listener), address)
}

async fn watcher(address: SocketAddr) -> HealthClient<Channel> {
    let channel = Channel::from_shared(format!("http://{address}")).unwrap();
    HealthClient::new(channel.connect().await.unwrap())
}

fn about(service: &str) -> HealthCheckRequest {
    HealthCheckRequest {
        service: service.to_owned(),
    }
}

async fn status(client: &mut HealthClient<Channel>, service: &str) -> i32 {
    client
        .check(about(service))
        .await
        .unwrap()
        .into_inner()
        .status
}

async fn page(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_tells_in_the_clear_of_a_process_that_is_secured_and_of_nothing_else() {
    let authority = Authority::new("the fair");
    let own = Holder::of(&authority.gives(&Wanted::of(NAME)), &[&authority]);
    let (mut operations, address) = bound().await;
    operations.pages = Router::new().route("/metrics", get(|| async { "calls 7" }));
    let odd = Odd::new();
    let served = Served::start_with(odd.service.clone(), |serving| {
        serving.certificates = Some(own.certificates.clone());
        serving.operations = Some(operations);
    })
    .await;
    let mut client = watcher(address).await;
    for (ready, expected) in [(false, NOT_SERVING), (true, SERVING)] {
        if ready {
            served.health.ready().await;
        }
        for name in ["", "readiness", "tradefair.forums.v1.ForumsService"] {
            assert_eq!(status(&mut client, name).await, expected, "{name:?}");
        }
        assert_eq!(status(&mut client, "liveness").await, SERVING);
    }
    let metrics = page(address, "/metrics").await;
    assert!(
        metrics.contains("200 OK") && metrics.ends_with("calls 7"),
        "{metrics}"
    );
    assert!(page(address, "/").await.contains("404 Not Found"));
    let channel = Channel::from_shared(format!("http://{address}")).unwrap();
    let channel = channel.connect().await.unwrap();
    let mut forums = proto::forums::v1::forums_service_client::ForumsServiceClient::new(channel);
    let refused = forums.get_activity(ask("any")).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unimplemented);
    let link = own.link(&format!("https://{NAME}"), served.address);
    over(link).get_activity(ask("any")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_open_until_the_last_call_is_finished() {
    let mut odd = Odd::new();
    let (operations, address) = bound().await;
    let mut served = Served::start_with(odd.service.clone(), |serving| {
        serving.operations = Some(operations);
        serving.drain.limit = Duration::from_secs(60);
    })
    .await;
    served.health.ready().await;
    let mut watching = watcher(address).await;
    let told = watching.watch(about("readiness")).await.unwrap();
    let mut told = told.into_inner();
    assert_eq!(told.next().await.unwrap().unwrap().status, SERVING);
    let mut client = served.client();
    let call = tokio::spawn(async move { client.get_activity(ask("waits")).await });
    odd.begun.recv().await.unwrap();
    served.stop.take().unwrap().send(Stop::Announced).unwrap();
    assert_eq!(told.next().await.unwrap().unwrap().status, NOT_SERVING);
    // While that call goes on. Over a connection that is new, too.
    for client in [&mut watching, &mut watcher(address).await] {
        assert_eq!(status(client, "liveness").await, SERVING);
        assert_eq!(status(client, "readiness").await, NOT_SERVING);
    }
    odd.go_on.notify_one();
    call.await.unwrap().unwrap();
    // Who watches does not hold up the end.
    assert_eq!(served.ended.await.unwrap(), Drained::Fully);
}

#[tokio::test]
async fn its_port_may_be_in_use_too() {
    let (_operations, address) = bound().await;
    let refused = Listener::bind(address).await.unwrap_err();
    assert!(matches!(refused, ListenError::InUse { .. }));
}
