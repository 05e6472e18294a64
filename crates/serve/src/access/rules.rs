//! The rules of a service, read from its contracts.

use prost_reflect::{Kind, MessageDescriptor, MethodDescriptor};
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

/// The methods of a service, by its contract.
pub(crate) fn methods_of(service: &Service) -> impl Iterator<Item = MethodDescriptor> + use<> {
    let described = proto::descriptor_pool().get_service_by_name(service.grpc_name);
    described.into_iter().flat_map(|described| {
        // They are taken out of what describes them, which does not last.
        described.methods().collect::<Vec<_>>()
    })
}

/// Passes when every method of the services has a rule.
///
/// # Errors
/// [`NoRule`] names the first that has none.
pub(crate) fn require_rules(services: &[Service]) -> Result<(), NoRule> {
    for service in services {
        for method in methods_of(service) {
            rule_of(service.name, &method)?;
        }
    }
    Ok(())
}

/// Who may call a method of the service of that short name.
///
/// # Errors
/// [`NoRule`].
pub(crate) fn rule_of(department: &'static str, method: &MethodDescriptor) -> Result<Rule, NoRule> {
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
            .filter_map(|method| rule_of("notes", &method).err())
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn a_method_without_a_rule_is_told() {
        use prost_types::{
            DescriptorProto, FileDescriptorProto, MethodDescriptorProto, ServiceDescriptorProto,
        };
        let method = MethodDescriptorProto {
            name: Some("Sing".to_owned()),
            input_type: Some(".bare.v1.Song".to_owned()),
            output_type: Some(".bare.v1.Song".to_owned()),
            ..MethodDescriptorProto::default()
        };
        let file = FileDescriptorProto {
            name: Some("bare.proto".to_owned()),
            package: Some("bare.v1".to_owned()),
            syntax: Some("proto3".to_owned()),
            message_type: vec![DescriptorProto {
                name: Some("Song".to_owned()),
                ..DescriptorProto::default()
            }],
            service: vec![ServiceDescriptorProto {
                name: Some("BareService".to_owned()),
                method: vec![method],
                ..ServiceDescriptorProto::default()
            }],
            ..FileDescriptorProto::default()
        };
        let mut pool = proto::descriptor_pool().clone();
        pool.add_file_descriptor_proto(file).unwrap();
        let service = pool.get_service_by_name("bare.v1.BareService").unwrap();
        let refused = rule_of("notes", &service.methods().next().unwrap()).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "nobody knows who may call bare.v1.BareService.Sing: \
             its contract has no tradefair.access.v1.rule"
        );
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
