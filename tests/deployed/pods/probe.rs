//! Probes, asked as the kubelet asks them.

use std::{net::IpAddr, time::Duration};

use harness::patience::soon;
use serde_json::Value;
use tokio::time::timeout;
use tonic::transport::Endpoint;
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

use super::overlay::number;

/// What is asked of a pod, and how.
pub(super) struct Probe {
    server: String,
    service: String,
    /// How long an answer may take.
    timeout: Duration,
    /// How long it may fail until that has consequences.
    patience: Duration,
}

impl Probe {
    /// Reads a probe of a container that has this address.
    pub(super) fn of(probe: &Value, address: IpAddr) -> Self {
        let asked = probe.get("grpc");
        let asked = asked.unwrap_or_else(|| panic!("this test asks by gRPC alone: {probe}"));
        let port = asked["port"].as_u64().expect("it is a number");
        let seconds = |name: &str, otherwise| number(probe, name, otherwise);
        let patience = seconds("/periodSeconds", 10) * seconds("/failureThreshold", 3);
        Self {
            server: format!("http://{address}:{port}"),
            service: asked["service"].as_str().unwrap_or_default().to_owned(),
            timeout: Duration::from_secs(seconds("/timeoutSeconds", 1)),
            patience: Duration::from_secs(patience),
        }
    }

    /// Whether the pod is well, by this probe.
    pub(super) async fn succeeds(&self) -> bool {
        let asked = timeout(self.timeout, async {
            let endpoint = Endpoint::from_shared(self.server.clone()).ok()?;
            let mut client = HealthClient::new(endpoint.connect().await.ok()?);
            let request = HealthCheckRequest {
                service: self.service.clone(),
            };
            client.check(request).await.ok()
        });
        let answer = asked.await.ok().flatten();
        answer.is_some_and(|answer| answer.into_inner().status() == ServingStatus::Serving)
    }

    /// Waits until it succeeds, or fails, for as long as the kubelet would.
    pub(super) async fn becomes(&self, is_well: bool) {
        let what = format!("{} of {} is {is_well}", self.service, self.server);
        soon(self.patience, &what, async || {
            self.succeeds().await == is_well
        })
        .await;
    }
}
