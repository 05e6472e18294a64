//! The requests that record what the builders make, each under a fresh request id.

use proto::{
    contracts::v1::{Agreement, CreateAgreementRequest},
    exhibitions::v1::{
        CreateEditionRequest, CreateFairRequest, CreateOrganisationRequest,
        CreateParticipationRequest, Edition, Fair, Organisation, Participation,
    },
    forums::v1::{
        Activity, Attendance, CreateActivityRequest, CreateAttendanceRequest, CreateDemandRequest,
        CreatePublicationRequest, Demand, Publication,
    },
    reporting::v1::{
        CodeList, Comparability, CreateCodeListRequest, CreateComparabilityRequest,
        CreateEditionStatusRequest, CreateRateRequest, CreateReportedFigureRequest, EditionStatus,
        InstallCatalogueRequest, Rate, ReportedFigure,
    },
};

use super::{request_id, text};

/// Creates a fair.
#[must_use]
pub fn fair(fair_id: &str, fair: Fair) -> CreateFairRequest {
    CreateFairRequest {
        fair_id: fair_id.to_owned(),
        fair: Some(fair),
        request_id: request_id(),
    }
}

/// Creates an edition; its id is its ordinal.
#[must_use]
pub fn edition(parent: &str, edition: Edition) -> CreateEditionRequest {
    CreateEditionRequest {
        parent: parent.to_owned(),
        edition_id: edition.ordinal.to_string(),
        edition: Some(edition),
        request_id: request_id(),
    }
}

/// Creates an organisation.
#[must_use]
pub fn organisation(
    parent: &str,
    id: &str,
    organisation: Organisation,
) -> CreateOrganisationRequest {
    CreateOrganisationRequest {
        parent: parent.to_owned(),
        organisation_id: id.to_owned(),
        organisation: Some(organisation),
        request_id: request_id(),
    }
}

/// Creates a participation.
#[must_use]
pub fn participation(
    parent: &str,
    id: &str,
    participation: Participation,
) -> CreateParticipationRequest {
    CreateParticipationRequest {
        parent: parent.to_owned(),
        participation_id: id.to_owned(),
        participation: Some(participation),
        request_id: request_id(),
    }
}

/// Creates an activity.
#[must_use]
pub fn activity(parent: &str, id: &str, activity: Activity) -> CreateActivityRequest {
    CreateActivityRequest {
        parent: parent.to_owned(),
        activity_id: id.to_owned(),
        activity: Some(activity),
        request_id: request_id(),
    }
}

/// Creates a count of attendance.
#[must_use]
pub fn attendance(parent: &str, id: &str, attendance: Attendance) -> CreateAttendanceRequest {
    CreateAttendanceRequest {
        parent: parent.to_owned(),
        attendance_id: id.to_owned(),
        attendance: Some(attendance),
        request_id: request_id(),
    }
}

/// Creates a demand.
#[must_use]
pub fn demand(parent: &str, id: &str, demand: Demand) -> CreateDemandRequest {
    CreateDemandRequest {
        parent: parent.to_owned(),
        demand_id: id.to_owned(),
        demand: Some(demand),
        request_id: request_id(),
    }
}

/// Creates a publication.
#[must_use]
pub fn publication(parent: &str, id: &str, publication: Publication) -> CreatePublicationRequest {
    CreatePublicationRequest {
        parent: parent.to_owned(),
        publication_id: id.to_owned(),
        publication: Some(publication),
        request_id: request_id(),
    }
}

/// Creates an agreement.
#[must_use]
pub fn agreement(parent: &str, id: &str, agreement: Agreement) -> CreateAgreementRequest {
    CreateAgreementRequest {
        parent: parent.to_owned(),
        agreement_id: id.to_owned(),
        agreement: Some(agreement),
        request_id: request_id(),
    }
}

/// Creates a rate.
#[must_use]
pub fn rate(parent: &str, id: &str, rate: Rate) -> CreateRateRequest {
    CreateRateRequest {
        parent: parent.to_owned(),
        rate_id: id.to_owned(),
        rate: Some(rate),
        request_id: request_id(),
    }
}

/// Creates a judgement of comparability.
#[must_use]
pub fn comparability(
    parent: &str,
    id: &str,
    comparability: Comparability,
) -> CreateComparabilityRequest {
    CreateComparabilityRequest {
        parent: parent.to_owned(),
        comparability_id: id.to_owned(),
        comparability: Some(comparability),
        request_id: request_id(),
    }
}

/// Creates the status of a family; its id is the family.
#[must_use]
pub fn edition_status(parent: &str, edition_status: EditionStatus) -> CreateEditionStatusRequest {
    CreateEditionStatusRequest {
        parent: parent.to_owned(),
        edition_status_id: edition_status.family.clone(),
        edition_status: Some(edition_status),
        request_id: request_id(),
    }
}

/// Creates a reported figure; its id is that of the definition.
#[must_use]
pub fn reported_figure(
    parent: &str,
    id: &str,
    reported_figure: ReportedFigure,
) -> CreateReportedFigureRequest {
    CreateReportedFigureRequest {
        parent: parent.to_owned(),
        reported_figure_id: id.to_owned(),
        reported_figure: Some(reported_figure),
        request_id: request_id(),
    }
}

/// Installs the shipped catalogue for a fair that reports in US dollars,
/// signs at home in yuan and follows courier services.
#[must_use]
pub fn catalogue(parent: &str) -> InstallCatalogueRequest {
    InstallCatalogueRequest {
        parent: parent.to_owned(),
        reporting_currency_code: "USD".to_owned(),
        domestic_currency_code: "CNY".to_owned(),
        focus_sector_code: "2.B".to_owned(),
        focus_sector_title: text("courier-service contracts"),
        request_id: request_id(),
        ..InstallCatalogueRequest::default()
    }
}

/// Creates a code list.
#[must_use]
pub fn code_list(parent: &str, id: &str, code_list: CodeList) -> CreateCodeListRequest {
    CreateCodeListRequest {
        parent: parent.to_owned(),
        code_list_id: id.to_owned(),
        code_list: Some(code_list),
        request_id: request_id(),
    }
}
