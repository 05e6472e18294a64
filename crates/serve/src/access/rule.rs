//! Whether somebody may call a method.

use fault::Fault;
use proto::access::v1::{Reach, Role};

use super::{
    Caller, Grant,
    grant::{HeldFor, name_of},
};

/// The roles that make up the house: everybody who works for a fair.
const HOUSE: [Role; 6] = [
    Role::Clerk,
    Role::Statistician,
    Role::Editor,
    Role::Approver,
    Role::Publisher,
    Role::Auditor,
];

/// Who may call one method, as its contract says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The short name of the service, which is the department of its clerks.
    pub(super) department: &'static str,
    /// The roles that will do.
    pub(super) roles: Vec<Role>,
    /// Whether the house will do.
    pub(super) house: bool,
    /// The services that may call.
    pub(super) services: Vec<String>,
    /// The numbers of the fields that lead to the name of the fair.
    pub(super) fair_in: Vec<u32>,
    /// For which fairs a role must be held.
    pub(super) reach: Reach,
}

impl Rule {
    /// Where in the request the fair is named: the numbers of the fields, from the
    /// outside in; empty when none is.
    pub(crate) fn fair_in(&self) -> &[u32] {
        &self.fair_in
    }

    /// Passes if there is any request with which the caller may call, whatever fair it
    /// names: for before a request is read.
    ///
    /// # Errors
    /// [`Fault::AccessDenied`].
    pub(crate) fn allow_some(&self, caller: &Caller) -> Result<(), Fault> {
        self.allow(caller, None)
    }

    /// Passes if the caller may call with a request that names this fair,
    /// `fairs/{fair}`. Where it names none that can be read, any fair will do: the
    /// request is refused for that.
    ///
    /// # Errors
    /// [`Fault::AccessDenied`].
    pub(crate) fn allow(&self, caller: &Caller, fair: Option<&str>) -> Result<(), Fault> {
        let Caller::Known { person, services } = caller else {
            return Ok(());
        };
        if services
            .iter()
            .any(|service| self.services.contains(service))
        {
            return Ok(());
        }
        let grants = person.as_ref().map_or(&[][..], |person| &person.grants);
        match grants.iter().any(|grant| self.suits(grant, fair)) {
            true => Ok(()),
            false => Err(Fault::AccessDenied {
                caller: caller.actor(),
                needs: self.needs(fair),
            }),
        }
    }

    /// Whether a grant will do.
    fn suits(&self, grant: &Grant, fair: Option<&str>) -> bool {
        let far_enough = match (&grant.held_for, self.reach, fair) {
            (HeldFor::EveryFair, _, _) => true,
            (HeldFor::Fair(_), Reach::EveryFair, _) => false,
            (HeldFor::Fair(_), Reach::AnyFair, _) | (HeldFor::Fair(_), _, None) => true,
            (HeldFor::Fair(held), _, Some(named)) => {
                named.strip_prefix("fairs/") == Some(held.as_str())
            }
        };
        far_enough && (self.is_of_house(grant) || self.has_role(grant))
    }

    fn is_of_house(&self, grant: &Grant) -> bool {
        self.house && HOUSE.contains(&grant.role)
    }

    fn has_role(&self, grant: &Grant) -> bool {
        let own = grant.role != Role::Clerk || grant.department.as_deref() == Some(self.department);
        own && self.roles.contains(&grant.role)
    }

    /// Who may call, in the form of grants: "clerk:notes@ciftis or editor@ciftis".
    fn needs(&self, fair: Option<&str>) -> String {
        let held_for = match (
            self.reach,
            fair.and_then(|fair| fair.strip_prefix("fairs/")),
        ) {
            (Reach::EveryFair, _) => "*",
            (_, Some(fair)) => fair,
            (_, None) => "some fair",
        };
        let roles = self.roles.iter().map(|&role| match role {
            Role::Clerk => format!("{}:{}", name_of(role), self.department),
            _ => name_of(role),
        });
        let house = HOUSE
            .iter()
            .filter(|_| self.house)
            .map(|&role| name_of(role));
        let who: Vec<_> = roles
            .chain(house)
            .map(|who| format!("{who}@{held_for}"))
            .collect();
        match who.is_empty() {
            true => "to be one of the services that may".to_owned(),
            false => who.join(" or "),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use http::HeaderValue;

    use super::*;
    use crate::access::{Person, caller::Token};

    fn rule(roles: &[Role]) -> Rule {
        Rule {
            department: "notes",
            roles: roles.to_vec(),
            house: false,
            services: vec!["readers".to_owned()],
            fair_in: vec![1],
            reach: Reach::Unspecified,
        }
    }

    fn caller(grants: &[&str], services: &[&str]) -> Caller {
        let person = Person {
            subject: "s".to_owned(),
            grants: grants.iter().map(|grant| grant.parse().unwrap()).collect(),
            until: None,
            token: Token::of(&HeaderValue::from_static("t")),
        };
        Caller::Known {
            person: Some(Arc::new(person)),
            services: services.iter().map(|&service| service.to_owned()).collect(),
        }
    }

    fn allowed(rule: &Rule, grant: &str, fair: Option<&str>) -> bool {
        rule.allow(&caller(&[grant], &[]), fair).is_ok()
    }

    #[test]
    fn a_role_is_held_for_a_fair() {
        let rule = rule(&[Role::Editor]);
        let ciftis = Some("fairs/ciftis");
        assert!(allowed(&rule, "editor@ciftis", ciftis));
        assert!(allowed(&rule, "editor@*", ciftis));
        assert!(!allowed(&rule, "editor@cifti", ciftis));
        assert!(!allowed(&rule, "auditor@ciftis", ciftis));
        assert!(
            allowed(&rule, "editor@another", None),
            "the request is refused for that"
        );
        assert!(!allowed(&rule, "auditor@*", None));
    }

    #[test]
    fn a_clerk_records_for_a_department() {
        let rule = rule(&[Role::Clerk]);
        assert!(allowed(&rule, "clerk:notes@ciftis", Some("fairs/ciftis")));
        assert!(!allowed(&rule, "clerk:others@ciftis", Some("fairs/ciftis")));
    }

    #[test]
    fn the_house_is_everybody_but_outlets() {
        let rule = Rule {
            house: true,
            ..rule(&[])
        };
        assert!(allowed(&rule, "clerk:others@ciftis", Some("fairs/ciftis")));
        assert!(!allowed(&rule, "outlet@ciftis", Some("fairs/ciftis")));
    }

    #[test]
    fn how_far_a_role_must_reach() {
        let every = Rule {
            reach: Reach::EveryFair,
            ..rule(&[Role::Auditor])
        };
        assert!(!allowed(&every, "auditor@ciftis", None));
        assert!(allowed(&every, "auditor@*", None));
        let any = Rule {
            reach: Reach::AnyFair,
            ..rule(&[Role::Auditor])
        };
        assert!(allowed(&any, "auditor@ciftis", None));
    }

    #[test]
    fn services_may_call_what_they_are_named_for() {
        let rule = rule(&[Role::Editor]);
        let fair = Some("fairs/ciftis");
        assert!(rule.allow(&caller(&[], &["readers"]), fair).is_ok());
        assert!(rule.allow(&Caller::service("readers"), fair).is_ok());
        let refused = rule.allow(&Caller::service("writers"), fair).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "service:writers may not call this method here: it needs editor@ciftis"
        );
    }
}
