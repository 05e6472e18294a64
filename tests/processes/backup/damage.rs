//! Whatever is wrong with a backup is found before anything is restored.

use std::{fs, path::Path};

use harness::standing::{self, EDITION};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::{manifest, path_text};
use crate::process::{run, serve, told};

/// What happens to a backup, and what is said of it.
type Damage = (&'static str, fn(&Path), &'static str);

const DAMAGES: [Damage; 9] = [
    (
        "a byte is another",
        |backup| {
            let file = backup.join("contracts/books.db");
            let mut bytes = fs::read(&file).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(&file, bytes).unwrap();
        },
        "contracts/books.db is not the file that was copied",
    ),
    (
        "the end is missing",
        |backup| {
            let file = fs::File::options()
                .write(true)
                .open(backup.join("forums/books.db"));
            file.unwrap().set_len(4096).unwrap();
        },
        "forums/books.db is not the file that was copied",
    ),
    (
        "a file is missing",
        |backup| fs::remove_file(backup.join("reporting/books.db")).unwrap(),
        "reporting/books.db is missing",
    ),
    (
        "a service is left out",
        |backup| {
            change(backup, |manifest| {
                let books = manifest["books"].as_array_mut().unwrap();
                books.retain(|book| book["service"] != "exhibitions");
            });
        },
        "leaves out exhibitions",
    ),
    (
        "the format is newer",
        |backup| fs::write(backup.join("manifest.json"), r#"{"format": 3}"#).unwrap(),
        "was made by a newer release (format 3; this one knows 2)",
    ),
    (
        "the manifest is cut off",
        |backup| fs::write(backup.join("manifest.json"), r#"{"format": 1, "#).unwrap(),
        "is damaged",
    ),
    (
        "the manifest is gone",
        |backup| fs::remove_file(backup.join("manifest.json")).unwrap(),
        "is no whole backup",
    ),
    (
        "the manifest leads out of the folder",
        |backup| {
            change(backup, |manifest| {
                manifest["books"][0]["file"] = json!("../books/reporting/books.db");
            });
        },
        "is damaged: the books of gateway are in",
    ),
    (
        "the books were tampered with, and the manifest after them",
        |backup| {
            let file = backup.join("exhibitions/books.db");
            let books = Connection::open(&file).unwrap();
            let changed = books.execute(
                "UPDATE position SET recorded_at_us = recorded_at_us + 1",
                [],
            );
            assert!(changed.unwrap() > 0);
            drop(books);
            let bytes = fs::read(&file).unwrap();
            change(backup, |manifest| {
                let books = manifest["books"].as_array_mut().unwrap();
                let book = books
                    .iter_mut()
                    .find(|book| book["service"] == "exhibitions");
                let book = book.unwrap();
                book["bytes"] = json!(bytes.len());
                book["blake3"] = json!(blake3::hash(&bytes).to_hex().as_str());
            });
        },
        "the audit found",
    ),
];

/// Writes the manifest anew with a change.
fn change(backup: &Path, change: impl FnOnce(&mut Value)) {
    let mut manifest = manifest(backup);
    change(&mut manifest);
    fs::write(backup.join("manifest.json"), manifest.to_string()).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_is_not_what_was_made_is_not_restored() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("books");
    let process = serve(&data);
    standing::open_books(&process.connect().await).await;
    let sound = folder.path().join("sound");
    let made = run(&["backup", &path_text(&sound), "--data", &path_text(&data)]);
    assert!(made.status.success(), "{}", told(&made));
    for (n, (what, damage, says)) in DAMAGES.into_iter().enumerate() {
        let damaged = folder.path().join(format!("damaged-{n}"));
        copy(&sound, &damaged);
        damage(&damaged);
        let new = folder.path().join(format!("new-{n}"));
        fs::create_dir(&new).unwrap();
        let restored = run(&["restore", &path_text(&damaged), "--data", &path_text(&new)]);
        let said = told(&restored);
        assert_eq!(restored.status.code(), Some(1), "{what}: {said}");
        assert!(said.contains(says), "{what}: {said}");
        assert_eq!(said.lines().count(), 1, "{what}: {said}");
        assert_eq!(
            new.read_dir().unwrap().count(),
            0,
            "{what}: nothing is left"
        );
    }
    let restored = run(&["restore", &path_text(&sound), "--data", &path_text(&data)]);
    let said = told(&restored);
    assert!(
        said.contains("books is not empty; choose a new folder"),
        "{said}"
    );
    let again = run(&["backup", &path_text(&sound), "--data", &path_text(&data)]);
    let said = told(&again);
    assert!(
        said.contains("sound holds a finished backup; choose a new folder"),
        "{said}"
    );
    let said = told(&run(&["restore", &path_text(&sound)]));
    assert!(
        said.contains("name the new folder of the books with --data"),
        "{said}"
    );
    // Before the gateway kept books, backups had those of four services.
    let old = folder.path().join("old");
    copy(&sound, &old);
    fs::remove_dir_all(old.join("gateway")).unwrap();
    change(&old, |manifest| {
        manifest["format"] = json!(1);
        let books = manifest["books"].as_array_mut().unwrap();
        books.retain(|book| book["service"] != "gateway");
    });
    let anew = folder.path().join("anew");
    let restored = run(&["restore", &path_text(&old), "--data", &path_text(&anew)]);
    assert!(restored.status.success(), "{}", told(&restored));
    assert!(anew.join("reporting").is_dir() && !anew.join("gateway").exists());
    let figures = run(&["figures", "--edition", EDITION, "--data", &path_text(&anew)]);
    assert!(figures.status.success(), "{}", told(&figures));
    let elsewhere = path_text(&folder.path().join("elsewhere"));
    let nobody = run(&["backup", &elsewhere, "--server", "http://127.0.0.1:1"]);
    let said = told(&nobody);
    assert!(
        said.contains("the gateway service cannot be reached"),
        "{said}"
    );
    assert!(
        !Path::new(&elsewhere).exists(),
        "what failed leaves nothing"
    );
}

/// Copies a folder of folders of files.
fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
