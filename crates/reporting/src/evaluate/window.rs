//! Windows of time that the dates of the edition bound.

use proto::{
    exhibitions::v1::Edition,
    reporting::v1::{DateWindow, Period},
    statistics::v1::{ValueRange, condition::Test},
};
use resource::date;

use crate::{question::Selected, refusal::Refusal, sources};

use super::{
    Evaluation,
    attribute::{closing, opening},
};

/// The first day a calendar can name. Conditions compare texts, and this keeps
/// those out that are no date and would sort before every one.
const FIRST_DAY: &str = "0001-01-01";

/// A text after the last day a calendar can name, for the same on the other side:
/// "none" sorts after every date.
const AFTER_THE_LAST_DAY: &str = "9999-12-32";

/// The facts that are selected and lie in the window, with the record that dates
/// it, as name@revision. Without a window, the facts as they are.
pub(super) fn within(
    evaluation: &mut Evaluation,
    selected: Result<Selected, Refusal>,
    window: Option<&DateWindow>,
) -> Option<Result<(Selected, Option<String>), Refusal>> {
    let selected = match selected {
        Ok(selected) => selected,
        Err(refusal) => return Some(Err(refusal)),
    };
    let Some(window) = window else {
        return Some(Ok((selected, None)));
    };
    let edition = evaluation.known.editions.get(&selected.edition)?;
    let Some(edition) = edition.as_ref() else {
        return Some(Err(Refusal::new(format!(
            "{} does not exist",
            selected.edition
        ))));
    };
    let dated_by = sources::pedigree(&edition.name, edition.entry.as_ref());
    Some(range(edition, window.period()).map(|range| {
        let selected = selected.only(&window.dimension, Test::Within(range));
        (selected, Some(dated_by))
    }))
}

/// The days of a period of an edition.
fn range(edition: &Edition, period: Period) -> Result<ValueRange, Refusal> {
    let opens = || opening(edition).map(date::text);
    let after_closing = || {
        let next = closing(edition)?.tomorrow();
        // No day follows the last one of the calendar.
        Ok::<_, Refusal>(next.map_or_else(|_| AFTER_THE_LAST_DAY.to_owned(), date::text))
    };
    let (from, before) = match period {
        Period::Unspecified => return Err(Refusal::new("its definition names no period")),
        Period::BeforeOpening => (FIRST_DAY.to_owned(), opens()?),
        Period::During => (opens()?, after_closing()?),
        Period::AfterClosing => (after_closing()?, AFTER_THE_LAST_DAY.to_owned()),
        Period::UntilClosing => (FIRST_DAY.to_owned(), after_closing()?),
    };
    if from >= before {
        return Err(Refusal::new(format!(
            "the window from {from} to before {before} holds no day"
        )));
    }
    Ok(ValueRange { from, before })
}
