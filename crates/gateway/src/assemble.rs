//! Asks the other services for all that a summary is made of, at one cut.

use std::collections::HashSet;

use fault::Fault;
use futures_util::try_join;
use proto::{
    exhibitions::v1::{
        Edition, Fair, GetEditionRequest, GetFairRequest,
        exhibitions_service_client::ExhibitionsServiceClient,
    },
    reporting::v1::{
        BatchGetFiguresRequest, BatchGetFiguresResponse, Figure,
        reporting_service_client::ReportingServiceClient,
    },
    statistics::v1::{AsOf, Cut, as_of::Moment},
};
use serve::Link;
use tonic::{Code, Response, Status};

use crate::wanted::Wanted;

/// The services asked, as errors name them.
pub(crate) const EXHIBITIONS: &str = "exhibitions";
pub(crate) const REPORTING: &str = "reporting";

/// The figures a summary may print. Those that a fair has no definition of come
/// back refused.
pub(crate) const FIGURES: [&str; 55] = [
    "edition-ordinal",
    "years-since-first",
    "participation-country-count",
    "activity-count",
    "contract-count",
    "contract-volume",
    "contract-count-growth",
    "contract-volume-growth",
    "international-count",
    "international-volume",
    "international-share",
    "domestic-region-count",
    "domestic-region-volume",
    "domestic-region-share",
    "remainder-count",
    "remainder-volume",
    "remainder-share",
    "host-city-count",
    "focus-sector-series",
    "on-site-international-count",
    "on-site-international-volume",
    "on-site-region-count",
    "on-site-region-volume",
    "featured-on-site-international",
    "featured-education",
    "featured-culture",
    "featured-large-amount",
    "featured-large-amount-volume",
    "featured-preliminary",
    "exhibition-area",
    "visit-count",
    "visit-count-growth",
    "visits-per-day",
    "visit-country-count",
    "forum-count",
    "business-talk-count",
    "contract-count-rank",
    "delegation-region-coverage",
    "high-level-delegation-count",
    "followed-city",
    "followed-city-run",
    "followed-person-highlights",
    "ambassador-count",
    "featured-ambassadors",
    "minister-counsellor-count",
    "commercial-counsellor-count",
    "project-demand-count",
    "publication-count",
    "negotiated-intention-count",
    "procurement-buyer-count",
    "procurement-demand-count",
    "featured-procurement",
    "one-on-one-count",
    "centralised-count",
    "cooperative-intention-count",
];

/// Figures that are asked for the editor, not for the text: how many of the
/// records behind the others are made up. Each with the figures it speaks for.
pub(crate) const SYNTHETIC_COUNTS: [(&str, &[&str]); 10] = [
    (
        "synthetic-contract-count",
        &["contract-count", "contract-volume"],
    ),
    (
        "synthetic-intention-count",
        &["cooperative-intention-count", "negotiated-intention-count"],
    ),
    (
        "synthetic-participation-count",
        &["participation-country-count"],
    ),
    (
        "synthetic-activity-count",
        &["activity-count", "one-on-one-count", "centralised-count"],
    ),
    ("synthetic-area", &["exhibition-area"]),
    ("synthetic-visit-count", &["visit-count"]),
    (
        "synthetic-delegation-count",
        &["delegation-region-coverage", "high-level-delegation-count"],
    ),
    (
        "synthetic-delegate-count",
        &[
            "ambassador-count",
            "minister-counsellor-count",
            "commercial-counsellor-count",
        ],
    ),
    (
        "synthetic-demand-count",
        &["project-demand-count", "procurement-demand-count"],
    ),
    ("synthetic-publication-count", &["publication-count"]),
];

/// What a summary is made of, all read at one cut.
#[derive(Clone, Debug)]
pub(crate) struct Material {
    pub(crate) fair: Fair,
    pub(crate) edition: Edition,
    /// In the order of [`asked`].
    pub(crate) figures: Vec<Figure>,
    pub(crate) cut: Cut,
}

/// The ways to the services that are asked.
pub(crate) struct Desk {
    exhibitions: ExhibitionsServiceClient<Link>,
    reporting: ReportingServiceClient<Link>,
}

impl Desk {
    pub(crate) fn new(exhibitions: Link, reporting: Link) -> Self {
        Self {
            exhibitions: ExhibitionsServiceClient::new(exhibitions),
            reporting: ReportingServiceClient::new(reporting),
        }
    }

    /// A client of reporting.
    pub(crate) fn reporting(&self) -> ReportingServiceClient<Link> {
        self.reporting.clone()
    }

    /// A client of exhibitions.
    pub(crate) fn exhibitions(&self) -> ExhibitionsServiceClient<Link> {
        self.exhibitions.clone()
    }

