//! Which words belong to which claim.
//!
//! Between two numbers of a sentence stands what the first one counts, and what leads to
//! the second. They are parted at the strongest sign between them. What a number has for
//! itself may speak for a figure and against others; what it shares only speaks for one.

use std::ops::Range;

use reader::{Kind, Language, Unit};

use crate::{
    lexicon::{Cue, Lexicon},
    text::{Break, Placed, Text},
};

/// Words around a claim, with how much a mention among them weighs, in hundredths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) words: Range<usize>,
    pub(crate) weight: i32,
    /// Whether a mention in it speaks against figures that are not about it.
    pub(crate) own: bool,
}

/// What is said around a claim.
#[derive(Clone, Debug, Default)]
pub(crate) struct Window {
    pub(crate) regions: Vec<Region>,
    /// The claim that this one tells more of: of two lists of numbers in one order, the
    /// second tells more of the first.
    pub(crate) tells_more_of: Option<usize>,
    /// The words between the number before, or the beginning of the sentence, and the claim.
    pub(crate) before: Range<usize>,
    /// The words between the claim and the number after, or the end of the sentence.
    pub(crate) after: Range<usize>,
}

impl Window {
    /// The words that the claim has for itself.
    pub(crate) fn own(&self) -> impl Iterator<Item = &Range<usize>> {
        self.regions
            .iter()
            .filter(|it| it.own)
            .map(|region| &region.words)
    }
}

/// How many words before and after a claim are looked at, so that the time grows with the
/// text and no faster.
const REACH: usize = 120;

/// Full weight.
const FULL: i32 = 100;
/// What stands behind a comma.
pub(crate) const FARTHER: i32 = 40;
/// What leads a sentence in.
pub(crate) const LEADING: i32 = 70;
/// What stands between two numbers and no sign parts.
const SHARED: i32 = 50;

/// The windows of all claims of a text.
pub(crate) fn windows(text: &Text, lexicon: &Lexicon) -> Vec<Window> {
    let before = nearest(text, text.claims.iter().enumerate());
    let mut after = nearest(text, text.claims.iter().enumerate().rev());
    after.reverse();
    let neighbours = before.into_iter().zip(after);
    let mut windows: Vec<Window> = text
        .claims
        .iter()
        .zip(neighbours)
        .map(|(own, (before, after))| window(text, lexicon, own, before, after))
        .collect();
    share_out_lists(text, lexicon, &mut windows);
    look_ahead(text, &mut windows);
    windows
}

/// For each claim, in the order given, the last statistic of its sentence before it.
fn nearest<'a>(
    text: &Text,
    claims: impl Iterator<Item = (usize, &'a Placed)>,
) -> Vec<Option<usize>> {
    let mut last: Option<usize> = None;
    let mut nearest = Vec::with_capacity(text.claims.len());
    for (place, own) in claims {
        let of_sentence = last.filter(|last| {
            let last = text.claims.get(*last);
            last.is_some_and(|it| it.sentence == own.sentence)
        });
        nearest.push(of_sentence);
        if own.claim.kind == Kind::Statistic {
            last = Some(place);
        }
    }
    nearest
}

fn window(
    text: &Text,
    lexicon: &Lexicon,
    own: &Placed,
    before: Option<usize>,
    after: Option<usize>,
) -> Window {
    let words_of = |place: usize| text.claims.get(place).map(|placed| &placed.words);
    let end_before = before.and_then(words_of).map(|words| words.end);
    let start_after = after.and_then(words_of).map(|words| words.start);
    let start = end_before.unwrap_or(own.sentence.start);
    let before = start.max(own.words.start.saturating_sub(REACH))..own.words.start;
    let end = start_after
        .unwrap_or(own.sentence.end)
        .min(own.words.end + REACH);
    let after = own.words.end..end.max(own.words.end);
    let mut regions = Vec::new();
    leading(text, &before, end_before.is_some(), &mut regions);
    following(text, lexicon, &after, start_after.is_some(), &mut regions);
    Window {
        regions,
        tells_more_of: None,
        before,
        after,
    }
}

