//! Which words speak of which aspect of a figure.
//!
//! A list has lines of the form `phrase, phrase: dimension=value dimension=value?`. An
//! aspect with a question mark is only hinted at: words such as "project" fit several
//! figures and speak against none.

use std::collections::{HashMap, HashSet};

use reader::Language;

use crate::text;

/// What a figure is about, in one respect: that it counts records of one kind, that they are
/// international, that it is a growth. Two of one dimension exclude each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Aspect(u32);

/// What words say of the way a value is told. These the crate knows by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cue {
    /// That something became more or less.
    Growth,
    /// That something is a part of a whole.
    Share,
    /// That money is spoken of.
    Amount,
    /// That it is counted how many, not how much.
    Number,
    /// That all is put together.
    Total,
    /// That it is a mean of the days.
    PerDay,
    /// The edition before.
    PreviousEdition,
    /// The year before.
    YearBefore,
    /// The first edition.
    FirstEdition,
    /// An edition of the fair.
    Edition,
    /// The fair itself.
    Fair,
    /// That a place is told.
    Ranked,
    /// The place of the highest.
    Highest,
    /// The place of the lowest.
    Lowest,
    /// That it never was before.
    FirstTime,
    /// That none is missing.
    Every,
    /// That it was so several times in a row.
    Consecutive,
    /// That the fair took place.
    Held,
    /// That the fair opened.
    Opened,
    /// That the fair closed.
    Closed,
    /// That the number before is the starting point of a change.
    From,
    /// That parts of a whole follow.
    PartsFollow,
    /// That all parts of a whole follow.
    AllPartsFollow,
    /// That a list of numbers goes with a list of things, one by one.
    OneByOne,
    /// That the place and the day of a report are told.
    Dateline,
    /// That the two numbers say the same.
    SameAs,
}

/// The cues by their names in the lists.
const CUES: [(&str, Cue); 26] = [
    ("growth", Cue::Growth),
    ("share", Cue::Share),
    ("amount", Cue::Amount),
    ("number", Cue::Number),
    ("total", Cue::Total),
    ("per_day", Cue::PerDay),
    ("previous_edition", Cue::PreviousEdition),
    ("year_before", Cue::YearBefore),
    ("first_edition", Cue::FirstEdition),
    ("edition", Cue::Edition),
    ("fair", Cue::Fair),
    ("ranked", Cue::Ranked),
    ("highest", Cue::Highest),
    ("lowest", Cue::Lowest),
    ("first_time", Cue::FirstTime),
    ("every", Cue::Every),
    ("consecutive", Cue::Consecutive),
    ("held", Cue::Held),
    ("opened", Cue::Opened),
    ("closed", Cue::Closed),
    ("from", Cue::From),
    ("parts_follow", Cue::PartsFollow),
    ("all_parts_follow", Cue::AllPartsFollow),
    ("one_by_one", Cue::OneByOne),
    ("dateline", Cue::Dateline),
    ("same_as", Cue::SameAs),
];

/// One thing that a phrase speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sense {
    pub(crate) aspect: Aspect,
    /// Whether it is only hinted at.
    pub(crate) hint: bool,
}

/// A phrase in the words of its language, with what it speaks of.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    pub(crate) words: Vec<String>,
    pub(crate) senses: Vec<Sense>,
}

/// The words of a language, and the aspects they speak of.
#[derive(Clone, Debug)]
pub struct Lexicon {
    language: Language,
    /// The dimension of each aspect.
    dimensions: Vec<u32>,
    aspects: HashMap<(String, String), Aspect>,
    dimension_names: HashMap<String, u32>,
    /// By their first word, the longest first.
    phrases: HashMap<String, Vec<Phrase>>,
    /// What some phrase speaks of.
    spoken_of: HashSet<Aspect>,
}

