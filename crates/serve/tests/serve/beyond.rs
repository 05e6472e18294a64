//! What one connection may do, and one thing more.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::Instant,
};

use crate::{
    desk::Served,
    odd::Odd,
    raw::{DATA, GO_AWAY, HEADERS, LAST, PING, RESET, Raw, begun, frame},
};

const CHECK: &str = "/grpc.health.v1.Health/Check";

/// How many calls a connection carries at the same time.
const CALLS: u32 = 256;

/// How many of them may be taken back before anybody has looked at them.
const TAKEN_BACK: u32 = 512;

/// Codes of HTTP/2: another stream than this is wanted, and calm.
const REFUSED_STREAM: [u8; 4] = [0, 0, 0, 7];
const CANCEL: [u8; 4] = [0, 0, 0, 8];
const ENHANCE_YOUR_CALM: [u8; 4] = [0, 0, 0, 11];

#[tokio::test]
async fn a_connection_carries_so_many_calls_and_one_more_is_refused() {
    let served = Served::start(Odd::new().service).await;
    let mut raw = Raw::connect(served.address).await;
    assert_eq!(raw.streams_at_once, CALLS);
    for number in 0..=CALLS {
        raw.send(&begun(2 * number + 1, CHECK)).await;
    }
    let refused = raw.until(|frame| frame.kind == RESET).await;
    assert_eq!(refused.stream, 2 * CALLS + 1);
    assert_eq!(refused.content, REFUSED_STREAM);
    // The others are answered, once their requests have come.
    for number in 0..CALLS {
        raw.send(&frame(DATA, LAST, 2 * number + 1, &[0; 5])).await;
        let end = raw
            .until(|frame| frame.kind != DATA && frame.flags & LAST != 0)
            .await;
        assert_eq!((end.kind, end.stream), (HEADERS, 2 * number + 1));
    }
}

#[tokio::test]
async fn calls_are_taken_back_so_often_and_once_more_ends_the_connection() {
    let served = Served::start(Odd::new().service).await;
    for (times, lives) in [(TAKEN_BACK, true), (TAKEN_BACK + 1, false)] {
        let mut raw = Raw::connect(served.address).await;
        let mut bytes = Vec::new();
        for number in 0..times {
            bytes.extend(begun(2 * number + 1, CHECK));
            bytes.extend(frame(RESET, 0, 2 * number + 1, &CANCEL));
        }
        bytes.extend(frame(PING, 0, 0, &[7; 8]));
        // At once, so that nobody looks at them in between.
        raw.send(&bytes).await;
        let told = raw
            .until(|frame| matches!(frame.kind, PING | GO_AWAY))
            .await;
        match lives {
            true => assert_eq!((told.kind, told.content), (PING, vec![7; 8])),
            false => {
                assert_eq!(told.kind, GO_AWAY);
                assert_eq!(told.content[4..8], ENHANCE_YOUR_CALM);
            }
        }
    }
}

#[tokio::test]
async fn headers_of_http_1_have_half_a_minute() {
    let served = Served::start_with(Odd::new().service, |serving| {
        serving.pages = Some(axum::Router::new());
    })
    .await;
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    let whole = b"POST /nothing HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n";
    stream.write_all(whole).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 404");
    // From here on time passes by itself as soon as nothing else happens.
    tokio::time::pause();
    let began = Instant::now();
    stream
        .write_all(b"POST /nothing HTTP/1.1\r\nslow: ")
        .await
        .unwrap();
    let _ = stream.read_to_end(&mut Vec::new()).await;
    let took = began.elapsed();
    assert!((29..32).contains(&took.as_secs()), "{took:?}");
}
