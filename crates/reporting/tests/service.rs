//! The reporting service on a real book, asked through its client, with record
//! keepers beside it that answer from data and write down what they were asked.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod service {
    pub(crate) mod peers;
    pub(crate) mod stage;

    mod cubes;
    mod cuts;
    mod faults;
    mod questions;
    mod reported;
    mod reports;
}
