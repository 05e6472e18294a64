//! Starts a fair for a test and speaks to it.
//!
//! Every test runs the product's own wiring: all five services, a folder or a database of
//! its own, a port the system picks, real TCP. Nothing is mocked, and nothing is shared
//! between tests but a server of databases.
//!
//! Pieces: [`fair`] starts, restarts and stops a fair, deployed as [`deployment`] says,
//! with a server of [`postgres`] where it must; [`clients`] are the
//! generated clients of it; [`dynamic`] calls any method by its name with JSON,
//! which is how tables over every method are written, and [`samples`] are the requests that
//! the comments of the protos print; [`over_http`] speaks JSON over HTTP, as browsers do;
//! [`builders`] make records
//! that are right, to be changed in one line; [`check`] reads refusals;
//! [`authority`] gives certificates, good and bad; [`process`] runs the real binary, whose
//! telemetry a [`collector`] takes, [`fleet`] five of them, with a [`proxy`] between them
//! where the way is to fail, an [`issuer`] of the tokens that callers bring, [`callers`] whose
//! tokens say it in plain text, an [`outlet`] that reads what was published, [`plain`]
//! connections for callers that wait longer than they say, [`patience`] for what must come soon, and in [`deed`] what they ask and which services that needs;
//! [`fairground`] has those of sections, visits and delegations;
//! [`standing`] fills the books a test usually begins with; [`second_fair`] makes
//! up another fair and counts it on its own, at random from [`dice`]; [`resources`] says of each resource
//! what the standard methods need to know.
//!
//! It deliberately knows no rule of any service: what a figure must be is
//! counted by the tests, never asked of the code under test.

// A harness is test code: a failure here is a failed test, told by a panic.
#![allow(clippy::unwrap_used, clippy::expect_used)]

pub mod authority;
pub mod builders;
pub mod callers;
pub mod cells;
pub mod check;
pub mod clients;
pub mod collector;
pub mod deed;
pub mod deployment;
pub mod desk;
pub mod dice;
pub mod dynamic;
pub mod fair;
pub mod fairground;
pub mod fleet;
pub mod issuer;
pub mod outlet;
pub mod over_http;
pub mod patience;
pub mod plain;
pub mod postgres;
pub mod press;
pub mod process;
pub mod proxy;
pub mod resources;
pub mod samples;
pub mod second_fair;
pub mod standing;
