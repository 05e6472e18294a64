//! Health: what the process tells those who watch over it.

use tonic::service::Routes;
use tonic_health::{
    ServingStatus,
    pb::health_server::HealthServer,
    server::{HealthReporter, HealthService},
};

use crate::Service;

/// Whether the process lives: as long as it answers.
const LIVENESS: &str = "liveness";

/// Whether it should be sent calls.
const READINESS: &str = "readiness";

/// The health of a process and its services, in the form of the gRPC health
/// protocol. Entries: `liveness`, and, following one another, `readiness`, every
/// service by its full name, and the empty name for all of it.
#[derive(Clone, Debug)]
pub struct Health {
    reporter: HealthReporter,
    /// The entries that become ready together.
    entries: Vec<&'static str>,
}

impl Health {
    /// The health of a process that lives and is not ready.
    pub async fn of(services: &[Service]) -> Self {
        let services = services.iter().map(|service| service.grpc_name);
        let health = Self {
            reporter: HealthReporter::new(),
            entries: ["", READINESS].into_iter().chain(services).collect(),
        };
        // A new reporter says that the empty name is served: take that back first.
        health.say(ServingStatus::NotServing).await;
        let alive = ServingStatus::Serving;
        health.reporter.set_service_status(LIVENESS, alive).await;
        health
    }

    /// From now on calls are welcome.
    pub async fn ready(&self) {
        self.say(ServingStatus::Serving).await;
    }

    /// From now on calls should go elsewhere; those under way are finished.
    pub async fn unready(&self) {
        self.say(ServingStatus::NotServing).await;
    }

    /// Nobody is told anything any more: who watched an entry would else hold the end up.
    pub(crate) async fn end(&self) {
        let mut reporter = self.reporter.clone();
        for entry in self.entries.iter().chain([&LIVENESS]) {
            reporter.clear_service_status(entry).await;
        }
    }

    async fn say(&self, status: ServingStatus) {
        for entry in &self.entries {
            self.reporter.set_service_status(entry, status).await;
        }
    }

    /// The methods of the protocol.
    pub(crate) fn routes(&self) -> Routes {
        let service = HealthService::from_health_reporter(self.reporter.clone());
        Routes::new(HealthServer::new(service))
    }
}
