//! What needs a program that cargo does not bring; a missing one fails the tests.
//!
//! [`grpcurl`] sees the fair as a platform engineer does, and [`python`] as somebody who
//! writes a client in another language. [`recount`] has every
//! figure counted anew by a program in another language that shares nothing with
//! the product: `model/`, in Python and its standard library alone.
//! [`tokens`] holds what the script of the dev overlay signs, by openssl, against what
//! services believe.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod grpcurl;
mod python;
mod recount;
mod tokens;
