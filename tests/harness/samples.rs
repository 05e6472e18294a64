//! The sample requests that the comments of the protos print.

use std::collections::BTreeSet;

use prost_reflect::{DynamicMessage, MethodDescriptor};
use serde_json::{Deserializer, Value};

use crate::{
    builders::{create, edition, organisation},
    clients::Clients,
    dynamic::{contracts_as_data, methods},
    press::{NOTHING_CLAIMED, text},
    standing::{EDITION, FAIR},
};

/// What the comment of a method says how to call it.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The method.
    pub method: MethodDescriptor,
    /// The request; several where the method takes a stream of them.
    pub messages: Vec<Value>,
}

impl Sample {
    /// The sample in the comment of a method, where it has one.
    ///
    /// # Panics
    /// When it is not JSON.
    #[must_use]
    pub fn of(method: &MethodDescriptor) -> Option<Self> {
        let comment = comment_of(method);
        let (_, sample) = comment.split_once("Sample:")?;
        let messages = Deserializer::from_str(sample).into_iter();
        let messages: Result<Vec<Value>, _> = messages.collect();
        Some(Self {
            method: method.clone(),
            messages: messages.unwrap_or_else(|wrong| {
                panic!("the sample of {} is no JSON: {wrong}", method.full_name())
            }),
        })
    }

    /// The method as callers write it, `package.Service/Method`.
    #[must_use]
    pub fn method_name(&self) -> String {
        let service = self.method.parent_service();
        format!("{}/{}", service.full_name(), self.method.name())
    }

    /// The messages as the method takes them.
    ///
    /// # Errors
    /// What does not fit.
    pub fn as_messages(&self) -> Result<Vec<DynamicMessage>, serde_json::Error> {
        let messages = self.messages.iter().cloned();
        messages
            .map(|message| DynamicMessage::deserialize(self.method.input(), message))
            .collect()
    }

    /// The request ids of its messages.
    fn request_ids(&self) -> Vec<String> {
        let ids = self.messages.iter();
        ids.filter_map(|message| Some(message["request_id"].as_str()?.to_owned()))
            .collect()
    }

    /// Whether it takes a record out of the count, so that it cannot be changed any more.
    #[must_use]
    pub fn takes_out(&self) -> bool {
        let verbs = ["Void", "Archive", "Retire", "Withdraw"];
        verbs
            .iter()
            .any(|verb| self.method.name().starts_with(verb))
    }

    /// When it is to be sent: what records, in the order of the request ids, so that each
    /// finds what it names; then what reads; and what takes records out last.
    fn place(&self) -> (u8, Vec<String>) {
        let stage = match self.request_ids().is_empty() {
            true => 1,
            false if self.takes_out() => 2,
            false => 0,
        };
        (stage, self.request_ids())
    }
}

/// All samples, in an order in which a fair with empty books answers each of them; but for
/// [`record_what_samples_lean_on`], which belongs after each.
///
/// # Panics
/// When a sample is not JSON, or a request id stands for two of them.
#[must_use]
pub fn samples() -> Vec<Sample> {
    let methods = methods(&contracts_as_data());
    let mut samples: Vec<_> = methods.iter().filter_map(Sample::of).collect();
    let mut seen = BTreeSet::new();
    for id in samples.iter().flat_map(Sample::request_ids) {
        assert!(
            seen.insert(id.clone()),
            "a request id stands for one sample: {id}"
        );
    }
    samples.sort_by_cached_key(Sample::place);
    samples
}

/// Records what sample requests name and none of them records, once the one is answered
/// that comes before.
///
/// # Panics
/// When a service refuses one of them.
pub async fn record_what_samples_lean_on(after: &Sample, clients: &Clients) {
    match after.method.name() {
        "CreateFair" => {
            let before = create::edition(FAIR, edition(3));
            let mut exhibitions = clients.exhibitions.clone();
            exhibitions.create_edition(before).await.unwrap();
            let club = organisation("Beijing Football Club", "CN-BJ");
            clients
                .record_organisation(FAIR, "beijing-football", club)
                .await;
        }
        // One that is handed in, beside the one that goes its way.
        "CreateRelease" => {
            let (headline, paragraph) = NOTHING_CLAIMED;
            let opening = text(headline, paragraph);
            let opening = clients.create_release(EDITION, "opening", opening).await;
            clients
                .submit_release(&opening.unwrap().name)
                .await
                .unwrap();
        }
        _ => {}
    }
}

/// The comment that stands before a method.
fn comment_of(method: &MethodDescriptor) -> String {
    let file = method.parent_file();
    let comment = file
        .file_descriptor_proto()
        .source_code_info
        .iter()
        .flat_map(|info| &info.location)
        .find(|location| location.path == method.path())
        .map(|location| location.leading_comments().to_owned());
    comment.unwrap_or_default()
}
