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
    /// What the operations door says: the same, and on to the end.
    to_watch: HealthReporter,
    /// The entries that become ready together.
    entries: Vec<&'static str>,
}

impl Health {
    /// The health of a process that lives and is not ready.
    pub async fn of(services: &[Service]) -> Self {
        let services = services.iter().map(|service| service.grpc_name);
        let health = Self {
            reporter: HealthReporter::new(),
            to_watch: HealthReporter::new(),
            entries: ["", READINESS].into_iter().chain(services).collect(),
        };
        // A new reporter says that the empty name is served: take that back first.
        health.say(ServingStatus::NotServing).await;
        let alive = ServingStatus::Serving;
        for reporter in [&health.reporter, &health.to_watch] {
            reporter.set_service_status(LIVENESS, alive).await;
        }
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

    /// Nobody is told anything any more but at the operations door: who watched an entry would else hold the end up.
    pub(crate) async fn end(&self) {
        let mut reporter = self.reporter.clone();
        for entry in self.entries.iter().chain([&LIVENESS]) {
            reporter.clear_service_status(entry).await;
        }
    }

    async fn say(&self, status: ServingStatus) {
        for entry in &self.entries {
            self.reporter.set_service_status(entry, status).await;
            self.to_watch.set_service_status(entry, status).await;
        }
    }

    /// The methods of the protocol.
    pub(crate) fn routes(&self) -> Routes {
        routes(&self.reporter)
    }

    /// The methods of the protocol, at the operations door.
    pub(crate) fn routes_to_watch(&self) -> Routes {
        routes(&self.to_watch)
    }
}

fn routes(reporter: &HealthReporter) -> Routes {
    let service = HealthService::from_health_reporter(reporter.clone());
    Routes::new(HealthServer::new(service))
}
