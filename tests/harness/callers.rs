//! Callers who are asked who they are, without an issuer: their tokens say it in plain
//! text. What makes a token true is tried where tokens are read.

use std::time::Duration;

use serve::{Holder, ReadTokens, TokenRefused};

/// A token of a subject with these roles.
#[must_use]
pub fn token(subject: &str, roles: &[&str]) -> String {
    format!("{subject};{}", roles.join(";"))
}

/// Believes every token made by [`token`], and no other.
#[derive(Clone, Copy, Debug)]
pub struct PlainTokens;

#[tonic::async_trait]
impl ReadTokens for PlainTokens {
    async fn holder(&self, token: &str) -> Result<Holder, TokenRefused> {
        let Some((subject, roles)) = token.split_once(';') else {
            return Err(TokenRefused::NotAccepted(
                "it is no token of a test".to_owned(),
            ));
        };
        let roles = roles.split(';').filter(|role| !role.is_empty());
        Ok(Holder {
            subject: subject.to_owned(),
            good_for: Duration::from_secs(3_600),
            roles: roles.map(str::to_owned).collect(),
        })
    }
}
