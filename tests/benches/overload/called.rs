//! What is called, as bytes: callers should cost as little as they can.

use std::cell::Cell;

use harness::standing::EDITION;
use prost::Message;
use proto::{contracts::v1::GetAgreementRequest, gateway::v1::SummarizeEditionRequest};

use crate::load;

/// What is called.
#[derive(Clone, Copy)]
pub(crate) enum Called {
    Summary,
    Create,
    Read,
}

impl Called {
    /// The call of that name.
    pub(crate) fn by_name(name: &str) -> Self {
        match name {
            "summary" => Self::Summary,
            "create" => Self::Create,
            "read" => Self::Read,
            other => panic!("{other:?} is none of summary, create, read"),
        }
    }

    /// What to call it in a report.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Summary => "summary of an edition",
            Self::Create => "creating an agreement",
            Self::Read => "reading an agreement",
        }
    }

    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Summary => "/tradefair.gateway.v1.PressDeskService/SummarizeEdition",
            Self::Create => "/tradefair.contracts.v1.ContractsService/CreateAgreement",
            Self::Read => "/tradefair.contracts.v1.ContractsService/GetAgreement",
        }
    }

    /// Requests for so many calls: one for each, if no two may be the same.
    pub(crate) fn requests(self, calls: f64) -> Vec<Vec<u8>> {
        let different = match self {
            Self::Create => calls.ceil(),
            Self::Summary | Self::Read => calls.ceil().min(1_000.0),
        };
        let mut requests = Vec::new();
        while (requests.len() as f64) < different.max(1.0) {
            requests.push(self.request());
        }
        requests
    }

    /// The next request, in the frame that gRPC puts around it.
    pub(crate) fn request(self) -> Vec<u8> {
        framed(&match self {
            Self::Summary => SummarizeEditionRequest {
                name: EDITION.to_owned(),
                language_code: "en".to_owned(),
                as_of: None,
            }
            .encode_to_vec(),
            Self::Create => load::request("o", next_number()).encode_to_vec(),
            Self::Read => GetAgreementRequest {
                name: format!("{EDITION}/agreements/a{:07}", next_number() % 1_000),
                ..GetAgreementRequest::default()
            }
            .encode_to_vec(),
        })
    }
}

fn next_number() -> usize {
    thread_local! {
        static NEXT: Cell<usize> = const { Cell::new(0) };
    }
    NEXT.replace(NEXT.get() + 1)
}

fn framed(message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).expect("a short message");
    let mut framed = vec![0];
    framed.extend_from_slice(&length.to_be_bytes());
    framed.extend_from_slice(message);
    framed
}
