//! The verdict on a number.

use num_traits::CheckedMul;
use reader::{Claim, Exact, Unit};

use super::{
    Desk, Judged, Last, change, id,
    noun::counts_something_else,
    total::{agrees, total},
};
use crate::{
    books::{Figure, Nature},
    calendar,
    lexicon::Cue,
    subject::{self, Carried, Fit, Mentioned},
    text::Placed,
    verdict::{Checked, Verdict},
};

/// The verdict on a statistic.
pub(super) fn judge(desk: &Desk<'_>, place: usize, placed: &Placed, last: &Last) -> Judged {
    let claim = &placed.claim;
    if let Some(judged) = calendar::editions_in_a_row(desk, place, placed) {
        return judged;
    }
    if counts_something_else(desk, place, claim) {
        return Judged::untraceable(claim);
    }
    let candidates = candidates(desk, place, claim, last);
    let mentioned = desk.mentioned(place);
    let has_head = mentioned.has_head(&desk.heads);
    let is_amount = matches!(claim.unit, Some(Unit::Currency(_)));
    let total = desk.own_says(place, Cue::Total) && !is_amount;
    let going_on = desk.carried(placed, last, total && has_head, total && !has_head);
    let fits = |carried: &Carried| subject::fits(desk, claim, &candidates, &mentioned, carried);
    let (on, afresh) = (fits(&going_on), fits(&Carried::default()));
    // What says by itself what it counts need not go on with what came before.
    let (first, second) = match has_head {
        true => (&afresh, &on),
        false => (&on, &afresh),
    };
    let found = among(desk, place, placed, subject::best(first));
    let decided = |found: &&Judged| {
        let verdict = found.checked.verdict;
        verdict.holds() || verdict == Verdict::Ambiguous
    };
    if found.as_ref().filter(decided).is_none() {
        // Another reading of the words may be so.
        let ahead = fits(&desk.said_within(&calendar::around(desk, place, 0, AHEAD)));
        let readings = first.iter().chain(second).chain(&ahead);
        if let Some(other) = another_reading(desk, place, placed, &mentioned, readings) {
            return other;
        }
    }
    found
        .or_else(|| among(desk, place, placed, subject::best(second)))
        .unwrap_or_else(|| undecided(desk, place, claim, &candidates, &mentioned))
}

/// How many words behind a claim may tell what it is of: an amount may be told before.
const AHEAD: usize = 30;

/// The verdict by the first reading that bears the claim out, of those that the words allow.
fn another_reading<'a>(
    desk: &Desk<'_>,
    place: usize,
    placed: &Placed,
    mentioned: &Mentioned,
    readings: impl Iterator<Item = &'a Fit>,
) -> Option<Judged> {
    let allowed = |fit: &&Fit| {
        let figure = desk.books.figures.get(fit.at);
        let excludes = |figure| mentioned.excludes(figure, &desk.heads, desk.lexicon);
        fit.consistent && !figure.is_none_or(excludes)
    };
    readings
        .filter(allowed)
        .filter_map(|fit| against(desk, place, placed, fit))
        .find(|judged| judged.checked.verdict.holds())
}

/// The verdict on a number of which the words do not say enough: ambiguous if it is the
/// value of a figure that it can mean.
fn undecided(
    desk: &Desk<'_>,
    place: usize,
    claim: &Claim,
    candidates: &[usize],
    mentioned: &Mentioned,
) -> Judged {
    let hinted = subject::hinted(candidates, mentioned, desk.books);
    let told_as_part = matches!(claim.unit, Some(Unit::Percent))
        && (desk.own_says(place, Cue::Growth) || desk.own_says(place, Cue::Share));
    let among = if told_as_part { candidates } else { &hinted };
    let ordinal = desk.books.ordinal();
    let value = |at: &&usize| {
        let figure = desk.books.figures.get(**at);
        let value = figure.and_then(|figure| figure.value(ordinal));
        value.is_some_and(|value| agrees(claim, value.number).is_true())
    };
    let found = among.iter().find(value);
    let Some(figure) = found.and_then(|at| desk.books.figures.get(*at)) else {
        return Judged::untraceable(claim);
    };
    let reason = format!("nothing says that it is {}", id(&figure.name));
    Judged {
        checked: Checked::by(figure, claim, Verdict::Ambiguous, None, reason),
        figure: None,
    }
}

