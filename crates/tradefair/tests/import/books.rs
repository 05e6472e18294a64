//! Books of their own for each test, and the tables of a small fair.

use proto::exhibitions::v1::{
    ArchiveOrganisationRequest, exhibitions_service_client::ExhibitionsServiceClient,
};
use tradefair::{
    assembly::{self, Inside, Machine},
    bookshelf::Bookshelf,
    import::{Extent, Faults, ImportError, Plan, Report, Table},
    topology::ServiceName,
};

pub(crate) const FAIRS: &str = "fair_id,title.en,title.zh,short_title.en,short_title.zh,first_year,source,evidence_kind\n\
    hall,Hall fair,会展,HF,会,2012,Halls,registration\n";

pub(crate) const EDITIONS: &str = "edition_id,ordinal,opening_date,closing_date,time_zone,host_subdivision_code,host_city.en,host_city.zh,statistics_office.en,statistics_office.zh,source,evidence_kind\n\
    1,1,2012-05-28,2012-06-01,Asia/Shanghai,CN-BJ,Beijing,北京,the office,组委会,Halls,registration\n";

pub(crate) const ORGANISATIONS: &str = "organisation_id,display_name.en,country_code,source,evidence_kind\n\
    a,A,BR,Halls,registration\n\
    b,B,LT,Halls,registration\n";

/// What came of an import.
pub(crate) struct Outcome {
    pub(crate) report: Result<Report, ImportError>,
    /// What was told to be wrong, line by line.
    pub(crate) faults: Vec<String>,
}

impl Outcome {
    /// The report of an import in which every row was stored.
    pub(crate) fn whole(self) -> Report {
        let report = self.report.unwrap();
        assert!(report.is_whole(), "{report}{:#?}", self.faults);
        report
    }
}

pub(crate) struct Books {
    _folder: tempfile::TempDir,
    pub(crate) inside: Inside,
}

impl Books {
    pub(crate) fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let inside = assembly::inside(
            &Bookshelf::Folder(folder.path().to_owned()),
            &Machine::this_one(),
        )
        .unwrap();
        Self {
            _folder: folder,
            inside,
        }
    }

    /// Books that know the small fair.
    pub(crate) async fn of_the_hall_fair() -> Self {
        let books = Self::open();
        books.import(base(), Extent::Whole).await.whole();
        books
    }

    /// Imports tables of the small fair.
    pub(crate) async fn import(&self, tables: Vec<Table>, extent: Extent) -> Outcome {
        let plan = Plan::new(&tables, None).unwrap();
        self.run(&plan, extent).await
    }

    /// Imports tables that do not name the fair.
    pub(crate) async fn import_into(&self, tables: Vec<Table>, extent: Extent) -> Outcome {
        let plan = Plan::new(&tables, Some("fairs/hall")).unwrap();
        self.run(&plan, extent).await
    }

    /// Archives an organisation.
    pub(crate) async fn archive(&self, name: &str) {
        let link = self.inside.links()[&ServiceName::Exhibitions].clone();
        let request = ArchiveOrganisationRequest {
            name: name.to_owned(),
            reason: "it is no more".to_owned(),
            request_id: "00000000-0000-4000-8000-000000000001".to_owned(),
            ..ArchiveOrganisationRequest::default()
        };
        let mut exhibitions = ExhibitionsServiceClient::new(link);
        exhibitions.archive_organisation(request).await.unwrap();
    }

    pub(crate) async fn run(&self, plan: &Plan, extent: Extent) -> Outcome {
        let mut faults = Faults::default();
        let report = plan.run(self.inside.links(), extent, &mut faults).await;
        Outcome {
            report,
            faults: faults.0.iter().map(ToString::to_string).collect(),
        }
    }
}

/// The fair, its edition and two organisations.
pub(crate) fn base() -> Vec<Table> {
    vec![
        Table::new("fairs.csv", FAIRS),
        Table::new("editions.csv", EDITIONS),
        Table::new("organisations.csv", ORGANISATIONS),
    ]
}

/// The base with other tables, or with these in place of its own.
pub(crate) fn base_with(tables: &[(&str, &str)]) -> Vec<Table> {
    let mut all = base();
    all.retain(|table| tables.iter().all(|(file, _)| table.file != *file));
    all.extend(tables.iter().map(|(file, text)| Table::new(*file, *text)));
    all
}

/// What a report says, line by line.
pub(crate) fn lines(report: &Report) -> Vec<String> {
    report.to_string().lines().map(str::to_owned).collect()
}
