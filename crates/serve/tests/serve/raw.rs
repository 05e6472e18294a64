//! HTTP/2 as bytes, for what no client library would do.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

pub const DATA: u8 = 0;
pub const HEADERS: u8 = 1;
pub const RESET: u8 = 3;
pub const SETTINGS: u8 = 4;
pub const PING: u8 = 6;
pub const GO_AWAY: u8 = 7;

/// The last frame of a stream, or an answer to settings or a ping.
pub const LAST: u8 = 1;
const ALL_HEADERS: u8 = 4;

/// A connection.
pub struct Raw {
    stream: TcpStream,
    /// How many streams the other side allows at the same time.
    pub streams_at_once: u32,
}

/// A frame that has come.
#[derive(Debug, PartialEq, Eq)]
pub struct Frame {
    pub kind: u8,
    pub flags: u8,
    pub stream: u32,
    pub content: Vec<u8>,
}

impl Raw {
    /// Connects and hears what the other side allows.
    pub async fn connect(address: SocketAddr) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let mut hello = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
        hello.extend(frame(SETTINGS, 0, 0, &[]));
        hello.extend(frame(SETTINGS, LAST, 0, &[]));
        stream.write_all(&hello).await.unwrap();
        let mut raw = Self {
            stream,
            streams_at_once: u32::MAX,
        };
        let settings = raw.until(|frame| frame.kind == SETTINGS).await;
        for setting in settings.content.chunks_exact(6) {
            if let [0, 3, streams @ ..] = setting {
                raw.streams_at_once = u32::from_be_bytes(streams.try_into().unwrap());
            }
        }
        raw
    }

    pub async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    /// The next frame.
    pub async fn next(&mut self) -> Frame {
        let mut head = [0; 9];
        self.stream.read_exact(&mut head).await.unwrap();
        let [a, b, c, kind, flags, stream @ ..] = head;
        let length = u32::from_be_bytes([0, a, b, c]);
        let mut content = vec![0; usize::try_from(length).unwrap()];
        self.stream.read_exact(&mut content).await.unwrap();
        Frame {
            kind,
            flags,
            stream: u32::from_be_bytes(stream) & 0x7fff_ffff,
            content,
        }
    }

    /// The next frame that is wanted; what comes before it is passed over.
    pub async fn until(&mut self, wanted: impl Fn(&Frame) -> bool) -> Frame {
        let found = async {
            loop {
                let frame = self.next().await;
                if wanted(&frame) {
                    return frame;
                }
            }
        };
        timeout(Duration::from_secs(20), found).await.unwrap()
    }
}

pub fn frame(kind: u8, flags: u8, stream: u32, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap();
    let mut bytes = length.to_be_bytes()[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(content);
    bytes
}

/// The beginning of a call, whose request is still to come.
pub fn begun(stream: u32, path: &str) -> Vec<u8> {
    // POST and http, by their places in the table that is known beforehand.
    let mut block = vec![0x83, 0x86];
    let known: [(&[u8], &str); 3] = [
        (&[4], path),
        (&[1], "x"),
        (&[0x0f, 31 - 15], "application/grpc"),
    ];
    for (place, value) in known {
        block.extend(place);
        text(&mut block, value);
    }
    block.push(0);
    text(&mut block, "te");
    text(&mut block, "trailers");
    frame(HEADERS, ALL_HEADERS, stream, &block)
}

fn text(block: &mut Vec<u8>, text: &str) {
    block.push(u8::try_from(text.len()).unwrap());
    block.extend(text.as_bytes());
}