/// The figures of the kind of number that the claim is.
fn candidates(desk: &Desk<'_>, place: usize, claim: &Claim, last: &Last) -> Vec<usize> {
    let is_part = matches!(claim.unit, Some(Unit::Percent | Unit::Ratio));
    let shares = is_part && desk.own_says(place, Cue::Share);
    let told = change::is_told(desk, place, claim);
    let goes_on = last.changes && !shares && claim.unit == Some(Unit::Percent);
    let changes = is_part && (told || goes_on);
    let fits = |figure: &Figure| match figure.nature {
        Nature::Growth { .. } => changes,
        Nature::Share => !told,
        Nature::Total => !is_part || changes,
        Nature::Coverage { .. } => true,
        _ => false,
    };
    let of_unit = |at: usize, figure: &Figure| match figure.nature {
        Nature::Total if is_part => {
            let lasts = matches!(figure.unit, Some(Unit::Days | Unit::Years) | None);
            !lasts && figure.values.len() > 1 && !change::has_growth(desk, at)
        }
        _ => subject::is_of_unit(claim, figure, desk.books),
    };
    let figures = desk.books.figures.iter().enumerate();
    figures
        .filter(|(at, figure)| fits(figure) && of_unit(*at, figure))
        .map(|(at, _)| at)
        .collect()
}

/// The verdict by the figures that fit best. `None` if none of them decides.
fn among(desk: &Desk<'_>, place: usize, placed: &Placed, fits: &[Fit]) -> Option<Judged> {
    let holds = |judged: &Judged| judged.checked.verdict.holds();
    let mut tried: Vec<Judged> = fits
        .iter()
        .filter_map(|fit| against(desk, place, placed, fit))
        .collect();
    let Some(holding) = tried.iter().position(holds) else {
        return tried.into_iter().next();
    };
    let figures: Vec<usize> = fits.iter().map(|fit| fit.at).collect();
    let others = tried.len() < fits.len() || !tried.iter().all(holds);
    let mut chosen = tried.swap_remove(holding);
    if others && differ(desk, &figures) {
        chosen.checked.verdict = Verdict::Ambiguous;
        let figures = named(desk, &figures);
        chosen.checked.reason = format!("it may speak of {figures}, which are not the same");
    }
    Some(chosen)
}

/// Whether figures have different values in the edition.
fn differ(desk: &Desk<'_>, figures: &[usize]) -> bool {
    let ordinal = desk.books.ordinal();
    let mut values = figures.iter().map(|place| {
        let figure = desk.books.figures.get(*place);
        figure
            .and_then(|figure| figure.value(ordinal))
            .map(|value| value.number)
    });
    let first = values.next();
    values.any(|value| Some(value) != first)
}

fn named(desk: &Desk<'_>, figures: &[usize]) -> String {
    let names: Vec<_> = figures
        .iter()
        .filter_map(|place| desk.books.figures.get(*place))
        .map(|figure| id(&figure.name))
        .collect();
    names.join(", ")
}

/// The verdict by one figure. What the words do not surely speak of, they do not
/// contradict; and what is true of more than they speak of does not back them.
fn against(desk: &Desk<'_>, place: usize, placed: &Placed, fit: &Fit) -> Option<Judged> {
    let figure = desk.books.figures.get(fit.at)?;
    let claim = &placed.claim;
    let checked = match figure.nature {
        Nature::Growth { .. } => change::judge(desk, place, claim, figure),
        Nature::Total if matches!(claim.unit, Some(Unit::Percent | Unit::Ratio)) => {
            change::of_total(desk, place, claim, figure)
        }
        _ => total(desk, place, claim, figure),
    };
    // A part of a list is no more than the list; and what is thousands of times as much is
    // told in another unit, which is not read.
    let of_list = match figure.nature {
        Nature::Coverage { out_of } => claim.value <= Some(Exact::from_integer(out_of)),
        _ => true,
    };
    let of_size = claim.unit != Some(Unit::Count) || is_near_in_size(claim, &checked);
    if checked.verdict == Verdict::Contradicted && !(of_list && of_size) {
        return None;
    }
    let sure = fit.sure || is_of_the_fair(desk, place, figure);
    if !sure && checked.verdict == Verdict::Contradicted {
        return None;
    }
    if fit.narrower && checked.verdict != Verdict::Untraceable {
        let reason = format!("the words speak of less than {}", id(&figure.name));
        return Some(Judged::plain(claim, Verdict::Untraceable, reason));
    }
    Some(Judged {
        checked,
        figure: Some(fit.at),
    })
}

/// Whether a claim is not thousands of times as much as what is true: then it is an amount
/// whose unit was not read.
fn is_near_in_size(claim: &Claim, checked: &Checked) -> bool {
    let thousands = Exact::from_integer(5_000);
    let most = checked
        .true_value
        .and_then(|value| value.checked_mul(&thousands));
    !subject::is_amount_without_unit(claim)
        || most.is_none_or(|most| claim.value.is_none_or(|value| value <= most))
}

/// Whether a length of time, a size or a number of visits is that of the fair.
fn is_of_the_fair(desk: &Desk<'_>, place: usize, figure: &Figure) -> bool {
    let near = calendar::around(desk, place, 12, 12);
    let named = [Cue::Fair, Cue::Edition, Cue::Held]
        .into_iter()
        .any(|cue| desk.says(&near, cue));
    match figure.unit {
        Some(Unit::Days | Unit::Years) => named,
        Some(Unit::SquareMetres | Unit::Visits) => true,
        _ => false,
    }
}
