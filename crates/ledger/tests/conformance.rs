//! SQLite keeps what a store promises.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "tests: what fails is named by what was printed before it"
)]

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use ledger::{
    SqliteConfig, SqliteStore, Store,
    conformance::{Place, THEMES},
};

struct Folder {
    path: PathBuf,
    config: SqliteConfig,
}

impl Place for Folder {
    fn open(&self) -> Box<dyn Store> {
        Box::new(SqliteStore::open_with(&self.path, self.config).unwrap())
    }

    fn open_impatient(&self) -> Box<dyn Store> {
        let config = SqliteConfig {
            patience: Duration::ZERO,
            ..self.config
        };
        Box::new(SqliteStore::open_with(&self.path, config).unwrap())
    }

    fn open_copy(&self, file: &Path) -> Box<dyn Store> {
        let copy = self.path.with_file_name("copy");
        std::fs::create_dir(&copy).unwrap();
        std::fs::rename(file, SqliteStore::file_in(&copy)).unwrap();
        Box::new(SqliteStore::open_with(&copy, self.config).unwrap())
    }
}

/// Every case of a theme, with cells moved and the log copied often, and hardly
/// ever.
fn keeps(wanted: &str) {
    let often = SqliteConfig {
        fresh_cell_rows: 30,
        log_bytes: 64 * 1024,
        ..SqliteConfig::default()
    };
    let (_, cases) = THEMES.iter().find(|(theme, _)| *theme == wanted).unwrap();
    for config in [often, SqliteConfig::default()] {
        for (name, case) in *cases {
            println!("{wanted}: {name}");
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("books");
            case(&Folder { path, config });
        }
    }
}

#[test]
fn heads() {
    keeps("heads");
}

#[test]
fn log() {
    keeps("log");
}

#[test]
fn requests() {
    keeps("requests");
}

#[test]
fn cells() {
    keeps("cells");
}

#[test]
fn roll_ups() {
    keeps("roll_ups");
}

#[test]
fn backups() {
    keeps("backups");
}

#[test]
fn patience() {
    keeps("patience");
}

#[test]
fn no_theme_is_left_out() {
    let themes: Vec<_> = THEMES.iter().map(|(theme, _)| *theme).collect();
    assert_eq!(
        themes,
        [
            "heads", "log", "requests", "cells", "roll_ups", "backups", "patience"
        ]
    );
}
