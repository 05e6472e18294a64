//! Requests for reported figures, as the keeper takes them.

use proto::reporting::v1::{
    CreateReportedFigureRequest, ListReportedFiguresRequest, ListReportedFiguresResponse,
    ReportedFigure, UpdateReportedFigureRequest, VoidReportedFigureRequest,
};
use serve::keeper::{Asked, Create, List, Page, Retire, Retirement, Update};

pub(crate) fn create(request: CreateReportedFigureRequest) -> Create<ReportedFigure> {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/CreateReportedFigure";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.reported_figure_id,
        record: request.reported_figure,
    }
}

pub(crate) fn list(request: ListReportedFiguresRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: String::new(),
    }
}

pub(crate) fn listed(page: Page<ReportedFigure>) -> ListReportedFiguresResponse {
    ListReportedFiguresResponse {
        reported_figures: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateReportedFigureRequest) -> Update<ReportedFigure> {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/UpdateReportedFigure";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.reported_figure,
        update_mask: request.update_mask,
    }
}

pub(crate) fn void(request: VoidReportedFigureRequest) -> Retire {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/VoidReportedFigure";
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
