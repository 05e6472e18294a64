//! Each service in a process of its own.

use harness::{
    builders::agreement,
    desk::Exact,
    fleet::{Fleet, flags_to},
    standing::{self, EDITION, organisation_named},
};
use tradefair::bookshelf::Bookshelf;

use crate::process::binary;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_processes_are_one_fair() {
    let folder = tempfile::tempdir().unwrap();
    let books = Bookshelf::Folder(folder.path().join("books"));
    let fleet = Fleet::start(&binary(), &books, 1);
    let clients = fleet.connect().await;
    standing::open_books(&clients).await;
    standing::open_reporting(&clients).await;
    let parties = ["gremio", "beijing-football"].map(organisation_named);
    let parties = [parties[0].as_str(), parties[1].as_str()];
    clients
        .record_agreement(EDITION, "a1", agreement(&parties))
        .await;
    assert_eq!(
        clients.value(EDITION, "contract-count").await,
        Exact::from(1)
    );
    let summary = clients.summary(EDITION, None).await.unwrap();
    assert!(!summary.paragraphs.is_empty());

    // The verbs find each service where it is.
    let flags = flags_to(&fleet.targets());
    let everywhere: Vec<_> = flags.iter().map(String::as_str).collect();
    let asked = ["figures", "--edition", EDITION];
    let figures = binary().printed(&[&asked, &everywhere[..]].concat());
    assert!(figures.contains("contract-count"), "{figures}");
    let backup = folder.path().join("backup");
    let asked = ["backup", backup.to_str().unwrap()];
    let _ = binary().printed(&[&asked, &everywhere[..]].concat());
}
