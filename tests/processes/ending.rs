//! Asked to end, it ends well.

use harness::{
    builders::{agreement, create},
    standing::{self, EDITION, organisation_named},
};

use crate::process::{run, serve, start, told};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_end_it_finishes_what_it_has_begun() {
    let folder = tempfile::tempdir().unwrap();
    let process = serve(folder.path());
    let clients = process.connect().await;
    standing::open_books(&clients).await;
    let parties = ["gremio", "beijing-football"].map(organisation_named);
    let mut under_way = Vec::new();
    for n in 0..64 {
        let mut contracts = clients.contracts.clone();
        let record = agreement(&[&parties[0], &parties[1]]);
        let request = create::agreement(EDITION, &format!("a{n}"), record);
        under_way.push(tokio::spawn(async move {
            contracts.create_agreement(request).await
        }));
    }
    let mut acknowledged = Vec::new();
    let first = under_way
        .remove(0)
        .await
        .unwrap()
        .expect("the first is answered");
    acknowledged.push(first.into_inner().name);
    process.ask_to_end();
    for call in under_way {
        if let Ok(answer) = call.await.unwrap() {
            acknowledged.push(answer.into_inner().name);
        }
    }
    let (status, said) = tokio::task::spawn_blocking(move || process.wait())
        .await
        .unwrap();
    assert!(status.success(), "it ends well: {said:#?}");

    let again = serve(folder.path());
    let clients = again.connect().await;
    for name in acknowledged {
        clients
            .agreement(&name, None)
            .await
            .expect("what was acknowledged is there");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_once_it_serves_for_the_delay_and_asked_twice_it_ends() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let process = start(&[
        "serve",
        "--data",
        data,
        "--listen",
        "127.0.0.1:0",
        // Longer than any test.
        "--drain-delay-ms",
        "3600000",
    ]);
    let server = format!("http://{}", process.address);
    let health = |of| run(&["health", of, "--server", &server]);
    assert_eq!(health("readiness").stdout, b"readiness: SERVING\n");
    process.ask_to_end();
    process.says("SIGTERM");
    let unready = health("readiness");
    assert!(!unready.status.success());
    assert!(told(&unready).contains("NOT_SERVING"), "{}", told(&unready));
    assert_eq!(health("liveness").stdout, b"liveness: SERVING\n");
    // Over a connection that is new.
    standing::open_books(&process.connect().await).await;
    process.ask_to_end();
    let (status, said) = process.wait();
    assert!(!status.success(), "calls may have been cut off: {said:#?}");
    assert!(
        said.iter().any(|line| line.contains("SIGTERM, again")),
        "{said:#?}"
    );
    let gone = health("liveness");
    assert!(told(&gone).contains("cannot be reached"), "{}", told(&gone));
    standing::open_reporting(&serve(folder.path()).connect().await).await;
}
