//! The records behind one reading of the books.

use proto::{
    contracts::v1::contracts_service_client::ContractsServiceClient,
    exhibitions::v1::exhibitions_service_client::ExhibitionsServiceClient,
    forums::v1::forums_service_client::ForumsServiceClient,
    reporting::v1::CellRead,
    statistics::v1::{Evidence, ListEvidenceRequest, ListEvidenceResponse},
};

use super::HowMany;
use crate::{
    Failure, proto_json,
    reach::{self, Reach},
    topology::ServiceName,
};

/// How many records are asked for at once.
const PAGE: i32 = 200;

/// How many records are counted beyond those shown; of books with more behind one
/// number it is said that there are more than this.
const COUNTED_AT_MOST: usize = 20_000;

/// The records behind a reading.
#[derive(Clone, Debug, Default)]
pub(super) struct Behind {
    /// Those that are shown: the first ones.
    pub(super) shown: Vec<Evidence>,
    /// How many there are.
    pub(super) count: usize,
    /// What they add up to.
    pub(super) sum: i128,
    /// Whether there are more that were not counted.
    pub(super) more: bool,
}

/// Lists the records behind a reading: keeps the first, counts the others.
///
/// # Errors
/// The words of the service that keeps them.
pub(super) async fn behind(
    reach: &Reach,
    read: &CellRead,
    how_many: HowMany,
) -> Result<Behind, Failure> {
    let service: ServiceName = read.service.parse()?;
    let mut request: ListEvidenceRequest = proto_json::read(&read.evidence_request_json)?;
    request.page_size = PAGE;
    let (shown_at_most, counted_at_most) = match how_many {
        HowMany::All => (usize::MAX, usize::MAX),
        HowMany::First(shown) => (shown, shown.saturating_add(COUNTED_AT_MOST)),
    };
    let mut behind = Behind::default();
    loop {
        let page = page(reach, service, request.clone()).await?;
        behind.take(page.evidence, shown_at_most);
        if page.next_page_token.is_empty() {
            return Ok(behind);
        }
        if behind.count >= counted_at_most {
            behind.more = true;
            return Ok(behind);
        }
        request.page_token = page.next_page_token;
    }
}

impl Behind {
    fn take(&mut self, page: Vec<Evidence>, shown_at_most: usize) {
        for evidence in page {
            self.count += 1;
            self.sum += i128::from(evidence.contribution);
            if self.shown.len() < shown_at_most {
                self.shown.push(evidence);
            }
        }
    }

    /// The question and the records on one line of JSON.
    ///
    /// # Errors
    /// When a message does not fit the contracts.
    pub(super) fn json(&self, read: &CellRead) -> Result<String, Failure> {
        let records = self.shown.iter().map(proto_json::line);
        let records: Vec<_> = records.collect::<Result<_, _>>()?;
        Ok(format!(
            r#"{{"service":"{}","request":{},"evidence":[{}],"recordCount":{},"isCountedToTheEnd":{}}}"#,
            read.service,
            read.evidence_request_json,
            records.join(","),
            self.count,
            !self.more,
        ))
    }
}

async fn page(
    reach: &Reach,
    service: ServiceName,
    request: ListEvidenceRequest,
) -> Result<ListEvidenceResponse, Failure> {
    let link = reach.link(service)?;
    let request = reach::request(request);
    let answer = match service {
        ServiceName::Exhibitions => {
            let mut client = ExhibitionsServiceClient::new(link);
            client.list_evidence(request).await
        }
        ServiceName::Forums => ForumsServiceClient::new(link).list_evidence(request).await,
        ServiceName::Contracts => {
            let mut client = ContractsServiceClient::new(link);
            client.list_evidence(request).await
        }
        ServiceName::Reporting | ServiceName::Gateway => {
            return Err(format!("{service} keeps no cells, so it has no records of them").into());
        }
    };
    reach.told(service, answer)
}