impl Lexicon {
    /// The cues of a language, and no words of a fair.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let mut lexicon = Self {
            language,
            dimensions: Vec::new(),
            aspects: HashMap::new(),
            dimension_names: HashMap::new(),
            phrases: HashMap::new(),
            spoken_of: HashSet::new(),
        };
        for (name, _) in CUES {
            lexicon.aspect("cue", name);
        }
        lexicon.add_list(match language {
            Language::English => include_str!("lexicon/cues.en.txt"),
            Language::Chinese => include_str!("lexicon/cues.zh.txt"),
        });
        lexicon
    }

    /// The language of its words.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The aspect of a value of a dimension.
    pub fn aspect(&mut self, dimension: &str, value: &str) -> Aspect {
        let key = (dimension.to_owned(), value.to_owned());
        if let Some(known) = self.aspects.get(&key) {
            return *known;
        }
        let named = u32::try_from(self.dimension_names.len()).unwrap_or(u32::MAX);
        let dimension = *self
            .dimension_names
            .entry(dimension.to_owned())
            .or_insert(named);
        let aspect = Aspect(u32::try_from(self.dimensions.len()).unwrap_or(u32::MAX));
        self.dimensions.push(dimension);
        self.aspects.insert(key, aspect);
        aspect
    }

    /// The aspect of a cue.
    #[must_use]
    pub fn cue(&self, cue: Cue) -> Aspect {
        let place = CUES.iter().position(|(_, known)| *known == cue);
        // The cues are the first aspects there are.
        Aspect(u32::try_from(place.unwrap_or_default()).unwrap_or_default())
    }

    /// Whether an aspect is a cue.
    pub(crate) fn is_cue(&self, aspect: Aspect) -> bool {
        usize::try_from(aspect.0).is_ok_and(|place| place < CUES.len())
    }

    /// Whether two aspects cannot both be of one figure.
    pub(crate) fn exclude_each_other(&self, one: Aspect, other: Aspect) -> bool {
        one != other && self.are_of_one_dimension(one, other)
    }

    /// Whether two aspects are values of one dimension.
    #[must_use]
    pub fn are_of_one_dimension(&self, one: Aspect, other: Aspect) -> bool {
        self.dimension(one) == self.dimension(other) && (one == other || !self.is_cue(one))
    }

    pub(crate) fn dimension(&self, aspect: Aspect) -> Option<u32> {
        let place = usize::try_from(aspect.0).ok()?;
        self.dimensions.get(place).copied()
    }

    /// Adds a phrase that speaks of aspects.
    pub fn add(&mut self, phrase: &str, aspects: &[Aspect]) {
        let senses = aspects.iter().map(|aspect| Sense {
            aspect: *aspect,
            hint: false,
        });
        self.add_phrase(phrase, senses.collect());
    }

    /// Adds the lines of a list. Lines that begin with `#` are comments; a phrase without
    /// aspects is known to say nothing of what is counted.
    pub fn add_list(&mut self, list: &str) {
        for line in list.lines().map(str::trim) {
            let Some((phrases, aspects)) = line.split_once(':') else {
                continue;
            };
            if line.starts_with('#') {
                continue;
            }
            let senses: Vec<_> = aspects
                .split_whitespace()
                .map(|told| self.sense(told))
                .collect();
            for phrase in phrases.split(',') {
                self.add_phrase(phrase, senses.clone());
            }
        }
    }

    fn sense(&mut self, told: &str) -> Sense {
        let (told, hint) = match told.strip_suffix('?') {
            Some(told) => (told, true),
            None => (told, false),
        };
        let (dimension, value) = told.split_once('=').unwrap_or(("cue", told));
        Sense {
            aspect: self.aspect(dimension, value),
            hint,
        }
    }

    fn add_phrase(&mut self, phrase: &str, senses: Vec<Sense>) {
        let words = text::words_of_phrase(phrase, self.language);
        let Some(first) = words.first().cloned() else {
            return;
        };
        self.spoken_of
            .extend(senses.iter().map(|sense| sense.aspect));
        let of_first = self.phrases.entry(first).or_default();
        if let Some(known) = of_first.iter_mut().find(|known| known.words == words) {
            for sense in senses {
                if !known.senses.contains(&sense) {
                    known.senses.push(sense);
                }
            }
            return;
        }
        of_first.push(Phrase { words, senses });
        of_first.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
    }

    /// Whether any phrase speaks of an aspect.
    #[must_use]
    pub fn speaks_of(&self, aspect: Aspect) -> bool {
        self.spoken_of.contains(&aspect)
    }

    /// Whether a word or phrase is known.
    #[must_use]
    pub fn knows(&self, phrase: &str) -> bool {
        let words = text::words_of_phrase(phrase, self.language);
        let of_first = words.first().and_then(|first| self.phrases.get(first));
        of_first.is_some_and(|known| known.iter().any(|phrase| phrase.words == words))
    }

    /// The longest phrase that begins with these words.
    pub(crate) fn longest<'a>(
        &'a self,
        first: &str,
        holds: impl Fn(usize, &str) -> bool,
    ) -> Option<&'a Phrase> {
        self.phrases.get(first)?.iter().find(|phrase| {
            let mut words = phrase.words.iter().enumerate();
            words.all(|(place, word)| holds(place, word))
        })
    }
}
