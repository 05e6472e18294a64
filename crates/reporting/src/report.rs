//! Reports: all figures of an edition, frozen at one cut.

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
    reporting::v1::{
        CompileReportRequest, Figure, ListReportsRequest, ListReportsResponse, Report,
    },
    statistics::v1::RecordDigest,
};
use resource::{Level, Name, name, request_id};
use serve::keeper::{Asked, Create, Found, Header, Keeper, List, Page, Record, Reference};

use crate::{Reporting, cut};

impl Record<Reporting> for Report {
    const COLLECTION: &'static str = "reports";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "report";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &["figures"];
    /// The figures. They are read while the request is being answered, and not when
    /// it is repeated: then the report is there.
    type Known = Vec<Figure>;

    async fn learn(&self, name: &Name, reporting: &Reporting) -> Result<Vec<Figure>, Fault> {
        let naming = reporting.naming::<Self>(name).await?;
        reporting.require_edition(name, naming).await?;
        let at = cut::again(reporting, name.fair(), self.cut.as_ref()).await?;
        let answers = reporting.all_figures(&at, name.parent()).await?;
        Ok(answers.iter().map(|answer| answer.figure()).collect())
    }

    fn header(&mut self) -> Header<'_> {
        Header {
            name: &mut self.name,
            etag: &mut self.etag,
            entry: &mut self.entry,
        }
    }

    /// Nothing: no caller writes a report.
    fn check(&self, _: &mut Violations) {}

    /// None: the edition is in the books of exhibitions.
    fn references(&self, _: &Name) -> Vec<Reference> {
        Vec::new()
    }

    fn settle(
        &mut self,
        _: Option<&Self>,
        figures: &Vec<Figure>,
        _: &Found<'_>,
        _: &mut Violations,
    ) -> Result<(), Fault> {
        self.figures.clone_from(figures);
        Ok(())
    }

    fn facts(&self) -> Vec<Fact> {
        Vec::new()
    }

    fn digest(&self) -> RecordDigest {
        RecordDigest::default()
    }

    fn synthetic(&self) -> bool {
        false
    }
}

/// Compiles a report at the moment asked for.
///
/// # Errors
/// [`Fault::InvalidFields`] with everything that is wrong, [`Fault::AsOfInvalid`],
/// [`Fault::ReferenceMissing`] without the edition, [`Fault::Exists`], and whatever
/// keeps a service from answering.
pub(crate) async fn compile(
    keeper: &Keeper<Reporting>,
    request: CompileReportRequest,
) -> Result<Report, Fault> {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/CompileReport";
    let mut violations = Violations::new();
    let parent = &request.parent;
    let edition = Name::require(parent, Level::InFair, "editions", "parent", &mut violations);
    name::require_id(&request.report_id, "report_id", &mut violations);
    request_id::require(&request.request_id, &mut violations);
    violations.check()?;
    let fair = edition.as_ref().map_or("", Name::fair);
    let asked = Asked::new(METHOD, &request.request_id, &request);
    let at = cut::make(keeper, fair, request.as_of).await?;
    let report = Report {
        cut: Some(at.cut.message()),
        ..Report::default()
    };
    keeper
        .create(Create {
            asked,
            parent: request.parent,
            id: request.report_id,
            record: Some(report),
        })
        .await
}

pub(crate) fn list(request: ListReportsRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: false,
        as_of: request.as_of,
        filter: String::new(),
    }
}

/// The page, without the figures of the reports.
pub(crate) fn listed(page: Page<Report>) -> ListReportsResponse {
    let reports = page.records.into_iter().map(|report| Report {
        figures: Vec::new(),
        ..report
    });
    ListReportsResponse {
        reports: reports.collect(),
        next_page_token: page.next_page_token,
        position: page.position,
    }
}
