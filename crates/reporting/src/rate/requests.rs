//! Requests for rates, as the keeper takes them.

use proto::reporting::v1::{
    CreateRateRequest, ListRatesRequest, ListRatesResponse, Rate, UpdateRateRequest,
    VoidRateRequest,
};
use serve::keeper::{Asked, Create, List, Page, Retire, Retirement, Update};

pub(crate) fn create(request: CreateRateRequest) -> Create<Rate> {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/CreateRate";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.rate_id,
        record: request.rate,
    }
}

pub(crate) fn list(request: ListRatesRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: String::new(),
    }
}

pub(crate) fn listed(page: Page<Rate>) -> ListRatesResponse {
    ListRatesResponse {
        rates: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateRateRequest) -> Update<Rate> {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/UpdateRate";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.rate,
        update_mask: request.update_mask,
    }
}

pub(crate) fn void(request: VoidRateRequest) -> Retire {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/VoidRate";
    Retire {
        asked: Asked::new(METHOD, &request.request_id, &request),
        name: request.name,
        etag: request.etag,
        reason: request.reason,
        retirement: Retirement::Void {
            moved_to: request.moved_to,
        },
    }
}
