//! How a service is served: service values, layers, links, listener, health and the record keeper.

pub mod keeper;
mod service;

pub use service::Service;
