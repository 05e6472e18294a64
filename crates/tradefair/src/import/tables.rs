//! The tables that can be loaded, as data, in the order of loading.

use crate::topology::ServiceName;

/// How one file becomes requests.
#[derive(Debug)]
pub struct TableKind {
    /// The name of the file.
    pub file: &'static str,
    /// What one row is, in a message to the user.
    pub noun: &'static str,
    /// The service that takes the rows.
    pub service: ServiceName,
    /// The method that takes one row: `package.Service/Method`.
    pub method: &'static str,
    /// The fields that hold names of records. In the file the names stand below
    /// the fair.
    pub references: &'static [&'static str],
    /// Columns with a shorter name than the field they fill.
    pub short_columns: &'static [(&'static str, &'static str)],
}

/// What a row may refer to stands in a table before its own.
pub const TABLES: &[TableKind] = &[
    TableKind {
        file: "fairs.csv",
        noun: "a fair",
        service: ServiceName::Exhibitions,
        method: "tradefair.exhibitions.v1.ExhibitionsService/CreateFair",
        references: &[],
        short_columns: &[],
    },
    TableKind {
        file: "code_lists.csv",
        noun: "a code list",
        service: ServiceName::Reporting,
        method: "tradefair.reporting.v1.ReportingService/CreateCodeList",
        references: &[],
        short_columns: &[("entries", "entries.code")],
    },
    TableKind {
        file: "catalogue.csv",
        noun: "a catalogue",
        service: ServiceName::Reporting,
        method: "tradefair.reporting.v1.ReportingService/InstallCatalogue",
        references: &[],
        short_columns: &[],
    },
    TableKind {
        file: "editions.csv",
        noun: "an edition",
        service: ServiceName::Exhibitions,
        method: "tradefair.exhibitions.v1.ExhibitionsService/CreateEdition",
        references: &[],
        short_columns: &[],
    },
    TableKind {
        file: "organisations.csv",
        noun: "an organisation",
        service: ServiceName::Exhibitions,
        method: "tradefair.exhibitions.v1.ExhibitionsService/CreateOrganisation",
        references: &[],
        short_columns: &[],
    },
    TableKind {
        file: "participations.csv",
        noun: "a participation",
        service: ServiceName::Exhibitions,
        method: "tradefair.exhibitions.v1.ExhibitionsService/CreateParticipation",
        references: &["parent", "organisation"],
        short_columns: &[],
    },
    TableKind {
        file: "activities.csv",
        noun: "an activity",
        service: ServiceName::Forums,
        method: "tradefair.forums.v1.ForumsService/CreateActivity",
        references: &["parent", "hosts"],
        short_columns: &[],
    },
    TableKind {
        file: "agreements.csv",
        noun: "an agreement",
        service: ServiceName::Contracts,
        method: "tradefair.contracts.v1.ContractsService/CreateAgreement",
        references: &["parent", "parties.organisation", "reached_through"],
        short_columns: &[("parties", "parties.organisation")],
    },
    TableKind {
        file: "rates.csv",
        noun: "a rate",
        service: ServiceName::Reporting,
        method: "tradefair.reporting.v1.ReportingService/CreateRate",
        references: &["parent"],
        short_columns: &[],
    },
    TableKind {
        file: "comparabilities.csv",
        noun: "a comparability",
        service: ServiceName::Reporting,
        method: "tradefair.reporting.v1.ReportingService/CreateComparability",
        references: &["parent", "base_edition"],
        short_columns: &[],
    },
    TableKind {
        file: "edition_statuses.csv",
        noun: "an edition status",
        service: ServiceName::Reporting,
        method: "tradefair.reporting.v1.ReportingService/CreateEditionStatus",
        references: &["parent"],
        short_columns: &[],
    },
    TableKind {
        file: "reported_figures.csv",
        noun: "a reported figure",
        service: ServiceName::Reporting,
        method: "tradefair.reporting.v1.ReportingService/CreateReportedFigure",
        references: &["parent"],
        short_columns: &[],
    },
];
