//! What the standard methods need to know of each resource, as data.

use serde_json::{Value, json};

use crate::{builders::request_id, standing::FAIR};

pub mod exhibitions;
pub mod records;
pub mod reporting;

pub use exhibitions::{
    DELEGATES, DELEGATIONS, EDITIONS, FAIRS, HIGHLIGHTS, ORGANISATION_RECORDS, PARTICIPATIONS,
    PERSONS, SECTIONS, VISITS,
};
pub use records::{ACTIVITIES, AGREEMENTS, ATTENDANCES, DEMANDS, PUBLICATIONS};
pub use reporting::{
    CODE_LISTS, COMPARABILITIES, EDITION_STATUSES, FIGURE_DEFINITIONS, RATES, REPORTED_FIGURES,
};

/// One kind of record with standard methods.
#[derive(Clone, Copy, Debug)]
pub struct Resource {
    /// The short name of the service that keeps it, as positions tell it.
    pub service: &'static str,
    /// The full name of the gRPC service.
    pub grpc_service: &'static str,
    /// The name of the message, as methods have it: `Agreement`.
    pub noun: &'static str,
    /// The plural, as the list method has it: `Agreements`.
    pub plural: &'static str,
    /// The field of the record in requests: `agreement`.
    pub field: &'static str,
    /// The field of the records in a page: `agreements`.
    pub list_field: &'static str,
    /// The collection in names: `agreements`.
    pub collection: &'static str,
    /// The parent in names; empty for fairs.
    pub parent: &'static str,
    /// The verb that takes it out: `Void`, `Archive` or `Retire`.
    pub retire: &'static str,
    /// The id of the n-th record of a test, counted from 0; at most four.
    pub id: fn(usize) -> String,
    /// The n-th record of a test, right in all its fields.
    pub record: fn(usize) -> Value,
    /// A field that may be changed, and another value for it.
    pub changed: fn() -> (&'static str, Value),
    /// A second field that may be changed, and another value for it.
    pub also_changed: fn() -> (&'static str, Value),
}

impl Resource {
    /// The full name of a method: `tradefair.forums.v1.ForumsService/GetActivity`.
    #[must_use]
    pub fn method(&self, name: &str) -> String {
        format!("{}/{name}", self.grpc_service)
    }

    /// The method that creates it.
    #[must_use]
    pub fn create_method(&self) -> String {
        self.method(&format!("Create{}", self.noun))
    }

    /// The method that reads it.
    #[must_use]
    pub fn get_method(&self) -> String {
        self.method(&format!("Get{}", self.noun))
    }

    /// The method that lists it.
    #[must_use]
    pub fn list_method(&self) -> String {
        self.method(&format!("List{}", self.plural))
    }

    /// The method that changes it.
    #[must_use]
    pub fn update_method(&self) -> String {
        self.method(&format!("Update{}", self.noun))
    }

    /// The method that takes it out.
    #[must_use]
    pub fn retire_method(&self) -> String {
        self.method(&format!("{}{}", self.retire, self.noun))
    }

    /// The name of the n-th record.
    #[must_use]
    pub fn name(&self, n: usize) -> String {
        let id = (self.id)(n);
        if self.parent.is_empty() {
            format!("{}/{id}", self.collection)
        } else {
            format!("{}/{}/{id}", self.parent, self.collection)
        }
    }

    /// The fair whose books hold the n-th record.
    #[must_use]
    pub fn fair(&self, n: usize) -> String {
        if self.parent.is_empty() {
            self.name(n)
        } else {
            FAIR.to_owned()
        }
    }

    /// A request that creates the n-th record under a fresh request id.
    #[must_use]
    pub fn create_request(&self, n: usize) -> Value {
        let id_field = format!("{}_id", self.field);
        let mut request = json!({
            (id_field): (self.id)(n),
            (self.field): (self.record)(n),
            "request_id": request_id(),
        });
        if !self.parent.is_empty() {
            request["parent"] = json!(self.parent);
        }
        request
    }

    /// A request that lists the collection, page by page.
    #[must_use]
    pub fn list_request(&self, page_size: i32, page_token: &str) -> Value {
        let mut request = json!({ "page_size": page_size, "page_token": page_token });
        if !self.parent.is_empty() {
            request["parent"] = json!(self.parent);
        }
        request
    }

    /// A request that changes [`Resource::changed`] of the n-th record only.
    #[must_use]
    pub fn update_request(&self, n: usize) -> Value {
        let (path, value) = (self.changed)();
        json!({
            (self.field): { "name": self.name(n), (path): value },
            "update_mask": camel(path),
            "request_id": request_id(),
        })
    }

    /// A request that takes the n-th record out.
    #[must_use]
    pub fn retire_request(&self, n: usize) -> Value {
        json!({
            "name": self.name(n),
            "reason": "Entered twice",
            "request_id": request_id(),
        })
    }
}

/// A field mask in JSON writes its paths in lower camel case.
#[must_use]
pub fn camel(path: &str) -> String {
    let mut words = path.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut written, word| {
        let mut letters = word.chars();
        written.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        written.extend(letters);
        written
    })
}

/// The full name of the exhibitions service.
pub const EXHIBITIONS: &str = "tradefair.exhibitions.v1.ExhibitionsService";
/// The full name of the forums service.
pub const FORUMS: &str = "tradefair.forums.v1.ForumsService";
/// The full name of the contracts service.
pub const CONTRACTS: &str = "tradefair.contracts.v1.ContractsService";
/// The full name of the reporting service.
pub const REPORTING: &str = "tradefair.reporting.v1.ReportingService";
/// The full name of the press desk.
pub const PRESS_DESK: &str = "tradefair.gateway.v1.PressDeskService";

/// Every resource with standard methods.
pub const ALL: [Resource; 21] = [
    FAIRS,
    EDITIONS,
    ORGANISATION_RECORDS,
    PARTICIPATIONS,
    SECTIONS,
    VISITS,
    PERSONS,
    DELEGATIONS,
    DELEGATES,
    HIGHLIGHTS,
    ACTIVITIES,
    ATTENDANCES,
    DEMANDS,
    PUBLICATIONS,
    AGREEMENTS,
    FIGURE_DEFINITIONS,
    CODE_LISTS,
    RATES,
    COMPARABILITIES,
    EDITION_STATUSES,
    REPORTED_FIGURES,
];

/// Another source, for records that have one.
fn changed_source() -> (&'static str, Value) {
    ("source", json!("Another department"))
}

/// Another kind of evidence, for records that have one.
fn changed_evidence() -> (&'static str, Value) {
    ("evidence_kind", json!("EVIDENCE_KIND_REPORTED"))
}
