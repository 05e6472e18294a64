//! The verdicts on the claims of a text, one after the other.

pub(crate) mod change;
mod noun;
mod number;
mod total;
mod words;

use std::{collections::HashSet, ops::Range};

use reader::{Claim, Exact, Kind, Unit};

use crate::{
    arithmetic,
    books::{Books, Figure, Nature},
    calendar,
    lexicon::{Aspect, Cue, Lexicon},
    subject::{self, Carried, Mentioned, ToldApart},
    text::{Break, Placed, Text},
    verdict::{Checked, Verdict},
    window::{self, Window},
    worded,
};

pub(crate) use total::agrees;
pub use total::would_hold;
pub(crate) use words::{id, plain};

/// The verdicts on all claims, in their order.
pub(crate) fn all(text: &str, books: &Books, lexicon: &Lexicon) -> Vec<Checked> {
    let names = names_in(text, books);
    let text = Text::of(text, lexicon);
    let windows = window::windows(&text, lexicon);
    let desk = Desk {
        text: &text,
        windows: &windows,
        books,
        lexicon,
        heads: books.heads(),
        told_apart: subject::told_apart(books, lexicon),
    };
    let mut judged = Vec::with_capacity(text.claims.len());
    let mut last = Last::default();
    for (place, placed) in text.claims.iter().enumerate() {
        let in_name = is_within(&names, placed);
        if let Some(of) = desk.window(place).and_then(|window| window.tells_more_of) {
            desk.go_back_to(of, &judged, &mut last);
        }
        judged.push(desk.judge(place, placed, in_name, &mut last));
    }
    worded::judge(&desk, &mut judged);
    let mut checked: Vec<_> = judged.into_iter().map(|judged| judged.checked).collect();
    arithmetic::compare(&desk, &mut checked);
    checked
}

/// All that a verdict is found with.
pub(crate) struct Desk<'a> {
    pub(crate) text: &'a Text,
    pub(crate) windows: &'a [Window],
    pub(crate) books: &'a Books,
    pub(crate) lexicon: &'a Lexicon,
    /// What the figures count.
    pub(crate) heads: HashSet<Aspect>,
    /// By what the records that they count are told apart.
    pub(crate) told_apart: ToldApart,
}

/// A verdict, with the figure that was found.
pub(crate) struct Judged {
    pub(crate) checked: Checked,
    /// Where the figure stands in the books.
    pub(crate) figure: Option<usize>,
}

impl Judged {
    /// A verdict that needs no figure.
    pub(crate) fn plain(claim: &Claim, verdict: Verdict, reason: impl Into<String>) -> Self {
        Self {
            checked: Checked::plain(claim.clone(), verdict, reason),
            figure: None,
        }
    }

    /// A claim that nothing in the books is about.
    pub(crate) fn untraceable(claim: &Claim) -> Self {
        let reason = "no figure of the books is about this";
        Self::plain(claim, Verdict::Untraceable, reason)
    }

    /// A verdict by the figure that stands at a place of the books.
    pub(crate) fn by(
        (at, figure): (usize, &Figure),
        claim: &Claim,
        verdict: Verdict,
        true_value: Option<Exact>,
        reason: impl Into<String>,
    ) -> Self {
        Self {
            checked: Checked::by(figure, claim, verdict, true_value, reason),
            figure: Some(at),
        }
    }
}

/// What the claim before was about.
#[derive(Debug, Default)]
pub(crate) struct Last {
    aspects: Vec<Aspect>,
    /// What the claims of the sentence were about, all together.
    all: Vec<Aspect>,
    /// Whether it told a change.
    changes: bool,
    sentence: Range<usize>,
    end: usize,
}

/// What a claim of the same sentence passes on.
const GOING_ON: i32 = 80;
/// What the sentence before passes on.
const SENTENCE_BEFORE: i32 = 50;

