//! The verdict on a number by the value of its figure in an edition.

use num_traits::CheckedMul;
use reader::{Claim, Exact, Qualifier, Unit};

use super::{Desk, change, id, plain};
use crate::{
    accord::{Accord, accord},
    books::Figure,
    calendar,
    lexicon::Cue,
    verdict::{Checked, Verdict},
};

/// The verdict on a count, an amount, a size or a share.
pub(super) fn total(desk: &Desk<'_>, place: usize, claim: &Claim, figure: &Figure) -> Checked {
    let own = desk.books.ordinal();
    let lasting = matches!(figure.unit, Some(Unit::Days | Unit::Years));
    let told_of = calendar::edition_told(desk, place).filter(|_| !lasting);
    let ordinal = told_of.unwrap_or(own);
    let called = id(&figure.name);
    let Some(value) = figure.value(ordinal) else {
        let reason = if ordinal == own {
            format!("{called} has no value: {}", figure.refusal)
        } else {
            format!("the books have no {called} of edition {ordinal}")
        };
        return Checked::by(figure, claim, Verdict::Untraceable, None, reason);
    };
    let Some(number) = in_unit_of(desk, claim, figure, value.number) else {
        let reason = format!("{called} cannot be told in the unit of the text");
        return Checked::by(figure, claim, Verdict::Untraceable, None, reason);
    };
    let of_edition = if ordinal == own {
        String::new()
    } else {
        format!(" at edition {ordinal}")
    };
    if figure.unit == Some(Unit::Visits) && claim.unit == Some(Unit::Persons) {
        let reason = format!("{called} counts visits, which are not persons");
        return Checked::by(figure, claim, Verdict::Untraceable, Some(number), reason);
    }
    let found = agrees(claim, number);
    if found == Accord::Off
        && told_of.is_none()
        && let Some(checked) = of_an_earlier_edition(desk, place, claim, figure)
    {
        return checked;
    }
    if found == Accord::Off
        && let Some(checked) = change::in_units(desk, place, claim, figure)
    {
        return checked;
    }
    let reason = match found {
        Accord::Loose => format!(
            "{called} is {}{of_edition}, more than a tenth above",
            plain(number)
        ),
        _ => format!("{called} is {}{of_edition}", plain(number)),
    };
    Checked {
        per_unit: (ordinal == own)
            .then(|| in_unit_of(desk, claim, figure, Exact::from_integer(1)))
            .flatten(),
        ..Checked::by(figure, claim, verdict_of(found), Some(number), reason)
    }
}

/// "Recovered to 331 from 236": where something is compared, a number may be that of an
/// earlier edition which is not named.
fn of_an_earlier_edition(
    desk: &Desk<'_>,
    place: usize,
    claim: &Claim,
    figure: &Figure,
) -> Option<Checked> {
    let before = calendar::around(desk, place, 8, 0);
    if !matches!(claim.qualifier, Qualifier::Exact | Qualifier::About) {
        return None;
    }
    let compares = [Cue::From, Cue::PreviousEdition]
        .into_iter()
        .any(|cue| desk.says(&before, cue));
    if !compares {
        return None;
    }
    let own = desk.books.ordinal();
    let earlier = figure.values.iter().filter(|(ordinal, _)| **ordinal < own);
    earlier.rev().find_map(|(ordinal, value)| {
        let number = in_unit_of(desk, claim, figure, value.number)?;
        let found = agrees(claim, number);
        let reason = format!(
            "{} was {} at edition {ordinal}",
            id(&figure.name),
            plain(number)
        );
        found
            .is_true()
            .then(|| Checked::by(figure, claim, verdict_of(found), Some(number), reason))
    })
}

/// The value of a figure in the unit of a claim.
fn in_unit_of(desk: &Desk<'_>, claim: &Claim, figure: &Figure, value: Exact) -> Option<Exact> {
    match (claim.unit, figure.unit) {
        (Some(Unit::Currency(claimed)), Some(Unit::Currency(kept))) if claimed != kept => {
            value.checked_mul(&desk.books.rate(kept, claimed)?)
        }
        (Some(Unit::Ratio), Some(Unit::Percent)) => value.checked_mul(&Exact::new(1, 100)),
        _ => Some(value),
    }
}

/// How a claim and a value stand to each other.
pub(crate) fn agrees(claim: &Claim, value: Exact) -> Accord {
    let Some(printed) = claim.value else {
        return Accord::Off;
    };
    accord(
        printed,
        claim.step.unwrap_or_default(),
        claim.qualifier,
        value,
    )
}

/// The verdict on a number that stands so to the value of its figure.
pub(super) fn verdict_of(found: Accord) -> Verdict {
    match found {
        Accord::Holds | Accord::Loose => Verdict::Backed,
        Accord::Rounded => Verdict::Rounded,
        Accord::Truncated => Verdict::Truncated,
        Accord::Off => Verdict::Contradicted,
    }
}

/// Whether a claim that is contradicted now would hold of another value of its figure.
#[must_use]
pub fn would_hold(checked: &Checked, value: Exact) -> bool {
    let told = checked
        .per_unit
        .and_then(|factor| value.checked_mul(&factor));
    told.is_some_and(|value| agrees(&checked.claim, value).is_true())
}
