//! The spans of one trace, by what lies in what.

use std::collections::BTreeMap;

use harness::collector::{Seen, SpanKind};
use tradefair::topology::ServiceName;

use super::CALLER;

pub(super) struct Tree(BTreeMap<String, Seen>);

impl Tree {
    pub(super) fn of(spans: Vec<Seen>, trace: &str) -> Self {
        let of_trace = spans.into_iter().filter(|span| span.trace == trace);
        Self(of_trace.map(|span| (span.id.clone(), span)).collect())
    }

    /// The one span in that span.
    pub(super) fn only_child<'a>(&'a self, parent: &'a str) -> &'a Seen {
        let children: Vec<_> = self.children(parent).collect();
        let [only] = children[..] else {
            panic!("one child of {parent}: {children:#?} of {:#?}", self.0);
        };
        only
    }

    /// The span of that name in that span.
    pub(super) fn child_named<'a>(&'a self, parent: &'a str, name: &str) -> &'a Seen {
        let found = self.children(parent).find(|span| span.name == name);
        found.unwrap_or_else(|| panic!("no {name} in {parent} of {:#?}", self.0))
    }

    fn children<'a>(&'a self, parent: &'a str) -> impl Iterator<Item = &'a Seen> {
        self.0.values().filter(move |span| span.parent == parent)
    }

    /// Every span lies in the one it must: a client's in a server's, a server's in the
    /// client's of the same call or in the caller's, and what is asked of a store in a
    /// server's or in a write's.
    pub(super) fn is_whole(&self) {
        for span in self.0.values() {
            assert!(!span.failed, "nothing failed: {span:?}");
            let around = self.0.get(&span.parent);
            let lies_well = match (span.kind, around) {
                (SpanKind::Server, None) => span.parent == CALLER,
                (SpanKind::Server, Some(around)) => {
                    around.kind == SpanKind::Client && around.name == span.name
                }
                (SpanKind::Client, Some(around)) if is_of_database(span) => {
                    around.kind == SpanKind::Server || around.name == "write"
                }
                (SpanKind::Client | SpanKind::Internal, Some(around)) => {
                    around.kind == SpanKind::Server
                }
                _ => false,
            };
            assert!(lies_well, "{span:?} lies in {around:?}");
        }
    }

    /// The services that the calls go through to what a service asks of its books with
    /// spans whose name begins so, from the outermost on.
    pub(super) fn path(&self, service: ServiceName, name: &str) -> Vec<Vec<ServiceName>> {
        let of_books = self.0.values().filter(|span| is_of_database(span));
        let named = of_books.filter(|span| span.name.starts_with(name));
        let paths = named.map(|span| self.servers_around(span));
        paths.filter(|path| path.last() == Some(&service)).collect()
    }

    fn servers_around(&self, span: &Seen) -> Vec<ServiceName> {
        let mut path = Vec::new();
        let mut around = self.0.get(&span.parent);
        while let Some(span) = around {
            if span.kind == SpanKind::Server {
                path.insert(0, service_of(&span.name));
            }
            around = self.0.get(&span.parent);
        }
        path
    }
}

fn is_of_database(span: &Seen) -> bool {
    span.attributes.contains_key("db.system.name")
}

/// The service of a method, `tradefair.contracts.v1.ContractsService/GetAgreement`.
fn service_of(method: &str) -> ServiceName {
    let of_method = |service: &ServiceName| method.starts_with(&format!("tradefair.{service}."));
    let found = ServiceName::ALL
        .into_iter()
        .find(|service| of_method(service));
    found.unwrap_or_else(|| panic!("{method} is of no service"))
}
