//! Figures as they are asked for: one, many, or one explained.

use std::sync::Arc;

use fault::{Fault, Violations};
use proto::{
    reporting::v1::{
        BatchGetFiguresRequest, BatchGetFiguresResponse, ExplainFigureRequest,
        ExplainFigureResponse, GetFigureRequest, GetFigureResponse,
    },
    statistics::v1::AsOf,
};
use resource::{Level, Name, name};
use serve::keeper::Keeper;

use crate::{
    Reporting,
    answer::Answer,
    cut::{self, At},
    evaluate::{self, Evaluation},
    explain, figure_definition,
    sources::live::Live,
};

/// The most figures that are asked for by id at once.
const IDS_AT_MOST: usize = 200;

/// One figure.
///
/// # Errors
/// [`Fault::InvalidFields`], [`Fault::AsOfInvalid`], [`Fault::NotFound`] without the
/// definition or the edition, [`Fault::Refused`] with `FIGURE_REFUSED` or
/// [`Fault::AmountOutOfRange`] when there is no value, and whatever keeps a service
/// from answering.
pub(crate) async fn get(
    keeper: &Keeper<Reporting>,
    request: GetFigureRequest,
) -> Result<GetFigureResponse, Fault> {
    let (answer, at) = one(keeper, &request.name, request.as_of).await?;
    match answer.refusal() {
        Some(refusal) => Err(refusal.fault(&request.name)),
        None => Ok(GetFigureResponse {
            figure: Some(answer.figure()),
            cut: Some(at.cut.message()),
        }),
    }
}

/// One figure with everything it was computed from, also when it was refused.
///
/// # Errors
/// As [`get`], but for refusals.
pub(crate) async fn explain(
    keeper: &Keeper<Reporting>,
    request: ExplainFigureRequest,
) -> Result<ExplainFigureResponse, Fault> {
    let (answer, at) = one(keeper, &request.name, request.as_of).await?;
    Ok(ExplainFigureResponse {
        explanation: Some(explain::explanation(&answer, &at.cut)?),
        cut: Some(at.cut.message()),
    })
}

/// Many figures of an edition, refused ones with their reason.
///
/// # Errors
/// [`Fault::InvalidFields`], [`Fault::AsOfInvalid`], [`Fault::NotFound`] without the
/// edition, and whatever keeps a service from answering.
pub(crate) async fn batch(
    keeper: &Keeper<Reporting>,
    request: BatchGetFiguresRequest,
) -> Result<BatchGetFiguresResponse, Fault> {
    let mut violations = Violations::new();
    let parent = &request.parent;
    let edition = Name::require(parent, Level::InFair, "editions", "parent", &mut violations);
    if request.figure_ids.len() > IDS_AT_MOST {
        violations.add("figure_ids", format!("must be at most {IDS_AT_MOST}"));
    }
    for (at, id) in request.figure_ids.iter().enumerate() {
        name::require_id(id, &format!("figure_ids[{at}]"), &mut violations);
    }
    violations.check()?;
    let fair = edition.as_ref().map_or("", Name::fair);
    let at = cut::make(keeper, fair, request.as_of).await?;
    let reporting = keeper.service();
    let answers = if request.figure_ids.is_empty() {
        reporting.all_figures(&at, &request.parent).await?
    } else {
        reporting
            .figures(&at, &request.parent, &request.figure_ids)
            .await?
    };
    Ok(BatchGetFiguresResponse {
        figures: answers.iter().map(|answer| answer.figure()).collect(),
        cut: Some(at.cut.message()),
    })
}

/// The answer to the figure of that name, with the cut it was read at.
async fn one(
    keeper: &Keeper<Reporting>,
    name: &str,
    as_of: Option<AsOf>,
) -> Result<(Arc<Answer>, At), Fault> {
    let name = Name::parse_in(name, Level::InEdition, "figures")
        .map_err(|wrong| Fault::field("name", wrong.to_string()))?;
    let at = cut::make(keeper, name.fair(), as_of).await?;
    let ids = [name.id().to_owned()];
    let mut answers = keeper.service().figures(&at, name.parent(), &ids).await?;
    match answers.pop() {
        Some(answer) if answer.definition.is_some() => Ok((answer, at)),
        _ => Err(Fault::not_found(figure_definition::name(
            name.fair(),
            name.id(),
        ))),
    }
}

impl Reporting {
    /// Figures of an edition at a cut, in the order of their ids.
    pub(crate) async fn figures(
        &self,
        at: &At,
        edition: &str,
        ids: &[String],
    ) -> Result<Vec<Arc<Answer>>, Fault> {
        let mut evaluation = Evaluation::new(at.fair());
        evaluate::figures(&mut evaluation, &self.sources(at), edition, ids).await
    }

    /// The figures of all definitions that are live at a cut, in the order of their
    /// ids.
    pub(crate) async fn all_figures(
        &self,
        at: &At,
        edition: &str,
    ) -> Result<Vec<Arc<Answer>>, Fault> {
        let collection = figure_definition::collection(at.fair());
        let definitions = self.books.all(&collection, false, &at.own).await?;
        let mut evaluation = Evaluation::new(at.fair());
        let mut ids = Vec::with_capacity(definitions.len());
        for (id, held) in definitions {
            evaluation
                .known
                .definitions
                .know(id.clone(), Arc::new(Some(held)));
            ids.push(id);
        }
        evaluate::figures(&mut evaluation, &self.sources(at), edition, &ids).await
    }

    fn sources<'a>(&'a self, at: &'a At) -> Live<'a> {
        Live {
            at,
            books: &self.books,
            record_keepers: &self.record_keepers,
        }
    }
}
