//! The verdict on a claim without a number: a record, a first time, all of them.

use reader::{Claim, Exact, Kind, Unit};

use crate::{
    books::{Figure, Nature},
    calendar::around,
    judge::{Desk, Judged, id, plain},
    lexicon::Cue,
    subject::{self, Carried},
    text::{Break, Placed},
    verdict::Verdict,
};

/// Judges the worded claims, once the numbers beside them are known. Those that stand
/// within a name are judged before.
pub(crate) fn judge(desk: &Desk<'_>, judged: &mut [Judged]) {
    for (place, placed) in desk.text.claims.iter().enumerate() {
        let waits = judged
            .get(place)
            .is_some_and(|it| it.checked.verdict == Verdict::Untraceable);
        if placed.claim.kind != Kind::Rank || !waits {
            continue;
        }
        if let Some(found) = worded(desk, place, placed, judged)
            && let Some(slot) = judged.get_mut(place)
        {
            *slot = found;
        }
    }
}

fn worded(desk: &Desk<'_>, place: usize, placed: &Placed, judged: &[Judged]) -> Option<Judged> {
    let (claim, words) = (&placed.claim, &placed.words);
    if desk.says(words, Cue::FirstEdition) {
        let reason = "names an edition of the fair";
        return Some(Judged::plain(claim, Verdict::NotAStatistic, reason));
    }
    let beside = beside(desk, place, placed, judged);
    if desk.says(words, Cue::FirstTime) {
        return first_time(desk, claim, &beside);
    }
    if desk.says(words, Cue::Every) {
        return every(desk, place, claim, &beside);
    }
    let lowest = desk.says(words, Cue::Lowest);
    if lowest || desk.says(words, Cue::Highest) {
        return extreme(desk, place, claim, &beside, !lowest);
    }
    None
}

/// How many claims before and after are looked at.
const BESIDE: usize = 6;

/// What stands farther away than what follows at once.
const NOT_AT_ONCE: usize = 8;

/// The figures of the numbers beside a claim in its clause, the nearest first: what follows
/// at once comes before what stands ahead.
fn beside(desk: &Desk<'_>, place: usize, own: &Placed, judged: &[Judged]) -> Vec<usize> {
    let reach = place.saturating_sub(BESIDE)..(place + BESIDE + 1).min(judged.len());
    let mut found: Vec<(usize, usize)> = Vec::new();
    for other in reach.filter(|other| *other != place) {
        let Some(placed) = desk.placed(other).filter(|it| it.sentence == own.sentence) else {
            continue;
        };
        let Some(figure) = judged.get(other).and_then(|it| it.figure) else {
            continue;
        };
        let between = match other > place {
            true => own.words.end..placed.words.start,
            false => placed.words.end..own.words.start,
        };
        let parted = desk.text.strongest_break(&between);
        if parted >= Some(Break::Semicolon) {
            continue;
        }
        let at_once = between.len() <= 3 && parted.is_none();
        let away = if other > place && !at_once {
            NOT_AT_ONCE
        } else {
            0
        };
        found.push((between.len() + away, figure));
    }
    found.sort_unstable();
    found.into_iter().map(|(_, figure)| figure).collect()
}

/// The figure that a record is one of: the level itself where a change stands beside.
fn level(desk: &Desk<'_>, at: usize) -> Option<usize> {
    match desk.books.figures.get(at)?.nature {
        Nature::Total => Some(at),
        Nature::Growth { of, .. } | Nature::Rank { of, .. } => of,
        _ => None,
    }
}

/// A record: no earlier edition had as much.
fn extreme(
    desk: &Desk<'_>,
    place: usize,
    claim: &Claim,
    beside: &[usize],
    highest: bool,
) -> Option<Judged> {
    let totals = desk.figures(|nature| *nature == Nature::Total);
    let by_words = |carried: &Carried| only_one(desk, place, claim, &totals, carried);
    let at = by_words(&Carried::default())
        .or_else(|| beside.iter().find_map(|at| level(desk, *at)))
        .or_else(|| by_words(&said_ahead(desk, place)))?;
    let figure = desk.books.figures.get(at)?;
    if matches!(figure.unit, Some(Unit::Days | Unit::Years) | None) {
        return None;
    }
    let mut figures = desk.books.figures.iter().enumerate();
    let is_rank_of_it = |nature: &Nature| matches!(nature, Nature::Rank { of, highest_first } if *of == Some(at) && *highest_first == highest);
    let rank = figures.find(|(_, figure)| is_rank_of_it(&figure.nature));
    let ranked = rank.and_then(|rank| Some((rank, rank.1.value(desk.books.ordinal())?.number)));
    if let Some((rank, number)) = ranked {
        let holds = number == Exact::from_integer(1);
        let reason = format!("{} is {number}", id(&rank.1.name));
        return Some(Judged::by(rank, claim, Verdict::of(holds), None, reason));
    }
    by_values(desk, claim, (at, figure), highest)
}

