//! The figure that the words around a claim are about.

use std::collections::HashMap;

use reader::{Claim, Language, Unit};

use crate::{
    books::{Books, Figure, Nature},
    lexicon::{Aspect, Cue, Lexicon},
    text::Text,
    window::Window,
};

/// What is mentioned around a claim.
#[derive(Debug, Default)]
pub(crate) struct Mentioned {
    weights: HashMap<Aspect, i32>,
    /// What the words that the claim has for itself speak of: this speaks against figures
    /// that are not about it.
    own: Vec<Aspect>,
}

impl Mentioned {
    fn weight(&self, aspect: Aspect) -> i32 {
        self.weights.get(&aspect).copied().unwrap_or_default()
    }

    fn add(&mut self, aspect: Aspect, weight: i32) {
        let known = self.weights.entry(aspect).or_default();
        *known = (*known).max(weight);
    }
}

/// What the claim before was about, which a later one may go on with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Carried {
    pub(crate) aspects: Vec<Aspect>,
    pub(crate) weight: i32,
}

/// The figures that fit best, with what they score.
#[derive(Debug, Default)]
pub(crate) struct Fits {
    /// The best, and those that are as good.
    pub(crate) best: Vec<usize>,
    /// Those that would be as good if the claim did not go on with what came before.
    pub(crate) afresh: Vec<usize>,
}

/// A hint weighs half.
const HINT: i32 = 50;
/// An aspect of the figure that nothing mentions.
const MISSING: i32 = 60;
/// One of several values that the figure puts together.
const MISSING_OF_SEVERAL: i32 = 30;
/// What is said and the figure is not about.
const STRANGE: i32 = 60;
/// What is said and contradicts what the figure is about.
const EXCLUDED: i32 = 120;
/// What the unit alone says.
const BY_UNIT: i32 = 60;
/// A figure in another currency.
const CONVERTED: i32 = 80;

/// What the words around a claim mention.
pub(crate) fn mentioned(text: &Text, window: &Window, lexicon: &Lexicon) -> Mentioned {
    let mut mentioned = Mentioned::default();
    for region in &window.regions {
        let words = without_whole(text, &region.words, lexicon);
        for mention in text.mentions_in(&words) {
            for sense in &mention.senses {
                let weight = if sense.hint {
                    region.weight * HINT / 100
                } else {
                    region.weight
                };
                mentioned.add(sense.aspect, weight);
                if region.own && !sense.hint {
                    mentioned.own.push(sense.aspect);
                }
            }
        }
    }
    mentioned
}

/// Words up to where the whole of a share is told: "of the total contract volume". In
/// Chinese the whole stands before the number, behind "占".
fn without_whole(
    text: &Text,
    words: &std::ops::Range<usize>,
    lexicon: &Lexicon,
) -> std::ops::Range<usize> {
    let whole = lexicon.cue(Cue::Whole);
    let share = lexicon.cue(Cue::Share);
    let told = |aspect: Aspect| {
        let mut mentions = text.mentions_in(words).iter();
        mentions.find(|it| it.senses.iter().any(|sense| sense.aspect == aspect))
    };
    match text.language {
        Language::English => {
            let end = told(whole).map_or(words.end, |it| it.words.start);
            words.start..end
        }
        Language::Chinese => {
            let end = told(share).map_or(words.end, |it| it.words.end);
            words.start..end
        }
    }
}

/// Whether a claim and a figure are of one kind of number.
pub(crate) fn is_of_unit(claim: &Claim, figure: &Figure, books: &Books) -> bool {
    let Some(unit) = claim.unit else {
        return false;
    };
    let changes = matches!(figure.nature, Nature::Share | Nature::Growth { .. });
    match (unit, figure.unit) {
        (Unit::Percent | Unit::Ratio, _) => changes,
        _ if changes => false,
        (Unit::Currency(claimed), Some(Unit::Currency(kept))) => {
            claimed == kept || books.rate(kept, claimed).is_some()
        }
        (Unit::Count | Unit::Persons | Unit::Visits, Some(kept)) => {
            let counts = matches!(kept, Unit::Count | Unit::Persons | Unit::Visits);
            counts && !(unit == Unit::Visits && kept != Unit::Visits)
        }
        (claimed, Some(kept)) => claimed == kept,
        (_, None) => false,
    }
}

