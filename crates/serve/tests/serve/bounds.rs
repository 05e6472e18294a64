//! What a listener bounds besides the calls: streams, connections, headers.

use std::{
    future::poll_fn,
    net::SocketAddr,
    pin::{Pin, pin},
    time::Duration,
};

use h2::client::{Connection, SendRequest};
use http::{Method, Request};
use proto::statistics::v1::{BackUpBooksChunk, BackUpBooksRequest};
use tokio::{io::AsyncReadExt, net::TcpStream};
use tonic::{Code, Streaming, codegen::Bytes};
use tonic_types::StatusExt;

use crate::{
    desk::{Client, Served},
    entry::reason,
    odd::{Odd, PIECES, ask},
};

async fn back_up(client: &mut Client) -> Result<Streaming<BackUpBooksChunk>, tonic::Status> {
    let answer = client.back_up_books(BackUpBooksRequest::default()).await;
    answer.map(tonic::Response::into_inner)
}

#[tokio::test]
async fn streams_count_while_they_run_and_take_no_place_of_the_calls() {
    let odd = Odd::new();
    let served = Served::start_with(odd.service.clone(), |serving| serving.calls_at_once = 1).await;
    let mut running = Vec::new();
    for _ in 0..4 {
        // Over connections of their own: nobody reads them.
        running.push(back_up(&mut served.client()).await.unwrap());
    }
    let refused = back_up(&mut served.client()).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::ResourceExhausted, "OVERLOADED")
    );
    assert!(refused.get_details_retry_info().is_some());
    served.client().get_activity(ask("tells")).await.unwrap();
    let mut pieces = 0;
    let mut first = running.remove(0);
    while first.message().await.unwrap().is_some() {
        pieces += 1;
    }
    assert_eq!(pieces, PIECES);
    back_up(&mut served.client()).await.unwrap();
}

/// The same request with a token.
fn bearing<T>(token: &str, message: T) -> tonic::Request<T> {
    let mut request = tonic::Request::new(message);
    let token = format!("Bearer {token}").parse().unwrap();
    request.metadata_mut().insert("authorization", token);
    request
}

#[tokio::test]
async fn a_token_makes_somebody_new_only_once_it_was_accepted() {
    let odd = Odd::new();
    let served = Served::start(odd.service.clone()).await;
    let mut running = Vec::new();
    for _ in 0..4 {
        running.push(back_up(&mut served.client()).await.unwrap());
    }
    let asks = |token| {
        let mut client = served.client();
        async move {
            let request = bearing(token, BackUpBooksRequest::default());
            client.back_up_books(request).await.map(drop)
        }
    };
    let call = bearing("ann", ask("tells").into_inner());
    served.client().get_activity(call).await.unwrap();
    // Time was over before anybody looked at it.
    let mut late = bearing("ben", ask("tells").into_inner());
    late.metadata_mut()
        .insert("grpc-timeout", "0n".parse().unwrap());
    served.client().get_activity(late).await.unwrap_err();
    asks("ann").await.unwrap();
    for refused in ["ben", "cat"] {
        let refused = asks(refused).await.unwrap_err();
        assert_eq!(refused.code(), Code::ResourceExhausted);
    }
}

/// Whether the other side has closed a connection on which nothing was sent.
async fn is_closed(mut stream: TcpStream) -> bool {
    let mut buffer = [0; 1_024];
    matches!(stream.read(&mut buffer).await, Ok(0) | Err(_))
}

#[tokio::test]
async fn one_connection_too_many_is_closed() {
    let odd = Odd::new();
    let served = Served::start_with(odd.service.clone(), |serving| {
        serving.connections.at_once = 2;
    })
    .await;
    let mut open = [h2_to(served.address).await, h2_to(served.address).await];
    let third = TcpStream::connect(served.address).await.unwrap();
    assert!(is_closed(third).await);
    for (sender, connection) in &mut open {
        assert_eq!(answer(sender, connection, 0).await.as_deref(), Ok("0"));
    }
}

