//! The rules of a service, read from its contracts.

use std::collections::HashMap;

use prost_reflect::{Kind, MessageDescriptor, MethodDescriptor, ServiceDescriptor};
use proto::access::v1::{self, Reach, Role};

use super::Rule;
use crate::Service;

/// The option of a method that holds its rule.
const OPTION: &str = "tradefair.access.v1.rule";

/// A method whose rule is missing or says nothing that can be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nobody knows who may call {method}: {why}")]
pub struct NoRule {
    /// The method, `pkg.Service/Method`.
    pub method: String,
    /// What is the matter with the rule.
    pub why: &'static str,
}

/// Who may call the methods of one service.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    by_path: HashMap<String, Result<Rule, NoRule>>,
}

impl Rules {
    /// The rules of all methods the service has by its contract.
    pub(crate) fn of(service: &Service) -> Self {
        let described = proto::descriptor_pool().get_service_by_name(service.grpc_name);
        let methods = described.iter().flat_map(ServiceDescriptor::methods);
        let by_path = methods.map(|method| {
            let path = format!("/{}/{}", service.grpc_name, method.name());
            (path, read(service.name, &method))
        });
        Self {
            by_path: by_path.collect(),
        }
    }

    /// The rule of the method at a path; `None` where there is no such method.
    pub(crate) fn of_path(&self, path: &str) -> Option<Result<&Rule, &NoRule>> {
        self.by_path.get(path).map(Result::as_ref)
    }
}

/// Passes when every method of the services has a rule.
///
/// # Errors
/// [`NoRule`] names the first that has none.
pub(crate) fn require_rules(services: &[Service]) -> Result<(), NoRule> {
    for service in services {
        let mut missing: Vec<_> = Rules::of(service)
            .by_path
            .into_values()
            .filter_map(Result::err)
            .collect();
        missing.sort_by(|one, other| one.method.cmp(&other.method));
        if let Some(missing) = missing.into_iter().next() {
            return Err(missing);
        }
    }
    Ok(())
}

/// Reads the rule of a method.
fn read(department: &'static str, method: &MethodDescriptor) -> Result<Rule, NoRule> {
    let told = option(method);
    let no_rule = |why| NoRule {
        method: method.full_name().to_owned(),
        why,
    };
    let told = told.ok_or(no_rule("its contract has no tradefair.access.v1.rule"))?;
    let reach = told.reach();
    let roles: Vec<Role> = told.roles().collect();
    if roles.is_empty() && !told.house && told.services.is_empty() {
        return Err(no_rule("its rule names nobody"));
    }
    if roles.len() < told.roles.len() || roles.contains(&Role::Unspecified) {
        return Err(no_rule("its rule names a role that there is not"));
    }
    let fair_in = match reach {
        Reach::Unspecified => path_of(&told.fair_in, method.input()).ok_or(no_rule(
            "its rule has no field with a text that names the fair",
        ))?,
        _ if told.fair_in.is_empty() => Vec::new(),
        _ => {
            return Err(no_rule(
                "its rule names a fair and asks for more or less than it",
            ));
        }
    };
    Ok(Rule {
        department,
        roles,
        house: told.house,
        services: told.services,
        fair_in,
        reach,
    })
}

fn option(method: &MethodDescriptor) -> Option<v1::Rule> {
    let pool = proto::descriptor_pool();
    let option = pool.get_extension_by_name(OPTION)?;
    let options = method.options();
    if !options.has_extension(&option) {
        return None;
    }
    let told = options.get_extension(&option);
    told.as_message()?.transcode_to().ok()
}

/// The numbers of the fields on a path, if it leads to one text.
fn path_of(path: &str, mut message: MessageDescriptor) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        let field = message.get_field_by_name(part)?;
        if field.is_list() || field.is_map() {
            return None;
        }
        numbers.push(field.number());
        match (field.kind(), parts.peek()) {
            (Kind::String, None) => return Some(numbers),
            (Kind::Message(inner), Some(_)) => message = inner,
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_of_the_contracts_has_a_rule() {
        let services = proto::descriptor_pool().services();
        let methods = services.flat_map(|service| service.methods().collect::<Vec<_>>());
        let missing: Vec<_> = methods
            .filter_map(|method| read("notes", &method).err())
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn a_path_leads_to_one_text() {
        let message = |name: &str| proto::descriptor_pool().get_message_by_name(name).unwrap();
        let update = message("tradefair.forums.v1.UpdateActivityRequest");
        assert_eq!(path_of("activity.name", update.clone()), Some(vec![1, 1]));
        for wrong in [
            "",
            "activity",
            "activity.",
            "activity.etag.x",
            "activity.number",
            "name",
        ] {
            assert_eq!(path_of(wrong, update.clone()), None, "{wrong}");
        }
    }
}