    /// Asks for everything. The figures come first, because their answer says at
    /// which cut the rest is to be read.
    ///
    /// # Errors
    /// Whatever kept a service from answering: [`Fault::Unreachable`] names it.
    pub(crate) async fn assemble(&self, wanted: &Wanted) -> Result<Material, Fault> {
        let ids = asked().map(ToOwned::to_owned).collect();
        let edition = wanted.edition.as_str();
        let answer = self.figures(edition, ids, wanted.as_of.clone()).await?;
        let (figures, cut) = complete(answer)?;
        let at = at(&cut);
        let (fair, edition) = try_join!(
            self.fair(wanted.edition.fair(), &at),
            self.edition(wanted.edition.as_str(), &at)
        )?;
        Ok(Material {
            fair,
            edition,
            figures,
            cut,
        })
    }

    /// Some figures of an edition; all of them if none is named.
    ///
    /// # Errors
    /// Whatever kept reporting from answering.
    pub(crate) async fn figures(
        &self,
        edition: &str,
        figure_ids: Vec<String>,
        as_of: Option<AsOf>,
    ) -> Result<BatchGetFiguresResponse, Fault> {
        let request = BatchGetFiguresRequest {
            parent: edition.to_owned(),
            figure_ids,
            as_of,
        };
        let answer = self.reporting().batch_get_figures(request).await;
        told(REPORTING, answer)
    }

    pub(crate) async fn fair(&self, name: &str, at: &AsOf) -> Result<Fair, Fault> {
        let request = GetFairRequest {
            name: name.to_owned(),
            as_of: Some(at.clone()),
        };
        let answer = self.exhibitions.clone().get_fair(request).await;
        told(EXHIBITIONS, answer)
    }

    /// A fair as it is now, if there is such a one.
    ///
    /// # Errors
    /// Whatever kept exhibitions from answering.
    pub(crate) async fn fair_if_any(&self, name: &str) -> Result<Option<Fair>, Fault> {
        let request = GetFairRequest {
            name: name.to_owned(),
            as_of: None,
        };
        if_any(self.exhibitions().get_fair(request).await)
    }

    /// An edition as it is now, if there is such a one.
    ///
    /// # Errors
    /// Whatever kept exhibitions from answering.
    pub(crate) async fn edition_if_any(&self, name: &str) -> Result<Option<Edition>, Fault> {
        let request = GetEditionRequest {
            name: name.to_owned(),
            as_of: None,
        };
        if_any(self.exhibitions().get_edition(request).await)
    }

    async fn edition(&self, name: &str, at: &AsOf) -> Result<Edition, Fault> {
        let request = GetEditionRequest {
            name: name.to_owned(),
            as_of: Some(at.clone()),
        };
        let answer = self.exhibitions.clone().get_edition(request).await;
        told(EXHIBITIONS, answer)
    }
}

/// The answer of a service that must be had.
pub(crate) fn told<T>(service: &str, answer: Result<Response<T>, Status>) -> Result<T, Fault> {
    answer
        .map(Response::into_inner)
        .map_err(|status| serve::peer(service, &status))
}

/// A record of exhibitions, or that there is none.
fn if_any<T>(answer: Result<Response<T>, Status>) -> Result<Option<T>, Fault> {
    match answer {
        Err(status) if status.code() == Code::NotFound => Ok(None),
        answer => told(EXHIBITIONS, answer).map(Some),
    }
}

/// The ids of all figures that are asked for.
pub(crate) fn asked() -> impl Iterator<Item = &'static str> {
    FIGURES
        .into_iter()
        .chain(SYNTHETIC_COUNTS.map(|(count, _)| count))
}

/// The figures and their cut, if the answer has every figure that was asked for.
fn complete(answer: BatchGetFiguresResponse) -> Result<(Vec<Figure>, Cut), Fault> {
    let partial = |why: String| Fault::Defect {
        what: format!("reading the answer of {REPORTING}: {why}"),
        source: None,
    };
    let cut = answer
        .cut
        .ok_or_else(|| partial("it has no cut".to_owned()))?;
    if !cut
        .positions
        .iter()
        .any(|position| position.service == EXHIBITIONS)
    {
        return Err(partial(format!("its cut has no position of {EXHIBITIONS}")));
    }
    let answered: HashSet<&str> = answer.figures.iter().map(id_of).collect();
    if let Some(missing) = asked().find(|id| !answered.contains(id)) {
        return Err(partial(format!("it has no figure {missing:?}")));
    }
    Ok((answer.figures, cut))
}

/// The id of a figure: the last part of its name.
pub(crate) fn id_of(figure: &Figure) -> &str {
    id_in(&figure.name)
}

/// The id in the name of a record: its last part.
pub(crate) fn id_in(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}

/// A cut, as a moment to read at.
pub(crate) fn at(cut: &Cut) -> AsOf {
    AsOf {
        moment: Some(Moment::Cut(cut.clone())),
    }
}
