//! The figure that the words around a claim are about.

mod fit;
mod mentioned;

use reader::{Claim, Exact, Unit};

use crate::{
    books::{Books, Figure, Nature},
    judge::Desk,
    lexicon::Aspect,
};

pub(crate) use fit::{ToldApart, told_apart};
pub(crate) use mentioned::{Mentioned, mentioned};

/// A number without a unit from which on it can be an amount whose currency is told
/// elsewhere.
const AMOUNT_FROM: i128 = 10_000_000;

/// What the claim before was about, which a later one may go on with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Carried {
    pub(crate) aspects: Vec<Aspect>,
    pub(crate) weight: i32,
    /// What all claims of the sentence before were about: this decides between equals.
    pub(crate) sentence: Vec<Aspect>,
    /// Whether only what is counted is passed on, as it is for a total of all before.
    pub(crate) heads_only: bool,
}

/// How a figure fits what is said around a claim.
#[derive(Clone, Debug)]
pub(crate) struct Fit {
    /// Where the figure stands in the books.
    pub(crate) at: usize,
    score: i32,
    /// Whether what it counts is said and not only hinted at.
    pub(crate) sure: bool,
    /// Whether the words speak of less than it is about.
    pub(crate) narrower: bool,
    /// Whether all that it is about is said, and nothing that speaks against it.
    pub(crate) consistent: bool,
}

/// Whether a claim and a figure are of one kind of number.
pub(crate) fn is_of_unit(claim: &Claim, figure: &Figure, books: &Books) -> bool {
    let Some(unit) = claim.unit else {
        return false;
    };
    let changes = matches!(figure.nature, Nature::Share | Nature::Growth { .. });
    match (unit, figure.unit) {
        (Unit::Percent | Unit::Ratio, _) => changes,
        _ if changes => false,
        (Unit::Currency(claimed), Some(Unit::Currency(kept))) => {
            claimed == kept || books.rate(kept, claimed).is_some()
        }
        // "601.1亿、786.9亿和1010.8亿美元": the currency is told once, at the end.
        (Unit::Count, Some(Unit::Currency(_))) => is_amount_without_unit(claim),
        (Unit::Count | Unit::Persons | Unit::Visits, Some(kept)) => {
            let counts = matches!(kept, Unit::Count | Unit::Persons | Unit::Visits);
            counts && !(unit == Unit::Visits && kept != Unit::Visits)
        }
        (claimed, Some(kept)) => claimed == kept,
        (_, None) => false,
    }
}

/// The figures that fit, the best first.
pub(crate) fn fits(
    desk: &Desk<'_>,
    claim: &Claim,
    candidates: &[usize],
    mentioned: &Mentioned,
    carried: &Carried,
) -> Vec<Fit> {
    let fit = |place: &usize| {
        let figure = desk.books.figures.get(*place)?;
        fit::fit(desk, claim, (*place, figure), mentioned, carried)
    };
    let mut fits: Vec<Fit> = candidates.iter().filter_map(fit).collect();
    fits.sort_by_key(|fit| std::cmp::Reverse(fit.score));
    fits
}

/// Those of the fits that are as good as the best.
pub(crate) fn best(fits: &[Fit]) -> &[Fit] {
    let most = fits.first().map(|best| best.score);
    let beyond = fits.partition_point(|fit| Some(fit.score) == most);
    fits.get(..beyond).unwrap_or_default()
}

/// Those of some figures of which the words say or hint what they count, and no more.
pub(crate) fn hinted(candidates: &[usize], mentioned: &Mentioned, books: &Books) -> Vec<usize> {
    let hints = |place: &&usize| {
        let mut heads = books
            .figures
            .get(**place)
            .into_iter()
            .flat_map(Figure::heads);
        heads.any(|aspect| mentioned.weight(aspect) > 0)
    };
    candidates.iter().filter(hints).copied().collect()
}

/// Whether a number without a unit can be an amount whose currency is told elsewhere.
pub(crate) fn is_amount_without_unit(claim: &Claim) -> bool {
    claim.value >= Some(Exact::from_integer(AMOUNT_FROM))
}
