//! The number that stands in the text for a value: rounded as asked, or the
//! threshold of a hedge.

use num_traits::Signed;

use super::argument::{Threshold, Wish, argument};
use super::figure::Subject;
use crate::error::Cause;
use crate::hedge::{self, Hedge};
use crate::language::Language;
use crate::number::{self, MOST_DECIMALS, MOST_DECIMALS_ALONE, Precision, Scaled};
use crate::sheet::{Exact, Unit};

/// The number of an unhedged print, rounded as the unit and the template say.
pub(super) fn exact_number(
    language: &dyn Language,
    subject: Subject<'_>,
    magnitude: Exact,
    wish: &Wish,
) -> Result<Scaled, Cause> {
    // Growth can go beyond the whole and may round to it; a share or a loss that
    // rounds to the whole would say that nothing is left.
    let may_reach_whole = wish.change && !subject.value.is_negative();
    let powers = language.powers();
    match (subject.unit, wish.precision) {
        (Unit::Amount { .. } | Unit::SquareMetres, precision) => {
            number::scaled(magnitude, precision.unwrap_or(Precision::Own), powers)
        }
        (Unit::Count { .. }, Some(Precision::DecimalsOfScale(decimals)))
            if is_below(magnitude)? && !magnitude.is_integer() =>
        {
            number::to_decimals(magnitude, decimals.min(MOST_DECIMALS_ALONE))
        }
        (Unit::Count { .. }, Some(precision)) => {
            count(magnitude, wish)?;
            number::scaled(magnitude, precision, powers)
        }
        (Unit::Count { .. }, None) => {
            let powers = language.powers_of_counts();
            number::scaled(whole(magnitude)?, Precision::Own, powers)
        }
        (Unit::Percent, Some(Precision::DecimalsOfScale(decimals))) => {
            percent(magnitude, decimals, may_reach_whole)
        }
        (Unit::Percent, None) => percent(magnitude, 0, may_reach_whole),
        (_, Some(_)) => Err(argument("to", "this unit takes no such precision")),
        (_, None) => number::scaled(whole(magnitude)?, Precision::Own, &[]),
    }
}

/// Whether a number is below every scale.
fn is_below(magnitude: Exact) -> Result<bool, Cause> {
    let scales = number::SCALES.into_iter().map(number::ten_to);
    let least = scales.collect::<Result<Vec<_>, _>>()?.into_iter().min();
    Ok(least.is_none_or(|least| magnitude < Exact::from_integer(least)))
}

fn percent(magnitude: Exact, decimals: u32, may_reach_whole: bool) -> Result<Scaled, Cause> {
    let number = number::to_decimals(magnitude, decimals)?;
    let hundred = Exact::from_integer(100);
    if !may_reach_whole && number.value()? == hundred && magnitude != hundred {
        return Err(Cause::PrintsAsWhole);
    }
    Ok(number)
}

/// The threshold of a hedge, proved of the magnitude.
pub(super) fn hedged_number(
    language: &dyn Language,
    unit: &Unit,
    magnitude: Exact,
    hedge: Hedge,
    wish: &Wish,
) -> Result<Scaled, Cause> {
    let powers = match unit {
        Unit::Ordinal | Unit::Rank | Unit::Year => return Err(Cause::HedgeNotOffered),
        Unit::Amount { .. } | Unit::Count { .. } | Unit::SquareMetres => language.powers(),
        Unit::Percent | Unit::Years | Unit::Days => &[],
    };
    let stays_whole = match unit {
        Unit::Amount { .. } | Unit::Percent | Unit::SquareMetres => false,
        Unit::Count { .. } => count(magnitude, wish)?.is_integer(),
        _ => whole(magnitude)?.is_integer(),
    };
    let threshold = match wish.threshold {
        Some(Threshold::Given(threshold)) => threshold,
        Some(Threshold::Digits(digits)) => hedge::threshold(hedge, magnitude, digits)?,
        None if hedge == Hedge::About => hedge::threshold(hedge, magnitude, hedge::MOST_DIGITS)?,
        None => return Err(argument("hedge", "it needs a threshold or digits")),
    };
    hedge::prove(hedge, magnitude, threshold)?;
    if stays_whole {
        whole(threshold)?;
    }
    number::as_decimal(threshold, MOST_DECIMALS).ok_or(Cause::NeedsPrecision)?;
    number::scaled(threshold, Precision::Own, powers)
}

/// The value of a count. It is whole, unless the template asks for a precision, as it
/// does for an average.
fn count(value: Exact, wish: &Wish) -> Result<Exact, Cause> {
    match wish.precision {
        Some(_) => Ok(value),
        None => whole(value),
    }
}

fn whole(value: Exact) -> Result<Exact, Cause> {
    if value.is_integer() {
        Ok(value)
    } else {
        Err(Cause::NotWhole)
    }
}
