//! The door of a process.

use std::net::SocketAddr;

use serve::{Drain, Identify};

/// Where calls are taken and from whom, and how that ends.
#[derive(Clone, Debug)]
pub struct Door {
    /// The address.
    pub listen: SocketAddr,
    /// How it is closed.
    pub drain: Drain,
    /// How it is found out who comes.
    pub identify: Identify,
}

impl From<SocketAddr> for Door {
    /// A door where nobody is asked who they are, and that is closed without delay.
    fn from(listen: SocketAddr) -> Self {
        Self {
            listen,
            drain: Drain::default(),
            identify: Identify::Nobody,
        }
    }
}
