//! An issuer on the web of this machine, which answers as a test says.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
    serve::Listener,
};
use identity::{Issuer, KeysFrom, Settings, mint};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::desk::AUDIENCE;

/// Where an issuer tells about itself.
pub(crate) const DISCOVERY: &str = "/.well-known/openid-configuration";

/// Where this one has its keys.
pub(crate) const KEYS: &str = "/keys";

/// What is answered at a place.
#[derive(Clone)]
pub(crate) enum Page {
    Json(Value),
    Text(String),
    Status(u16),
    /// Elsewhere.
    Moved(String),
    /// More and more, and no end.
    Endless,
    /// Something, and then the connection breaks.
    Broken,
}

/// An issuer. It is gone when it goes out of scope.
pub(crate) struct WebIssuer {
    pub(crate) address: String,
    pages: Arc<Pages>,
    serving: JoinHandle<()>,
}

#[derive(Default)]
struct Pages {
    by_path: Mutex<HashMap<String, Page>>,
    /// The paths that were asked for.
    asked: Mutex<Vec<String>>,
}

impl WebIssuer {
    /// An issuer without TLS, that has these keys.
    pub(crate) async fn plain<'k>(keys: impl IntoIterator<Item = &'k mint::MintedKey>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        Self::behind(listener, address, keys)
    }

    /// An issuer that takes what the listener brings.
    pub(crate) fn behind<'k, L: Listener<Addr: std::fmt::Debug>>(
        listener: L,
        address: String,
        keys: impl IntoIterator<Item = &'k mint::MintedKey>,
    ) -> Self {
        let pages = Arc::<Pages>::default();
        let router = Router::new().fallback(answer).with_state(pages.clone());
        let serving = tokio::spawn(async move {
            axum::serve(listener, router).await.unwrap();
        });
        let issuer = Self {
            address,
            pages,
            serving,
        };
        let told = json!({"issuer": issuer.address, "jwks_uri": issuer.at(KEYS)});
        issuer.put(DISCOVERY, Page::Json(told));
        issuer.put(KEYS, Page::Json(mint::key_set(keys)));
        issuer
    }

    /// The address of a page.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// From now on it answers there so.
    pub(crate) fn put(&self, path: &str, page: Page) {
        let mut pages = self.pages.by_path.lock().unwrap();
        pages.insert(path.to_owned(), page);
    }

    /// What it answers there.
    pub(crate) fn page(&self, path: &str) -> Page {
        self.pages.by_path.lock().unwrap()[path].clone()
    }

    /// The paths that were asked for.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.pages.asked.lock().unwrap().clone()
    }

    /// Settings that believe it.
    pub(crate) fn settings(&self) -> Settings {
        Settings {
            issuer: Issuer::parse(&self.address).unwrap(),
            audience: AUDIENCE.parse().unwrap(),
            keys: KeysFrom::Issuer { authorities: None },
        }
    }
}

impl Drop for WebIssuer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn answer(State(pages): State<Arc<Pages>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    pages.asked.lock().unwrap().push(path.clone());
    let page = pages.by_path.lock().unwrap().get(&path).cloned();
    match page.unwrap_or(Page::Status(404)) {
        Page::Json(value) => value.to_string().into_response(),
        Page::Text(text) => text.into_response(),
        Page::Status(code) => StatusCode::from_u16(code).unwrap().into_response(),
        Page::Moved(to) => (StatusCode::FOUND, [(LOCATION, to)]).into_response(),
        Page::Endless => {
            let more = futures_util::stream::repeat_with(|| Ok::<_, String>(" ".repeat(4096)));
            Body::from_stream(more).into_response()
        }
        Page::Broken => {
            let pieces = [Ok("{".to_owned()), Err("broken".to_owned())];
            Body::from_stream(futures_util::stream::iter(pieces)).into_response()
        }
    }
}
