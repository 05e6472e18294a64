//! The verdict on a claim without a number: a record, a first time, all of them.

use reader::{Claim, Kind, Unit};

use crate::{
    books::{Figure, Nature},
    calendar::around,
    judge::{Desk, Judged, id, plain},
    lexicon::Cue,
    subject::{self, Carried},
    text::Break,
    verdict::{Checked, Verdict},
};

/// Judges the worded claims, once the numbers beside them are known.
pub(crate) fn judge(desk: &Desk<'_>, judged: &mut [Judged]) {
    for place in 0..judged.len() {
        let Some(claim) = desk.placed(place).map(|placed| &placed.claim) else {
            continue;
        };
        let is_rank = judged
            .get(place)
            .is_some_and(|it| it.checked.verdict == Verdict::Untraceable);
        if claim.kind != Kind::Rank || !is_rank {
            continue;
        }
        if let Some(found) = worded(desk, place, claim, judged)
            && let Some(slot) = judged.get_mut(place)
        {
            *slot = found;
        }
    }
}

fn worded(desk: &Desk<'_>, place: usize, claim: &Claim, judged: &[Judged]) -> Option<Judged> {
    let words = &desk.placed(place)?.words;
    if desk.says(words, Cue::FirstEdition) {
        return Some(Judged {
            checked: Checked::plain(
                claim.clone(),
                Verdict::NotAStatistic,
                "names an edition of the fair",
            ),
            figure: None,
        });
    }
    if desk.says(words, Cue::FirstTime) {
        return first_time(desk, place, claim, judged);
    }
    if desk.says(words, Cue::Every) {
        return every(desk, place, claim, judged);
    }
    let lowest = desk.says(words, Cue::Lowest);
    if lowest || desk.says(words, Cue::Highest) {
        return extreme(desk, place, claim, judged, !lowest);
    }
    None
}

