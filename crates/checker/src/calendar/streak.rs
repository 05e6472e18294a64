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
    let clause = clause(desk, place);
    let since = since_the_last_number(desk, place, &clause);
    let found = whose(desk, &since, claim).or_else(|| whose(desk, &clause, claim));
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

/// The figure of the one of whom it is said: the first that the clause names. A delegation
/// that is named before anybody else is that of its city, whoever heads it.
fn whose<'a>(desk: &Desk<'a>, clause: &Range<usize>, claim: &Claim) -> Option<(usize, &'a Figure)> {
    let streaks = figures(desk, |nature| matches!(nature, Nature::Streak { .. }));
    let mut named: Vec<(usize, usize)> = Vec::new();
    let mut group = None;
    for mention in desk.text.mentions_in(clause) {
        for sense in &mention.senses {
            for at in &streaks {
                let Some(figure) = desk.books.figures.get(*at) else {
                    continue;
                };
                match role(figure, sense.aspect) {
                    Some(true) => group = group.or(Some(mention.words.start)),
                    Some(false) => named.push((mention.words.start, *at)),
                    None => {}
                }
            }
        }
    }
    let (first, at) = *named.first()?;
    let figure = |at: usize| Some((at, desk.books.figures.get(at)?));
    if group.is_some_and(|group| group < first) {
        let holding = named.iter().find(|(_, at)| {
            let value = figure(*at).and_then(|(_, figure)| figure.value(desk.books.ordinal()));
            value.is_some_and(|value| claim.value == Some(value.number))
        });
        return figure(holding.map_or(at, |(_, at)| *at));
    }
    figure(at)
}

/// Whether an aspect is what a figure counts (`true`), or narrows it (`false`).
fn role(figure: &Figure, aspect: Aspect) -> Option<bool> {
    let part = figure
        .aspects
        .iter()
        .find(|part| part.any_of.contains(&aspect))?;
    (!part.optional).then_some(part.head)
}

/// A number of editions: how many there are, or for how many in a row something was so.
pub(crate) fn editions_in_a_row(desk: &Desk<'_>, place: usize) -> Option<Judged> {
    let placed = desk.placed(place)?;
    let claim = &placed.claim;
    if !matches!(claim.unit, Some(Unit::Count)) {
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
