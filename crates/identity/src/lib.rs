//! Who a caller is, by the token it brings.
//!
//! A caller signs in at an *issuer* (any OpenID Connect provider) and gets a token: a JWT
//! that says who it is, for whom the token is meant and until when, signed with a key of
//! the issuer. [`Verifier`] tells from the token alone whether to believe it, and what it
//! says: [`Claims`], the subject and the roles the issuer gave it. The issuer is not asked
//! about tokens, only, now and then, for its public keys.
//!
//! Pieces:
//! - [`Issuer`] and [`Settings`]: whom to believe, and where the keys are: at the issuer, or
//!   in a file.
//! - `envelope`: what a token says of itself before it can be believed: which algorithm,
//!   which key. `claims`: what it says after that. `fields` reads both.
//! - [`KeySet`]: the public keys; [`Source`] is where they come from.
//! - `refresh`: asks the source again every 30 seconds, and at once when a token names a
//!   key that is not known.
//! - `remembered`: tokens already verified, so that a caller pays for a signature once.
//! - [`Refused`]: every reason not to believe, with what to do about it.
//! - `mint`, a feature of tests alone: makes keys and signs tokens, good ones and forgeries.
//!
//! Five things hold it together. *Only the set decides on keys*: what a token says of its
//! algorithm must fit the kind of the key that the set has under its name, and a key that
//! a token brings along is a reason to refuse it. *A claim of the wrong type is not an
//! absent one*, and an object that says a thing twice says nothing. *A withdrawn key is
//! refused within a minute*, since everything remembered falls with the set it was verified
//! by. *An issuer that is out of reach stops nobody for an hour*; after that, tokens
//! are refused with a reason of its own, which is not the caller's fault. *However many
//! tokens name unknown keys, the issuer is asked once in ten seconds.*
//!
//! It deliberately knows no role, no method and no service: what a subject may do is
//! decided where the calls are known. The time comes in through the door. No log
//! line, and no error, has a token or a subject in it.

mod claims;
mod envelope;
mod fields;
mod issuer;
mod key_set;
#[cfg(feature = "mint")]
pub mod mint;
mod refresh;
mod refused;
mod remembered;
mod settings;
mod source;
mod verifier;

pub use claims::{Claims, ROLES_CLAIM};
pub use issuer::{Audience, Issuer, NoAudience, NoIssuer};
pub use key_set::{KeySet, NoKeySet};
pub use refresh::Pace;
pub use refused::Refused;
pub use settings::{KeysFrom, Settings};
pub use source::{CannotStart, NoKeys, Source};
pub use verifier::{Expected, TOKEN_BYTES, Verifier};
