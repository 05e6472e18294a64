//! For how many editions in a row something was so, and of whom that is said.

use std::ops::Range;

use reader::{Claim, Exact, Unit};

use super::{around, figures, of_figure, small};
use crate::{
    books::{Figure, Nature},
    judge::{Desk, Judged, id},
    lexicon::{Aspect, Cue},
    text::Break,
    verdict::{Checked, Verdict},
};

/// The verdict on "for the fourth consecutive time"; `None` for anything else.
pub(super) fn judge(desk: &Desk<'_>, place: usize) -> Option<Judged> {
    let near = around(desk, place, 3, 3);
    if !desk.says(&near, Cue::Consecutive) {
        return None;
    }
    let placed = desk.placed(place)?;
    let claim = &placed.claim;
    if !is_of_editions(desk, &near, claim) {
        return None;
    }
    let clause = clause(desk, place);
    let since = since_the_last_number(desk, place, &clause);
    let found = whose(desk, &since).or_else(|| whose(desk, &clause));
    let Some((at, figure)) = found else {
        let reason = "no figure of the books is about whom this is said of";
        return Some(Judged {
            checked: Checked::plain(claim.clone(), Verdict::Untraceable, reason),
            figure: None,
        });
    };
    Some(verdict(desk, claim, at, figure))
}

fn verdict(desk: &Desk<'_>, claim: &Claim, at: usize, figure: &Figure) -> Judged {
    let called = id(&figure.name);
    let Some(value) = figure.value(desk.books.ordinal()) else {
        let reason = format!("{called} has no value: {}", figure.refusal);
        return of_figure(claim, Verdict::Untraceable, at, figure, None, reason);
    };
    let number = value.number;
    let open = matches!(figure.nature, Nature::Streak { open: true });
    let (verdict, reason) = match claim.value {
        Some(told) if told == number => (Verdict::Backed, format!("{called} is {number}")),
        Some(told) if open && told > number => (
            Verdict::Untraceable,
            format!("{called} is proved for {number} and for no edition before"),
        ),
        _ => (Verdict::Contradicted, format!("{called} is {number}")),
    };
    of_figure(claim, verdict, at, figure, Some(number), reason)
}

/// The clause of a claim, from the last semicolon or sentence on.
fn clause(desk: &Desk<'_>, place: usize) -> Range<usize> {
    let reach = around(desk, place, 60, 30);
    let Some(placed) = desk.placed(place) else {
        return reach;
    };
    let before = desk
        .text
        .words
        .get(reach.start..placed.words.start)
        .unwrap_or_default();
    let parted = before
        .iter()
        .rposition(|word| word.parts >= Some(Break::Semicolon));
    parted.map_or(reach.start, |at| reach.start + at + 1)..reach.end
}

/// The words of a clause behind the claim before, up to the claim.
fn since_the_last_number(desk: &Desk<'_>, place: usize, clause: &Range<usize>) -> Range<usize> {
    let before = place.checked_sub(1).and_then(|before| desk.placed(before));
    let own = desk
        .placed(place)
        .map_or(clause.end, |placed| placed.words.end);
    let start = before.map_or(clause.start, |before| before.words.end.max(clause.start));
    start..own.max(start)
}

/// Whether what comes in a row are editions: times, editions, or years where the fair was
/// held in each.
fn is_of_editions(desk: &Desk<'_>, near: &Range<usize>, claim: &Claim) -> bool {
    let words = desk.text.words.get(near.clone()).unwrap_or_default();
    let says = |said: &[&str]| {
        let quoted = said.iter().any(|word| claim.quote.ends_with(word));
        quoted || words.iter().any(|word| said.contains(&word.text.as_str()))
    };
    if says(&["day", "week", "month", "hour", "天", "日", "周"]) {
        return false;
    }
    let yearly = desk.books.editions.windows(2).all(|pair| match pair {
        [one, next] => one.opening.year + 1 == next.opening.year,
        _ => true,
    });
    yearly || !says(&["year", "年"])
}

/// The figure of the one of whom it is said: the first that the clause names.
fn whose<'a>(desk: &Desk<'a>, clause: &Range<usize>) -> Option<(usize, &'a Figure)> {
    let streaks = figures(desk, |nature| matches!(nature, Nature::Streak { .. }));
    let mentions = desk.text.mentions_in(clause).iter();
    let mut senses = mentions.flat_map(|mention| &mention.senses);
    senses.find_map(|sense| {
        streaks.iter().find_map(|at| {
            let figure = desk.books.figures.get(*at)?;
            is_narrowed_to(figure, sense.aspect).then_some((*at, figure))
        })
    })
}

/// Whether a figure is about an aspect besides what it counts.
fn is_narrowed_to(figure: &Figure, aspect: Aspect) -> bool {
    let mut parts = figure
        .aspects
        .iter()
        .filter(|part| !part.head && !part.optional);
    parts.any(|part| part.any_of.contains(&aspect))
}

/// A number of editions: how many there are, or for how many in a row something was so.
pub(crate) fn editions_in_a_row(desk: &Desk<'_>, place: usize) -> Option<Judged> {
    let placed = desk.placed(place)?;
    let claim = &placed.claim;
    if !matches!(claim.unit, Some(Unit::Count | Unit::Persons | Unit::Visits)) {
        return None;
    }
    let near = around(desk, place, 0, 2);
    let counts_editions = desk.says(&near, Cue::Edition)
        || claim.quote.ends_with('届')
        || claim.quote.ends_with('次')
        || desk
            .text
            .words
            .get(placed.words.end..near.end)?
            .iter()
            .any(|word| word.text == "time");
    if !counts_editions {
        return None;
    }
    if let Some(judged) = judge(desk, place) {
        return Some(judged);
    }
    let editions = i32::try_from(desk.books.ordinal()).ok()?;
    let all = small(claim.value) == Some(editions)
        && (desk.says(&near, Cue::Edition) || claim.quote.ends_with('届'));
    all.then(|| {
        let reason = format!("this is edition {editions} of the fair");
        Judged {
            checked: Checked {
                true_value: Some(Exact::from_integer(editions.into())),
                ..Checked::plain(claim.clone(), Verdict::NotAStatistic, reason)
            },
            figure: None,
        }
    })
}
