//! A writer: does the steps of a history and keeps positions on the way.

use std::collections::BTreeMap;

use harness::{
    builders::{With, request_id},
    clients::Clients,
    standing::{EDITION, FAIR},
};
use proto::{
    exhibitions::v1::{
        ImportDelegationsRequest, ImportSectionsRequest, ImportVisitsRequest, RecordVisitsRequest,
        Visit, VoidDelegationRequest, VoidSectionRequest, VoidVisitRequest,
    },
    statistics::v1::{GetPositionRequest, ImportResponse, Position},
};

use super::steps::Step;

/// The collections, in the order of the numbers of kinds.
const COLLECTIONS: [&str; 3] = ["visits", "sections", "delegations"];

/// An import that was sent.
#[derive(Clone)]
enum Sent {
    Visits(ImportVisitsRequest),
    Chunks(Vec<RecordVisitsRequest>),
    Sections(ImportSectionsRequest),
    Delegations(ImportDelegationsRequest),
}

pub(super) struct Writer {
    id: usize,
    clients: Clients,
    sent: Vec<(Sent, Vec<ImportResponse>)>,
    /// Whether a record is live or void, of those that were recorded.
    live: BTreeMap<(usize, usize), bool>,
    kept: Vec<Position>,
}

/// The newest position of exhibitions.
pub(super) async fn position(clients: &Clients) -> Position {
    let ask = GetPositionRequest {
        name: FAIR.to_owned(),
        as_of: None,
    };
    let told = clients.exhibitions.clone().get_position(ask).await;
    told.expect("a position").into_inner()
}

impl Writer {
    pub(super) fn new(id: usize, clients: Clients) -> Self {
        Self {
            id,
            clients,
            sent: Vec::new(),
            live: BTreeMap::new(),
            kept: Vec::new(),
        }
    }

    /// Does all steps, one after the other; answers with the positions it kept.
    pub(super) async fn write(mut self, steps: Vec<Step>) -> Vec<Position> {
        for step in steps {
            self.take(step).await;
        }
        self.kept
    }

    async fn take(&mut self, step: Step) {
        let (parent, validate_only) = (FAIR.to_owned(), false);
        match step {
            Step::Visits(rows) => {
                let visits = self.rows(rows);
                if !visits.is_empty() {
                    let request_id = request_id();
                    let ask = ImportVisitsRequest {
                        parent,
                        visits,
                        validate_only,
                        request_id,
                    };
                    self.send(Sent::Visits(ask)).await;
                }
            }
            Step::Stream(rows) => {
                let chunks = self
                    .rows(rows)
                    .into_iter()
                    .map(|visit| RecordVisitsRequest {
                        parent: FAIR.to_owned(),
                        visits: vec![visit],
                        request_id: request_id(),
                    });
                let chunks = chunks.collect();
                self.send(Sent::Chunks(chunks)).await;
            }
            Step::Section(slot, section) => {
                if let Some(name) = self.name(1, slot) {
                    let sections = vec![(*section).with(|section| section.name = name)];
                    let request_id = request_id();
                    let ask = ImportSectionsRequest {
                        parent,
                        sections,
                        validate_only,
                        request_id,
                    };
                    self.send(Sent::Sections(ask)).await;
                }
            }
            Step::Delegation(slot, delegation) => {
                if let Some(name) = self.name(2, slot) {
                    let delegations = vec![(*delegation).with(|record| record.name = name)];
                    let ask = ImportDelegationsRequest {
                        parent,
                        delegations,
                        validate_only,
                        request_id: request_id(),
                    };
                    self.send(Sent::Delegations(ask)).await;
                }
            }
            Step::Void(kind, slot) => self.void(kind, slot).await,
            Step::Again(back) => self.again(back).await,
            Step::Keep => self.kept.push(position(&self.clients).await),
        }
    }

    fn rows(&mut self, rows: Vec<(usize, Visit)>) -> Vec<Visit> {
        let named = rows.into_iter().filter_map(|(slot, visit)| {
            let name = self.name(0, slot)?;
            Some(visit.with(|visit| visit.name = name))
        });
        named.collect()
    }

    /// The name of a record that is about to be recorded; nothing when it is void.
    fn name(&mut self, kind: usize, slot: usize) -> Option<String> {
        let live = *self.live.entry((kind, slot)).or_insert(true);
        live.then(|| self.full_name(kind, slot))
    }

    fn full_name(&self, kind: usize, slot: usize) -> String {
        format!("{EDITION}/{}/w{}-{slot}", COLLECTIONS[kind], self.id)
    }

    async fn void(&mut self, kind: usize, slot: usize) {
        if self.live.get(&(kind, slot)) != Some(&true) {
            return;
        }
        let mut exhibitions = self.clients.exhibitions.clone();
        let (etag, moved_to) = (String::new(), String::new());
        let (reason, request_id) = ("Entered twice".to_owned(), request_id());
        let name = self.full_name(kind, slot);
        let answer = match kind {
            0 => {
                let ask = VoidVisitRequest {
                    name,
                    etag,
                    reason,
                    request_id,
                    moved_to,
                };
                exhibitions.void_visit(ask).await.map(drop)
            }
            1 => {
                let ask = VoidSectionRequest {
                    name,
                    etag,
                    reason,
                    request_id,
                    moved_to,
                };
                exhibitions.void_section(ask).await.map(drop)
            }
            _ => {
                let ask = VoidDelegationRequest {
                    name,
                    etag,
                    reason,
                    request_id,
                    moved_to,
                };
                exhibitions.void_delegation(ask).await.map(drop)
            }
        };
        answer.expect("a live record is voided");
        self.live.insert((kind, slot), false);
    }

    async fn again(&mut self, back: usize) {
        let Some(place) = self.sent.len().checked_sub(back + 1) else {
            return;
        };
        let (request, first) = self.sent[place].clone();
        let again = self.deliver(request).await;
        assert_eq!(again, first, "a repeated request has the same answer");
    }

    async fn send(&mut self, request: Sent) {
        let answer = self.deliver(request.clone()).await;
        self.sent.push((request, answer));
    }

    async fn deliver(&self, request: Sent) -> Vec<ImportResponse> {
        let mut exhibitions = self.clients.exhibitions.clone();
        let answer = match request {
            Sent::Visits(ask) => exhibitions.import_visits(ask).await,
            Sent::Sections(ask) => exhibitions.import_sections(ask).await,
            Sent::Delegations(ask) => exhibitions.import_delegations(ask).await,
            Sent::Chunks(chunks) => {
                let count = chunks.len();
                let stream = exhibitions.record_visits(tokio_stream::iter(chunks)).await;
                let mut stream = stream.expect("a stream").into_inner();
                let mut answers = Vec::new();
                while let Some(answer) = stream.message().await.expect("a right chunk") {
                    answers.push(answer.outcome.expect("an outcome"));
                }
                assert_eq!(answers.len(), count, "each chunk is acknowledged");
                return answers;
            }
        };
        vec![answer.expect("a right request").into_inner()]
    }
}
