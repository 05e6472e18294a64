//! What the words around a claim mention.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use reader::{Claim, Language, Unit};

use super::Carried;
use crate::{
    books::Figure,
    lexicon::{Aspect, Cue, Lexicon, Sense},
    text::{Mention, Text},
    window::{FARTHER, Region, Window},
};

/// What stands before a number that is followed by what it counts.
const BESIDE: i32 = 40;
/// A hint weighs half.
const HINT: i32 = 50;

/// What is mentioned around a claim.
#[derive(Debug, Default)]
pub(crate) struct Mentioned {
    weights: HashMap<Aspect, i32>,
    /// What is said and not only hinted at.
    pub(crate) said: Vec<Aspect>,
    /// What the phrases that the claim has for itself say: these speak against figures that
    /// are not about them.
    pub(super) own: Vec<Vec<Aspect>>,
    /// How they say that it is told.
    pub(super) cues: Vec<Aspect>,
    /// What is counted, by a noun beside the number, said or hinted at.
    pub(super) nouns: Vec<Aspect>,
    /// What the words that the claim has for itself say or hint at.
    pub(super) near: Vec<Aspect>,
}

impl Mentioned {
    /// How much is said of an aspect.
    pub(super) fn weight(&self, aspect: Aspect) -> i32 {
        self.weights.get(&aspect).copied().unwrap_or_default()
    }

    /// Whether something is said that excludes what a figure is about.
    pub(crate) fn excludes(
        &self,
        figure: &Figure,
        heads: &HashSet<Aspect>,
        lexicon: &Lexicon,
    ) -> bool {
        let has_head = self.said.iter().any(|said| heads.contains(said));
        if has_head && !figure.heads().any(|head| self.said.contains(&head)) {
            return true;
        }
        self.said.iter().any(|said| {
            let excludes = |known| lexicon.exclude_each_other(known, *said);
            !figure.is_about(*said) && figure.about().any(excludes)
        })
    }

    /// Whether a noun counts something else than what is passed on.
    pub(super) fn begins_anew(&self, carried: &Carried) -> bool {
        !self.nouns.is_empty() && !self.nouns.iter().any(|noun| carried.aspects.contains(noun))
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

/// What the words around a claim mention.
pub(crate) fn mentioned(
    text: &Text,
    claim: &Claim,
    window: &Window,
    heads: &HashSet<Aspect>,
    lexicon: &Lexicon,
) -> Mentioned {
    let mut listener = Listener {
        text,
        claim,
        window,
        heads,
        lexicon,
        has_noun: has_noun(text, claim, window, lexicon),
        heard_noun: false,
        mentioned: Mentioned::default(),
    };
    for region in &window.regions {
        listener.listen(region);
    }
    listener.mentioned
}

/// Takes in what is mentioned around a claim, region by region.
struct Listener<'a> {
    text: &'a Text,
    claim: &'a Claim,
    window: &'a Window,
    heads: &'a HashSet<Aspect>,
    lexicon: &'a Lexicon,
    /// Whether the number is followed by what it counts.
    has_noun: bool,
    /// Whether that was heard: another such word behind it is something else, such as what
    /// the ones that are counted took part in.
    heard_noun: bool,
    mentioned: Mentioned,
}

impl Listener<'_> {
    fn listen(&mut self, region: &Region) {
        let whole = whole_from(self.text, self.claim, &region.words, self.lexicon);
        for mention in self.text.mentions_in(&region.words) {
            let of_whole = whole.is_some_and(|whole| mention.words.start >= whole);
            self.take_in(region, mention, of_whole);
        }
    }

    fn leads(&self, region: &Region) -> bool {
        region.words.end <= self.window.before.end
    }

    fn take_in(&mut self, region: &Region, mention: &Mention, of_whole: bool) {
        let leads = self.leads(region);
        let mut senses = mention.senses.iter();
        let has_head = senses.any(|sense| is_head_of(self.heads, sense));
        let later = !leads && self.heard_noun && has_head;
        let own = region.own && !(leads && self.has_noun) && !later;
        let mut own_senses = Vec::new();
        for sense in &mention.senses {
            // How the next number is meant is told there.
            if region.weight <= FARTHER && self.lexicon.is_cue(sense.aspect) {
                continue;
            }
            let weaker = sense.hint || of_whole || later;
            self.weigh(region, sense, weaker);
            self.note_noun(region, mention, sense);
            if own && !(sense.hint && is_head_of(self.heads, sense)) {
                self.mentioned.near.push(sense.aspect);
            }
            if own && !weaker {
                match self.lexicon.is_cue(sense.aspect) {
                    true => self.mentioned.cues.push(sense.aspect),
                    false => own_senses.push(sense.aspect),
                }
            }
        }
        self.heard_noun |= self.has_noun && !leads && has_head;
        if !own_senses.is_empty() && !self.mentioned.own.contains(&own_senses) {
            self.mentioned.own.push(own_senses);
        }
    }

    /// How much a sense weighs, and whether it is said.
    fn weigh(&mut self, region: &Region, sense: &Sense, weaker: bool) {
        let beside = self.leads(region) && self.has_noun && is_head_of(self.heads, sense);
        let full = if beside {
            region.weight * BESIDE / 100
        } else {
            region.weight
        };
        let weight = if weaker { full * HINT / 100 } else { full };
        self.mentioned.add(sense.aspect, weight);
        if !weaker && sense.aspect != self.lexicon.cue(Cue::Amount) {
            self.mentioned.said.push(sense.aspect);
        }
    }

    /// Notes what is counted, where a noun beside the number tells it.
    fn note_noun(&mut self, region: &Region, mention: &Mention, sense: &Sense) {
        let counted = matches!(self.claim.unit, Some(Unit::Count | Unit::Persons));
        if !counted || !is_head_of(self.heads, sense) {
            return;
        }
        let leads = self.leads(region);
        let near = usize::from(self.text.language == Language::English);
        let at_once = !leads && mention.words.start <= self.window.after.start + near;
        if at_once || (!sense.hint && region.own && !(leads && self.has_noun)) {
            self.mentioned.nouns.push(sense.aspect);
        }
    }
}

fn is_head_of(heads: &HashSet<Aspect>, sense: &Sense) -> bool {
    heads.contains(&sense.aspect)
}

/// Whether a number is followed by what it counts: then what stands before it is something
/// else, such as who concluded the contracts. In Chinese it must follow at once.
fn has_noun(text: &Text, claim: &Claim, window: &Window, lexicon: &Lexicon) -> bool {
    if !matches!(claim.unit, Some(Unit::Count | Unit::Persons)) {
        return false;
    }
    let says = |mention: &Mention| {
        let mut senses = mention.senses.iter();
        senses.any(|sense| !sense.hint && !lexicon.is_cue(sense.aspect))
    };
    if text.language == Language::Chinese {
        let at_once = window.after.start..(window.after.start + 1).min(window.after.end);
        return text.mentions_in(&at_once).iter().any(says);
    }
    let behind = |words: &&Range<usize>| words.start >= window.after.start;
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
    words: &Range<usize>,
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
            let told = mentions.find(|it| it.tells(share))?;
            Some(told.words.end)
        }
    }
}
