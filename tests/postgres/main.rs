//! What only a real PostgreSQL server can tell: the store keeps what it promises and
//! answers as the one of SQLite, also when several processes write.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    missing_docs,
    reason = "tests: what fails is named by what was printed before it"
)]

mod books;
mod cancelled;
mod conformance;
mod differential;
mod dumps;
mod failover;
mod load;
mod memory;
mod migrating;
mod releases;
mod replicas;
