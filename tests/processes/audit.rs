//! The audit finds what somebody changed behind the books' back, and says where.

use std::path::Path;

use harness::{
    builders::agreement,
    standing::{self, EDITION, organisation_named},
};
use rusqlite::Connection;

use crate::process::{run, serve, told};

/// Changes that leave a book that can still be opened, with what the audit must
/// name.
const TAMPERINGS: [(&str, &str); 6] = [
    (
        "UPDATE fresh_cell SET quantity_1 = quantity_1 + 1 WHERE sequence = (SELECT max(sequence) FROM fresh_cell)",
        "fairs/ciftis",
    ),
    (
        "DELETE FROM fresh_cell WHERE sequence = (SELECT max(sequence) FROM fresh_cell)",
        "fairs/ciftis",
    ),
    (
        "UPDATE change SET body = zeroblob(length(body)) WHERE name LIKE '%/a1' AND revision = 1",
        "a1",
    ),
    (
        "UPDATE change SET state = 2 WHERE name LIKE '%/a1'",
        "position",
    ),
    (
        "UPDATE request SET answer = zeroblob(length(answer)) WHERE sequence = 1",
        "fairs/ciftis",
    ),
    (
        "UPDATE position SET recorded_at_us = recorded_at_us + 1 WHERE sequence = 1",
        "position 1",
    ),
];

/// The file of the books of contracts.
fn books(data: &Path) -> Connection {
    let folder = data.join("contracts");
    let file = std::fs::read_dir(&folder)
        .expect("a folder of books")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| path.extension().is_some_and(|extension| extension == "db"))
        .expect("a file of books");
    Connection::open(file).expect("the books are a database")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_tampering_is_found_and_placed() {
    let folder = tempfile::tempdir().unwrap();
    let sound = folder.path().join("sound");
    let process = serve(&sound);
    let clients = process.connect().await;
    standing::open_books(&clients).await;
    let parties = ["gremio", "beijing-football"].map(organisation_named);
    for id in ["a1", "a2", "a3"] {
        let record = agreement(&[&parties[0], &parties[1]]);
        clients.record_agreement(EDITION, id, record).await;
    }
    process.ask_to_end();
    let (status, _) = tokio::task::spawn_blocking(move || process.wait())
        .await
        .unwrap();
    assert!(status.success());
    let audited = run(&["audit", "--data", sound.to_str().unwrap()]);
    assert!(audited.status.success(), "{}", told(&audited));

    for (n, (tampering, place)) in TAMPERINGS.into_iter().enumerate() {
        let tampered = folder.path().join(format!("tampered-{n}"));
        copy(&sound, &tampered);
        let changed = books(&tampered)
            .execute(tampering, [])
            .expect("the books are changed");
        assert!(changed > 0, "{tampering} changes something");
        let audited = run(&["audit", "--data", tampered.to_str().unwrap()]);
        let said = String::from_utf8_lossy(&audited.stdout).into_owned();
        assert!(!audited.status.success(), "{tampering} is found: {said}");
        let off: Vec<&str> = said.lines().filter(|line| line.contains("off:")).collect();
        assert!(
            off.iter().any(|line| line.contains(place)),
            "{tampering} is placed: {said}"
        );
        assert!(told(&audited).contains("off"), "{}", told(&audited));
    }
}

/// Copies a folder of folders of files.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
