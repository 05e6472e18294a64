//! A role and what it is held for.

use std::{fmt, str::FromStr};

use proto::access::v1::Role;

/// A role that somebody holds for a fair or for all of them, as a token writes it:
/// `editor@ciftis`, `auditor@*`, `clerk:notes@ciftis`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The department of a clerk, which has the name of its service.
    pub department: Option<String>,
    /// The fairs it is held for.
    pub held_for: HeldFor,
}

/// The fairs a role is held for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldFor {
    /// All there are and will be.
    EveryFair,
    /// The fair of this id.
    Fair(String),
}

/// A text that grants nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is no role with what it is held for behind it, such as editor@ciftis or auditor@*")]
pub struct NoGrant;

impl FromStr for Grant {
    type Err = NoGrant;

    fn from_str(text: &str) -> Result<Self, NoGrant> {
        let (what, held_for) = text.split_once('@').ok_or(NoGrant)?;
        let (role, department) = match what.split_once(':') {
            Some((role, department)) => (role, Some(department)),
            None => (what, None),
        };
        let role = role_named(role).ok_or(NoGrant)?;
        let is_id = |text: &str| resource::name::is_id(text);
        let department = match (role, department) {
            (Role::Clerk, Some(department)) if is_id(department) => Some(department.to_owned()),
            (Role::Clerk, _) | (_, Some(_)) => return Err(NoGrant),
            (_, None) => None,
        };
        let held_for = match held_for {
            "*" => HeldFor::EveryFair,
            fair if is_id(fair) => HeldFor::Fair(fair.to_owned()),
            _ => return Err(NoGrant),
        };
        Ok(Self {
            role,
            department,
            held_for,
        })
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&name_of(self.role))?;
        if let Some(department) = &self.department {
            write!(out, ":{department}")?;
        }
        match &self.held_for {
            HeldFor::EveryFair => out.write_str("@*"),
            HeldFor::Fair(fair) => write!(out, "@{fair}"),
        }
    }
}

/// What a token calls a role: `ROLE_EDITOR` is `editor`.
pub(super) fn name_of(role: Role) -> String {
    let name = role.as_str_name();
    name.strip_prefix("ROLE_").unwrap_or(name).to_lowercase()
}

fn role_named(text: &str) -> Option<Role> {
    let is_lower = text.bytes().all(|byte| byte.is_ascii_lowercase());
    let role = Role::from_str_name(&format!("ROLE_{}", text.to_uppercase()));
    role.filter(|&role| is_lower && role != Role::Unspecified)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_are_read_as_they_are_written() {
        for text in [
            "editor@ciftis",
            "auditor@*",
            "clerk:notes@fair-2",
            "outlet@a",
        ] {
            let grant: Grant = text.parse().unwrap();
            assert_eq!(grant.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_grant_is_refused() {
        for text in [
            "",
            "editor",
            "editor@",
            "@ciftis",
            "Editor@ciftis",
            "EDITOR@ciftis",
            "unspecified@ciftis",
            "king@ciftis",
            "clerk@ciftis",
            "clerk:@ciftis",
            "clerk:No tes@ciftis",
            "editor:notes@ciftis",
            "editor@**",
            "editor@fairs/ciftis",
            "editor@ciftis@*",
        ] {
            assert_eq!(text.parse::<Grant>(), Err(NoGrant), "{text:?}");
        }
    }
}
