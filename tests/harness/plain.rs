//! Calls that say how long their caller waits, by a caller that waits longer: so it is
//! the answer that is on time, and not the client that gave up. The generated clients
//! give up by themselves over a channel of their library.

use std::{
    future::Future,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::net::TcpStream;
use tonic::{
    body::Body,
    codegen::{
        Service,
        http::{
            Request, Response, Uri,
            uri::{Authority, Scheme},
        },
    },
};

use hyper::{body::Incoming, client::conn::http2};
use hyper_util::rt::{TokioExecutor, TokioIo};

/// One connection, for generated clients.
#[derive(Clone)]
pub struct Plain {
    sender: http2::SendRequest<Body>,
    authority: Authority,
}

impl Plain {
    /// Connects to an address.
    ///
    /// # Panics
    /// When nobody listens there.
    pub async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("somebody listens");
        // As every client of gRPC does: pieces of a call do not wait for each other.
        stream.set_nodelay(true).expect("a connection that lives");
        let made = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await;
        let (sender, driven) = made.expect("it speaks HTTP/2");
        tokio::spawn(driven);
        let authority = address.to_string().parse();
        Self {
            sender,
            authority: authority.expect("an address is a host and a port"),
        }
    }
}

impl Service<Request<Body>> for Plain {
    type Response = Response<Incoming>;
    type Error = hyper::Error;
    type Future = Pin<Box<dyn Future<Output = hyper::Result<Response<Incoming>>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<hyper::Result<()>> {
        self.sender.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let mut parts = std::mem::take(request.uri_mut()).into_parts();
        parts.scheme = Some(Scheme::HTTP);
        parts.authority = Some(self.authority.clone());
        *request.uri_mut() = Uri::from_parts(parts).expect("a method has a path");
        Box::pin(self.sender.send_request(request))
    }
}

/// A request whose caller says that it waits so long.
///
/// # Panics
/// When that is longer than can be said.
pub fn allowing<T>(time: Duration, message: T) -> tonic::Request<T> {
    let mut request = tonic::Request::new(message);
    let said = format!("{}m", time.as_millis());
    let said = said.parse().expect("a number of milliseconds can be said");
    request.metadata_mut().insert("grpc-timeout", said);
    request
}