#[tokio::test]
async fn who_connects_and_says_nothing_is_cut_off() {
    for with_pages in [false, true] {
        let odd = Odd::new();
        let served = Served::start_with(odd.service.clone(), |serving| {
            serving.connections.silence = Duration::from_millis(20);
            serving.pages = with_pages.then(axum::Router::new);
        })
        .await;
        // The listener says its part of the beginning and hears nothing.
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        let mut heard = Vec::new();
        let _ = stream.read_to_end(&mut heard).await;
    }
}

#[tokio::test]
async fn an_old_connection_ends_and_what_it_carries_is_finished() {
    let mut odd = Odd::new();
    let served = Served::start_with(odd.service.clone(), |serving| {
        serving.connections.age = Duration::from_millis(100);
    })
    .await;
    let mut client = served.client();
    let mut waiting = client.clone();
    let waiting = tokio::spawn(async move { waiting.get_activity(ask("waits")).await });
    odd.begun.recv().await.unwrap();
    // One that is younger has ended.
    let (sender, connection) = h2_to(served.address).await;
    connection.await.unwrap();
    drop(sender);
    odd.go_on.notify_one();
    waiting.await.unwrap().unwrap();
    client.get_activity(ask("tells")).await.unwrap();
}

/// RESOURCE_EXHAUSTED as it stands in trailers.
const TOO_LARGE: &str = "8";

type Conversation = (SendRequest<Bytes>, Connection<TcpStream, Bytes>);

async fn h2_to(address: SocketAddr) -> Conversation {
    let stream = TcpStream::connect(address).await.unwrap();
    h2::client::handshake(stream).await.unwrap()
}

/// The code of a call whose headers have so many bytes more, or the HTTP status if it is
/// another than 200.
async fn answer(
    sender: &mut SendRequest<Bytes>,
    connection: &mut Connection<TcpStream, Bytes>,
    more: usize,
) -> Result<String, u16> {
    let request = Request::builder()
        .method(Method::POST)
        .uri("http://x/grpc.health.v1.Health/Check")
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .header("more", "m".repeat(more))
        .body(())
        .unwrap();
    let called = async {
        let (answer, mut body) = sender.send_request(request, false).unwrap();
        body.send_data(Bytes::from_static(&[0; 5]), true).unwrap();
        let (head, mut body) = answer.await.unwrap().into_parts();
        if head.status != 200 {
            return Err(head.status.as_u16());
        }
        while let Some(data) = body.data().await {
            data.unwrap();
        }
        let trailers = body.trailers().await.unwrap().unwrap_or(head.headers);
        Ok(trailers["grpc-status"].to_str().unwrap().to_owned())
    };
    let mut called = pin!(called);
    poll_fn(|context| {
        let _ = Pin::new(&mut *connection).poll(context);
        called.as_mut().poll(context)
    })
    .await
}

#[tokio::test]
async fn headers_have_16_kib_and_not_a_byte_more() {
    let served = Served::start(Odd::new().service).await;
    let (mut sender, mut connection) = h2_to(served.address).await;
    let others = [
        ("content-type", "application/grpc"),
        ("te", "trailers"),
        ("more", ""),
    ];
    let fixed: usize = others
        .iter()
        .map(|(name, value)| name.len() + value.len() + 32)
        .sum();
    let room = 16 * 1024 - fixed;
    for (more, expected) in [
        (room, Ok("0")),
        (room + 1, Ok(TOO_LARGE)),
        (0, Ok("0")),
        // So much that the library does not look at it.
        (70_000, Err(431)),
        (0, Ok("0")),
    ] {
        let answer = answer(&mut sender, &mut connection, more).await;
        assert_eq!(
            answer.as_deref(),
            expected.as_ref().copied(),
            "{more} bytes more"
        );
    }
}
