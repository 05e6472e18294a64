//! The contracts service on real books, asked through its clients, with the
//! exhibitions service beside it.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod books {
    pub(crate) mod stage;

    mod life;
    mod names;
    mod upgrade;
}
