//! Days, ordinals and editions: which edition a sentence speaks of, and whether what it
//! says of the fair's own days and places in a row is so.

mod days;
mod streak;

use std::ops::Range;

use reader::{Claim, Exact, Kind, Language, Unit};

use crate::{
    books::Nature,
    judge::{Desk, Judged, Last, id},
    lexicon::Cue,
    subject,
    text::Placed,
    verdict::Verdict,
    window::Region,
};

pub(crate) use days::date;
pub(crate) use streak::editions_in_a_row;

/// How many words behind an ordinal the name of the fair may begin.
const NAME_WITHIN: usize = 6;

/// The verdict on a place in a row.
pub(crate) fn ordinal(desk: &Desk<'_>, place: usize, placed: &Placed, last: &Last) -> Judged {
    let claim = &placed.claim;
    let told = streak::judge(desk, place, placed)
        .or_else(|| rank(desk, place, placed, last))
        .or_else(|| year_in_a_row(desk, place, claim));
    if let Some(judged) = told {
        return judged;
    }
    let own = desk.books.ordinal();
    match edition_of(desk, place) {
        Some(ordinal) if ordinal > own => {
            let reason = format!("the edition is number {own} of the fair");
            let mut figures = desk.books.figures.iter().enumerate();
            let true_value = Some(Exact::from_integer(own));
            match figures.find(|(_, figure)| figure.nature == Nature::Ordinal) {
                Some(of) => Judged::by(of, claim, Verdict::Contradicted, true_value, reason),
                None => Judged::plain(claim, Verdict::Contradicted, reason),
            }
        }
        Some(ordinal) => {
            let reason = format!("names edition {ordinal} of the fair");
            Judged::plain(claim, Verdict::NotAStatistic, reason)
        }
        None => Judged::plain(claim, Verdict::NotAStatistic, "a place in a row"),
    }
}

/// The words right around a claim: so many before and after, within its sentence.
pub(crate) fn around(desk: &Desk<'_>, place: usize, before: usize, after: usize) -> Range<usize> {
    let Some(placed) = desk.placed(place) else {
        return 0..0;
    };
    let start = placed.words.start.saturating_sub(before);
    let end = placed.words.end + after;
    start.max(placed.sentence.start)..end.min(placed.sentence.end)
}

/// Which place is told: that of the highest, or of the lowest.
fn place_told(desk: &Desk<'_>, place: usize, claim: &Claim) -> Option<bool> {
    let near = around(desk, place, 0, 2);
    let ends = |endings: &[char]| claim.quote.ends_with(endings);
    let ranked = desk.says(&around(desk, place, 6, 0), Cue::Ranked);
    let highest = ends(&['高', '多', '大', '位', '名']) || desk.says(&near, Cue::Highest);
    if ranked || highest {
        return Some(true);
    }
    let lowest = ends(&['低', '少']) || desk.says(&near, Cue::Lowest);
    lowest.then_some(false)
}

/// "The third highest of four editions". `None` where it is not surely a rank of the books;
/// the second lowest is another way to count than the third highest.
fn rank(desk: &Desk<'_>, place: usize, placed: &Placed, last: &Last) -> Option<Judged> {
    let claim = &placed.claim;
    let highest = place_told(desk, place, claim)?;
    let ranks = desk.figures(
        |nature| matches!(nature, Nature::Rank { highest_first, .. } if *highest_first == highest),
    );
    let mentioned = desk.mentioned(place);
    let carried = desk.carried(placed, last, false, false);
    let fits = subject::fits(desk, claim, &ranks, &mentioned, &carried);
    let [fit] = subject::best(&fits) else {
        return None;
    };
    if !(fit.sure && fit.consistent) {
        return None;
    }
    let of = (fit.at, desk.books.figures.get(fit.at)?);
    let called = id(&of.1.name);
    let Some(value) = of.1.value(desk.books.ordinal()) else {
        let reason = format!("{called} has no value: {}", of.1.refusal);
        return Some(Judged::by(of, claim, Verdict::Untraceable, None, reason));
    };
    let holds = claim.value == Some(value.number);
    let reason = format!("{called} is {}", value.number);
    Some(Judged::by(
        of,
        claim,
        Verdict::of(holds),
        Some(value.number),
        reason,
    ))
}

/// "In its fifth year".
fn year_in_a_row(desk: &Desk<'_>, place: usize, claim: &Claim) -> Option<Judged> {
    let words = desk.text.words.get(around(desk, place, 0, 1))?;
    let is_year =
        words.last().is_some_and(|word| word.text == "year") || claim.quote.ends_with('年');
    if !is_year {
        return None;
    }
    let mut figures = desk.books.figures.iter().enumerate();
    let of = figures
        .find(|(_, figure)| figure.nature == Nature::Total && figure.unit == Some(Unit::Years))?;
    let value = of.1.value(desk.books.ordinal())?.number;
    let holds = claim.value == Some(value);
    holds.then(|| {
        let reason = format!("{} is {value}", id(&of.1.name));
        Judged::by(of, claim, Verdict::Backed, Some(value), reason)
    })
}