/// What leads to a claim.
fn leading(text: &Text, before: &Range<usize>, follows: bool, regions: &mut Vec<Region>) {
    if !follows {
        let clause = last_break(text, before, Break::Semicolon).map_or(before.start, |it| it + 1);
        let start = last_break(text, before, Break::Comma).map_or(before.start, |it| it + 1);
        add(regions, clause..start, LEADING, false);
        add(regions, start..before.end, FULL, true);
        return;
    }
    match parting(text, before) {
        Some(parting) => add(regions, parting + 1..before.end, FULL, true),
        None if text.language == Language::English => {
            add(regions, before.clone(), SHARED, false);
        }
        None => add(regions, before.clone(), FULL, false),
    }
}

/// What follows a claim.
fn following(
    text: &Text,
    lexicon: &Lexicon,
    after: &Range<usize>,
    leads: bool,
    regions: &mut Vec<Region>,
) {
    let parted = parting(text, after).filter(|_| leads);
    let unparted = leads && parted.is_none();
    let end = parted.unwrap_or(after.end);
    let first = first_break(text, &(after.start..end), Break::Comma).unwrap_or(end);
    if unparted && text.language == Language::Chinese {
        add(regions, after.clone(), SHARED, false);
        return;
    }
    add(regions, after.start..first, FULL, true);
    let rest = first..end;
    let parts = parts_follow(text, lexicon, &rest).unwrap_or(end);
    add(regions, first..parts, FARTHER, false);
}

/// Where parts of the claim begin to be told: they are not what it is about.
fn parts_follow(text: &Text, lexicon: &Lexicon, words: &Range<usize>) -> Option<usize> {
    let cue = lexicon.cue(Cue::PartsFollow);
    let mut mentions = text.mentions_in(words).iter();
    let told = mentions.find(|it| it.tells(cue))?;
    Some(told.words.start)
}

fn add(regions: &mut Vec<Region>, words: Range<usize>, weight: i32, own: bool) {
    if words.start < words.end {
        regions.push(Region { words, weight, own });
    }
}

/// Where the words between two claims are parted: at the strongest sign, of equal ones the
/// last, of colons and brackets the first. In Chinese also behind a possessive.
fn parting(text: &Text, between: &Range<usize>) -> Option<usize> {
    let strongest = text.strongest_break(between);
    match strongest {
        Some(Break::Colon) => first_break(text, between, Break::Colon),
        Some(strongest) => last_break(text, between, strongest),
        None if text.language == Language::Chinese => {
            let words = text.words.get(between.clone())?;
            let possessive = words.iter().rposition(|word| word.text == "的")?;
            // Right behind a number it leads to what the number is of.
            (possessive > 0).then_some(between.start + possessive)
        }
        None => None,
    }
}

fn first_break(text: &Text, words: &Range<usize>, least: Break) -> Option<usize> {
    let within = text.words.get(words.clone())?;
    let place = within.iter().position(|word| word.parts >= Some(least))?;
    Some(words.start + place)
}

fn last_break(text: &Text, words: &Range<usize>, least: Break) -> Option<usize> {
    let within = text.words.get(words.clone())?;
    let place = within.iter().rposition(|word| word.parts >= Some(least))?;
    Some(words.start + place)
}

/// The most claims of a list that is told one by one.
const LIST_AT_MOST: usize = 12;

/// "Forums and talks numbered 81 and 41 respectively": the first claim of the list belongs
/// to the first thing before it, the second to the second.
fn share_out_lists(text: &Text, lexicon: &Lexicon, windows: &mut [Window]) {
    let mut at = 0;
    while at < windows.len() {
        let run = run_from(text, at);
        let is_list = run.len() > 1 && run.len() <= LIST_AT_MOST;
        if is_list && is_told_one_by_one(text, lexicon, windows, &run) {
            share_out(text, windows, &run);
        }
        at = run.end.max(at + 1);
    }
}

/// Statistics of one sentence with nothing between them but signs and joining words.
fn run_from(text: &Text, first: usize) -> Range<usize> {
    let mut end = first + 1;
    while let (Some(before), Some(own)) = (text.claims.get(end - 1), text.claims.get(end)) {
        let between = before.words.end..own.words.start;
        let words = text.words.get(between).unwrap_or_default();
        let few = words.len() <= 3 && words.iter().all(|word| word.parts.is_some());
        let same = own.sentence == before.sentence && own.claim.kind == before.claim.kind;
        if !few || !same {
            break;
        }
        end += 1;
    }
    first..end
}

