//! Requests for code lists, as the keeper takes them.

use proto::reporting::v1::{
    CodeList, CreateCodeListRequest, ListCodeListsRequest, ListCodeListsResponse,
    RetireCodeListRequest, UpdateCodeListRequest,
};
use serve::keeper::{Asked, Create, List, Page, Retire, Retirement, Update};

pub(crate) fn create(request: CreateCodeListRequest) -> Create<CodeList> {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/CreateCodeList";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.code_list_id,
        record: request.code_list,
    }
}

pub(crate) fn list(request: ListCodeListsRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: String::new(),
    }
}

pub(crate) fn listed(page: Page<CodeList>) -> ListCodeListsResponse {
    ListCodeListsResponse {
        code_lists: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateCodeListRequest) -> Update<CodeList> {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/UpdateCodeList";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.code_list,
        update_mask: request.update_mask,
    }
}

pub(crate) fn retire(request: RetireCodeListRequest) -> Retire {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/RetireCodeList";
    Retire {
        asked: Asked::new(METHOD, &request.request_id, &request),
        name: request.name,
        etag: request.etag,
        reason: request.reason,
        retirement: Retirement::Archive,
    }
}
