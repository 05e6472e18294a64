//! The door of a process.

use std::net::SocketAddr;

use serve::{Drain, Identify};

use super::{Machine, StartError};
use crate::identification::Identification;

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

impl Door {
    /// The same door, where callers are asked who they are as the settings say.
    ///
    /// # Errors
    /// [`StartError::OpenToAll`] for a door that others than this machine can reach and
    /// where nobody is asked, [`StartError::Issuer`].
    pub fn asking(
        self,
        identification: &Identification,
        machine: &Machine,
    ) -> Result<Self, StartError> {
        let is_secured = false;
        if !self.listen.ip().is_loopback() && !identification.trusted_network {
            let missing = missing(is_secured, identification.issuer.is_some());
            if !missing.is_empty() {
                return Err(StartError::OpenToAll {
                    address: self.listen,
                    missing: missing.join(", and "),
                });
            }
        }
        let identify = identification.identify(is_secured, &machine.clock)?;
        Ok(Self { identify, ..self })
    }
}

/// What a door must have that others than this machine can reach.
fn missing(is_secured: bool, has_issuer: bool) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if !is_secured {
        missing.push(
            "calls would come in the clear: give tls_certificate, tls_key and tls_authorities",
        );
    }
    if !has_issuer {
        missing.push("nobody would be asked who they are: give issuer");
    }
    missing
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
