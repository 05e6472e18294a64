//! Services at addresses of a [`Network`]: good ones, and ones that misbehave on
//! the wire.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use http::HeaderMap;
use proto::{
    forums::v1::{
        Activity, CreateActivityRequest, GetActivityRequest,
        forums_service_server::{ForumsService, ForumsServiceServer},
    },
    statistics::v1::{BackUpBooksChunk, BackUpBooksRequest},
};
use tokio::{
    io::DuplexStream,
    sync::{Notify, mpsc, oneshot},
};
use tokio_stream::{StreamExt, wrappers::UnboundedReceiverStream};
use tonic::{Request, Response, Status, codegen::BoxStream, transport::Server};

use crate::network::Network;

/// What a peer does with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It answers.
    Answers,
    /// It does not.
    Hangs,
    /// It answers when it is told to.
    Waits,
    /// It breaks all its connections.
    Breaks,
}

/// A service at an address.
#[derive(Clone)]
pub struct Peer(Arc<Inside>);

struct Inside {
    number: u8,
    network: Network,
    manner: Mutex<Manner>,
    begun: AtomicUsize,
    /// What callers said of how long they wait.
    waits: Mutex<Vec<String>>,
    go_on: Notify,
    stop: Mutex<Option<oneshot::Sender<()>>>,
}

impl Peer {
    /// A peer that answers.
    pub fn start(network: &Network, number: u8) -> Self {
        let peer = Self(Arc::new(Inside {
            number,
            network: network.clone(),
            manner: Mutex::new(Manner::Answers),
            begun: AtomicUsize::new(0),
            waits: Mutex::default(),
            go_on: Notify::new(),
            stop: Mutex::default(),
        }));
        peer.serve();
        peer
    }

    /// Accepts connections at its address.
    pub fn serve(&self) {
        let (accept, incoming) = mpsc::unbounded_channel::<DuplexStream>();
        let (stop, stopped) = oneshot::channel::<()>();
        let incoming = UnboundedReceiverStream::new(incoming).map(Ok::<_, std::io::Error>);
        let serving = Server::builder()
            .add_service(ForumsServiceServer::new(self.clone()))
            .serve_with_incoming_shutdown(incoming, async {
                let _ = stopped.await;
            });
        tokio::spawn(serving);
        *self.0.stop.lock().unwrap() = Some(stop);
        self.0.network.host(self.0.number, move |wire| {
            let _ = accept.send(wire); // it may have stopped
        });
    }

    /// Says good-bye: no new calls, those under way are answered.
    pub fn stop(&self) {
        self.0.network.refuse(self.0.number);
        self.0
            .stop
            .lock()
            .unwrap()
            .take()
            .unwrap()
            .send(())
            .unwrap();
    }

    /// What it does from now on.
    pub fn now(&self, manner: Manner) {
        *self.0.manner.lock().unwrap() = manner;
    }

    /// Answers a call that waits.
    pub fn go_on(&self) {
        self.0.go_on.notify_one();
    }

    /// How many calls it began.
    pub fn begun(&self) -> usize {
        self.0.begun.load(Ordering::Relaxed)
    }

    /// How long callers said that they wait, in microseconds.
    pub fn waits(&self) -> Vec<u64> {
        let waits = self.0.waits.lock().unwrap();
        let microseconds = waits.iter().map(|wait| wait.strip_suffix('u').unwrap());
        microseconds.map(|wait| wait.parse().unwrap()).collect()
    }

    async fn answer<T>(&self, request: &Request<T>) -> Result<Response<Activity>, Status> {
        self.0.begun.fetch_add(1, Ordering::Relaxed);
        if let Some(wait) = request.metadata().get("grpc-timeout") {
            let wait = wait.to_str().unwrap().to_owned();
            self.0.waits.lock().unwrap().push(wait);
        }
        let manner = *self.0.manner.lock().unwrap();
        match manner {
            Manner::Answers => {}
            Manner::Waits => self.0.go_on.notified().await,
            Manner::Hangs => std::future::pending().await,
            Manner::Breaks => {
                self.0.network.cut(self.0.number);
                std::future::pending::<()>().await;
            }
        }
        Ok(Response::new(Activity {
            source: self.0.number.to_string(),
            ..Activity::default()
        }))
    }
}

#[tonic::async_trait]
impl ForumsService for Peer {
    async fn get_activity(
        &self,
        request: Request<GetActivityRequest>,
    ) -> Result<Response<Activity>, Status> {
        self.answer(&request).await
    }

    async fn create_activity(
        &self,
        request: Request<CreateActivityRequest>,
    ) -> Result<Response<Activity>, Status> {
        self.answer(&request).await
    }

    /// Sends one piece, and the next when it is told to.
    async fn back_up_books(
        &self,
        request: Request<BackUpBooksRequest>,
    ) -> Result<Response<BoxStream<BackUpBooksChunk>>, Status> {
        self.answer(&request).await?;
        let piece = || Ok(BackUpBooksChunk::default());
        let inside = Arc::clone(&self.0);
        let second = futures_util::stream::once(async move {
            inside.go_on.notified().await;
            piece()
        });
        let pieces = tokio_stream::once(piece()).chain(second);
        Ok(Response::new(Box::pin(pieces)))
    }
}

/// A host that speaks HTTP/2 and resets every call, after some of an answer if it
/// is given any. It is told what each call was.
pub fn resets(
    network: &Network,
    number: u8,
    reason: h2::Reason,
    some: Option<&'static [u8]>,
) -> mpsc::UnboundedReceiver<http::Request<()>> {
    let (tell, told) = mpsc::unbounded_channel();
    network.host(number, move |wire| {
        let tell = tell.clone();
        tokio::spawn(async move {
            let mut connection = h2::server::handshake(wire).await?;
            while let Some(call) = connection.accept().await {
                let (request, mut respond) = call?;
                let _ = tell.send(request.map(drop)); // the test may be over
                let Some(some) = some else {
                    respond.send_reset(reason);
                    continue;
                };
                let mut head = http::Response::new(());
                let grpc = http::HeaderValue::from_static("application/grpc");
                *head.headers_mut() = HeaderMap::from_iter([(http::header::CONTENT_TYPE, grpc)]);
                let mut answer = respond.send_response(head, false)?;
                answer.send_data(some.into(), false)?;
                tokio::spawn(async move {
                    // After what was sent, not instead of it.
                    tokio::task::yield_now().await;
                    answer.send_reset(reason);
                });
            }
            Ok::<_, h2::Error>(())
        });
    });
    told
}