/// The figures that the claim can be about.
pub(crate) fn fits(
    claim: &Claim,
    candidates: &[usize],
    mentioned: &Mentioned,
    carried: &Carried,
    books: &Books,
    lexicon: &Lexicon,
) -> Fits {
    let candidates = || {
        let places = candidates.iter().copied();
        places.filter_map(|place| Some((place, books.figures.get(place)?)))
    };
    let score = |carried: &Carried| {
        let mut best: Vec<usize> = Vec::new();
        let mut most = i32::MIN;
        for (place, figure) in candidates() {
            let Some(score) = score(claim, figure, mentioned, carried, lexicon) else {
                continue;
            };
            if score > most {
                best.clear();
                most = score;
            }
            if score == most {
                best.push(place);
            }
        }
        best
    };
    let best = score(carried);
    let afresh = if carried.aspects.is_empty() {
        best.clone()
    } else {
        score(&Carried::default())
    };
    Fits { best, afresh }
}

/// How well a figure fits; `None` if it does not.
fn score(
    claim: &Claim,
    figure: &Figure,
    mentioned: &Mentioned,
    carried: &Carried,
    lexicon: &Lexicon,
) -> Option<i32> {
    let mut total = 0;
    let mut missing = 0;
    let mut narrowed = false;
    for part in &figure.aspects {
        let several = i32::try_from(part.any_of.len()).ok()?;
        let mut weight = 0;
        for aspect in &part.any_of {
            let of_unit = weight_by_unit(claim, *aspect, lexicon);
            let of_unit = of_unit.max(if part.head { weight_of_measure(claim, figure) } else { 0 });
            let going_on = carried.aspects.contains(aspect).then_some(carried.weight);
            weight += mentioned
                .weight(*aspect)
                .max(of_unit)
                .max(going_on.unwrap_or_default());
        }
        let weight = weight / several.max(1);
        total += weight;
        if weight > 0 {
            narrowed |= !part.head && !part.any_of.iter().any(|it| lexicon.is_cue(*it));
            continue;
        }
        if part.head {
            return None;
        }
        if part.optional {
            continue;
        }
        missing += 1;
        total -= if several > 1 { MISSING_OF_SEVERAL } else { MISSING };
    }
    total -= strangers(figure, mentioned, lexicon);
    if let (Some(Unit::Currency(claimed)), Some(Unit::Currency(kept))) = (claim.unit, figure.unit)
        && claimed != kept
    {
        total -= CONVERTED;
    }
    (total > 0 && missing <= i32::from(narrowed)).then_some(total)
}

/// What speaks against a figure.
fn strangers(figure: &Figure, mentioned: &Mentioned, lexicon: &Lexicon) -> i32 {
    let mut total = 0;
    let mut seen: Vec<Aspect> = Vec::new();
    for aspect in &mentioned.own {
        let own = |part: &crate::books::Part| part.any_of.contains(aspect);
        if seen.contains(aspect) || lexicon.is_cue(*aspect) || figure.aspects.iter().any(own) {
            continue;
        }
        seen.push(*aspect);
        let excluded = figure.aspects.iter().any(|part| {
            let mut known = part.any_of.iter();
            known.any(|known| lexicon.exclude_each_other(*known, *aspect))
        });
        total += if excluded { EXCLUDED } else { STRANGE };
    }
    total
}

/// What the unit of a claim mentions by itself: a number in dollars is an amount.
fn weight_by_unit(claim: &Claim, aspect: Aspect, lexicon: &Lexicon) -> i32 {
    let told = match claim.unit {
        Some(Unit::Currency(_)) => lexicon.cue(Cue::Amount) == aspect,
        _ => false,
    };
    if told { BY_UNIT } else { 0 }
}

/// What a unit says of which only one thing is told: square metres, days, visits.
fn weight_of_measure(claim: &Claim, figure: &Figure) -> i32 {
    let telling = matches!(
        claim.unit,
        Some(Unit::SquareMetres | Unit::Days | Unit::Years | Unit::Visits)
    );
    if telling && claim.unit == figure.unit { BY_UNIT } else { 0 }
}
