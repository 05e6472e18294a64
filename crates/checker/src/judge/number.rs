//! The verdict on a number.

use num_traits::{CheckedMul, CheckedSub};
use reader::{Claim, Exact, Language, Unit};

use super::{Desk, Judged, Last, change, id, plain};
use crate::{
    agreement::{Agreement, agreement},
    books::{Figure, Nature},
    calendar,
    lexicon::Cue,
    subject,
    text::Placed,
    verdict::{Checked, Verdict},
};

/// The verdict on a statistic.
pub(super) fn judge(desk: &Desk<'_>, place: usize, last: &Last) -> Judged {
    let Some(placed) = desk.placed(place) else {
        return nothing(&Claim::clone(&desk.text.claims[place].claim));
    };
    let claim = &placed.claim;
    if let Some(judged) = calendar::editions_in_a_row(desk, place) {
        return judged;
    }
    let candidates = candidates(desk, place, claim);
    let mentioned = desk.mentioned(place);
    let anew = counts_something_else(desk, place, claim) || desk.own_says(place, Cue::Total);
    let carried = desk.carried(placed, last, anew);
    let fits = subject::fits(claim, &candidates, &mentioned, &carried, desk.books, desk.lexicon);
    if fits.best.is_empty() || counts_something_else(desk, place, claim) {
        return nothing(claim);
    }
    among(desk, place, placed, &fits)
}

fn nothing(claim: &Claim) -> Judged {
    let reason = "no figure of the books is about this";
    Judged {
        checked: Checked::plain(claim.clone(), Verdict::Untraceable, reason),
        figure: None,
    }
}

/// The figures of the kind of number that the claim is.
fn candidates(desk: &Desk<'_>, place: usize, claim: &Claim) -> Vec<usize> {
    let is_part = matches!(claim.unit, Some(Unit::Percent | Unit::Ratio));
    let changes = is_part && change::is_told(desk, place, claim);
    let shares = is_part && !changes && desk.own_says(place, Cue::Share);
    let fits = |figure: &Figure| match figure.nature {
        Nature::Growth { .. } => !shares,
        Nature::Share => !changes,
        Nature::Total | Nature::Coverage { .. } => true,
        _ => false,
    };
    let figures = desk.books.figures.iter().enumerate();
    figures
        .filter(|(_, figure)| fits(figure) && subject::is_of_unit(claim, figure, desk.books))
        .map(|(place, _)| place)
        .collect()
}

/// Whether the noun behind the number is one that no figure counts.
fn counts_something_else(desk: &Desk<'_>, place: usize, claim: &Claim) -> bool {
    let counted = matches!(claim.unit, Some(Unit::Count | Unit::Persons));
    let Some(window) = desk.window(place).filter(|_| counted) else {
        return false;
    };
    let text = desk.text;
    let speaks = |words: &std::ops::Range<usize>| {
        let mut mentions = text.mentions_in(words).iter();
        mentions.any(|mention| mention.senses.iter().any(|it| !desk.lexicon.is_cue(it.aspect)))
    };
    let mut at = window.after.start;
    let beyond = (at + 4).min(window.after.end);
    let mut unknown = 0;
    while at < beyond {
        let Some(word) = text.words.get(at) else { break };
        let here = at..at + 1;
        if let Some(mention) = text.mentions_in(&here).first() {
            if speaks(&here) {
                return false;
            }
            if text.language == Language::Chinese && unknown == 0 {
                break;
            }
            at = mention.words.end;
            continue;
        }
        if word.parts.is_some() {
            break;
        }
        unknown += 1;
        match text.language {
            Language::English if word.plural => return true,
            Language::Chinese if unknown == 2 => {
                return !speaks(&window.before);
            }
            _ => {}
        }
        at += 1;
    }
    false
}

/// The verdict by the figures that fit.
fn among(desk: &Desk<'_>, place: usize, placed: &Placed, fits: &subject::Fits) -> Judged {
    let tried = |figures: &[usize]| -> Vec<Judged> {
        let figures = figures.iter().copied();
        figures.filter_map(|figure| against(desk, place, placed, figure)).collect()
    };
    let mut best = tried(&fits.best);
    let holding = best.iter().position(|judged| judged.checked.verdict.holds());
    let others = best.iter().any(|judged| !judged.checked.verdict.holds());
    match holding {
        Some(holding) => {
            let mut chosen = best.swap_remove(holding);
            if others && differ(desk, &fits.best) {
                chosen.checked.verdict = Verdict::Ambiguous;
                let figures = named(desk, &fits.best);
                chosen.checked.reason = format!("it may speak of {figures}, which are not the same");
            }
            chosen
        }
        // It may just as well not go on with what came before.
        None => {
            let mut afresh = tried(&fits.afresh);
            let holding = afresh.iter().position(|judged| judged.checked.verdict.holds());
            match holding {
                Some(holding) => afresh.swap_remove(holding),
                None if best.is_empty() => nothing(&placed.claim),
                None => best.swap_remove(0),
            }
        }
    }
}

