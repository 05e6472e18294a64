//! What a token says, once it is known who signed it.

use crate::{
    Refused,
    fields::{Fields, Mistyped},
    verifier::Expected,
};

/// The claim that lists the roles of the subject.
pub const ROLES_CLAIM: &str = "tradefair_roles";

/// How far the clocks of issuer and service may differ.
const LEEWAY_SECONDS: i64 = 30;

/// How long a token may be good for, from now: one that is stolen is, for as long.
const MOST_LIFE_SECONDS: i64 = 24 * 60 * 60;

/// The most characters of a subject, and of a role.
const MOST_CHARACTERS: usize = 200;

/// The most roles of a subject.
const MOST_ROLES: usize = 100;

/// What a token says of whoever brings it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Who it is: what the issuer calls this person or program, for ever.
    pub subject: String,
    /// The roles that the issuer gave it, as the token lists them.
    pub roles: Vec<String>,
    /// Until when, but for the leeway of clocks, the token is good: seconds since 1970.
    pub expires_at_unix_seconds: i64,
}

impl Claims {
    /// What these claims say, if it can be believed at this time.
    pub(crate) fn read(
        fields: &Fields,
        expected: &Expected,
        now_unix_seconds: i64,
    ) -> Result<Self, Refused> {
        if text(fields, "iss")? != expected.issuer.as_str() {
            return Err(Refused::Issuer);
        }
        if !audiences(fields)?.contains(&expected.audience.as_str()) {
            return Err(Refused::Audience);
        }
        let claims = Self {
            expires_at_unix_seconds: life(fields, now_unix_seconds)?,
            subject: subject(fields)?,
            roles: roles(fields)?,
        };
        Ok(claims)
    }

    /// Refuses a token whose time is over.
    pub(crate) fn still_good(&self, now_unix_seconds: i64) -> Result<(), Refused> {
        let end = self.expires_at_unix_seconds.saturating_add(LEEWAY_SECONDS);
        (now_unix_seconds < end)
            .then_some(())
            .ok_or(Refused::Expired)
    }
}

/// Until when the token is good, if it is now.
fn life(fields: &Fields, now: i64) -> Result<i64, Refused> {
    let expires = whole(fields, "exp")?.ok_or(Refused::Missing("exp"))?;
    let not_before = whole(fields, "nbf")?;
    let issued = whole(fields, "iat")?;
    let with_leeway = now.saturating_add(LEEWAY_SECONDS);
    if now >= expires.saturating_add(LEEWAY_SECONDS) {
        return Err(Refused::Expired);
    }
    if expires > with_leeway.saturating_add(MOST_LIFE_SECONDS) {
        return Err(Refused::LivesTooLong);
    }
    if not_before.is_some_and(|start| start > with_leeway) {
        return Err(Refused::NotYet);
    }
    if issued.is_some_and(|issued| issued > with_leeway) {
        return Err(Refused::IssuedInFuture);
    }
    Ok(expires)
}

fn subject(fields: &Fields) -> Result<String, Refused> {
    let subject = text(fields, "sub")?;
    let is_name = !subject.is_empty()
        && subject.chars().count() <= MOST_CHARACTERS
        && !subject.chars().any(char::is_control);
    is_name.then(|| subject.to_owned()).ok_or(Refused::Subject)
}

fn roles(fields: &Fields) -> Result<Vec<String>, Refused> {
    let mistyped = |Mistyped| Refused::Mistyped(ROLES_CLAIM);
    let roles = fields.texts(ROLES_CLAIM).map_err(mistyped)?;
    let roles = roles.unwrap_or_default();
    let is_long = |role: &&str| role.chars().count() > MOST_CHARACTERS;
    if roles.len() > MOST_ROLES || roles.iter().any(is_long) {
        return Err(Refused::Roles);
    }
    Ok(roles.into_iter().map(str::to_owned).collect())
}

/// For whom the token is meant: one, or a list.
fn audiences(fields: &Fields) -> Result<Vec<&str>, Refused> {
    if let Ok(one) = fields.text("aud") {
        return one.map(|one| vec![one]).ok_or(Refused::Missing("aud"));
    }
    let several = fields.texts("aud").ok().flatten();
    several.ok_or(Refused::Mistyped("aud"))
}

fn text<'f>(fields: &'f Fields, name: &'static str) -> Result<&'f str, Refused> {
    let text = fields.text(name).map_err(|_| Refused::Mistyped(name))?;
    text.ok_or(Refused::Missing(name))
}

fn whole(fields: &Fields, name: &'static str) -> Result<Option<i64>, Refused> {
    fields.whole(name).map_err(|_| Refused::Mistyped(name))
}
