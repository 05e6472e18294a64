//! Documents over HTTPS.

use std::sync::Arc;

use http::{HeaderValue, Request, StatusCode, Uri, header::ACCEPT};
use http_body_util::{BodyExt, Empty, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs};

use crate::{CannotStart, NoKeys, key_set::SET_BYTES};

/// Fetches documents. It follows no redirect, asks no proxy, and keeps no connection:
/// one is made twice in half a minute, and must see where a name leads by then.
pub(super) struct Web(Client<HttpsConnector<HttpConnector>, Empty<Bytes>>);

impl Web {
    /// Trusts whom these authorities certify.
    pub(super) fn trusting(authorities: RootCertStore) -> Result<Self, CannotStart> {
        // Named here: what a process sets up as its own does not matter.
        let provider = Arc::new(aws_lc_rs::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(CannotStart::Tls)?
            .with_root_certificates(authorities)
            .with_no_client_auth();
        // Which places may be asked without TLS is decided with their addresses.
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .build();
        let mut client = Client::builder(TokioExecutor::new());
        Ok(Self(client.pool_max_idle_per_host(0).build(connector)))
    }

    /// The document at that address.
    pub(super) async fn document(&self, at: &Uri) -> Result<Bytes, NoKeys> {
        let place = || at.to_string();
        let mut request = Request::new(Empty::new());
        *request.uri_mut() = at.clone();
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(ACCEPT, json);
        let asked = self.0.request(request).await;
        let answer = asked.map_err(|error| NoKeys::Unreachable {
            place: place(),
            cause: error.into(),
        })?;
        if answer.status() != StatusCode::OK {
            return Err(NoKeys::Answer {
                place: place(),
                status: answer.status(),
            });
        }
        // One byte more than a set may have is left to whoever reads it.
        let body = Limited::new(answer.into_body(), SET_BYTES + 1);
        let collected = body.collect().await;
        let collected = collected.map_err(|cause| match cause.is::<LengthLimitError>() {
            true => NoKeys::TooLarge { place: place() },
            false => NoKeys::Unreachable {
                place: place(),
                cause,
            },
        })?;
        Ok(collected.to_bytes())
    }
}
