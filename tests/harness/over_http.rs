//! JSON over HTTP, as browsers and curl send it. Each request has a connection of its own.

use std::net::SocketAddr;

use http_body_util::{BodyExt, Full};
use hyper::{
    body::Incoming,
    client::conn::{http1, http2},
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::Value;
use tokio::net::TcpStream;
use tonic::codegen::{
    Bytes,
    http::{HeaderMap, Method, Request, Response, StatusCode, request},
};

/// The version of HTTP that is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Http {
    /// HTTP/1.1, as curl speaks it.
    One,
    /// HTTP/2 without anything before it.
    Two,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status of HTTP.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl Reply {
    /// The body as JSON.
    ///
    /// # Panics
    /// When it is not said to be JSON, or is none.
    #[must_use]
    pub fn json(&self) -> Value {
        assert_eq!(self.headers["content-type"], "application/json", "{self:?}");
        serde_json::from_slice(&self.body).expect("an answer in JSON is JSON")
    }

    /// A header in words; empty when there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().expect("headers are text"))
    }
}

/// A request to call a method with JSON, to which headers can be added.
#[must_use]
pub fn posting(method: &str) -> request::Builder {
    Request::builder()
        .method(Method::POST)
        .uri(format!("/{method}"))
        .header("content-type", "application/json")
}

/// Calls a method, `package.Service/Method`, with this JSON.
///
/// # Panics
/// When nobody answers at the address.
pub async fn post(address: SocketAddr, http: Http, method: &str, json: &Value) -> Reply {
    send(address, http, posting(method), json.to_string()).await
}

/// Sends a request.
///
/// # Panics
/// When it is none, or nobody answers at the address.
pub async fn send(
    address: SocketAddr,
    http: Http,
    request: request::Builder,
    body: impl Into<Bytes>,
) -> Reply {
    let request = request.body(Full::new(body.into()));
    let mut request = request.expect("a request of a test is one");
    let path = request.uri().path().to_owned();
    let stream = TcpStream::connect(address).await.expect("somebody listens");
    let stream = TokioIo::new(stream);
    let answer = match http {
        Http::One => {
            let host = address.to_string().parse();
            let host = host.expect("an address can stand in a header");
            request.headers_mut().insert("host", host);
            let made = http1::handshake(stream).await;
            let (mut sender, driven) = made.expect("it speaks HTTP/1.1");
            tokio::spawn(driven);
            sender.send_request(request).await
        }
        Http::Two => {
            let uri = format!("http://{address}{path}").parse();
            *request.uri_mut() = uri.expect("an address and a path make a URI");
            let made = http2::handshake(TokioExecutor::new(), stream).await;
            let (mut sender, driven) = made.expect("it speaks HTTP/2");
            tokio::spawn(driven);
            sender.send_request(request).await
        }
    };
    read(answer.unwrap_or_else(|failed| panic!("{path} is answered: {failed:?}"))).await
}

async fn read(answer: Response<Incoming>) -> Reply {
    let (head, body) = answer.into_parts();
    let body = body.collect().await.expect("an answer comes to its end");
    Reply {
        status: head.status,
        headers: head.headers,
        body: body.to_bytes(),
    }
}
