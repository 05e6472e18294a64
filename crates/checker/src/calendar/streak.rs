//! For how many editions in a row something was so, and of whom that is said.

use std::ops::Range;

use reader::{Claim, Exact, Unit};

use super::around;
use crate::{
    books::{Figure, Nature},
    judge::{Desk, Judged, id},
    lexicon::{Aspect, Cue},
    text::{Break, Placed},
    verdict::Verdict,
};

/// The verdict on "for the fourth consecutive time"; `None` for anything else.
pub(super) fn judge(desk: &Desk<'_>, place: usize, placed: &Placed) -> Option<Judged> {
    let near = around(desk, place, 3, 3);
    if !desk.says(&near, Cue::Consecutive) {
        return None;
    }
    let claim = &placed.claim;
    if !is_of_editions(desk, &near, claim) {
        return None;
    }
    let clause = clause(desk, place, placed);
    let since = since_the_last_number(desk, place, placed, &clause);
    let Some(of) = whose(desk, &since).or_else(|| whose(desk, &clause)) else {
        let reason = "no figure of the books is about whom this is said of";
        return Some(Judged::plain(claim, Verdict::Untraceable, reason));
    };
    Some(verdict(desk, claim, of))
}

fn verdict(desk: &Desk<'_>, claim: &Claim, of: (usize, &Figure)) -> Judged {
    let called = id(&of.1.name);
    let Some(value) = of.1.value(desk.books.ordinal()) else {
        let reason = format!("{called} has no value: {}", of.1.refusal);
        return Judged::by(of, claim, Verdict::Untraceable, None, reason);
    };
    let number = value.number;
    let open = matches!(of.1.nature, Nature::Streak { open: true });
    let is_more = claim.value.is_some_and(|told| told > number);
    let (verdict, reason) = if open && is_more {
        let reason = format!("{called} is proved for {number} and for no edition before");
        (Verdict::Untraceable, reason)
    } else {
        let holds = claim.value == Some(number);
        (Verdict::of(holds), format!("{called} is {number}"))
    };
    Judged::by(of, claim, verdict, Some(number), reason)
}

/// The clause of a claim, from the last semicolon or sentence on.
fn clause(desk: &Desk<'_>, place: usize, placed: &Placed) -> Range<usize> {
    let reach = around(desk, place, 60, 30);
    let before = desk.text.words.get(reach.start..placed.words.start);
    let mut before = before.unwrap_or_default().iter();
    let parted = before.rposition(|word| word.parts >= Some(Break::Semicolon));
    parted.map_or(reach.start, |at| reach.start + at + 1)..reach.end
}

/// The words of a clause behind the claim before, up to the claim.
fn since_the_last_number(
    desk: &Desk<'_>,
    place: usize,
    placed: &Placed,
    clause: &Range<usize>,
) -> Range<usize> {
    let before = place.checked_sub(1).and_then(|before| desk.placed(before));
    let start = before.map_or(clause.start, |before| before.words.end.max(clause.start));
    start..placed.words.end.max(start)
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
    let streaks = desk.figures(|nature| matches!(nature, Nature::Streak { .. }));
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
pub(crate) fn editions_in_a_row(desk: &Desk<'_>, place: usize, placed: &Placed) -> Option<Judged> {
    let claim = &placed.claim;
    if !matches!(claim.unit, Some(Unit::Count | Unit::Persons | Unit::Visits)) {
        return None;
    }
    let near = around(desk, place, 0, 2);
    let counts_editions = desk.says(&near, Cue::Edition) || claim.quote.ends_with('届');
    let behind = desk.text.words.get(placed.words.end..near.end)?;
    let counts_times = claim.quote.ends_with('次') || behind.iter().any(|word| word.text == "time");
    if !counts_editions && !counts_times {
        return None;
    }
    if let Some(judged) = judge(desk, place, placed) {
        return Some(judged);
    }
    let editions = Exact::from_integer(desk.books.ordinal());
    let all = counts_editions && claim.value == Some(editions);
    all.then(|| {
        let reason = format!("this is edition {editions} of the fair");
        Judged::plain(claim, Verdict::NotAStatistic, reason)
    })
}
