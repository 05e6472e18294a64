//! What the layers know of the methods of a service, from its contracts.

use std::{collections::HashMap, sync::Arc};

use fault::Fault;
use prost_reflect::MethodDescriptor;

use super::wire::{Shape, Shapes};
use crate::{
    Service,
    access::{Rule, methods_of, rule_of},
};

/// The field of a request that makes it the same request when it comes again
/// (AIP-155), which those have that change something.
const REQUEST_ID: &str = "request_id";

/// What is known of one method.
#[derive(Debug)]
pub(crate) struct Method {
    /// Who may call it.
    pub(super) rule: Rule,
    /// What the message of its requests looks like on the wire.
    pub(super) request: &'static Shape,
    /// Whether it changes something.
    pub(super) changes: bool,
    /// Whether its answer is a stream, which the bound of one message does not bind.
    pub(super) answers_in_stream: bool,
}

/// What is known of a method, or why nobody may call it.
fn known(department: &'static str, method: &MethodDescriptor) -> Result<Method, String> {
    let request = method.input();
    let shape = Shapes::of_contracts().named(request.full_name());
    Ok(Method {
        rule: rule_of(department, method).map_err(|no_rule| no_rule.to_string())?,
        request: shape.ok_or_else(|| format!("no contract has {}", request.full_name()))?,
        changes: request.get_field_by_name(REQUEST_ID).is_some(),
        answers_in_stream: method.is_server_streaming(),
    })
}

/// The methods of a service, by path.
#[derive(Debug)]
pub(crate) struct Methods {
    by_path: HashMap<String, Result<Arc<Method>, String>>,
}

impl Methods {
    pub(crate) fn of(service: &Service) -> Self {
        let by_path = methods_of(service).map(|method| {
            let path = format!("/{}/{}", service.grpc_name, method.name());
            (path, known(service.name, &method).map(Arc::new))
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
