//! What is too much, and what is no message at all: a real fair is sent more than it can
//! answer, and bytes that no client would send.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::float_arithmetic
)]

mod call;
mod knob;
mod mutated;
mod overload;
