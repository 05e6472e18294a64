//! Whether the numbers of a text agree among themselves, whatever the books hold.
//!
//! Only what the words put together is reckoned: an amount with the same in another
//! currency, a whole with the parts that follow it, a change with the two values it lies
//! between, a share with its part and its whole. What the books already back is not at
//! fault.

mod currencies;
mod growths;
mod parts;

use num_traits::{CheckedAdd, CheckedMul, CheckedSub};
use reader::{Claim, Exact, Qualifier};

use crate::{
    judge::Desk,
    verdict::{Checked, Verdict},
};

/// Compares the numbers of a text with each other.
pub(crate) fn compare(desk: &Desk<'_>, checked: &mut [Checked]) {
    currencies::compare(desk, checked);
    parts::compare(desk, checked);
    growths::compare(desk, checked);
}

/// A finding about one claim: what it ought to be, and why.
struct Finding {
    place: usize,
    ought: Option<Exact>,
    why: String,
    holds: bool,
}

/// Writes a finding down: what does not hold contradicts a claim that no figure backs, and
/// what holds is told of one that no figure is about.
fn settle(checked: &mut [Checked], finding: Finding) -> bool {
    let Some(of) = checked.get_mut(finding.place) else {
        return false;
    };
    let undecided = of.verdict == Verdict::Ambiguous && of.figure.is_none();
    let open = of.verdict == Verdict::Untraceable || undecided;
    match (finding.holds, of.verdict) {
        (true, _) if open => of.reason = finding.why,
        (false, _) if open => {
            of.verdict = Verdict::Contradicted;
            of.true_value = finding.ought;
            of.reason = finding.why;
        }
        _ => return false,
    }
    true
}

/// The numbers that the digits of a claim can stand for: from half a step below to half a
/// step above; for a hedge, a tenth wider.
fn bounds(claim: &Claim) -> Option<(Exact, Exact)> {
    let value = claim.value?;
    let step = claim.step.unwrap_or_default();
    // "2 billion" is meant as it stands; "2.1 billion" may be rounded.
    let few_digits = value < step.checked_mul(&Exact::from_integer(10))?;
    let part = if few_digits {
        Exact::new(1, 20)
    } else {
        Exact::new(1, 2)
    };
    let half = step.checked_mul(&part)?;
    let wide = match claim.qualifier {
        Qualifier::Exact => half,
        _ => half.checked_add(&value.checked_mul(&Exact::new(1, 10))?)?,
    };
    Some((value.checked_sub(&wide)?, value.checked_add(&wide)?))
}
