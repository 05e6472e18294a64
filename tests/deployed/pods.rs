//! What the pods of an overlay run, run: `kubectl` renders it, and each container is
//! started with the arguments and the environment it has there, in a root of its own with
//! its volumes, and is asked by its probes. What other programs make in a cluster is made
//! here as they do it; addresses are loopback's, one for each pod, with the ports of the
//! manifests.

mod caller;
mod cluster;
mod environment;
mod made;
mod overlay;
mod pod;
mod probe;
mod room;

use caller::Targets;
use cluster::Cluster;
use futures_util::future::join_all;
use harness::{fleet::flags_to, issuer::OF_THE_DEMO, outlet, process::told, standing::EDITION};
use pod::Pod;
use tokio::task::block_in_place;
use tradefair::topology::ServiceName;

use crate::binary;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pod_of_embedded_serves_a_fair() {
    let cluster = Cluster::of("embedded");
    let pods = cluster.serving();
    assert_eq!(pods.len(), 1);
    block_in_place(|| pods[0].start_alone()).kill();
    let targets = targets(&|_| "fair");
    serve_and_end(&cluster, &pods, &targets).await;
    // The next pod of the name has the volume of this one, and the books on it.
    let again = pods[0].start().await;
    block_in_place(|| tells_figures(&cluster, &targets));
    again.kill();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pods_of_production_serve_a_fair() {
    let cluster = Cluster::of("production");
    five_serve_a_fair(&cluster).await;
    assert!(cluster.issuer.asked() > 0, "keys are fetched");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pods_of_dev_serve_a_fair_by_keys_of_their_own() {
    let cluster = Cluster::of("dev");
    five_serve_a_fair(&cluster).await;
    assert_eq!(cluster.issuer.asked(), 0, "keys are in a file");
}

/// Services on a database, each in a pod, after the job that makes the books.
async fn five_serve_a_fair(cluster: &Cluster) {
    block_in_place(|| succeeds(&cluster.job("Job", "migrate")));
    let pods = cluster.serving();
    assert_eq!(pods.len(), ServiceName::ALL.len());
    serve_and_end(cluster, &pods, &targets(&ServiceName::as_str)).await;
    block_in_place(|| succeeds(&cluster.job("CronJob", "audit")));
}

/// Where callers from elsewhere find services, by the names of their Services.
fn targets(service_of: &dyn Fn(ServiceName) -> &'static str) -> Targets {
    let target = |service| {
        let found = service_of(service);
        let target = format!("https://{found}.tradefair:50051").parse();
        (service, target.expect("it is an address"))
    };
    ServiceName::ALL.map(target).into()
}

/// Starts all pods, asks for what needs all of them, and ends them.
async fn serve_and_end(cluster: &Cluster, pods: &[Pod], targets: &Targets) {
    let mut running = Vec::new();
    for pod in pods {
        let process = pod.start().await;
        running.push((pod, process));
    }
    block_in_place(|| gives_the_sample_release(cluster, targets));
    let links = cluster.caller().links(targets);
    outlet::gets_what_was_published(&links, &cluster.issuer).await;
    let ending = running.into_iter();
    join_all(ending.map(|(pod, process)| async move { pod.end(process).await })).await;
}

/// A caller with a token carries the sample in and gets the release that is printed
/// anywhere; one without gets nothing.
fn gives_the_sample_release(cluster: &Cluster, targets: &Targets) {
    let flags = flags_to(targets);
    let arguments = with_flags(&["demo", "--once"], &flags);
    let caller = cluster.caller();
    let refused = told(&caller.binary(None).run(&arguments));
    assert!(
        refused.contains("may not call this method here"),
        "{refused}"
    );
    let token = cluster.issuer.token("alice", &OF_THE_DEMO);
    let released = caller.binary(Some(&token)).printed(&arguments);
    let alone = binary().printed(&["demo", "--once", "--listen", "127.0.0.1:0"]);
    assert_eq!(released, alone);
}

/// A caller with a token is told the figures of the edition, without carrying it in.
fn tells_figures(cluster: &Cluster, targets: &Targets) {
    let flags = flags_to(targets);
    let asked = with_flags(&["figures", "--edition", EDITION], &flags);
    let token = cluster.issuer.token("alice", &OF_THE_DEMO);
    let told = cluster.caller().binary(Some(&token)).printed(&asked);
    assert!(told.contains("contract-count"), "{told}");
}

/// Arguments of the binary, and flags behind them.
fn with_flags<'a>(arguments: &[&'a str], flags: &'a [String]) -> Vec<&'a str> {
    let flags = flags.iter().map(String::as_str);
    arguments.iter().copied().chain(flags).collect()
}

/// Runs a job to its end, which must be a good one.
fn succeeds(job: &Pod) {
    let output = job.run();
    assert!(output.status.success(), "{}: {}", job.name, told(&output));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_that_pods_are_told_is_known_to_the_binary() {
    for overlay in ["embedded", "dev", "production"] {
        let cluster = Cluster::of(overlay);
        let mut pods = cluster.serving();
        if overlay != "embedded" {
            pods.push(cluster.job("Job", "migrate"));
            pods.push(cluster.job("CronJob", "audit"));
        }
        for pod in pods {
            let nothing: [&str; 0] = [];
            assert_eq!(pod.unread(), nothing, "{overlay}: {}", pod.name);
            let misspelt = pod.with_variable("TRADEFAIR_DRAIN_DELAI_MS", "1");
            assert_eq!(misspelt.unread(), ["TRADEFAIR_DRAIN_DELAI_MS"]);
            let misspelt = misspelt.with_argument("--audiance=tradefair").run();
            assert!(!misspelt.status.success());
            assert!(
                told(&misspelt).contains("--audiance"),
                "{}",
                told(&misspelt)
            );
        }
    }
}
