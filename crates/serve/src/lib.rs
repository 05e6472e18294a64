//! How a service is served: service values, layers, links, listener, health and the record keeper.

mod health;
pub mod keeper;
mod layers;
mod link;
mod listener;
mod recall;
mod reflection;
mod service;

pub use health::Health;
pub use link::{Link, peer};
pub use listener::{Drained, ListenError, Listener, Serving};
pub use recall::{Naming, Recall, nameable};
pub use service::Service;
