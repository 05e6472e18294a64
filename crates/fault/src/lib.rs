//! What can go wrong, said once.
//!
//! A [`Fault`] names the cause of a failed call in words safe for the caller,
//! and carries what lies behind it for the log. Each variant is one cause and
//! one reason of `tradefair.errors.v1.ErrorReason`; turning a fault into a gRPC
//! status, with its details, happens in one place, [`status`].
//!
//! Pieces: [`Fault`], the causes; [`Violations`], which collects everything that
//! is wrong with a request before it is refused.
//!
//! This crate deliberately knows no service and no resource: services bring the
//! names and the words, never new kinds of error.

mod cause;
mod status;
mod violations;

pub use cause::Fault;
pub use status::DOMAIN;
pub use violations::{Violation, Violations};
