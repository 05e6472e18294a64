//! Where the keys of an issuer come from.

mod authorities;
mod discovery;
mod file;
mod web;

use std::{error::Error, io, path::PathBuf, time::Duration};

use http::StatusCode;

use crate::{
    KeySet, KeysFrom, NoKeySet, Settings,
    key_set::SET_BYTES,
    source::{discovery::Discovery, file::KeyFile},
};

/// How long the source may take.
pub(crate) const LIMIT: Duration = Duration::from_secs(5);

/// Where the keys of an issuer come from. Tests hand in one of their own.
pub trait Source: Send + Sync + 'static {
    /// The keys as they are now. How long it may take is bounded by the caller.
    fn keys(&self) -> impl Future<Output = Result<KeySet, NoKeys>> + Send;
}

/// Why the keys could not be had. For the log of an operator.
#[derive(Debug, thiserror::Error)]
pub enum NoKeys {
    /// Nobody answers there.
    #[error("{place} cannot be reached: {cause}")]
    Unreachable {
        /// Who was asked.
        place: String,
        /// What went wrong.
        cause: Box<dyn Error + Send + Sync>,
    },
    /// It took longer than 5 seconds.
    #[error("it takes longer than {} seconds", LIMIT.as_secs())]
    Slow,
    /// It answers, but not with what was asked for.
    #[error("{place} answers with {status}; redirects are not followed")]
    Answer {
        /// Who was asked.
        place: String,
        /// What it answers.
        status: StatusCode,
    },
    /// It sends more than anybody needs.
    #[error("{place} sends more than {SET_BYTES} bytes")]
    TooLarge {
        /// Who was asked.
        place: String,
    },
    /// What the issuer tells about itself does not tell where its keys are.
    #[error("{place} does not tell, as OpenID Connect Discovery has it, {what}")]
    Untold {
        /// What was asked for.
        place: String,
        /// What it does not tell.
        what: &'static str,
    },
    /// The file cannot be read.
    #[error("{} cannot be read: {cause}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        cause: io::Error,
    },
    /// What is there is no set of keys.
    #[error("{place} has no set of keys: {cause}")]
    Set {
        /// Where it is.
        place: String,
        /// What is wrong with it.
        cause: NoKeySet,
    },
}

/// Why nothing can be verified with these settings.
#[derive(Debug, thiserror::Error)]
pub enum CannotStart {
    /// The file of authorities cannot be read.
    #[error("the authorities of the issuer, {}, cannot be read as PEM: {cause}", path.display())]
    Authorities {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// There is nobody to vouch for the issuer.
    #[error(
        "this machine trusts no authority, so no issuer can be asked over https: install its certificates (ca-certificates), or give a PEM file of authorities"
    )]
    NoAuthorities,
    /// TLS does not work.
    #[error("TLS cannot be set up: {0}")]
    Tls(rustls::Error),
}

/// The source that the settings name.
pub(crate) enum Configured {
    Issuer(Box<Discovery>),
    File(KeyFile),
}

impl Configured {
    pub(crate) fn open(settings: &Settings) -> Result<Self, CannotStart> {
        match &settings.keys {
            KeysFrom::File(path) => Ok(Self::File(KeyFile::at(path.clone()))),
            KeysFrom::Issuer { authorities } => {
                let discovery = Discovery::of(settings.issuer.clone(), authorities.as_deref())?;
                Ok(Self::Issuer(Box::new(discovery)))
            }
        }
    }
}

impl Source for Configured {
    async fn keys(&self) -> Result<KeySet, NoKeys> {
        match self {
            Self::Issuer(discovery) => discovery.keys().await,
            Self::File(file) => file.keys().await,
        }
    }
}