/// The edition that a claim names: "the third edition", "第三届", "2014".
fn edition_of(desk: &Desk<'_>, place: usize) -> Option<i128> {
    let placed = desk.placed(place)?;
    let claim = &placed.claim;
    match claim.kind {
        Kind::Date => desk.books.of_year(year_of(claim)?),
        Kind::Ordinal => {
            let ordinal = claim.value.filter(Exact::is_integer)?.to_integer();
            names_edition(desk, place).then_some(ordinal)
        }
        _ => None,
    }
}

fn names_edition(desk: &Desk<'_>, place: usize) -> bool {
    let Some(placed) = desk.placed(place) else {
        return false;
    };
    let next = desk.text.words.get(placed.words.end);
    if desk.text.language == Language::Chinese {
        return placed.claim.quote.ends_with('届') || next.is_some_and(|word| word.text == "届");
    }
    let parted = next.is_none_or(|word| word.parts.is_some());
    let reach = around(desk, place, 0, NAME_WITHIN);
    let behind = placed.words.end..reach.end;
    let next_two = around(desk, place, 0, 2);
    if desk.says(&next_two, Cue::Highest) || desk.says(&next_two, Cue::Consecutive) {
        return false;
    }
    let first = placed.words.end..(placed.words.end + 2).min(reach.end);
    if desk.says(&first, Cue::Edition) || desk.says(&first, Cue::Fair) {
        return true;
    }
    if !parted {
        // The name of the fair may begin with words of its own.
        return desk.says(&behind, Cue::Fair) && desk.text.strongest_break(&behind).is_none();
    }
    // "At the third edition and 5 billion at the first".
    let sentence = around(desk, place, 60, 60);
    desk.says(&sentence, Cue::Edition) || desk.says(&sentence, Cue::Fair)
}

/// The claims within some words.
fn claims_within(desk: &Desk<'_>, words: &Range<usize>) -> Range<usize> {
    let claims = &desk.text.claims;
    let first = claims.partition_point(|it| it.words.start < words.start);
    first
        ..claims
            .partition_point(|it| it.words.start < words.end)
            .max(first)
}

/// The editions that are named within some words, the nearest to a claim first.
pub(crate) fn editions_within(desk: &Desk<'_>, place: usize, words: &Range<usize>) -> Vec<i128> {
    let mut named: Vec<(usize, i128)> = claims_within(desk, words)
        .filter_map(|other| Some((other.abs_diff(place), edition_of(desk, other)?)))
        .collect();
    named.sort_by_key(|(distance, _)| *distance);
    let first = desk.says(words, Cue::FirstEdition).then_some(1);
    named
        .into_iter()
        .map(|(_, ordinal)| ordinal)
        .chain(first)
        .collect()
}

/// The years that are named within some words.
pub(crate) fn years_within(desk: &Desk<'_>, words: &Range<usize>) -> Vec<i32> {
    let claims = claims_within(desk, words).filter_map(|place| desk.placed(place));
    claims.filter_map(|placed| year_of(&placed.claim)).collect()
}

/// The year that a date is, if it is no more than that.
fn year_of(claim: &Claim) -> Option<i32> {
    let digits: String = claim.quote.chars().filter(char::is_ascii_digit).collect();
    let is_year = claim.kind == Kind::Date && digits.len() == 4;
    is_year.then(|| digits.parse().ok()).flatten()
}

/// The edition that a number is told of, where it is another than the text's own.
pub(crate) fn edition_told(desk: &Desk<'_>, place: usize) -> Option<i128> {
    let window = desk.window(place)?;
    let placed = desk.placed(place)?;
    let behind = |region: &&Region| region.words.start >= placed.words.end;
    let after = window
        .regions
        .iter()
        .filter(|region| region.own)
        .filter(behind);
    // What stands between two English numbers and is not parted belongs to the first.
    let follows = window.before.start > placed.sentence.start;
    let english = desk.text.language == Language::English;
    let before = window
        .regions
        .iter()
        .rev()
        .filter(|region| !behind(region) && (region.own || !(english && follows)));
    // English tells the edition behind the number, Chinese before it.
    let regions: Vec<_> = match desk.text.language {
        Language::English => after.chain(before).collect(),
        Language::Chinese => before.chain(after).collect(),
    };
    for region in regions {
        if let Some(told) = edition_in(desk, place, &region.words) {
            return Some(told);
        }
    }
    None
}

/// The edition that is named among words, unless something is compared with it.
fn edition_in(desk: &Desk<'_>, place: usize, words: &Range<usize>) -> Option<i128> {
    let own_words = &desk.placed(place)?.words;
    let named = claims_within(desk, words).find_map(|other| {
        let at = &desk.placed(other)?.words;
        let between = if at.start >= own_words.end {
            own_words.end..at.start
        } else {
            // Chinese compares in front: "比第三届".
            at.start.saturating_sub(2).max(words.start)..at.start
        };
        let compared = desk.says(&between, Cue::From);
        let led_to = desk.says(
            &(at.end..(at.end + 3).min(own_words.start.max(at.end))),
            Cue::From,
        );
        (!compared && !led_to)
            .then(|| edition_of(desk, other))
            .flatten()
    });
    let named = named.filter(|ordinal| *ordinal <= desk.books.ordinal());
    let named = named.or_else(|| desk.says(words, Cue::FirstEdition).then_some(1));
    named.or_else(|| {
        let before = desk.says(words, Cue::PreviousEdition) && !desk.says(words, Cue::Growth);
        let before = before && words.end <= own_words.start;
        before.then(|| desk.books.ordinal() - 1)
    })
}
