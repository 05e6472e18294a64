//! The exhibitions service on a real book, asked through its client.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod books {
    pub(crate) mod stage;

    mod life;
    mod places;
    mod sums;
}
