//! The figure that the words around a claim are about.

use std::collections::{HashMap, HashSet};

use reader::{Claim, Exact, Language, Unit};

use crate::{
    books::{Books, Figure, Nature, Part},
    lexicon::{Aspect, Cue, Lexicon},
    text::Text,
    window::{FARTHER, Window},
};

/// What is mentioned around a claim.
#[derive(Debug, Default)]
pub(crate) struct Mentioned {
    weights: HashMap<Aspect, i32>,
    /// What is said and not only hinted at.
    said: Vec<Aspect>,
    /// What the phrases that the claim has for itself say: these speak against figures that
    /// are not about them.
    own: Vec<Vec<Aspect>>,
    cues: Vec<Aspect>,
    /// What is counted, by a noun beside the number, said or hinted at.
    nouns: Vec<Aspect>,
    /// What the words that the claim has for itself say or hint at.
    near: Vec<Aspect>,
}

impl Mentioned {
    fn weight(&self, aspect: Aspect) -> i32 {
        self.weights.get(&aspect).copied().unwrap_or_default()
    }

    /// Whether something is said that excludes what a figure is about.
    pub(crate) fn excludes(
        &self,
        figure: &Figure,
        heads: &HashSet<Aspect>,
        lexicon: &Lexicon,
    ) -> bool {
        let about = || figure.aspects.iter().flat_map(|part| &part.any_of);
        let head = |it: &&Part| it.head;
        let own_head = figure
            .aspects
            .iter()
            .filter(head)
            .flat_map(|part| &part.any_of);
        let has_head = self.said.iter().any(|said| heads.contains(said));
        if has_head && !own_head.into_iter().any(|it| self.said.contains(it)) {
            return true;
        }
        self.said.iter().any(|said| {
            !about().any(|it| it == said)
                && about().any(|it| lexicon.exclude_each_other(*it, *said))
        })
    }

    /// Whether a noun counts something else than what is passed on.
    fn begins_anew(&self, carried: &Carried) -> bool {
        !self.nouns.is_empty() && !self.nouns.iter().any(|noun| carried.aspects.contains(noun))
    }

    /// What is said and not only hinted at.
    pub(crate) fn said(&self) -> impl Iterator<Item = Aspect> {
        self.said.iter().copied()
    }

