//! An import is rehearsed in books of its own.
//!
//! A fair that the books do not know can have no records but those of the tables, so
//! books that are empty decide as the real ones will. For a fair that is known, what
//! stands around the rows is brought into them first ([`Surroundings`]). Every row is
//! stored there as it would be here, and whatever is refused is known before the first
//! row is stored.

use super::{
    check::Checked,
    keys::Keys,
    plan::Plan,
    progress::{Phase, Progress},
    report::Report,
    run::{Pass, Trial},
    send::{ImportError, Mode},
    surroundings::Surroundings,
    target::Target,
};
use crate::{
    assembly::{self, Inside, Machine},
    bookshelf::Bookshelf,
};

/// Rehearses the import, and tells all that is wrong. `trial` is what the real books
/// said of the rows, where they know the fair.
pub(super) async fn hold(
    plan: &Plan,
    checked: &Checked,
    refused: &Keys,
    trial: Option<Trial<'_>>,
    progress: &mut dyn Progress,
) -> Result<Report, ImportError> {
    let wrong = |error: &dyn std::fmt::Display| ImportError::Rehearsal(error.to_string());
    let folder = tempfile::Builder::new()
        .prefix("tradefair-rehearsal-")
        .tempdir()
        .map_err(|error| wrong(&error))?;
    let books = Bookshelf::Folder(folder.path().to_owned());
    let books = assembly::inside(&books, &Machine::this_one()).map_err(|error| wrong(&error))?;
    progress.begins(Phase::Rehearsing, Some(checked.total()));
    let report = play(plan, checked, refused, trial, &books, progress).await;
    books.close().await;
    Ok(Report {
        stored: false,
        ..report?
    })
}

async fn play(
    plan: &Plan,
    checked: &Checked,
    refused: &Keys,
    trial: Option<Trial<'_>>,
    books: &Inside,
    progress: &mut dyn Progress,
) -> Result<Report, ImportError> {
    let target = Target::look(books.links(), &plan.fair).await?;
    let surroundings = match trial {
        Some(trial) => Some(Surroundings::of(plan, &checked.keys, trial.books, &target).await?),
        None => None,
    };
    let mut pass = Pass::new(plan, &target, checked, refused, Mode::Rehearse, progress);
    pass.surroundings = surroundings.as_ref();
    pass.trial = trial;
    pass.all().await
}
