//! PostgreSQL keeps what a store promises.

use std::{path::Path, time::Duration};

use harness::postgres;
use ledger::{
    PostgresConfig, PostgresStore, SqliteStore, Store,
    conformance::{Place, THEMES},
};
use tempfile::TempDir;

struct Database {
    config: PostgresConfig,
    copies: TempDir,
}

impl Database {
    fn new() -> Self {
        let copies = tempfile::tempdir().unwrap();
        let address = postgres::shared().new_database();
        let config = PostgresConfig {
            scratch: Some(copies.path().join("scratch")),
            ..PostgresConfig::new(&address, "books")
        };
        drop(PostgresStore::migrate(&config).unwrap());
        Self { config, copies }
    }
}

impl Place for Database {
    fn open(&self) -> Box<dyn Store> {
        Box::new(PostgresStore::open(&self.config).unwrap())
    }

    fn open_impatient(&self) -> Box<dyn Store> {
        let store = PostgresStore::open(&self.config).unwrap();
        Box::new(store.with_patience(Duration::ZERO))
    }

    fn open_copy(&self, file: &Path) -> Box<dyn Store> {
        let copy = self.copies.path().join("copy");
        std::fs::create_dir(&copy).unwrap();
        std::fs::rename(file, SqliteStore::file_in(&copy)).unwrap();
        Box::new(SqliteStore::open(&copy).unwrap())
    }
}

#[test]
fn every_promise_is_kept() {
    for (theme, cases) in THEMES {
        for (name, case) in *cases {
            println!("{theme}: {name}");
            case(&Database::new());
        }
    }
}
