//! The verdict on a number.

use num_traits::{CheckedMul, CheckedSub};
use reader::{Claim, Exact, Language, Qualifier, Unit};

use super::{Desk, Judged, Last, change, id, plain};
use crate::{
    agreement::{Agreement, agreement},
    books::{Figure, Nature},
    calendar,
    lexicon::Cue,
    subject::{self, Carried, Fit},
    text::Placed,
    verdict::{Checked, Verdict},
};

/// The verdict on a statistic.
pub(super) fn judge(desk: &Desk<'_>, place: usize, last: &Last) -> Judged {
    let Some(placed) = desk.placed(place) else {
        return calendar::nowhere();
    };
    let claim = &placed.claim;
    if let Some(judged) = calendar::editions_in_a_row(desk, place) {
        return judged;
    }
    let candidates = candidates(desk, place, claim, last);
    let mentioned = desk.mentioned(place);
    if counts_something_else(desk, place, claim) {
        return nothing(claim);
    }
    let is_amount = matches!(claim.unit, Some(Unit::Currency(_)));
    let total = desk.own_says(place, Cue::Total) && !is_amount;
    let totals = total && !mentioned.has_head(&desk.heads);
    let anew = total && !totals;
    let going_on = desk.carried(placed, last, anew, totals);
    let fits = |carried: &Carried| {
        subject::fits(
            claim,
            &candidates,
            &mentioned,
            carried,
            desk.books,
            desk.lexicon,
        )
    };
    let (on, afresh) = (fits(&going_on), fits(&Carried::default()));
    // What says by itself what it counts need not go on with what came before.
    let (first, second) = match mentioned.has_head(&desk.heads) {
        true => (&afresh, &on),
        false => (&on, &afresh),
    };
    let found = among(desk, place, placed, subject::best(first));
    if let Some(found) = found.filter(|found| {
        found.checked.verdict.holds() || found.checked.verdict == Verdict::Ambiguous
    }) {
        return found;
    }
    // Another reading of the words may be so.
    let ahead = fits(&desk.ahead(place));
    let readings = first.iter().chain(second).chain(&ahead).filter(|fit| {
        let figure = desk.books.figures.get(fit.at);
        let excluded = figure.is_none_or(|it| mentioned.excludes(it, &desk.heads, desk.lexicon));
        fit.consistent && !excluded
    });
    let other = readings
        .filter_map(|fit| against(desk, place, placed, fit))
        .find(|judged| judged.checked.verdict.holds());
    if let Some(other) = other {
        return other;
    }
    let found = among(desk, place, placed, subject::best(first));
    found
        .or_else(|| among(desk, place, placed, subject::best(second)))
        .unwrap_or_else(|| {
            let hinted = subject::hinted(&candidates, &mentioned, desk.books);
            undecided(desk, place, claim, &candidates, &hinted)
        })
}

/// The verdict on a number of which the words do not say enough: ambiguous if it is the
/// value of a figure that it can mean.
fn undecided(
    desk: &Desk<'_>,
    place: usize,
    claim: &Claim,
    candidates: &[usize],
    hinted: &[usize],
) -> Judged {
    let told_as_part = matches!(claim.unit, Some(Unit::Percent))
        && (desk.own_says(place, Cue::Growth) || desk.own_says(place, Cue::Share));
    let among = if told_as_part { candidates } else { hinted };
    let ordinal = desk.books.ordinal();
    let value = |at: &&usize| {
        let figure = desk.books.figures.get(**at);
        let value = figure.and_then(|figure| figure.value(ordinal));
        value.is_some_and(|value| agrees(claim, value.number).is_true())
    };
    let Some(at) = among.iter().find(value) else {
        return nothing(claim);
    };
    let Some(figure) = desk.books.figures.get(*at) else {
        return nothing(claim);
    };
    let reason = format!("nothing says that it is {}", id(&figure.name));
    Judged {
        checked: with_figure(claim, Verdict::Ambiguous, figure, None, reason),
        figure: None,
    }
}

