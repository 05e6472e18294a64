//! The certificates of a process: what it shows others, and by whom others must be vouched for.
//!
//! They are three files (PEM) that somebody else replaces while the process runs: a
//! certificate with those that lead from it to an authority, its key, and the authorities.
//! They are read when the process starts, which fails if they are no good, and again and
//! again after that. What is read then is used from the next handshake on if it is good,
//! and if it is not, what was held stays. A process is server and client with the same
//! certificate, so it must be good for both.
//!
//! Connections that stand are left alone: they end by themselves, or with the process.
//! Sessions are not taken up again, as the other side would be believed what it once showed.

mod files;
mod follow;
mod proof;
mod trial;
mod words;

use std::{fmt, sync::Arc};

use arc_swap::ArcSwap;
use ledger::Clock;
use rustls::{ClientConfig, ServerConfig};

pub use self::{
    files::CertificateFiles,
    follow::{FOLLOW_INTERVAL, Following},
    trial::CertificatesError,
};
use self::{files::Material, trial::Held};
pub(crate) use self::{proof::names, words::in_handshake};

/// The certificates that are held now. Clones hold the same.
#[derive(Clone)]
pub struct Certificates(Arc<Inside>);

struct Inside {
    files: CertificateFiles,
    clock: Arc<dyn Clock>,
    held: ArcSwap<Held>,
}

impl Certificates {
    /// Reads the files and makes sure that they are of use, as of that clock.
    ///
    /// # Errors
    /// [`CertificatesError`] says in a sentence what is wrong, and with which file.
    pub fn read(files: CertificateFiles, clock: Arc<dyn Clock>) -> Result<Self, CertificatesError> {
        let material = Material::read(&files)?;
        let held = Held::of(&files, &material, &clock)?;
        Ok(Self(Arc::new(Inside {
            files,
            clock,
            held: ArcSwap::from_pointee(held),
        })))
    }

    /// Reads the files again; whether they hold something new, which is used from now on.
    ///
    /// # Errors
    /// [`CertificatesError`] when it is of no use. Then what was held stays.
    pub fn read_again(&self) -> Result<bool, CertificatesError> {
        let Inside { files, clock, held } = &*self.0;
        let material = Material::read(files)?;
        if material.digest() == held.load().digest {
            return Ok(false);
        }
        held.store(Arc::new(Held::of(files, &material, clock)?));
        Ok(true)
    }

    /// When the certificate that is held ends, in seconds since 1970 (UTC).
    #[must_use]
    pub fn expiry_seconds(&self) -> u64 {
        self.0.held.load().expiry_seconds
    }

    /// The names the certificate that is held is given to.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.0.held.load().names.clone()
    }

    /// As a server, for the next handshake.
    pub(crate) fn server(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.0.held.load().server)
    }

    /// As a client, for the next handshake.
    pub(crate) fn client(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.0.held.load().client)
    }
}

impl fmt::Debug for Certificates {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not what is held: there is a key among it.
        out.debug_tuple("Certificates")
            .field(&self.0.files)
            .finish()
    }
}
