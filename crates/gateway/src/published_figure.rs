//! The evidence of published numbers: how they come about, and the records behind them.

use fault::{Fault, Violations};
use proto::{
    gateway::v1::{
        ExplainPublishedFigureRequest, ExplainPublishedFigureResponse,
        ListPublishedEvidenceRequest, ListPublishedEvidenceResponse, PublishedEvidence,
        PublishedRelease, Release,
    },
    reporting::v1::{CellRead, ExplainFigureRequest, Explanation},
    statistics::v1::{
        AsOf, Evidence, ListEvidenceRequest, ListEvidenceResponse, as_of::Moment,
        query_cells_request::Measure,
    },
};
use resource::{Level, Name, name, page};
use serve::keeper::{Keeper, Record};

use crate::{
    PressDesk,
    assemble::{REPORTING, at, told},
    published_release::published,
    withheld::{Printed, readings, withhold},
};

/// Explains a number of a published release.
///
/// # Errors
/// [`Fault::InvalidFields`], [`Fault::NotFound`] for a release that is not published and a
/// figure that it does not print, and whatever kept a service from answering.
pub(crate) async fn explain(
    keeper: &Keeper<PressDesk>,
    request: ExplainPublishedFigureRequest,
) -> Result<ExplainPublishedFigureResponse, Fault> {
    let mut violations = Violations::new();
    name::require_id(&request.figure_id, "figure_id", &mut violations);
    let asked = Wanted::read(&request.name, &request.figure_id, request.as_of, violations)?;
    let (release, mut explanation) = asked.explained(keeper).await?;
    withhold(
        &mut explanation,
        &Printed::by(&release),
        &keeper.service().keepers.cubes().await?,
    );
    Ok(ExplainPublishedFigureResponse {
        explanation: Some(explanation),
        cut: release.cut,
    })
}

/// Lists the records behind a number of a published release.
///
/// # Errors
/// As [`explain`], and [`Fault::InvalidFields`] for a reading that there is not.
pub(crate) async fn list_evidence(
    keeper: &Keeper<PressDesk>,
    request: ListPublishedEvidenceRequest,
) -> Result<ListPublishedEvidenceResponse, Fault> {
    let mut violations = Violations::new();
    name::require_id(&request.figure_id, "figure_id", &mut violations);
    violations.require(request.reading >= 0, "reading", "must not be below zero");
    let size = page::size(request.page_size, &mut violations);
    let asked = Wanted::read(&request.name, &request.figure_id, request.as_of, violations)?;
    let (release, explanation) = asked.explained(keeper).await?;
    let readings = readings(
        &explanation,
        &Printed::by(&release),
        &keeper.service().keepers.cubes().await?,
    );
    let count = readings.len();
    let wanted = usize::try_from(request.reading).ok();
    let Some(reading) = wanted.and_then(|it| readings.into_iter().nth(it)) else {
        return Err(Fault::field(
            "reading",
            format!("must be below {count}: the figure was read from {count} selections of cells"),
        ));
    };
    let is_first_page = request.page_token.is_empty();
    let page = evidence(keeper, reading.read, size, request.page_token).await?;
    let is_only = is_first_page && page.evidence.len() == 1 && page.next_page_token.is_empty();
    let is_withheld = reading.is_money && !(reading.is_printed && is_only);
    let evidence = page.evidence.into_iter().map(|it| shown(it, is_withheld));
    Ok(ListPublishedEvidenceResponse {
        evidence: evidence.collect(),
        next_page_token: page.next_page_token,
        reading_count: i32::try_from(count).unwrap_or(i32::MAX),
        cut: release.cut,
    })
}

/// A figure of a release that is asked about.
struct Wanted {
    release: String,
    figure: String,
    /// The moment of the release.
    as_of: Option<AsOf>,
}

impl Wanted {
    fn read(
        release: &str,
        figure_id: &str,
        as_of: Option<AsOf>,
        mut violations: Violations,
    ) -> Result<Self, Fault> {
        let collection = <Release as Record<PressDesk>>::COLLECTION;
        let name = Name::require(
            release,
            Level::InEdition,
            collection,
            "name",
            &mut violations,
        );
        violations.check()?;
        let edition = name.as_ref().map_or("", Name::parent);
        Ok(Self {
            release: release.to_owned(),
            figure: format!("{edition}/figures/{figure_id}"),
            as_of,
        })
    }

    /// The release and the explanation of the figure at its cut.
    async fn explained(
        &self,
        keeper: &Keeper<PressDesk>,
    ) -> Result<(PublishedRelease, Explanation), Fault> {
        let release = published(keeper, &self.release, self.as_of.clone()).await?;
        let cut = release.cut.as_ref().filter(|_| {
            let mut claims = release.claims.iter();
            claims.any(|claim| claim.figure == self.figure)
        });
        let Some(cut) = cut else {
            return Err(Fault::NotFound {
                resource: format!("a claim of {} in {}", self.figure, self.release),
            });
        };
        let request = ExplainFigureRequest {
            name: self.figure.clone(),
            as_of: Some(at(cut)),
        };
        let mut reporting = keeper.service().desk.reporting();
        let answer = told(REPORTING, reporting.explain_figure(request).await)?;
        let explanation = answer.explanation.unwrap_or_default();
        Ok((release, explanation))
    }
}

/// The records behind a reading, a page of them.
async fn evidence(
    keeper: &Keeper<PressDesk>,
    read: &CellRead,
    size: usize,
    page_token: String,
) -> Result<ListEvidenceResponse, Fault> {
    let query = read.query.clone().unwrap_or_default();
    let sequence = sequence_in(query.as_of.as_ref(), &read.service)?;
    let request = ListEvidenceRequest {
        parent: query.parent,
        selection: query.selection,
        quantity: match query.measure {
            Some(Measure::SumOf(quantity)) => quantity,
            Some(Measure::Distinct(_)) | None => String::new(),
        },
        page_size: i32::try_from(size).unwrap_or(i32::MAX),
        page_token,
        as_of: query.as_of,
    };
    let keepers = &keeper.service().keepers;
    let page = keepers.evidence(&read.service, request).await?;
    // Pages are read on where the first one was. A token that somebody made up could name a
    // later position than the one that was published.
    let position = page.position.as_ref();
    match position.is_some_and(|at| at.sequence == sequence) {
        true => Ok(page),
        false => Err(Fault::PageTokenInvalid),
    }
}

/// The sequence of a service at which a question is to be answered.
fn sequence_in(as_of: Option<&AsOf>, service: &str) -> Result<i64, Fault> {
    let cut = match as_of.and_then(|as_of| as_of.moment.as_ref()) {
        Some(Moment::Cut(cut)) => Some(cut),
        Some(Moment::Time(_)) | None => None,
    };
    let mut positions = cut.into_iter().flat_map(|cut| &cut.positions);
    let found = positions.find(|position| position.service == service);
    found
        .map(|position| position.sequence)
        .ok_or_else(|| Fault::Defect {
            what: format!("reading an explanation: a question to {service} has no position"),
            source: None,
        })
}

fn shown(evidence: Evidence, is_withheld: bool) -> PublishedEvidence {
    let contribution = if is_withheld {
        0
    } else {
        evidence.contribution
    };
    PublishedEvidence {
        evidence: Some(Evidence {
            contribution,
            ..evidence
        }),
        is_contribution_withheld: is_withheld,
    }
}
