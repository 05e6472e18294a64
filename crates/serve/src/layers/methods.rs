//! What the layers know of the methods of a service, from its contracts.

use std::{collections::HashMap, sync::Arc};

use fault::Fault;
use prost_reflect::ServiceDescriptor;

use crate::{
    Service,
    access::{Rule, Rules},
};

/// The field of a request that makes it the same request when it comes again
/// (AIP-155), which those have that change something.
const REQUEST_ID: &str = "request_id";

/// What is known of one method.
#[derive(Debug)]
pub(crate) struct Method {
    /// Who may call it.
    pub(super) rule: Rule,
    /// The full name of the message of its requests.
    pub(super) request: String,
    /// Whether it changes something.
    pub(super) changes: bool,
    /// Whether its answer is a stream, which the bound of one message does not bind.
    pub(super) answers_in_stream: bool,
}

/// The methods of a service, by path.
#[derive(Debug)]
pub(crate) struct Methods {
    by_path: HashMap<String, Result<Arc<Method>, String>>,
}

impl Methods {
    pub(crate) fn of(service: &Service) -> Self {
        let rules = Rules::of(service);
        let name = service.grpc_name;
        let described = proto::descriptor_pool().get_service_by_name(name);
        let methods = described.iter().flat_map(ServiceDescriptor::methods);
        let by_path = methods.filter_map(|method| {
            let path = format!("/{name}/{}", method.name());
            let known = match rules.of_path(&path)? {
                Ok(rule) => Ok(Arc::new(Method {
                    rule: rule.clone(),
                    request: method.input().full_name().to_owned(),
                    changes: method.input().get_field_by_name(REQUEST_ID).is_some(),
                    answers_in_stream: method.is_server_streaming(),
                })),
                Err(no_rule) => Err(no_rule.to_string()),
            };
            Some((path, known))
        });
        Self {
            by_path: by_path.collect(),
        }
    }

    /// The names of the methods, as `pkg.Service/Method`.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_path.keys().map(|path| path.trim_start_matches('/'))
    }

    /// The method at a path.
    ///
    /// # Errors
    /// [`Fault::NotOffered`] when there is none, [`Fault::Defect`] when nobody knows who
    /// may call it.
    pub(super) fn at(&self, path: &str) -> Result<&Arc<Method>, Fault> {
        match self.by_path.get(path) {
            Some(Ok(method)) => Ok(method),
            Some(Err(why)) => Err(Fault::Defect {
                what: why.clone(),
                source: None,
            }),
            None => Err(Fault::NotOffered {
                why: "there is no such method; reflection lists those there are".to_owned(),
            }),
        }
    }
}
