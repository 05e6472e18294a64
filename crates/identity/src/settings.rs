//! Whose tokens are believed, and where the keys are.

use std::path::PathBuf;

use crate::{Audience, Issuer};

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
