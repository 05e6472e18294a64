//! A cluster in which an overlay runs: every pod and the database at an address of its own
//! on this machine, found by the names of the Services.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr},
    sync::atomic::{AtomicU8, Ordering},
};

use harness::{issuer::Issuer, postgres::Server};
use serde_json::Value;

use super::{
    caller::Caller,
    made::{Certified, Secrets, database, primary_of},
    overlay::{Overlay, name_of},
    pod::{Around, Pod, template_of},
};

/// The kinds of workloads whose pods serve.
const SERVING: [&str; 2] = ["Deployment", "StatefulSet"];

/// An overlay with all that its pods need.
pub(super) struct Cluster {
    pub(super) overlay: Overlay,
    pub(super) issuer: Issuer,
    certified: Certified,
    secrets: Secrets,
    addresses: BTreeMap<String, IpAddr>,
    /// A line for each name, as in a file of hosts.
    hosts: String,
    _databases: Vec<Server>,
}

impl Cluster {
    /// Renders an overlay and makes what others make in a cluster.
    pub(super) fn of(overlay: &str) -> Self {
        let issuer = Issuer::start();
        let keys = issuer.key_set().to_string();
        let overlay = Overlay::rendered(overlay, &issuer.address)
            // Made by whoever has no issuer; with one, nobody looks at it.
            .with_config_map("token-keys", "keys.json", &keys);
        let certified = Certified::of(&overlay);
        let mut secrets = certified.secrets();
        let namespace = name_of(overlay.all("Namespace").next().expect("there is one"));
        let mut hosts = String::new();
        let mut databases = Vec::new();
        for cluster in overlay.all("Cluster") {
            let address = new_address();
            hosts += &names(&primary_of(cluster), namespace, address);
            databases.push(database(
                &overlay,
                cluster,
                address,
                &certified,
                &mut secrets,
            ));
        }
        let mut addresses = BTreeMap::new();
        for workload in SERVING.into_iter().flat_map(|kind| overlay.all(kind)) {
            let address = new_address();
            addresses.insert(name_of(workload).to_owned(), address);
            let found = overlay
                .all("Service")
                .filter(|service| selects(service, workload));
            hosts.extend(found.map(|service| names(name_of(service), namespace, address)));
        }
        Self {
            overlay,
            issuer,
            certified,
            secrets,
            addresses,
            hosts,
            _databases: databases,
        }
    }

    /// A pod of each workload that serves.
    pub(super) fn serving(&self) -> Vec<Pod> {
        let all = SERVING.into_iter().flat_map(|kind| self.overlay.all(kind));
        all.map(|workload| self.pod_of(workload)).collect()
    }

    /// The pod of a Job, or of a CronJob when its time has come.
    pub(super) fn job(&self, kind: &'static str, name: &str) -> Pod {
        self.pod_of(self.overlay.one(kind, name))
    }

    fn pod_of(&self, workload: &Value) -> Pod {
        let around = Around {
            overlay: &self.overlay,
            secrets: &self.secrets,
            hosts: &self.hosts,
        };
        let address = self.addresses.get(name_of(workload));
        // Nobody asks a job for anything.
        let address = address.copied().unwrap_or(Ipv4Addr::LOCALHOST.into());
        Pod::of(workload, address, &around)
    }

    /// Somebody in another namespace who is let in.
    pub(super) fn caller(&self) -> Caller {
        Caller::new(&self.hosts, &self.certified.of_caller())
    }
}

/// An address of this machine that nothing else uses: where the first part of a loopback
/// address is as it must be, the next two tell test processes apart, as long as their numbers
/// are not 32,768 apart, and the last their pods.
fn new_address() -> IpAddr {
    static NEXT: AtomicU8 = AtomicU8::new(1);
    let [_, _, high, low] = std::process::id().to_be_bytes();
    let last = NEXT.fetch_add(1, Ordering::SeqCst);
    // None begins with 127.0, where others are.
    Ipv4Addr::new(127, high | 128, low, last).into()
}

/// Whether a Service leads to the pods of a workload.
fn selects(service: &Value, workload: &Value) -> bool {
    let labels = &template_of(workload)["metadata"]["labels"];
    let selector = service["spec"]["selector"].as_object();
    let mut selector = selector.expect("it selects pods").iter();
    selector.all(|(label, value)| &labels[label] == value)
}

/// The names of a Service, as a line of a file of hosts. It has no address of its own, so
/// that its names lead to its pods.
fn names(service: &str, namespace: &str, address: IpAddr) -> String {
    let names =
        ["", ".svc", ".svc.cluster.local"].map(|ending| format!(" {service}.{namespace}{ending}"));
    format!("{address} {service}{}\n", names.concat())
}
