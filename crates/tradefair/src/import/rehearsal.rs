//! An import of a fair that the books do not know is rehearsed in books of its own.
//!
//! Nothing that the tables name can be anywhere but in them, so books that are empty
//! decide as the real ones will: every row is stored there as it would be here, and
//! whatever is refused is known before the first row is stored.

use super::{
    check::Checked,
    plan::Plan,
    progress::Progress,
    report::Report,
    run::Pass,
    send::{ImportError, Mode},
    target::Target,
};
use crate::assembly::{self, Machine};

/// Rehearses the import, and tells all that is wrong.
pub(super) async fn hold(
    plan: &Plan,
    checked: &Checked,
    progress: &mut dyn Progress,
) -> Result<Report, ImportError> {
    let wrong = |error: &dyn std::fmt::Display| ImportError::Rehearsal(error.to_string());
    let folder = tempfile::Builder::new()
        .prefix("tradefair-rehearsal-")
        .tempdir()
        .map_err(|error| wrong(&error))?;
    let books =
        assembly::inside(folder.path(), &Machine::this_one()).map_err(|error| wrong(&error))?;
    let target = Target::look(books.links(), &plan.fair).await?;
    let mut pass = Pass::new(plan, &target, checked, Mode::Rehearse, progress);
    let report = pass.all().await;
    books.close().await;
    Ok(Report {
        stored: false,
        ..report?
    })
}
