//! The tables that can be loaded, as data, in the order of loading.

use crate::topology::ServiceName;

/// How the rows of one table become records.
#[derive(Debug)]
pub struct TableKind {
    /// What the table is called: the name of its file without the ending, and what
    /// the methods say in the plural.
    pub resource: &'static str,
    /// What the methods say in the singular.
    pub singular: &'static str,
    /// Where the records stand in a name, as `activities` in
    /// `fairs/ciftis/editions/4/activities/f001`.
    pub collection: &'static str,
    /// What one row is, in a message to the user.
    pub noun: &'static str,
    /// The service that takes the rows.
    pub service: ServiceName,
    /// What the records lie in.
    pub parent: Parent,
    /// The fields that hold names of records. In the file the names stand below
    /// the fair.
    pub references: &'static [&'static str],
    /// Columns with a shorter name than the field they fill.
    pub short_columns: &'static [(&'static str, &'static str)],
    /// The fields that the service writes, and no table.
    pub derived: &'static [&'static str],
    /// Whether records may name these.
    pub is_named: bool,
    /// Whether rows may build on rows before them: they are handed over one by one.
    pub is_in_order: bool,
}

/// What records lie in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// Nothing: the fair itself.
    None,
    /// The fair.
    Fair,
    /// An edition of the fair.
    Edition,
    /// The rows are no records: they are calls of this method, on the fair.
    Call(&'static str),
}

impl TableKind {
    /// The file of the table, for example `agreements.csv`.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}.csv", self.resource)
    }

    /// The names of all tables, in the order of loading.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TABLES.iter().map(|kind| kind.resource)
    }

    /// The kind of a table by its name.
    #[must_use]
    pub fn named(resource: &str) -> Option<&'static Self> {
        TABLES.iter().find(|kind| kind.resource == resource)
    }
}

/// What most rows below have in common.
const PLAIN: TableKind = TableKind {
    resource: "",
    singular: "",
    collection: "",
    noun: "",
    service: ServiceName::Exhibitions,
    parent: Parent::Fair,
    references: &[],
    short_columns: &[],
    derived: &[],
    is_named: true,
    is_in_order: false,
};

