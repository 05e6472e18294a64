//! The writers' own journal: what was sent and what was acknowledged, on disk
//! before anything else happens.

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    sync::Mutex,
};

use harness::{
    builders::{agreement, money, request_id},
    check::Refusal,
    clients::Clients,
    standing::{EDITION, organisation_named},
};
use proto::contracts::v1::{
    Agreement, CreateAgreementRequest, UpdateAgreementRequest, VoidAgreementRequest,
};
use serde_json::{Value, json};

/// What a writer wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// A new agreement of this amount.
    Create,
    /// The agreement of this id has this amount.
    Change,
    /// The agreement of this id is void.
    Void,
}

/// One request, as it can be sent again after any crash.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) wish: Wish,
    pub(crate) id: String,
    pub(crate) request_id: String,
    /// US dollars; nothing for a void.
    pub(crate) amount: i64,
    /// The etag it leans on; empty for a creation.
    pub(crate) etag: String,
}

/// What was acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Acknowledged {
    pub(crate) etag: String,
    pub(crate) revision: i64,
    pub(crate) sequence: i64,
}

impl Sent {
    /// A request that has not been sent yet.
    pub(crate) fn new(wish: Wish, id: &str, amount: i64, etag: &str) -> Self {
        Self {
            wish,
            id: id.to_owned(),
            request_id: request_id(),
            amount,
            etag: etag.to_owned(),
        }
    }

    /// The name of the record.
    pub(crate) fn name(&self) -> String {
        format!("{EDITION}/agreements/{}", self.id)
    }

    /// Sends it, for the first time or again.
    pub(crate) async fn send(&self, clients: &Clients) -> Result<Acknowledged, Refusal> {
        let mut contracts = clients.contracts.clone();
        let answer = match self.wish {
            Wish::Create => {
                let request = CreateAgreementRequest {
                    parent: EDITION.to_owned(),
                    agreement_id: self.id.clone(),
                    agreement: Some(self.record()),
                    request_id: self.request_id.clone(),
                };
                contracts.create_agreement(request).await
            }
            Wish::Change => {
                let record = Agreement {
                    name: self.name(),
                    etag: self.etag.clone(),
                    ..self.record()
                };
                let request = UpdateAgreementRequest {
                    agreement: Some(record),
                    update_mask: None,
                    request_id: self.request_id.clone(),
                };
                contracts.update_agreement(request).await
            }
            Wish::Void => {
                let request = VoidAgreementRequest {
                    name: self.name(),
                    etag: self.etag.clone(),
                    reason: "Lapsed".to_owned(),
                    request_id: self.request_id.clone(),
                    moved_to: String::new(),
                };
                contracts.void_agreement(request).await
            }
        };
        let record = answer.map_err(Refusal::from)?.into_inner();
        let entry = record.entry.expect("a record has an entry");
        Ok(Acknowledged {
            etag: record.etag,
            revision: entry.revision,
            sequence: entry.position.expect("an entry has a position").sequence,
        })
    }

    fn record(&self) -> Agreement {
        let (one, other) = (
            organisation_named("gremio"),
            organisation_named("sichuan-culture"),
        );
        Agreement {
            amount: money("USD", self.amount, 0),
            ..agreement(&[&one, &other])
        }
    }
}

/// A file of what was sent and acknowledged.
pub(crate) struct Journal {
    path: PathBuf,
    file: Mutex<File>,
}

impl Journal {
    /// Begins a journal in a folder.
    pub(crate) fn begin(folder: &Path) -> Self {
        let path = folder.join("journal.jsonl");
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .expect("a journal");
        Self {
            path,
            file: Mutex::new(file),
        }
    }

    /// Notes that a request is about to be sent.
    pub(crate) fn sends(&self, sent: &Sent) {
        let wish = match sent.wish {
            Wish::Create => "create",
            Wish::Change => "change",
            Wish::Void => "void",
        };
        self.note(&json!({
            "sends": sent.request_id, "wish": wish, "id": sent.id, "amount": sent.amount,
            "etag": sent.etag,
        }));
    }

    /// Notes that a request was acknowledged.
    pub(crate) fn acknowledges(&self, sent: &Sent, acknowledged: &Acknowledged) {
        self.note(&json!({
            "acknowledged": sent.request_id, "etag": acknowledged.etag,
            "revision": acknowledged.revision, "sequence": acknowledged.sequence,
        }));
    }

    fn note(&self, line: &Value) {
        let mut file = self.file.lock().expect("no writer fails while it notes");
        writeln!(file, "{line}").expect("a line is written");
        file.sync_data().expect("a line is on disk");
    }

    /// Every request in the order of sending, with its acknowledgement.
    pub(crate) fn read(&self) -> Vec<(Sent, Option<Acknowledged>)> {
        let text = std::fs::read_to_string(&self.path).expect("the journal can be read");
        let mut requests: Vec<(Sent, Option<Acknowledged>)> = Vec::new();
        let mut places = BTreeMap::new();
        for line in text.lines() {
            let line: Value = serde_json::from_str(line).expect("a line of the journal");
            let said = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
            let number = |key: &str| line[key].as_i64().expect("a number");
            if line["sends"].is_string() {
                let wish = match said("wish").as_str() {
                    "create" => Wish::Create,
                    "change" => Wish::Change,
                    _ => Wish::Void,
                };
                places.insert(said("sends"), requests.len());
                let (id, request_id, etag) = (said("id"), said("sends"), said("etag"));
                let amount = number("amount");
                requests.push((
                    Sent {
                        wish,
                        id,
                        request_id,
                        amount,
                        etag,
                    },
                    None,
                ));
            } else {
                let acknowledged = Acknowledged {
                    etag: said("etag"),
                    revision: number("revision"),
                    sequence: number("sequence"),
                };
                requests[places[&said("acknowledged")]].1 = Some(acknowledged);
            }
        }
        requests
    }
}
