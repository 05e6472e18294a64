//! What only a real PostgreSQL server can tell: the store keeps what it promises,
//! answers as the one of SQLite, and loses nothing whatever happens to a server.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod books;
mod conformance;
mod differential;
mod releases;
mod replicas;