fn nothing(claim: &Claim) -> Judged {
    let reason = "no figure of the books is about this";
    Judged {
        checked: Checked::plain(claim.clone(), Verdict::Untraceable, reason),
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
    let of_unit = |figure: &Figure| match figure.nature {
        Nature::Total if is_part => {
            let lasts = matches!(figure.unit, Some(Unit::Days | Unit::Years) | None);
            !lasts && figure.values.len() > 1 && !change::has_growth(desk, figure)
        }
        _ => subject::is_of_unit(claim, figure, desk.books),
    };
    let figures = desk.books.figures.iter().enumerate();
    figures
        .filter(|(_, figure)| fits(figure) && of_unit(figure))
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
        mentions.any(|mention| {
            mention
                .senses
                .iter()
                .any(|it| !desk.lexicon.is_cue(it.aspect))
        })
    };
    let mut at = window.after.start;
    let beyond = (at + 4).min(window.after.end);
    let mut unknown = 0;
    while at < beyond {
        let Some(word) = text.words.get(at) else {
            break;
        };
        let here = at..at + 1;
        if let Some(mention) = text.mentions_in(&here).first() {
            if speaks(&here) {
                return false;
            }
            // "331 were signed" counts no noun; "331 hotel rooms" does.
            if unknown == 0 {
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
                let mut ahead = window.own().filter(|words| words.end <= window.before.end);
                return !ahead.any(speaks);
            }
            _ => {}
        }
        at += 1;
    }
    false
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
    let mut checked = match figure.nature {
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
    if fit.narrower && !matches!(checked.verdict, Verdict::Untraceable) {
        checked = Checked {
            reason: format!("the words speak of less than {}", id(&figure.name)),
            ..Checked::plain(claim.clone(), Verdict::Untraceable, "")
        };
        return Some(Judged {
            checked,
            figure: None,
        });
    }
    Some(Judged {
        checked,
        figure: Some(fit.at),
    })
}

/// Whether a claim is not thousands of times as much as what is true.
fn is_near_in_size(claim: &Claim, checked: &Checked) -> bool {
    let most = checked
        .true_value
        .and_then(|value| value.checked_mul(&Exact::from_integer(5_000)));
    most.is_none_or(|most| claim.value.is_none_or(|value| value <= most))
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

/// The verdict on a count, an amount, a size or a share.
fn total(desk: &Desk<'_>, place: usize, claim: &Claim, figure: &Figure) -> Checked {
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
        && told_of.is_none()
        && let Some(checked) = of_an_earlier_edition(desk, place, claim, figure)
    {
        return checked;
    }
    if found == Agreement::Off
        && let Some(checked) = change::in_units(desk, place, claim, figure)
    {
        return checked;
    }
    let reason = match found {
        Agreement::Loose => format!(
            "{called} is {}{of_edition}, more than a tenth above",
            plain(number)
        ),
        _ => format!("{called} is {}{of_edition}", plain(number)),
    };
    Checked {
        per_unit: (ordinal == own)
            .then(|| in_unit_of(desk, claim, figure, Exact::from_integer(1)))
            .flatten(),
        ..with_figure(claim, verdict_of(found), figure, Some(number), reason)
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
    let near = calendar::around(desk, place, 40, 40);
    if !matches!(claim.qualifier, Qualifier::Exact | Qualifier::About) {
        return None;
    }
    let compares = [Cue::From, Cue::Growth, Cue::PreviousEdition]
        .into_iter()
        .any(|cue| desk.says(&near, cue));
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
            .then(|| with_figure(claim, verdict_of(found), figure, Some(number), reason))
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
pub(super) fn agrees(claim: &Claim, value: Exact) -> Agreement {
    let Some(printed) = claim.value else {
        return Agreement::Off;
    };
    agreement(
        printed,
        claim.step.unwrap_or_default(),
        claim.qualifier,
        value,
    )
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
pub fn would_hold(checked: &Checked, value: Exact) -> bool {
    let told = checked
        .per_unit
        .and_then(|factor| value.checked_mul(&factor));
    told.is_some_and(|value| agrees(&checked.claim, value).is_true())
}

/// What the values of two editions differ by.
pub(super) fn difference(one: Exact, other: Exact) -> Option<Exact> {
    one.checked_sub(&other)
}
