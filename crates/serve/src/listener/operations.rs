//! The operations door: a second address, for whoever watches over the process.
//!
//! It speaks in the clear, also where the main one is secured: those who probe a process
//! for its health cannot show certificates. So there is nothing behind it but health and
//! pages about the process itself. It stays open until the main one is closed, and says
//! all along how the process is.

use std::future;

use axum::Router;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use tonic::{service::Routes, transport::Server};

use super::{
    Connections, Incoming, KEEPALIVE_INTERVAL, KEEPALIVE_TIMEOUT, ListenError, Listener, Places,
    connection::Origin, unknown,
};
use crate::Health;

/// How many calls one connection may carry at the same time: who watches asks for little.
const STREAMS_PER_CONNECTION: u32 = 64;

/// An operations door, bound and not open yet.
#[derive(Debug)]
pub struct Operations {
    /// Where it is.
    pub listener: Listener,
    /// The pages behind it, such as the one that metrics are read from.
    pub pages: Router,
}

impl Operations {
    /// A door with no pages.
    #[must_use]
    pub fn at(listener: Listener) -> Self {
        let pages = Router::new();
        Self { listener, pages }
    }

    /// Opens the door.
    pub(super) fn open(self, health: &Health) -> Open {
        let health = health.routes_to_watch().into_axum_router().reset_fallback();
        let routes = Routes::from(self.pages.merge(health).fallback(unknown));
        let (close, closed) = oneshot::channel();
        let serving = tokio::spawn(serve(self.listener.listener, routes, closed));
        Open {
            serving,
            _close: close,
        }
    }
}

async fn serve(
    listener: TcpListener,
    routes: Routes,
    closed: oneshot::Receiver<()>,
) -> Result<(), tonic::transport::Error> {
    let places = Places::of(Connections::default());
    Server::builder()
        .layer(Origin::layer())
        .accept_http1(true)
        .max_concurrent_streams(STREAMS_PER_CONNECTION)
        .http2_keepalive_interval(Some(KEEPALIVE_INTERVAL))
        .http2_keepalive_timeout(Some(KEEPALIVE_TIMEOUT))
        .add_routes(routes)
        .serve_with_incoming_shutdown(Incoming::at(listener, places, None).connections(), async {
            let _ = closed.await; // told by being let go
        })
        .await
}

/// An open door. It is closed when this goes out of scope.
pub(super) struct Open {
    serving: JoinHandle<Result<(), tonic::transport::Error>>,
    _close: oneshot::Sender<()>,
}

impl Open {
    /// Waits until the door breaks, which it never should.
    pub(super) async fn broken(open: Option<&mut Self>) -> ListenError {
        let Some(open) = open else {
            return future::pending().await;
        };
        match (&mut open.serving).await {
            Ok(Err(wrong)) => ListenError::Broken(wrong),
            Ok(Ok(())) | Err(_) => ListenError::OperationsEnded,
        }
    }
}
