//! Whose tokens are believed, and where the keys are.

use std::path::PathBuf;

use crate::{Audience, CannotStart, Expected, Issuer, Source, source::Configured};

/// Whose tokens are believed, and where the keys are.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Who issues the tokens.
    pub issuer: Issuer,
    /// For whom they must be meant.
    pub audience: Audience,
    /// Where the keys of the issuer are.
    pub keys: KeysFrom,
}

impl Settings {
    /// Where the keys come from.
    ///
    /// # Errors
    /// When they can never come from there on this machine.
    pub fn source(&self) -> Result<impl Source + use<>, CannotStart> {
        Configured::open(self)
    }

    /// What every token must say.
    #[must_use]
    pub fn expected(&self) -> Expected {
        Expected {
            issuer: self.issuer.clone(),
            audience: self.audience.clone(),
        }
    }
}

/// Where the keys of the issuer are.
#[derive(Clone, Debug)]
pub enum KeysFrom {
    /// Where the issuer says, over HTTPS.
    Issuer {
        /// A PEM file of authorities that certify the issuer, beside those the machine trusts.
        authorities: Option<PathBuf>,
    },
    /// In a file, which is read again and again: a JSON Web Key Set.
    File(PathBuf),
}
