//! Each service in a process of its own.

use harness::{
    builders::agreement,
    check::refused,
    clients::Clients,
    desk::Exact,
    standing::{self, EDITION, organisation_named},
};
use tonic::Code;

use crate::process::{run, start, told};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_processes_are_one_fair_and_a_missing_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let names = ["exhibitions", "forums", "contracts", "reporting", "gateway"];
    let mut addresses: Vec<(String, String)> = Vec::new();
    let mut processes = Vec::new();
    for name in names {
        let mut arguments = vec!["serve", name, "--data", data, "--listen", "127.0.0.1:0"];
        for (flag, url) in &addresses {
            arguments.extend([flag.as_str(), url.as_str()]);
        }
        let process = start(&arguments);
        addresses.push((format!("--{name}"), format!("http://{}", process.address)));
        processes.push(process);
    }
    let listening: Vec<_> = processes.iter().map(|process| process.address).collect();
    let clients = Clients::connect_apart(&listening).await;
    standing::open_books(&clients).await;
    standing::open_reporting(&clients).await;
    let (gremio, club) = (
        organisation_named("gremio"),
        organisation_named("beijing-football"),
    );
    clients
        .record_agreement(EDITION, "a1", agreement(&[&gremio, &club]))
        .await;
    assert_eq!(
        clients.value(EDITION, "contract-count").await,
        Exact::from(1)
    );
    let summary = clients.summary(EDITION, None).await.unwrap();
    assert!(!summary.paragraphs.is_empty());

    // The verbs find each service where it is.
    let everywhere: Vec<_> = addresses
        .iter()
        .flat_map(|(flag, url)| [flag.as_str(), url])
        .collect();
    let figures = run(&[&["figures", "--edition", EDITION][..], &everywhere].concat());
    assert!(figures.status.success(), "{}", told(&figures));
    let backup = folder.path().join("backup");
    let backup = backup.to_str().unwrap();
    let made = run(&[&["backup", backup][..], &everywhere].concat());
    assert!(made.status.success(), "{}", told(&made));

    processes.remove(2).kill();
    refused(clients.figure(EDITION, "contract-count", None).await)
        .is(Code::Unavailable, "SERVICE_UNREACHABLE")
        .tells("service", "contracts");
    refused(clients.summary(EDITION, None).await)
        .is(Code::Unavailable, "SERVICE_UNREACHABLE")
        .tells("service", "contracts");
}
