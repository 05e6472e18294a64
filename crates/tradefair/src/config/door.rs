//! The settings of the doors, and by what calls are secured.

use std::{
    collections::BTreeMap, net::SocketAddr, path::PathBuf, str::FromStr, sync::Arc, time::Duration,
};

use axum::Router;
use ledger::{Clock, SystemClock};
use serve::{CertificateFiles, Certificates, Drain, Identify, Link, Target};

use super::{Config, ConfigError, Read};
use crate::{
    Failure,
    assembly::Door,
    topology::{Addresses, ServiceName, links_to},
};

impl Config {
    /// Ways to services as a verb asks them: secured and with the token, as the settings
    /// say.
    ///
    /// # Errors
    /// When there are no certificates that are needed, no token in its file, or they are
    /// of no use.
    pub fn links_to(&self, addresses: &Addresses) -> Result<BTreeMap<ServiceName, Link>, Failure> {
        let certificates = self.certificates_for(addresses.values())?;
        let links = links_to(addresses, certificates.as_ref());
        self.identification.shown(links)
    }

    /// The certificates that calls to these are secured by, where one is reached by TLS;
    /// for a verb, which ends before they do.
    ///
    /// # Errors
    /// When there are none, or they are of no use.
    pub fn certificates_for<'a>(
        &self,
        targets: impl IntoIterator<Item = &'a Target>,
    ) -> Result<Option<Certificates>, Failure> {
        let Some(secured) = targets.into_iter().find(|target| target.is_secured()) else {
            return Ok(None);
        };
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        match self.door.certificates(&clock)? {
            None => Err(format!(
                "{secured} is reached by TLS: give --tls-certificate, --tls-key and --tls-authorities"
            )
            .into()),
            held => Ok(held),
        }
    }
}

impl Read<'_> {
    pub(super) fn door(&self) -> Result<Door, ConfigError> {
        let listen = self.required("listen", "an address and port, such as 127.0.0.1:50051")?;
        Ok(Door {
            listen,
            operations: self.operations(listen)?,
            certificates: self.certificates()?,
            pages: Router::new(),
            identify: Identify::Nobody,
            drain: Drain {
                delay: self.milliseconds("drain_delay_ms")?,
                limit: self.milliseconds("drain_limit_ms")?,
            },
        })
    }

    /// The address of the operations door, which is not that of the other.
    fn operations(&self, listen: SocketAddr) -> Result<Option<SocketAddr>, ConfigError> {
        let key = "operations_listen";
        let expected = "an address and port, such as 127.0.0.1:50052";
        let operations = self.optional(key, expected)?;
        match operations {
            Some(address) if address == listen && listen.port() != 0 => Err(ConfigError::OneDoor {
                address,
                source_name: self.source(key).to_string(),
            }),
            operations => Ok(operations),
        }
    }

    /// All three files of TLS, or none.
    fn certificates(&self) -> Result<Option<CertificateFiles>, ConfigError> {
        const KEYS: [&str; 3] = ["tls_certificate", "tls_key", "tls_authorities"];
        let mut files = Vec::new();
        for key in KEYS {
            files.push((key, self.optional::<PathBuf>(key, "a file")?));
        }
        let given = files.iter().find(|(_, file)| file.is_some());
        let missing = files.iter().find(|(_, file)| file.is_none());
        if let (Some((given, _)), Some((missing, _))) = (given, missing) {
            return Err(ConfigError::PartOfTls {
                given,
                source_name: self.source(given).to_string(),
                missing,
            });
        }
        let mut files = files.into_iter().filter_map(|(_, file)| file);
        let files = (files.next(), files.next(), files.next());
        let (Some(certificate), Some(key), Some(authorities)) = files else {
            return Ok(None);
        };
        Ok(Some(CertificateFiles {
            certificate,
            key,
            authorities,
        }))
    }

    /// No service is reached by TLS.
    pub(super) fn nobody_secured(&self, addresses: &Addresses) -> Result<(), ConfigError> {
        let secured = addresses.iter().find(|(_, target)| target.is_secured());
        match secured {
            Some((&service, target)) => Err(ConfigError::NoTls {
                service,
                target: target.to_string(),
                source_name: self.source(service.as_str()).to_string(),
            }),
            None => Ok(()),
        }
    }

    fn milliseconds(&self, key: &'static str) -> Result<Duration, ConfigError> {
        let expected = "a number of milliseconds from 0 to 3600000";
        let Milliseconds(number) = self.required(key, expected)?;
        Ok(Duration::from_millis(number))
    }
}

/// A time that somebody waits for, so an hour at the most.
struct Milliseconds(u64);

impl FromStr for Milliseconds {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        const HOUR_MS: u64 = 3_600_000;
        let number = text.parse().map_err(|_| ())?;
        match number <= HOUR_MS {
            true => Ok(Self(number)),
            false => Err(()),
        }
    }
}
