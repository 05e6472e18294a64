//! Requests for comparabilities, as the keeper takes them.

use proto::reporting::v1::{
    Comparability, CreateComparabilityRequest, ListComparabilitiesRequest,
    ListComparabilitiesResponse, UpdateComparabilityRequest, VoidComparabilityRequest,
};
use serve::keeper::{Asked, Create, List, Page, Retire, Retirement, Update};

pub(crate) fn create(request: CreateComparabilityRequest) -> Create<Comparability> {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/CreateComparability";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.comparability_id,
        record: request.comparability,
    }
}

pub(crate) fn list(request: ListComparabilitiesRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: String::new(),
    }
}

pub(crate) fn listed(page: Page<Comparability>) -> ListComparabilitiesResponse {
    ListComparabilitiesResponse {
        comparabilities: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateComparabilityRequest) -> Update<Comparability> {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/UpdateComparability";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.comparability,
        update_mask: request.update_mask,
    }
}

pub(crate) fn void(request: VoidComparabilityRequest) -> Retire {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/VoidComparability";
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