/// What a row may refer to stands in a table before its own.
pub const TABLES: &[TableKind] = &[
    TableKind {
        resource: "fairs",
        singular: "fair",
        collection: "fairs",
        noun: "a fair",
        parent: Parent::None,
        ..PLAIN
    },
    TableKind {
        resource: "code_lists",
        singular: "code_list",
        collection: "codeLists",
        noun: "a code list",
        service: ServiceName::Reporting,
        short_columns: &[("entries", "entries.code")],
        ..PLAIN
    },
    TableKind {
        resource: "catalogue",
        noun: "a catalogue",
        service: ServiceName::Reporting,
        parent: Parent::Call("InstallCatalogue"),
        ..PLAIN
    },
    TableKind {
        resource: "figure_definitions",
        singular: "figure_definition",
        collection: "figureDefinitions",
        noun: "a figure definition",
        service: ServiceName::Reporting,
        is_in_order: true,
        ..PLAIN
    },
    TableKind {
        resource: "editions",
        singular: "edition",
        collection: "editions",
        noun: "an edition",
        ..PLAIN
    },
    TableKind {
        resource: "organisations",
        singular: "organisation",
        collection: "organisations",
        noun: "an organisation",
        ..PLAIN
    },
    TableKind {
        resource: "persons",
        singular: "person",
        collection: "persons",
        noun: "a person",
        parent: Parent::Fair,
        ..PLAIN
    },
    TableKind {
        resource: "sections",
        singular: "section",
        collection: "sections",
        noun: "a section",
        parent: Parent::Edition,
        references: &["parent"],
        ..PLAIN
    },
    TableKind {
        resource: "participations",
        singular: "participation",
        collection: "participations",
        noun: "a participation",
        parent: Parent::Edition,
        references: &["parent", "organisation"],
        derived: &["country_code"],
        is_named: false,
        ..PLAIN
    },
    TableKind {
        resource: "visits",
        singular: "visit",
        collection: "visits",
        noun: "a visit",
        parent: Parent::Edition,
        references: &["parent"],
        is_named: false,
        ..PLAIN
    },
    TableKind {
        resource: "delegations",
        singular: "delegation",
        collection: "delegations",
        noun: "a delegation",
        parent: Parent::Edition,
        references: &["parent", "head"],
        derived: &["head_name", "head_office"],
        ..PLAIN
    },
    TableKind {
        resource: "delegates",
        singular: "delegate",
        collection: "delegates",
        noun: "a delegate",
        parent: Parent::Edition,
        references: &["parent", "person", "delegation"],
        derived: &["display_name", "office"],
        is_named: false,
        ..PLAIN
    },
    TableKind {
        resource: "highlights",
        singular: "highlight",
        collection: "highlights",
        noun: "a highlight",
        parent: Parent::Edition,
        references: &["parent", "person", "delegation", "organisation"],
        derived: &["display_name", "office", "country_code"],
        is_named: false,
        ..PLAIN
    },
    TableKind {
        resource: "demands",
        singular: "demand",
        collection: "demands",
        noun: "a demand",
        service: ServiceName::Forums,
        parent: Parent::Edition,
        references: &["parent", "organisation"],
        derived: &["display_name", "country_code"],
        ..PLAIN
    },
    TableKind {
        resource: "activities",
        singular: "activity",
        collection: "activities",
        noun: "an activity",
        service: ServiceName::Forums,
        parent: Parent::Edition,
        references: &["parent", "hosts", "demand"],
        derived: &["host_country_codes"],
        ..PLAIN
    },
    TableKind {
        resource: "attendances",
        singular: "attendance",
        collection: "attendances",
        noun: "an attendance",
        service: ServiceName::Forums,
        parent: Parent::Edition,
        references: &["parent", "activity"],
        derived: &["activity_kind"],
        is_named: false,
        ..PLAIN
    },
    TableKind {
        resource: "publications",
        singular: "publication",
        collection: "publications",
        noun: "a publication",
        service: ServiceName::Forums,
        parent: Parent::Edition,
        references: &["parent", "organisation", "demand"],
        derived: &["display_name", "country_code"],
        is_named: false,
        ..PLAIN
    },
    TableKind {
        resource: "agreements",
        singular: "agreement",
        collection: "agreements",
        noun: "an agreement",
        service: ServiceName::Contracts,
        parent: Parent::Edition,
        references: &[
            "parent",
            "parties.organisation",
            "reached_through",
            "follows",
        ],
        short_columns: &[("parties", "parties.organisation")],
        derived: &[
            "scope",
            "counted",
            "host_subdivision_code",
            "parties.display_name",
            "parties.country_code",
            "parties.subdivision_code",
        ],
        ..PLAIN
    },
    TableKind {
        resource: "rates",
        singular: "rate",
        collection: "rates",
        noun: "a rate",
        service: ServiceName::Reporting,
        parent: Parent::Edition,
        references: &["parent"],
        is_named: false,
        is_in_order: true,
        ..PLAIN
    },
    TableKind {
        resource: "comparabilities",
        singular: "comparability",
        collection: "comparabilities",
        noun: "a comparability",
        service: ServiceName::Reporting,
        parent: Parent::Edition,
        references: &["parent", "base_edition"],
        is_named: false,
        is_in_order: true,
        ..PLAIN
    },
    TableKind {
        resource: "edition_statuses",
        singular: "edition_status",
        collection: "statuses",
        noun: "an edition status",
        service: ServiceName::Reporting,
        parent: Parent::Edition,
        references: &["parent"],
        is_named: false,
        ..PLAIN
    },
    TableKind {
        resource: "reported_figures",
        singular: "reported_figure",
        collection: "reportedFigures",
        noun: "a reported figure",
        service: ServiceName::Reporting,
        parent: Parent::Edition,
        references: &["parent"],
        derived: &["unit"],
        is_named: false,
        ..PLAIN
    },
];
