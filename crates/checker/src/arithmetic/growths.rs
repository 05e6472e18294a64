//! A change, and the two values it lies between.

use num_traits::{CheckedDiv, CheckedMul, CheckedSub, Signed};
use reader::{Exact, Kind, Unit};

use super::{Finding, bounds, settle};
use crate::{
    judge::{Desk, agrees, plain},
    lexicon::Cue,
    verdict::Checked,
};

/// How many claims around a change its two values are looked for.
const REACH: usize = 4;

pub(super) fn compare(desk: &Desk<'_>, checked: &mut [Checked]) {
    for place in 0..checked.len() {
        let finding = reckon(desk, place);
        if let Some(finding) = finding {
            settle(checked, finding);
        }
    }
}

/// "600, up 50 percent from 300": the change by the two values of the text.
fn reckon(desk: &Desk<'_>, place: usize) -> Option<Finding> {
    let own = desk.placed(place)?;
    let told = &own.claim;
    let is_change = told.unit == Some(Unit::Percent) && told.kind == Kind::Statistic;
    if !is_change || !desk.own_says(place, Cue::Growth) {
        return None;
    }
    let near = place.saturating_sub(REACH)..(place + REACH + 1).min(desk.text.claims.len());
    let values: Vec<usize> = near
        .filter(|other| {
            let other = desk.placed(*other);
            other.is_some_and(|it| {
                it.sentence == own.sentence
                    && it.claim.kind == Kind::Statistic
                    && !matches!(it.claim.unit, Some(Unit::Percent | Unit::Ratio))
            })
        })
        .collect();
    let [one, other] = values.as_slice() else {
        return None;
    };
    let then = [*one, *other]
        .into_iter()
        .find(|place| is_starting_point(desk, *place))?;
    let now = if then == *one { *other } else { *one };
    let (then, now) = (&desk.placed(then)?.claim, &desk.placed(now)?.claim);
    if then.unit != now.unit {
        return None;
    }
    let exact = growth(then.value?, now.value?)?;
    let (then_least, then_most) = bounds(then)?;
    let (now_least, now_most) = bounds(now)?;
    let extremes = (growth(then_most, now_least)?, growth(then_least, now_most)?);
    let printed = told.value?;
    let holds = agrees(told, exact).is_true() || (extremes.0 <= printed && printed <= extremes.1);
    Some(Finding {
        place,
        ought: Some(exact),
        why: format!("by the numbers of the text it is {} percent", plain(exact)),
        holds,
    })
}

/// Whether a number is what a change began from.
fn is_starting_point(desk: &Desk<'_>, place: usize) -> bool {
    let Some(placed) = desk.placed(place) else {
        return false;
    };
    let before = placed
        .words
        .start
        .saturating_sub(6)
        .max(placed.sentence.start)..placed.words.start;
    desk.says(&before, Cue::From)
}

fn growth(then: Exact, now: Exact) -> Option<Exact> {
    if !then.is_positive() {
        return None;
    }
    let grown = now.checked_sub(&then)?.checked_div(&then)?;
    grown.checked_mul(&Exact::from_integer(100))
}