/// Whether figures have different values in the edition.
fn differ(desk: &Desk<'_>, figures: &[usize]) -> bool {
    let ordinal = desk.books.ordinal();
    let mut values = figures.iter().map(|place| {
        let figure = desk.books.figures.get(*place);
        figure.and_then(|figure| figure.value(ordinal)).map(|value| value.number)
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

/// The verdict by one figure.
fn against(desk: &Desk<'_>, place: usize, placed: &Placed, at: usize) -> Option<Judged> {
    let figure = desk.books.figures.get(at)?;
    let claim = &placed.claim;
    let checked = match figure.nature {
        Nature::Growth { .. } => change::judge(desk, place, claim, figure),
        _ => total(desk, place, claim, figure),
    };
    Some(Judged {
        checked,
        figure: Some(at),
    })
}

/// The verdict on a count, an amount, a size or a share.
fn total(desk: &Desk<'_>, place: usize, claim: &Claim, figure: &Figure) -> Checked {
    let own = desk.books.ordinal();
    let told_of = calendar::edition_told(desk, place);
    let ordinal = told_of.unwrap_or(own);
    let called = id(&figure.name);
    let Some(value) = figure.value(ordinal) else {
        let reason = if ordinal == own {
            format!("{called} has no value: {}", figure.refusal)
        } else {
            format!("the books have no {called} of edition {ordinal}")
        };
        return with_figure(claim, Verdict::Untraceable, figure, None, reason);
    };
    let Some(number) = in_unit_of(desk, claim, figure, value.number) else {
        let reason = format!("{called} cannot be told in the unit of the text");
        return with_figure(claim, Verdict::Untraceable, figure, None, reason);
    };
    let of_edition = if ordinal == own {
        String::new()
    } else {
        format!(" at edition {ordinal}")
    };
    if figure.unit == Some(Unit::Visits) && claim.unit == Some(Unit::Persons) {
        let reason = format!("{called} counts visits, which are not persons");
        return with_figure(claim, Verdict::Untraceable, figure, Some(number), reason);
    }
    let found = agrees(claim, number);
    if found == Agreement::Off
        && let Some(checked) = change::in_units(desk, place, claim, figure)
    {
        return checked;
    }
    let reason = match found {
        Agreement::Loose => format!("{called} is {}{of_edition}, more than a tenth above", plain(number)),
        _ => format!("{called} is {}{of_edition}", plain(number)),
    };
    with_figure(claim, verdict_of(found), figure, Some(number), reason)
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
pub(super) fn agrees(claim: &Claim, value: Exact) -> Agreement {
    let Some(printed) = claim.value else {
        return Agreement::Off;
    };
    agreement(printed, claim.step.unwrap_or_default(), claim.qualifier, value)
}

/// The verdict on a number that stands so to the value of its figure.
pub(super) fn verdict_of(found: Agreement) -> Verdict {
    match found {
        Agreement::Holds | Agreement::Loose => Verdict::Backed,
        Agreement::Rounded => Verdict::Rounded,
        Agreement::Truncated => Verdict::Truncated,
        Agreement::Off => Verdict::Contradicted,
    }
}

pub(super) fn with_figure(
    claim: &Claim,
    verdict: Verdict,
    figure: &Figure,
    true_value: Option<Exact>,
    reason: String,
) -> Checked {
    Checked {
        figure: Some(figure.name.clone()),
        true_value,
        ..Checked::plain(claim.clone(), verdict, reason)
    }
}

/// Whether a claim that is contradicted now would hold of another value of its figure.
#[must_use]
pub fn would_hold(claim: &Claim, value: Exact) -> bool {
    agrees(claim, value).is_true()
}

/// What the values of two editions differ by.
pub(super) fn difference(one: Exact, other: Exact) -> Option<Exact> {
    one.checked_sub(&other)
}
