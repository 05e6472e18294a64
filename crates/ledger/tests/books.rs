//! What the books promise, tried on SQLite.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod books {
    pub(crate) mod bench;
    pub(crate) mod check;
    pub(crate) mod deal;
    pub(crate) mod double;
    pub(crate) mod model;

    mod amounts;
    mod concurrent;
    mod damage;
    mod failures;
    mod opening;
    mod over_time;
    mod patience;
    mod properties;
    mod refusals;
    mod tampering;
    mod upgrade;
    mod watched;
}
