//! Why a token is not believed.

/// Why a token is not believed, and what to do about it.
///
/// What it displays is safe for whoever brought the token: it quotes nothing of it, and
/// nothing of the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refused {
    /// The issuer cannot be reached: not the caller's fault, and it passes.
    #[error(
        "the keys of the issuer cannot be had at the moment, so no token can be verified; try again in a few seconds"
    )]
    KeysOutOfReach,

    /// It has more bytes than any token should.
    #[error(
        "the token has more than 8192 bytes; ask the issuer for one with fewer roles and claims"
    )]
    TooLong,
    /// It has not three parts.
    #[error(
        "the token has not three parts with points between; send the access token as the issuer gave it, after `Bearer `"
    )]
    NotThreeParts,
    /// It has five parts.
    #[error("the token is encrypted; set the issuer up for tokens that are only signed")]
    Encrypted,
    /// A part is no base64.
    #[error(
        "a part of the token is not base64url without padding; send the token as the issuer gave it"
    )]
    Encoding,
    /// The header is no object, or says a thing twice or in a wrong type.
    #[error(
        "the header of the token is not a JSON object that says each thing once; ask the issuer for a new token"
    )]
    Header,
    /// Something must be understood that is not.
    #[error(
        "the token has critical extensions (`crit`), and none is understood here; set the issuer up to use none"
    )]
    Critical,
    /// A key, or the way to one, is in the token.
    #[error(
        "the token brings a key of its own (`jku`, `jwk`, `x5c` or `x5u`); only keys that the issuer publishes count"
    )]
    OwnKey,
    /// It is some other kind of token.
    #[error("the token's `typ` is neither `at+jwt` nor `JWT`; send an access token")]
    Kind,
    /// The algorithm is none of those that are taken.
    #[error(
        "the token is not signed with ES256, EdDSA or RS256; set the issuer up to use one of them"
    )]
    Algorithm,
    /// It names no key.
    #[error("the token does not name its key (`kid`); set the issuer up to name it")]
    NoKeyId,
    /// The issuer publishes no key of that name.
    #[error(
        "the issuer publishes no key of the name that the token gives (`kid`); ask the issuer for a new token"
    )]
    UnknownKey,
    /// The key of that name is of another kind.
    #[error(
        "the key that the token names is not one for its algorithm; ask the issuer for a new token"
    )]
    KeyOfAnotherAlgorithm,
    /// It was not signed with that key, or changed since.
    #[error(
        "the signature of the token is not that of the key it names; ask the issuer for a new token"
    )]
    Signature,
    /// The claims are no object, or say a thing twice.
    #[error(
        "the claims of the token are not a JSON object that says each thing once; ask the issuer for a new token"
    )]
    Claims,
    /// A claim that there must be is absent.
    #[error("the token has no `{0}` claim; set the issuer up to give one")]
    Missing(&'static str),
    /// A claim is of a type it must not be.
    #[error("the token's `{0}` claim is of a wrong type; set the issuer up to keep to RFC 9068")]
    Mistyped(&'static str),
    /// It is from another issuer.
    #[error("the token is from another issuer (`iss`) than the one that is trusted here")]
    Issuer,
    /// It is meant for others.
    #[error(
        "the token is not meant for this service (`aud`); ask the issuer for one whose audience names it"
    )]
    Audience,
    /// Its time is over.
    #[error("the token has expired (`exp`); ask the issuer for a new one")]
    Expired,
    /// It is good for longer than any token should be.
    #[error(
        "the token is good for more than 24 hours (`exp`); set the issuer up for a shorter life"
    )]
    LivesTooLong,
    /// Its time has not come.
    #[error(
        "the token is not good yet (`nbf`); wait, or set the clocks of issuer and service right"
    )]
    NotYet,
    /// It comes from the future.
    #[error(
        "the token was issued in the future (`iat`); set the clocks of issuer and service right"
    )]
    IssuedInFuture,
    /// The subject cannot be a name of someone.
    #[error(
        "the token's `sub` claim is empty, longer than 200 characters, or has control characters; set the issuer up for others"
    )]
    Subject,
    /// There are more roles, or longer ones, than there should be.
    #[error(
        "the token has more than 100 roles, or one of more than 200 characters; give the subject fewer at the issuer"
    )]
    Roles,
}

impl Refused {
    /// Whether the caller cannot do anything about it but try again.
    #[must_use]
    pub fn passes_by_itself(self) -> bool {
        self == Self::KeysOutOfReach
    }
}
