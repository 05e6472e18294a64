//! The door of a process.

use std::net::SocketAddr;

use serve::Drain;

/// Where calls are taken, and how that ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door {
    /// The address.
    pub listen: SocketAddr,
    /// How it is closed.
    pub drain: Drain,
}

impl From<SocketAddr> for Door {
    /// A door that is closed without delay.
    fn from(listen: SocketAddr) -> Self {
        Self {
            listen,
            drain: Drain::default(),
        }
    }
}