impl Desk<'_> {
    fn judge(&self, place: usize, placed: &Placed, in_name: bool, last: &mut Last) -> Judged {
        let claim = &placed.claim;
        let none = |reason: &str| Judged::plain(claim, Verdict::NotAStatistic, reason);
        if in_name {
            return none("part of a name in the books");
        }
        match claim.kind {
            Kind::Name => none("a name"),
            Kind::Idiom => none("an idiom"),
            Kind::Date => calendar::date(self, place, claim),
            Kind::Ordinal => calendar::ordinal(self, place, placed, last),
            // These wait until the numbers beside them are known.
            Kind::Rank => Judged::untraceable(claim),
            Kind::Statistic => {
                let judged = number::judge(self, place, placed, last);
                self.go_on(place, placed, &judged, last);
                judged
            }
        }
    }

    /// Where the figures of a nature stand in the books.
    pub(crate) fn figures(&self, fits: impl Fn(&Nature) -> bool) -> Vec<usize> {
        let figures = self.books.figures.iter().enumerate();
        let of_nature = figures.filter(|(_, figure)| fits(&figure.nature));
        of_nature.map(|(at, _)| at).collect()
    }

    pub(crate) fn window(&self, place: usize) -> Option<&Window> {
        self.windows.get(place)
    }

    pub(crate) fn placed(&self, place: usize) -> Option<&Placed> {
        self.text.claims.get(place)
    }

    pub(crate) fn mentioned(&self, place: usize) -> Mentioned {
        let found = self.window(place).zip(self.placed(place));
        found.map_or_else(Mentioned::default, |(window, placed)| {
            subject::mentioned(self.text, &placed.claim, window, &self.heads, self.lexicon)
        })
    }

    /// Whether a cue stands among some words.
    pub(crate) fn says(&self, words: &Range<usize>, cue: Cue) -> bool {
        self.text.mentions_aspect(words, self.lexicon.cue(cue))
    }

    /// Whether a cue stands among the words that a claim has for itself.
    pub(crate) fn own_says(&self, place: usize, cue: Cue) -> bool {
        let window = self.window(place);
        window.is_some_and(|window| window.own().any(|words| self.says(words, cue)))
    }

    /// Takes up what an earlier claim is about.
    fn go_back_to(&self, of: usize, judged: &[Judged], last: &mut Last) {
        if let (Some(placed), Some(before)) = (self.placed(of), judged.get(of)) {
            let all = std::mem::take(&mut last.all);
            *last = Last::default();
            self.go_on(of, placed, before, last);
            last.all = all;
        }
    }

    /// Notes what a claim is about: its figure, and what is said around it. What was noted
    /// stays within bounds: a sentence has no more aspects than the lexicon.
    fn go_on(&self, place: usize, placed: &Placed, judged: &Judged, last: &mut Last) {
        let figure = judged.figure.and_then(|at| self.books.figures.get(at));
        let parts = figure.iter().flat_map(|figure| &figure.aspects);
        let of_figure = parts
            .filter(|part| !part.optional)
            .flat_map(|part| &part.any_of);
        let mut aspects: Vec<Aspect> = of_figure.copied().collect();
        let said = self.mentioned(place).said;
        let subjects = said.into_iter().filter(|it| !self.lexicon.is_cue(*it));
        aspects.extend(subjects);
        if figure.is_some() || !aspects.is_empty() {
            let mut all = aspects.clone();
            if last.sentence == placed.sentence {
                all.extend(last.all.iter().copied());
                all.sort_unstable();
                all.dedup();
            }
            let changes =
                figure.is_some_and(|figure| matches!(figure.nature, Nature::Growth { .. }));
            *last = Last {
                changes,
                aspects,
                all,
                sentence: placed.sentence.clone(),
                end: placed.words.end,
            };
        }
    }

    /// What is said among some words of a sentence away from a claim.
    pub(crate) fn said_within(&self, words: &Range<usize>) -> Carried {
        let mentions = self.text.mentions_in(words).iter();
        let senses = mentions.flat_map(|mention| &mention.senses);
        let said = senses.filter(|sense| !sense.hint && !self.lexicon.is_cue(sense.aspect));
        Carried {
            aspects: said.map(|sense| sense.aspect).collect(),
            weight: AWAY,
            ..Carried::default()
        }
    }

    /// What a claim may go on with: what the claim before in its sentence was about, unless
    /// something new begins between them.
    pub(crate) fn carried(
        &self,
        placed: &Placed,
        last: &Last,
        begins_anew: bool,
        totals: bool,
    ) -> Carried {
        let same = last.sentence == placed.sentence;
        let counted = matches!(placed.claim.unit, Some(Unit::Count | Unit::Persons));
        let near = placed.words.start.saturating_sub(CARRIED_AT_MOST);
        let ahead = placed.sentence.start.max(near)..placed.words.start;
        if !same && counted && !self.says(&ahead, Cue::PartsFollow) {
            return Carried::default();
        }
        if begins_anew || placed.words.start > last.end + CARRIED_AT_MOST {
            return Carried::default();
        }
        let between = last.end..placed.words.start;
        let parted = self.text.strongest_break(&between) >= Some(Break::Semicolon);
        Carried {
            aspects: if totals {
                last.all.clone()
            } else {
                last.aspects.clone()
            },
            heads_only: totals,
            sentence: if same { last.all.clone() } else { Vec::new() },
            weight: if same && !parted {
                GOING_ON
            } else {
                SENTENCE_BEFORE
            },
        }
    }
}

/// What is said in the sentence, away from a claim.
const AWAY: i32 = 40;

/// How many words later a claim may go on with another.
const CARRIED_AT_MOST: usize = 200;

/// Where names of the books stand, in code points; those that overlap as one.
fn names_in(text: &str, books: &Books) -> Vec<Range<usize>> {
    let mut bytes: Vec<(usize, usize)> = Vec::new();
    let lettered = |name: &&String| name.chars().any(char::is_alphabetic);
    for name in books.names.iter().filter(lettered) {
        let found = text.match_indices(name.as_str());
        let found = found.map(|(at, it)| (at, at + it.len()));
        bytes.extend(found.filter(|(start, end)| is_whole(text, *start, *end)));
    }
    bytes.sort_unstable();
    let mut names: Vec<Range<usize>> = Vec::with_capacity(bytes.len());
    let (mut byte, mut point) = (0, 0);
    for (start, end) in bytes {
        point += text.get(byte..start).map_or(0, |it| it.chars().count());
        byte = start;
        let length = text.get(start..end).map_or(0, |it| it.chars().count());
        let name = point..point + length;
        match names.last_mut() {
            Some(last) if name.start < last.end => last.end = last.end.max(name.end),
            _ => names.push(name),
        }
    }
    names
}

/// Whether a name that stands between two bytes is no part of a longer word.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let is_part = |one: Option<char>, other: Option<char>| {
        let latin = |it: Option<char>| it.is_some_and(|it| it.is_ascii_alphanumeric());
        latin(one) && latin(other)
    };
    let (before, within, after) = (text.get(..start), text.get(start..end), text.get(end..));
    let last = |text: Option<&str>| text.and_then(|text| text.chars().next_back());
    let first = |text: Option<&str>| text.and_then(|text| text.chars().next());
    !is_part(last(before), first(within)) && !is_part(last(within), first(after))
}

/// Whether a claim is part of a name.
fn is_within(names: &[Range<usize>], placed: &Placed) -> bool {
    let beyond = names.partition_point(|name| name.start <= placed.claim.start);
    let before = names.get(..beyond).and_then(<[_]>::last);
    before.is_some_and(|name| placed.claim.end <= name.end)
}