/// The figures of the numbers beside a claim in its sentence, the nearest first: what
/// follows at once comes before what stands ahead.
fn beside(desk: &Desk<'_>, place: usize, judged: &[Judged]) -> Vec<usize> {
    let Some(own) = desk.placed(place) else {
        return Vec::new();
    };
    let reach = place.saturating_sub(6)..(place + 7).min(judged.len());
    let mut found: Vec<(usize, usize)> = Vec::new();
    for other in reach.filter(|other| *other != place) {
        let Some(placed) = desk.placed(other).filter(|it| it.sentence == own.sentence) else {
            continue;
        };
        let Some(figure) = judged.get(other).and_then(|it| it.figure) else {
            continue;
        };
        let between = placed.words.end.min(own.words.end)..placed.words.start.max(own.words.start);
        if desk.text.strongest_break(&between) >= Some(Break::Semicolon) {
            continue;
        }
        let distance = if other > place {
            let gap = placed.words.start - own.words.end.min(placed.words.start);
            let between = own.words.end..placed.words.start.max(own.words.end);
            let at_once = gap <= 3 && desk.text.strongest_break(&between).is_none();
            if at_once { gap } else { gap + 8 }
        } else {
            own.words.start - placed.words.end.min(own.words.start)
        };
        found.push((distance, figure));
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
    judged: &[Judged],
    highest: bool,
) -> Option<Judged> {
    let is_total = |nature: &Nature| *nature == Nature::Total;
    let beside = || {
        beside(desk, place, judged)
            .into_iter()
            .find_map(|at| level(desk, at))
    };
    let at = by_words(desk, place, claim, &Carried::default(), is_total)
        .or_else(beside)
        .or_else(|| by_words(desk, place, claim, &ahead(desk, place), is_total))?;
    let figure = desk.books.figures.get(at)?;
    if !matches!(
        figure.unit,
        Some(Unit::Count | Unit::Currency(_) | Unit::Visits | Unit::Persons | Unit::SquareMetres)
    ) {
        return None;
    }
    let ranked = desk.books.figures.iter().enumerate().find(|(_, rank)| {
        matches!(rank.nature, Nature::Rank { of: Some(of), highest_first, .. } if of == at && highest_first == highest)
    });
    let own = desk.books.ordinal();
    if let Some((rank_at, rank)) = ranked
        && let Some(value) = rank.value(own)
    {
        let first = *value.number.numer() == 1 && value.number.is_integer();
        let verdict = if first {
            Verdict::Backed
        } else {
            Verdict::Contradicted
        };
        let reason = format!("{} is {}", id(&rank.name), value.number);
        return Some(of(claim, verdict, rank_at, rank, reason));
    }
    by_values(desk, claim, at, figure, highest)
}

/// Whether the values of the editions make it a record.
fn by_values(
    desk: &Desk<'_>,
    claim: &Claim,
    at: usize,
    figure: &Figure,
    highest: bool,
) -> Option<Judged> {
    let own = desk.books.ordinal();
    let value = figure.value(own)?;
    let called = id(&figure.name);
    let beats = |other: reader::Exact| {
        if highest {
            other >= value.number
        } else {
            other <= value.number
        }
    };
    let earlier = || figure.values.iter().filter(|(ordinal, _)| **ordinal < own);
    if let Some((ordinal, other)) = earlier().find(|(_, other)| beats(other.number)) {
        let reason = format!("{called} was {} at edition {ordinal}", plain(other.number));
        return Some(of(claim, Verdict::Contradicted, at, figure, reason));
    }
    let known = earlier().count();
    let all = usize::try_from(own - 1).is_ok_and(|editions| known >= editions && editions > 0);
    let (verdict, reason) = if all {
        (
            Verdict::Backed,
            format!("{called} of no earlier edition comes up to it"),
        )
    } else {
        (
            Verdict::Untraceable,
            format!("the books do not have {called} of all earlier editions"),
        )
    };
    Some(of(claim, verdict, at, figure, reason))
}

/// The figure that the words around a claim are about.
fn by_words(
    desk: &Desk<'_>,
    place: usize,
    claim: &Claim,
    carried: &Carried,
    fits: impl Fn(&Nature) -> bool,
) -> Option<usize> {
    let figures = desk.books.figures.iter().enumerate();
    let candidates: Vec<usize> = figures
        .filter(|(_, figure)| fits(&figure.nature))
        .map(|(at, _)| at)
        .collect();
    let mentioned = desk.mentioned(place);
    let fits = subject::fits(
        claim,
        &candidates,
        &mentioned,
        carried,
        desk.books,
        desk.lexicon,
    );
    match fits.as_slice() {
        [only] => Some(only.at),
        _ => None,
    }
}

/// What the sentence speaks of before a claim.
fn ahead(desk: &Desk<'_>, place: usize) -> Carried {
    let before = around(desk, place, 40, 0);
    let mentions = desk.text.mentions_in(&before).iter();
    let senses = mentions.flat_map(|mention| &mention.senses);
    let said = senses.filter(|sense| !sense.hint && !desk.lexicon.is_cue(sense.aspect));
    Carried {
        aspects: said.map(|sense| sense.aspect).collect(),
        weight: AHEAD,
        sentence: Vec::new(),
        heads_only: true,
    }
}

/// What is said farther ahead in the sentence.
const AHEAD: i32 = 40;

/// "For the first time": so if the number beside it counts just that.
fn first_time(desk: &Desk<'_>, place: usize, claim: &Claim, judged: &[Judged]) -> Option<Judged> {
    let first = desk.lexicon.cue(Cue::FirstTime);
    let at = beside(desk, place, judged).into_iter().find(|at| {
        let figure = desk.books.figures.get(*at);
        figure.is_some_and(|figure| {
            figure
                .aspects
                .iter()
                .any(|part| part.any_of.contains(&first))
        })
    })?;
    let figure = desk.books.figures.get(at)?;
    let reason = format!("{} counts them", id(&figure.name));
    Some(of(claim, Verdict::Backed, at, figure, reason))
}

/// "All provinces": so if every member of a list occurs.
fn every(desk: &Desk<'_>, place: usize, claim: &Claim, judged: &[Judged]) -> Option<Judged> {
    let is_coverage = |nature: &Nature| matches!(nature, Nature::Coverage { .. });
    let beside = beside(desk, place, judged).into_iter().find(|at| {
        let figure = desk.books.figures.get(*at);
        figure.is_some_and(|figure| is_coverage(&figure.nature))
    });
    let Some(at) =
        beside.or_else(|| by_words(desk, place, claim, &ahead(desk, place), is_coverage))
    else {
        return all_of_something_counted(desk, place, claim);
    };
    let figure = desk.books.figures.get(at)?;
    let Nature::Coverage { out_of } = figure.nature else {
        return None;
    };
    let value = figure.value(desk.books.ordinal())?;
    let complete = value.number == reader::Exact::from_integer(out_of);
    let verdict = if complete {
        Verdict::Backed
    } else {
        Verdict::Contradicted
    };
    let reason = format!("{} is {} of {out_of}", id(&figure.name), value.number);
    Some(of(claim, verdict, at, figure, reason))
}

/// "All contracts" only names them.
fn all_of_something_counted(desk: &Desk<'_>, place: usize, claim: &Claim) -> Option<Judged> {
    let placed = desk.placed(place)?;
    let behind = placed.words.end..around(desk, place, 0, 4).end;
    let mut mentions = desk.text.mentions_in(&behind).iter();
    let names = mentions.any(|mention| {
        mention
            .senses
            .iter()
            .any(|it| !desk.lexicon.is_cue(it.aspect))
    });
    names.then(|| Judged {
        checked: Checked::plain(
            claim.clone(),
            Verdict::NotAStatistic,
            "names what is counted",
        ),
        figure: None,
    })
}

fn of(claim: &Claim, verdict: Verdict, at: usize, figure: &Figure, reason: String) -> Judged {
    Judged {
        checked: Checked {
            figure: Some(figure.name.clone()),
            ..Checked::plain(claim.clone(), verdict, reason)
        },
        figure: Some(at),
    }
}
