//! How a service is served, whatever it is about.
//!
//! A service is a value, [`Service`]: its methods and what they tell about
//! themselves. A process is a list of them. Each has two doors: the [`Listener`],
//! through which other processes come, and a [`Link`], through which a service of
//! the same process comes without its call being framed for a wire.
//! Callers cannot tell which they use, so whether two services share a process, and
//! on how many machines one runs, is decided when it is started.
//!
//! Pieces:
//! - [`keeper`]: the methods that all keepers of records share. A service says what
//!   a record is; admitting requests, writing, answering at positions, lists, cells,
//!   evidence and copies of the book are written once, here.
//! - [`Link`] and [`peer`]: calls to another service, and its errors as faults. To
//!   one that runs elsewhere it is a pool of the addresses of a [`Target`], which are
//!   looked up again and again and connected before they are needed; those that fail are
//!   left out, and calls that fail on the way are made again where that does no harm.
//!   [`Means`] are what the pool finds and reaches them by. [`Recall`] remembers what another
//!   service said for as long as it would say the same.
//! - `layers`: what surrounds a service behind both doors: a span and a measurement
//!   for each call, its deadline, the bounds of messages, an answer also when the
//!   code panics. Errors that the gRPC library makes get the form all others have.
//! - `json`: the methods that have one request and one answer, in JSON over HTTP, from the
//!   descriptors.
//! - [`Listener`], with [`Health`] and reflection: binding before anything is
//!   opened, bounds on connections, headers, streams and the calls taken in (a number that
//!   it learns, of which nobody gets more than a fair part), and an end that finishes what
//!   has begun and does not wait for ever. Beside it, for whoever watches over the process, may be
//!   [`Operations`], a door in the clear with nothing behind it but health and pages.
//! - [`Certificates`], by which the listener and links are secured (TLS 1.3): read again
//!   and again, tried before they are used, and looked up at every handshake. Whose names
//!   a caller's certificate proves, every request tells ([`PeerNames`]).
//!
//! Four things hold it together. *A deadline is one thing*: it comes with a call,
//! travels with the task that answers it and goes on, less a margin, to every call
//! that task makes, and to every attempt at one. *What may have been carried out is
//! not sent twice*, unless it only reads or carries a request id. *A permit is taken only at the listener*: one held while the
//! next service of the same process is called would dead-lock. *A write once begun
//! is finished*: dropping the call drops only the waiting for it.
//!
//! It deliberately knows no service and no kind of record by name and no
//! configuration: books, and the names and addresses of other processes, are handed
//! in. What a method does to the books it reads from the contracts.

mod access;
mod certificates;
mod health;
mod json;
pub mod keeper;
mod layers;
mod link;
mod listener;
mod recall;
mod reflection;
mod service;

pub use access::{
    Caller, Grant, HeldFor, Holder, Identify, NoRule, Person, ReadTokens, TokenRefused,
};
pub use certificates::{
    CertificateFiles, Certificates, CertificatesError, FOLLOW_INTERVAL, Following,
};
pub use health::Health;
pub use layers::{MESSAGE_BYTES, answer::unreadable};
pub use link::{Dial, Link, Means, NoTarget, Resolve, SystemNames, Target, Tcp, Wire, peer};
pub use listener::{
    Connections, Drain, Drained, ListenError, Listener, Operations, PeerNames, Serving, Stop,
};
pub use recall::{Naming, Recall, nameable};
pub use service::Service;