/// Whether the values of the editions make it a record.
fn by_values(
    desk: &Desk<'_>,
    claim: &Claim,
    of: (usize, &Figure),
    highest: bool,
) -> Option<Judged> {
    let own = desk.books.ordinal();
    let (called, values) = (id(&of.1.name), &of.1.values);
    let value = of.1.value(own)?.number;
    let beats = |other: Exact| match highest {
        true => other >= value,
        false => other <= value,
    };
    let mut earlier = values.range(..own);
    if let Some((ordinal, other)) = earlier.find(|(_, other)| beats(other.number)) {
        let reason = format!("{called} was {} at edition {ordinal}", plain(other.number));
        return Some(Judged::by(of, claim, Verdict::Contradicted, None, reason));
    }
    let known = i128::try_from(values.range(..own).count()).ok()?;
    let (verdict, reason) = if own > 1 && known == own - 1 {
        let reason = format!("{called} of no earlier edition comes up to it");
        (Verdict::Backed, reason)
    } else {
        let reason = format!("the books do not have {called} of all earlier editions");
        (Verdict::Untraceable, reason)
    };
    Some(Judged::by(of, claim, verdict, None, reason))
}

/// The one figure of some that the words around a claim are about.
fn only_one(
    desk: &Desk<'_>,
    place: usize,
    claim: &Claim,
    candidates: &[usize],
    carried: &Carried,
) -> Option<usize> {
    let fits = subject::fits(desk, claim, candidates, &desk.mentioned(place), carried);
    match fits.as_slice() {
        [only] => Some(only.at),
        _ => None,
    }
}

/// What the sentence counts before a claim.
fn said_ahead(desk: &Desk<'_>, place: usize) -> Carried {
    Carried {
        heads_only: true,
        ..desk.said_within(&around(desk, place, 40, 0))
    }
}

/// "For the first time": so if the number beside it counts just that.
fn first_time(desk: &Desk<'_>, claim: &Claim, beside: &[usize]) -> Option<Judged> {
    let first = desk.lexicon.cue(Cue::FirstTime);
    beside.iter().find_map(|at| {
        let figure = desk.books.figures.get(*at)?;
        figure.is_about(first).then(|| {
            let reason = format!("{} counts them", id(&figure.name));
            Judged::by((*at, figure), claim, Verdict::Backed, None, reason)
        })
    })
}

/// "All provinces": so if every member of a list occurs.
fn every(desk: &Desk<'_>, place: usize, claim: &Claim, beside: &[usize]) -> Option<Judged> {
    let coverages = desk.figures(|nature| matches!(nature, Nature::Coverage { .. }));
    let beside = beside.iter().copied().find(|at| coverages.contains(at));
    let by_words = || only_one(desk, place, claim, &coverages, &said_ahead(desk, place));
    let Some(at) = beside.or_else(by_words) else {
        return all_of_something_counted(desk, place, claim);
    };
    let figure = desk.books.figures.get(at)?;
    let Nature::Coverage { out_of } = figure.nature else {
        return None;
    };
    let number = figure.value(desk.books.ordinal())?.number;
    let complete = number == Exact::from_integer(out_of);
    let reason = format!("{} is {number} of {out_of}", id(&figure.name));
    Some(Judged::by(
        (at, figure),
        claim,
        Verdict::of(complete),
        None,
        reason,
    ))
}

/// "All contracts" only names them.
fn all_of_something_counted(desk: &Desk<'_>, place: usize, claim: &Claim) -> Option<Judged> {
    let own = desk.placed(place)?.words.end;
    let behind = own..around(desk, place, 0, 4).end;
    let mut mentions = desk.text.mentions_in(&behind).iter();
    let names = mentions.any(|mention| mention.has_subject(desk.lexicon));
    names.then(|| Judged::plain(claim, Verdict::NotAStatistic, "names what is counted"))
}
