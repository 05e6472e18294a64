//! Requests for figure definitions, as the keeper takes them.

use proto::reporting::v1::{
    CreateFigureDefinitionRequest, FigureDefinition, ListFigureDefinitionsRequest,
    ListFigureDefinitionsResponse, RetireFigureDefinitionRequest, UpdateFigureDefinitionRequest,
};
use serve::keeper::{Asked, Create, List, Page, Retire, Retirement, Update};

pub(crate) fn create(request: CreateFigureDefinitionRequest) -> Create<FigureDefinition> {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/CreateFigureDefinition";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.figure_definition_id,
        record: request.figure_definition,
    }
}

pub(crate) fn list(request: ListFigureDefinitionsRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: String::new(),
    }
}

pub(crate) fn listed(page: Page<FigureDefinition>) -> ListFigureDefinitionsResponse {
    ListFigureDefinitionsResponse {
        figure_definitions: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateFigureDefinitionRequest) -> Update<FigureDefinition> {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/UpdateFigureDefinition";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.figure_definition,
        update_mask: request.update_mask,
    }
}

pub(crate) fn retire(request: RetireFigureDefinitionRequest) -> Retire {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/RetireFigureDefinition";
    Retire {
        asked: Asked::new(METHOD, &request.request_id, &request),
        name: request.name,
        etag: request.etag,
        reason: request.reason,
        retirement: Retirement::Archive,
    }
}
