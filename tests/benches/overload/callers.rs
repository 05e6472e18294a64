//! Those who call.

use std::{net::SocketAddr, rc::Rc, time::Duration};

use harness::plain::Plain;
use http_body_util::{BodyExt, Full};
use tokio::{
    task::{JoinSet, LocalSet},
    time::{Instant, timeout},
};
use tonic::{
    body::Body,
    codegen::{
        Bytes, Service,
        http::{Request, header},
    },
};

use crate::{
    called::Called,
    flood::Flood,
    told::{End, Told},
};

/// How long callers wait, as they say; and how long they do.
const SAID_TO_WAIT: &str = "2000m";
const WAITS: Duration = Duration::from_millis(2_200);

/// Callers with a connection each, and one who is polite.
pub(crate) struct Callers {
    address: SocketAddr,
    called: Called,
    many: Vec<Caller>,
    polite: Caller,
}

/// One who calls, by what the token would be: nobody reads it here.
#[derive(Clone)]
struct Caller {
    connection: Plain,
    token: Rc<str>,
}

impl Callers {
    /// So many who send too much, each over a connection of its own.
    pub(crate) async fn connect(address: SocketAddr, called: Called, callers: usize) -> Self {
        let mut many = Vec::new();
        for number in 0..callers {
            many.push(Caller::connect(address, format!("Bearer many-{number}")).await);
        }
        Self {
            address,
            called,
            many,
            polite: Caller::connect(address, "Bearer polite".to_owned()).await,
        }
    }

    /// That many calls in flight for a time.
    pub(crate) async fn closed_loop(&self, in_flight: usize, time: Duration) -> Told {
        let until = Instant::now() + time;
        let mut calls = JoinSet::new();
        let local = LocalSet::new();
        for lane in 0..in_flight {
            let (mut caller, called) = (self.many[lane % self.many.len()].clone(), self.called);
            calls.spawn_local_on(
                async move {
                    let mut told = Told::default();
                    while Instant::now() < until {
                        caller.call(called, &mut told).await;
                    }
                    told
                },
                &local,
            );
        }
        Told::all(local.run_until(calls.join_all()).await)
    }

    /// So many calls, one after the other.
    pub(crate) async fn one_after_the_other(&self, calls: usize) -> Told {
        let (mut caller, mut told) = (self.polite.clone(), Told::default());
        for _ in 0..calls {
            caller.call(self.called, &mut told).await;
        }
        told
    }

    /// So many calls a second, whatever comes of them, and what came of those of
    /// whoever is polite meanwhile.
    pub(crate) async fn open_loop(&self, each_second: f64, time: Duration) -> (Told, Told) {
        let local = LocalSet::new();
        let called = self.called;
        let each_second = each_second / self.many.len() as f64;
        let mut floods = Vec::new();
        for number in 0..self.many.len() {
            let token = format!("Bearer many-{number}");
            let requests = called.requests(each_second * time.as_secs_f64());
            let waits = (SAID_TO_WAIT, WAITS);
            floods.push(Flood::connect(self.address, called, &token, requests, waits).await);
        }
        let began = Instant::now();
        let until = began + time;
        let mut polite = self.polite.clone();
        let polite = local.spawn_local(async move {
            let mut told = Told::default();
            while Instant::now() < until {
                polite.call(called, &mut told).await;
            }
            told
        });
        let mut senders = JoinSet::new();
        for flood in floods {
            senders.spawn_local_on(flood.send(each_second, began..until), &local);
        }
        local
            .run_until(async { (Told::all(senders.join_all().await), polite.await.unwrap()) })
            .await
    }

    /// How long it takes until ten calls in a row are as quick as that.
    pub(crate) async fn until_as_quick_as(&self, quick: Duration) -> Duration {
        let began = Instant::now();
        let mut caller = self.polite.clone();
        let (mut well, mut since) = (0, Duration::ZERO);
        while well < 10 {
            let asked = began.elapsed();
            if asked > Duration::from_secs(60) {
                return asked;
            }
            let mut told = Told::default();
            caller.call(self.called, &mut told).await;
            let is_well =
                told.count(End::Answered) == 1 && told.quantile(End::Answered, 1.0) <= quick;
            well = if is_well { well + 1 } else { 0 };
            if well == 1 {
                since = asked;
            }
        }
        since
    }
}

impl Caller {
    async fn connect(address: SocketAddr, token: String) -> Self {
        Self {
            connection: Plain::connect(address).await,
            token: token.into(),
        }
    }

    /// Makes a call, and notes what came of it.
    async fn call(&mut self, called: Called, told: &mut Told) {
        let request = Request::post(called.path())
            .header(header::CONTENT_TYPE, "application/grpc")
            .header(header::TE, "trailers")
            .header(header::AUTHORIZATION, &*self.token)
            .header("grpc-timeout", SAID_TO_WAIT)
            .body(Body::new(Full::new(Bytes::from(called.request()))));
        let request = request.expect("a path and a body");
        let began = Instant::now();
        let end = match timeout(WAITS, self.end_of(request)).await {
            Ok(end) => end,
            Err(_) => End::GaveUp,
        };
        told.add(end, began.elapsed());
    }

    async fn end_of(&mut self, request: Request<Body>) -> End {
        let Ok(response) = self.connection.call(request).await else {
            return End::Failed;
        };
        let (head, mut body) = response.into_parts();
        if let Some(status) = head.headers.get("grpc-status") {
            return End::by_status(status.as_bytes());
        }
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else {
                return End::Failed;
            };
            if let Some(status) = frame
                .trailers_ref()
                .and_then(|told| told.get("grpc-status"))
            {
                return End::by_status(status.as_bytes());
            }
        }
        End::Failed
    }
}