/// Whether it is said before the numbers, or in English behind them, that they go with a
/// list.
fn is_told_one_by_one(
    text: &Text,
    lexicon: &Lexicon,
    windows: &[Window],
    run: &Range<usize>,
) -> bool {
    let cue = lexicon.cue(Cue::OneByOne);
    let says =
        |words: Option<&Range<usize>>| words.is_some_and(|words| text.mentions_aspect(words, cue));
    let behind = windows.get(run.end - 1).map(|window| &window.after);
    says(windows.get(run.start).map(|window| &window.before))
        || (text.language == Language::English && says(behind))
}

fn share_out(text: &Text, windows: &mut [Window], run: &Range<usize>) {
    let Some(before) = windows.get(run.start).map(|window| window.before.clone()) else {
        return;
    };
    let (things, shared) = things_before(text, &before, run.len());
    if things.len() != run.len() {
        return go_through_again(text, windows, run, &before);
    }
    for (place, thing) in run.clone().zip(things) {
        let Some(window) = windows.get_mut(place) else {
            continue;
        };
        window.regions.clear();
        add(&mut window.regions, thing, FULL, true);
        add(&mut window.regions, shared.clone(), FULL, false);
        add(&mut window.regions, before.clone(), FARTHER, false);
        window.before = before.clone();
    }
}

/// A second list of numbers in the order of the first: "331 contracts worth 101 billion,
/// up 40 and 24 percent respectively".
fn go_through_again(
    text: &Text,
    windows: &mut [Window],
    run: &Range<usize>,
    before: &Range<usize>,
) {
    let sentence = text.claims.get(run.start).map(|placed| &placed.sentence);
    let earlier: Vec<usize> = (0..run.start)
        .rev()
        .take(2 * LIST_AT_MOST)
        .take_while(|place| text.claims.get(*place).map(|it| &it.sentence) == sentence)
        .filter(|place| {
            text.claims
                .get(*place)
                .is_some_and(|it| it.claim.kind == Kind::Statistic)
        })
        .take(run.len())
        .collect();
    if earlier.len() != run.len() {
        return;
    }
    for (place, of) in run.clone().zip(earlier.into_iter().rev()) {
        if let Some(window) = windows.get_mut(place) {
            window.regions.clear();
            add(&mut window.regions, before.clone(), FULL, true);
            window.tells_more_of = Some(of);
        }
    }
}

/// How many words may stand between an amount and the number that it is of.
const AHEAD_WITHIN: usize = 4;

/// "31.5 billion dollars fell to 155 projects with other provinces": in English an amount
/// may be told before what it is of.
fn look_ahead(text: &Text, windows: &mut [Window]) {
    if text.language != Language::English {
        return;
    }
    for place in 1..windows.len() {
        let (Some(before), Some(own)) = (text.claims.get(place - 1), text.claims.get(place)) else {
            continue;
        };
        let between = before.words.end..own.words.start;
        let is_amount = matches!(before.claim.unit, Some(Unit::Currency(_)));
        let near = before.sentence == own.sentence && between.len() <= AHEAD_WITHIN;
        if !is_amount || !near || text.strongest_break(&between).is_some() {
            continue;
        }
        let behind = windows.get(place).and_then(|window| {
            let mut regions = window.regions.iter();
            regions
                .find(|region| region.own && region.words.start >= own.words.end)
                .cloned()
        });
        if let (Some(window), Some(behind)) = (windows.get_mut(place - 1), behind) {
            add(&mut window.regions, behind.words, LEADING, false);
        }
    }
}

/// The last so many things of a list, and what is said of all of them.
fn things_before(
    text: &Text,
    before: &Range<usize>,
    count: usize,
) -> (Vec<Range<usize>>, Range<usize>) {
    let words = text.words.get(before.clone()).unwrap_or_default();
    let possessive = match text.language {
        Language::Chinese => words.iter().rposition(|word| word.text == "的"),
        Language::English => None,
    };
    let end = possessive.map_or(before.end, |place| before.start + place);
    let mut things = Vec::new();
    let mut beyond = end;
    while things.len() < count {
        let start = last_break(text, &(before.start..beyond), Break::Joint);
        let thing = start.map_or(before.start, |start| start + 1)..beyond;
        if thing.start < thing.end {
            things.push(thing);
        }
        match start {
            Some(start) => beyond = start,
            None => break,
        }
    }
    things.reverse();
    (things, end..before.end)
}
