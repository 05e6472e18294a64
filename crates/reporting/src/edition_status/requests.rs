//! Requests for edition statuses, as the keeper takes them.

use proto::reporting::v1::{
    CreateEditionStatusRequest, EditionStatus, ListEditionStatusesRequest,
    ListEditionStatusesResponse, UpdateEditionStatusRequest, VoidEditionStatusRequest,
};
use serve::keeper::{Asked, Create, List, Page, Retire, Retirement, Update};

pub(crate) fn create(request: CreateEditionStatusRequest) -> Create<EditionStatus> {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/CreateEditionStatus";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.edition_status_id,
        record: request.edition_status,
    }
}

pub(crate) fn list(request: ListEditionStatusesRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: String::new(),
    }
}

pub(crate) fn listed(page: Page<EditionStatus>) -> ListEditionStatusesResponse {
    ListEditionStatusesResponse {
        edition_statuses: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateEditionStatusRequest) -> Update<EditionStatus> {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/UpdateEditionStatus";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.edition_status,
        update_mask: request.update_mask,
    }
}

pub(crate) fn void(request: VoidEditionStatusRequest) -> Retire {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/VoidEditionStatus";
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
