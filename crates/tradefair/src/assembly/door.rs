//! The doors of a process.

use std::{net::SocketAddr, sync::Arc};

use axum::Router;
use ledger::Clock;
use serve::{CertificateFiles, Certificates, CertificatesError, Drain, Identify};

use super::{Machine, StartError};
use crate::identification::Identification;

/// Where calls are taken and from whom, and how that ends.
#[derive(Clone, Debug)]
pub struct Door {
    /// The address.
    pub listen: SocketAddr,
    /// The address of the operations door, if there is one.
    pub operations: Option<SocketAddr>,
    /// What is told there beside health.
    pub pages: Router,
    /// By what calls are secured, those that are taken and those that are made. Without,
    /// calls are taken in the clear.
    pub certificates: Option<CertificateFiles>,
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
        let is_secured = self.certificates.is_some();
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

impl Door {
    /// Reads the certificates, if there are any.
    ///
    /// # Errors
    /// [`CertificatesError`] when they are of no use.
    pub fn certificates(
        &self,
        clock: &Arc<dyn Clock>,
    ) -> Result<Option<Certificates>, CertificatesError> {
        let files = self.certificates.clone();
        files
            .map(|files| Certificates::read(files, Arc::clone(clock)))
            .transpose()
    }
}

impl From<SocketAddr> for Door {
    /// A door in the clear, where nobody is asked who they are, that is closed without
    /// delay.
    fn from(listen: SocketAddr) -> Self {
        Self {
            listen,
            operations: None,
            pages: Router::new(),
            certificates: None,
            drain: Drain::default(),
            identify: Identify::Nobody,
        }
    }
}
