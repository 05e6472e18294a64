//! Backups made while others write, and what is restored from them.

mod damage;

use std::{
    collections::BTreeSet,
    path::Path,
    process::Output,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use harness::{
    builders::{agreement, organisation},
    clients::{Clients, at_cut},
    standing::{self, EDITION, FAIR, organisation_named},
};
use proto::{
    contracts::v1::ListAgreementsRequest,
    exhibitions::v1::ListOrganisationsRequest,
    gateway::v1::Summary,
    statistics::v1::{Cut, Position},
};
use tokio::sync::Notify;

use crate::process::{Process, run, serve, told};

/// How many writers write at once.
const WRITERS: usize = 8;

/// The manifest of a backup.
fn manifest(backup: &Path) -> serde_json::Value {
    let text = std::fs::read_to_string(backup.join("manifest.json")).expect("a manifest");
    serde_json::from_str(&text).expect("a manifest is JSON")
}

/// The positions in a backup.
fn cut_in(backup: &Path) -> Cut {
    let manifest = manifest(backup);
    let books = manifest["books"].as_array().expect("a list of books");
    // A cut names those services whose records decide figures.
    let books = books.iter().filter(|book| book["service"] != "gateway");
    let position = |book: &serde_json::Value| Position {
        service: book["service"].as_str().unwrap().to_owned(),
        fair: FAIR.to_owned(),
        sequence: book["heads"][FAIR]
            .as_i64()
            .expect("a position of the fair"),
        recorded_at: None,
    };
    Cut {
        positions: books.map(position).collect(),
    }
}

/// Runs the binary while the runtime goes on.
async fn run_beside(arguments: Vec<String>) -> Output {
    let running = tokio::task::spawn_blocking(move || {
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        run(&arguments)
    });
    running.await.expect("the binary runs")
}

fn path_text(path: &Path) -> String {
    path.to_str().expect("a folder's path is text").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_backed_up_under_writes_is_restored_whole() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("books");
    let loaded = run(&[
        "demo",
        "--once",
        "--data",
        data.to_str().unwrap(),
        "--listen",
        "127.0.0.1:0",
    ]);
    assert!(loaded.status.success(), "{}", told(&loaded));
    let process = serve(&data);
    let clients = process.connect().await;
    let from = [
        ("online", ["--data".to_owned(), path_text(&data)]),
        (
            "remote",
            ["--server".to_owned(), format!("http://{}", process.address)],
        ),
    ];
    let writers = Writers::start(&process).await;
    for (name, from) in &from {
        writers.some_have_written().await;
        let backup = path_text(&folder.path().join(name));
        let made = run_beside([&["backup".to_owned(), backup][..], &from[..]].concat()).await;
        assert!(made.status.success(), "{name}: {}", told(&made));
    }
    writers.stop().await;

    for (name, _) in from {
        let backup = folder.path().join(name);
        let cut = cut_in(&backup);
        let then = clients.summary(EDITION, at_cut(&cut)).await.unwrap();
        let restored = folder.path().join(format!("{name} restored"));
        let output = run(&[
            "restore",
            backup.to_str().unwrap(),
            "--data",
            restored.to_str().unwrap(),
        ]);
        assert!(output.status.success(), "{name}: {}", told(&output));
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(said.matches("sound: the chain holds").count(), 5, "{said}");
        let process = serve(&restored);
        let clients = process.connect().await;
        let again = clients.summary(EDITION, at_cut(&cut)).await.unwrap();
        assert_eq!(
            text(&again),
            text(&then),
            "{name}: the same release for the same cut"
        );
        nothing_names_what_is_not_there(&clients).await;
        // The restored books go on.
        let parties = ["gremio", "sichuan-culture"].map(|id| format!("{id}-anew"));
        for party in &parties {
            clients
                .record_organisation(FAIR, party, organisation(party, "BR"))
                .await;
        }
        let parties = parties.map(|party| organisation_named(&party));
        let record = agreement(&[&parties[0], &parties[1]]);
        clients.record_agreement(EDITION, "after-all", record).await;
    }
}

/// The words of a release.
fn text(summary: &Summary) -> (&String, &Vec<String>) {
    (&summary.headline, &summary.paragraphs)
}

/// Every organisation that an agreement names is in the books.
async fn nothing_names_what_is_not_there(clients: &Clients) {
    let (mut known, mut page_token) = (BTreeSet::new(), String::new());
    loop {
        let request = ListOrganisationsRequest {
            parent: FAIR.to_owned(),
            page_size: 1000,
            page_token,
            show_retired: true,
            as_of: None,
            filter: String::new(),
        };
        let page = clients
            .exhibitions
            .clone()
            .list_organisations(request)
            .await;
        let page = page.unwrap().into_inner();
        known.extend(page.organisations.into_iter().map(|one| one.name));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    let mut page_token = String::new();
    let mut agreements = 0;
    loop {
        let request = ListAgreementsRequest {
            parent: EDITION.to_owned(),
            page_size: 1000,
            page_token,
            show_retired: true,
            as_of: None,
            filter: String::new(),
        };
        let page = clients.contracts.clone().list_agreements(request).await;
        let page = page.unwrap().into_inner();
        for agreement in &page.agreements {
            for party in &agreement.parties {
                let (name, party) = (&agreement.name, &party.organisation);
                assert!(
                    known.contains(party),
                    "{name} names {party}, which is not there"
                );
            }
        }
        agreements += page.agreements.len();
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert!(agreements > 482, "the writers wrote: {agreements}");
}

/// Writers, each of which records an organisation and then an agreement with it,
/// over and over.
struct Writers {
    tasks: Vec<tokio::task::JoinHandle<()>>,
    stopping: Arc<AtomicBool>,
    written: Arc<AtomicUsize>,
    more: Arc<Notify>,
}

impl Writers {
    async fn start(process: &Process) -> Self {
        let mut writers = Self {
            tasks: Vec::new(),
            stopping: Arc::default(),
            written: Arc::default(),
            more: Arc::default(),
        };
        for writer in 0..WRITERS {
            let clients = process.connect().await;
            let (stopping, written, more) = (
                Arc::clone(&writers.stopping),
                Arc::clone(&writers.written),
                Arc::clone(&writers.more),
            );
            writers.tasks.push(tokio::spawn(async move {
                for n in 0.. {
                    if stopping.load(Ordering::SeqCst) {
                        return;
                    }
                    write(&clients, &format!("w{writer}-{n}")).await;
                    written.fetch_add(1, Ordering::SeqCst);
                    more.notify_one();
                }
            }));
        }
        writers
    }

    /// Waits until each has written about twice since this was asked.
    async fn some_have_written(&self) {
        let enough = self.written.load(Ordering::SeqCst) + 2 * WRITERS;
        while self.written.load(Ordering::SeqCst) < enough {
            self.more.notified().await;
        }
    }

    async fn stop(self) {
        self.stopping.store(true, Ordering::SeqCst);
        for task in self.tasks {
            task.await.expect("a writer ends when it is told to");
        }
    }
}

async fn write(clients: &Clients, id: &str) {
    let (one, other) = (format!("{id}-one"), format!("{id}-other"));
    for (party, place) in [(&one, "BR"), (&other, "CN-BJ")] {
        clients
            .record_organisation(FAIR, party, organisation(party, place))
            .await;
    }
    let (one, other) = (organisation_named(&one), organisation_named(&other));
    let record = agreement(&[&one, &other]);
    clients.record_agreement(EDITION, id, record).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_it_is_made_a_backup_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("books");
    let process = serve(&data);
    standing::open_books(&process.connect().await).await;
    let mut interrupted = 0;
    for round in 0..8 {
        let backup = folder.path().join(format!("backup-{round}"));
        let (backup_text, data_text) = (path_text(&backup), path_text(&data));
        let arguments = ["backup", &backup_text, "--data", &data_text];
        let mut child = crate::process::tradefair(&arguments)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Later in each round: after none, one, two or three of the five books.
        let begun = ["", "gateway", "reporting", "contracts"][round % 4];
        while !backup.join(begun).exists() {
            // It may end between the two looks, but not without having begun.
            if let Some(ended) = child.try_wait().unwrap() {
                assert!(
                    ended.success() && backup.join(begun).exists(),
                    "it failed: {ended}"
                );
            }
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let restored = folder.path().join(format!("restored-{round}"));
        let output = run(&[
            "restore",
            &backup_text,
            "--data",
            restored.to_str().unwrap(),
        ]);
        if backup.join("manifest.json").exists() {
            assert!(
                output.status.success(),
                "a whole backup is whole: {}",
                told(&output)
            );
        } else {
            interrupted += 1;
            assert!(!output.status.success());
            let said = told(&output);
            assert!(said.contains("is no whole backup"), "{said}");
            assert!(!restored.exists(), "nothing was restored");
            // What lies there, if anything does yet, is not taken for an empty folder.
            let is_empty = backup.read_dir().unwrap().next().is_none();
            let again = run(&arguments);
            assert_eq!(again.status.success(), is_empty, "{}", told(&again));
            let refused = told(&again).contains("is not empty");
            assert_eq!(refused, !is_empty, "{}", told(&again));
        }
    }
    assert!(interrupted > 0, "no backup was interrupted");
}
