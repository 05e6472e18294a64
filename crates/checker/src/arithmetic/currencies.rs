//! An amount, and the same in another currency.

use num_traits::{CheckedDiv, CheckedMul};
use reader::{Claim, Exact, Unit};

use super::{Finding, bounds, settle};
use crate::{
    judge::{Desk, plain},
    lexicon::Cue,
    text::Break,
    verdict::{Checked, Verdict},
};

/// How far a rate may be from the one it is held against, in hundredths: texts round, and
/// take the rate of another day.
const RATE_TOLERANCE: i128 = 5;

/// How many words may stand between the two amounts.
const BETWEEN_AT_MOST: usize = 6;

/// A rate as two amounts of a text imply it, at the least and at the most.
struct Implied {
    from: &'static str,
    to: &'static str,
    least: Exact,
    most: Exact,
}

pub(super) fn compare(desk: &Desk<'_>, checked: &mut [Checked]) {
    let mut known: Vec<Implied> = Vec::new();
    for place in 1..checked.len() {
        let Some(implied) = implied(desk, place) else {
            continue;
        };
        let recorded = desk.books.rate(implied.from, implied.to);
        let earlier = known
            .iter()
            .find(|it| it.from == implied.from && it.to == implied.to);
        let (holds, against) = match (recorded, earlier) {
            (Some(rate), _) => (
                is_near(&implied, rate, rate),
                format!("the recorded rate is {}", plain(rate)),
            ),
            (None, Some(earlier)) => (
                is_near(&implied, earlier.least, earlier.most),
                format!("elsewhere the text takes about {}", plain(earlier.least)),
            ),
            (None, None) => {
                known.push(implied);
                continue;
            }
        };
        let why = format!(
            "the two amounts imply {} {} for one {}; {against}",
            plain(implied.least),
            implied.to,
            implied.from
        );
        fault(desk, checked, place, holds, why, recorded);
    }
}

/// Contradicts the amount that no figure backs: the second, or else the first.
fn fault(
    desk: &Desk<'_>,
    checked: &mut [Checked],
    place: usize,
    holds: bool,
    why: String,
    rate: Option<Exact>,
) {
    let second_open = checked
        .get(place)
        .is_some_and(|it| it.verdict == Verdict::Untraceable);
    let at = if second_open { place } else { place - 1 };
    let first = desk.placed(place - 1).and_then(|placed| placed.claim.value);
    let ought = first
        .zip(rate)
        .and_then(|(first, rate)| first.checked_mul(&rate));
    settle(
        checked,
        Finding {
            place: at,
            ought: ought.filter(|_| second_open),
            why,
            holds,
        },
    );
}

/// The rate that a claim and the one before imply, if they tell the same amount.
fn implied(desk: &Desk<'_>, place: usize) -> Option<Implied> {
    let (before, own) = (desk.placed(place - 1)?, desk.placed(place)?);
    let between = before.words.end..own.words.start;
    if before.sentence != own.sentence || between.len() > BETWEEN_AT_MOST {
        return None;
    }
    let bracketed = desk.text.strongest_break(&between) == Some(Break::Colon);
    if !bracketed && !desk.says(&between, Cue::SameAs) {
        return None;
    }
    let (from, to) = (currency(&before.claim)?, currency(&own.claim)?);
    let (low, high) = (bounds(&before.claim)?, bounds(&own.claim)?);
    let positive = *low.0.numer() > 0 && *high.0.numer() > 0;
    if from == to || !positive {
        return None;
    }
    Some(Implied {
        from,
        to,
        least: high.0.checked_div(&low.1)?,
        most: high.1.checked_div(&low.0)?,
    })
}

fn currency(claim: &Claim) -> Option<&'static str> {
    match claim.unit? {
        Unit::Currency(code) => Some(code),
        _ => None,
    }
}

/// Whether an implied rate is near one that lies between two bounds.
fn is_near(implied: &Implied, least: Exact, most: Exact) -> bool {
    let part = |of: Exact, hundredths: i128| of.checked_mul(&Exact::new(hundredths, 100));
    let least = part(least, 100 - RATE_TOLERANCE);
    let most = part(most, 100 + RATE_TOLERANCE);
    least.is_some_and(|least| implied.most >= least)
        && most.is_some_and(|most| implied.least <= most)
}