    /// Whether the words that the claim has for itself say what some figure counts.
    pub(crate) fn has_head(&self, heads: &HashSet<Aspect>) -> bool {
        self.own
            .iter()
            .flatten()
            .any(|aspect| heads.contains(aspect))
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
    /// What all claims of the sentence before were about: this decides between equals.
    pub(crate) sentence: Vec<Aspect>,
    /// Whether only what is counted is passed on, as it is for a total of all before.
    pub(crate) heads_only: bool,
}

/// How a figure fits what is said around a claim.
#[derive(Clone, Debug)]
pub(crate) struct Fit {
    /// Where the figure stands in the books.
    pub(crate) at: usize,
    score: i32,
    /// Whether what it counts is said and not only hinted at.
    pub(crate) sure: bool,
    /// Whether the words speak of less than it is about.
    pub(crate) narrower: bool,
    /// Whether all that it is about is said, and nothing that speaks against it.
    pub(crate) consistent: bool,
}

/// What stands before a number that is followed by what it counts.
const BESIDE: i32 = 40;
/// All of several values that the figure puts together.
const ALL_OF_SEVERAL: i32 = 20;
/// What the claim before was about and the figure is not.
const LEFT_BEHIND: i32 = 15;
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
/// A number without a unit from which on it can be an amount whose currency is told
/// elsewhere.
const AMOUNT_FROM: i128 = 10_000_000;
/// What the unit alone says.
const BY_UNIT: i32 = 60;
/// A figure in another currency.
const CONVERTED: i32 = 40;

/// What the words around a claim mention.
pub(crate) fn mentioned(
    text: &Text,
    claim: &Claim,
    window: &Window,
    heads: &HashSet<Aspect>,
    lexicon: &Lexicon,
) -> Mentioned {
    let mut mentioned = Mentioned::default();
    let counted = has_noun(text, claim, window, lexicon);
    let amount = lexicon.cue(Cue::Amount);
    let counted_unit = matches!(claim.unit, Some(Unit::Count | Unit::Persons));
    let near = usize::from(text.language == Language::English);
    for region in &window.regions {
        let leads = region.words.end <= window.before.end;
        let beside = leads && counted;
        let own = region.own && !beside;
        let whole = whole_from(text, claim, &region.words, lexicon);
        let farther = region.weight <= FARTHER;
        for mention in text.mentions_in(&region.words) {
            let of_whole = whole.is_some_and(|whole| mention.words.start >= whole);
            let mut own_senses = Vec::new();
            for sense in &mention.senses {
                // How the next number is meant is told there.
                if farther && lexicon.is_cue(sense.aspect) {
                    continue;
                }
                let weaker = sense.hint || of_whole;
                let counted_beside = beside && heads.contains(&sense.aspect);
                let full = if counted_beside {
                    region.weight * BESIDE / 100
                } else {
                    region.weight
                };
                let weight = if weaker { full * HINT / 100 } else { full };
                mentioned.add(sense.aspect, weight);
                let at_once = mention.words.start <= window.after.start + near && !leads;
                let noun = at_once || (!sense.hint && region.own && !beside);
                if counted_unit && noun && heads.contains(&sense.aspect) {
                    mentioned.nouns.push(sense.aspect);
                }
                if !weaker && sense.aspect != amount {
                    mentioned.said.push(sense.aspect);
                }
                if own && !(sense.hint && heads.contains(&sense.aspect)) {
                    mentioned.near.push(sense.aspect);
                }
                if own && !weaker {
                    match lexicon.is_cue(sense.aspect) {
                        true => mentioned.cues.push(sense.aspect),
                        false => own_senses.push(sense.aspect),
                    }
                }
            }
            if !own_senses.is_empty() && !mentioned.own.contains(&own_senses) {
                mentioned.own.push(own_senses);
            }
        }
    }
    mentioned
}

/// Whether a number is followed by what it counts: then what stands before it is something
/// else, such as who concluded the contracts. In Chinese it must follow at once.
fn has_noun(text: &Text, claim: &Claim, window: &Window, lexicon: &Lexicon) -> bool {
    if !matches!(claim.unit, Some(Unit::Count | Unit::Persons)) {
        return false;
    }
    let says = |mention: &crate::text::Mention| {
        let mut senses = mention.senses.iter();
        senses.any(|sense| !sense.hint && !lexicon.is_cue(sense.aspect))
    };
    if text.language == Language::Chinese {
        let at_once = window.after.start..(window.after.start + 1).min(window.after.end);
        return text.mentions_in(&at_once).iter().any(says);
    }
    let behind = |words: &&std::ops::Range<usize>| words.start >= window.after.start;
    let mut mentions = window
        .own()
        .filter(behind)
        .flat_map(|words| text.mentions_in(words));
    mentions.any(says)
}

/// Where the whole of a share begins to be told: "of the total contract volume" behind the
/// number; in Chinese before it, from "占" on.
fn whole_from(
    text: &Text,
    claim: &Claim,
    words: &std::ops::Range<usize>,
    lexicon: &Lexicon,
) -> Option<usize> {
    if !matches!(claim.unit, Some(Unit::Percent | Unit::Ratio)) {
        return None;
    }
    match text.language {
        Language::English => {
            let first = text.words.get(words.start)?;
            (first.text == "of").then_some(words.start)
        }
        Language::Chinese => {
            let share = lexicon.cue(Cue::Share);
            let mut mentions = text.mentions_in(words).iter();
            let told = mentions.find(|it| it.senses.iter().any(|sense| sense.aspect == share))?;
            Some(told.words.end)
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
        // "601.1亿、786.9亿和1010.8亿美元": the currency is told once, at the end.
        (Unit::Count, Some(Unit::Currency(_))) => claim
            .value
            .is_some_and(|value| value >= Exact::from_integer(AMOUNT_FROM)),
        (Unit::Count | Unit::Persons | Unit::Visits, Some(kept)) => {
            let counts = matches!(kept, Unit::Count | Unit::Persons | Unit::Visits);
            counts && !(unit == Unit::Visits && kept != Unit::Visits)
        }
        (claimed, Some(kept)) => claimed == kept,
        (_, None) => false,
    }
}

/// The figures that fit, the best first.
pub(crate) fn fits(
    claim: &Claim,
    candidates: &[usize],
    mentioned: &Mentioned,
    carried: &Carried,
    books: &Books,
    lexicon: &Lexicon,
) -> Vec<Fit> {
    let fit = |place: &usize| {
        let figure = books.figures.get(*place)?;
        fit(claim, *place, figure, mentioned, carried, books, lexicon)
    };
    let mut fits: Vec<Fit> = candidates.iter().filter_map(fit).collect();
    fits.sort_by_key(|fit| std::cmp::Reverse(fit.score));
    fits
}

/// Those of the fits that are as good as the best.
pub(crate) fn best(fits: &[Fit]) -> &[Fit] {
    let most = fits.first().map(|best| best.score);
    let beyond = fits.partition_point(|fit| Some(fit.score) == most);
    fits.get(..beyond).unwrap_or_default()
}

/// Those of some figures of which the words say or hint what they count, and no more.
pub(crate) fn hinted(candidates: &[usize], mentioned: &Mentioned, books: &Books) -> Vec<usize> {
    let hints = |place: &&usize| {
        let figure = books.figures.get(**place);
        let mut heads = figure
            .iter()
            .flat_map(|figure| &figure.aspects)
            .filter(|part| part.head);
        heads.any(|part| {
            part.any_of
                .iter()
                .any(|aspect| mentioned.weight(*aspect) > 0)
        })
    };
    candidates.iter().filter(hints).copied().collect()
}

/// How well a figure fits; `None` if it does not.
fn fit(
    claim: &Claim,
    at: usize,
    figure: &Figure,
    mentioned: &Mentioned,
    carried: &Carried,
    books: &Books,
    lexicon: &Lexicon,
) -> Option<Fit> {
    let mut score = 0;
    let mut missing = 0;
    let mut narrowed = false;
    let mut sure = false;
    let mut unsaid = false;
    for part in &figure.aspects {
        let (weight, all) = weight_of(claim, figure, part, mentioned, carried, lexicon)?;
        score += weight;
        unsaid |= !all && !part.optional;
        if weight > 0 {
            narrowed |= !part.head && !part.any_of.iter().any(|it| lexicon.is_cue(*it));
            let said = |it: &Aspect| mentioned.said.contains(it) || carried.aspects.contains(it);
            sure |= !part.optional && part.any_of.iter().any(said);
            continue;
        }
        if part.optional {
            continue;
        }
        if part.any_of.len() > 1 {
            score -= MISSING_OF_SEVERAL;
            continue;
        }
        missing += 1;
        score -= MISSING;
    }
    let (against, strange) = strangers(figure, mentioned, books, lexicon);
    score -= against + left_behind(figure, carried, lexicon);
    let (misfit, converted) = misfit(claim, figure, mentioned, lexicon);
    score -= misfit + converted;
    let spoken_of = |part: &&Part| part.any_of.iter().all(|it| carried.sentence.contains(it));
    score += i32::try_from(figure.aspects.iter().filter(spoken_of).count()).unwrap_or_default();
    let head_said = figure
        .aspects
        .iter()
        .filter(|part| part.head)
        .flat_map(|part| &part.any_of);
    let head_said = head_said.into_iter().any(|it| {
        mentioned.said.contains(it)
            || (carried.aspects.contains(it) && !mentioned.begins_anew(carried))
    });
    let fits = score > 0 && missing <= i32::from(narrowed);
    let by_name = figure
        .aspects
        .iter()
        .any(|part| part.by_name && part.any_of.iter().any(|it| mentioned.said.contains(it)));
    fits.then_some(Fit {
        at,
        score,
        sure,
        narrower: strange && !by_name,
        consistent: !unsaid && head_said && against == 0 && misfit == 0,
    })
}

/// How much is said of one respect in which a figure is about something. `None` if it is
/// what the figure counts, and nothing is said of it.
fn weight_of(
    claim: &Claim,
    figure: &Figure,
    part: &Part,
    mentioned: &Mentioned,
    carried: &Carried,
    lexicon: &Lexicon,
) -> Option<(i32, bool)> {
    let several = i32::try_from(part.any_of.len()).ok()?;
    let passed_on = !carried.heads_only || part.head || several > 1;
    // Another noun begins anew.
    let begins_anew = mentioned.begins_anew(carried);
    // What has a word of its own is not passed on: "81 forums and 41 talks".
    let has_own = |aspect: Aspect| {
        let near = mentioned.near.iter();
        near.clone()
            .any(|near| lexicon.exclude_each_other(*near, aspect))
            && !near.clone().any(|near| *near == aspect)
    };
    let mut total = 0;
    let mut all = true;
    for aspect in &part.any_of {
        let by_unit = weight_by_unit(claim, *aspect, lexicon);
        let measure = if part.head {
            weight_of_measure(claim, figure)
        } else {
            0
        };
        let going_on =
            passed_on && carried.aspects.contains(aspect) && !begins_anew && !has_own(*aspect);
        let going_on = if going_on { carried.weight } else { 0 };
        let weight = mentioned
            .weight(*aspect)
            .max(by_unit)
            .max(measure)
            .max(going_on);
        all &= weight > 0;
        total += weight;
    }
    let mut weight = total / several.max(1);
    if all && several > 1 {
        weight += ALL_OF_SEVERAL;
    }
    // An amount of a sector may be told without a word for what was signed.
    let must = part.head && !matches!(claim.unit, Some(Unit::Currency(_)));
    (weight > 0 || !must).then_some((weight, all))
}

/// What speaks against a figure, and whether the words speak of less than it is about. A
/// phrase of which a part is what the figure is about does not; nor does one of a
/// dimension by which the records that the figure counts are not told apart.
fn strangers(
    figure: &Figure,
    mentioned: &Mentioned,
    books: &Books,
    lexicon: &Lexicon,
) -> (i32, bool) {
    let mut total = 0;
    let mut narrower = false;
    let is_about = |aspect: &Aspect| {
        figure
            .aspects
            .iter()
            .any(|part| part.any_of.contains(aspect))
    };
    for phrase in &mentioned.own {
        let excluded = |aspect: &Aspect| {
            let mut known = figure.aspects.iter().flat_map(|part| &part.any_of);
            !is_about(aspect) && known.any(|known| lexicon.exclude_each_other(*known, *aspect))
        };
        if phrase.iter().any(excluded) {
            total += EXCLUDED;
        } else if !phrase.iter().any(is_about)
            && phrase
                .iter()
                .any(|it| tells_apart(figure, *it, books, lexicon))
        {
            narrower = true;
            total += STRANGE;
        }
    }
    (total, narrower)
}

/// Whether some figure that counts the same is about a value of the dimension.
fn tells_apart(figure: &Figure, aspect: Aspect, books: &Books, lexicon: &Lexicon) -> bool {
    let counts_the_same = |other: &&Figure| {
        let head = |part: &&Part| part.head;
        let own = figure.aspects.iter().find(head);
        own.is_some() && own == other.aspects.iter().find(head)
    };
    books.figures.iter().filter(counts_the_same).any(|other| {
        let mut known = other.aspects.iter().flat_map(|part| &part.any_of);
        known.any(|known| lexicon.are_of_one_dimension(*known, aspect))
    })
}

/// What the claim before was about and the figure is not.
fn left_behind(figure: &Figure, carried: &Carried, lexicon: &Lexicon) -> i32 {
    let is_left = |aspect: &&Aspect| {
        let known = figure
            .aspects
            .iter()
            .any(|part| part.any_of.contains(aspect));
        !known && !lexicon.is_cue(**aspect)
    };
    match carried.heads_only || !carried.aspects.iter().any(|it| is_left(&it)) {
        true => 0,
        false => LEFT_BEHIND,
    }
}

/// An amount where it is said that things are counted, and the other way round; and what
/// another currency costs.
fn misfit(claim: &Claim, figure: &Figure, mentioned: &Mentioned, lexicon: &Lexicon) -> (i32, i32) {
    let mut total = 0;
    let amount = lexicon.cue(Cue::Amount);
    let is_amount = figure
        .aspects
        .iter()
        .any(|part| part.any_of.contains(&amount));
    let is_part = matches!(claim.unit, Some(Unit::Percent | Unit::Ratio));
    if is_amount && mentioned.weight(lexicon.cue(Cue::Number)) >= 70 {
        total += EXCLUDED;
    }
    let changes = matches!(figure.nature, Nature::Growth { .. } | Nature::Total);
    if is_part && changes && !is_amount && mentioned.cues.contains(&amount) {
        total += EXCLUDED;
    }
    if is_part && figure.nature == Nature::Total {
        total += STRANGE;
    }
    let converted = match (claim.unit, figure.unit) {
        (Some(Unit::Currency(claimed)), Some(Unit::Currency(kept))) if claimed != kept => CONVERTED,
        _ => 0,
    };
    (total, converted)
}

/// What the unit of a claim mentions by itself: a number in dollars is an amount.
fn weight_by_unit(claim: &Claim, aspect: Aspect, lexicon: &Lexicon) -> i32 {
    let told = match claim.unit {
        Some(Unit::Currency(_)) => lexicon.cue(Cue::Amount) == aspect,
        Some(Unit::Count) if claim.value >= Some(Exact::from_integer(AMOUNT_FROM)) => {
            lexicon.cue(Cue::Amount) == aspect
        }
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
    if telling && claim.unit == figure.unit {
        BY_UNIT
    } else {
        0
    }
}
