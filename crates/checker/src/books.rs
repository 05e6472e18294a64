//! What is known of an edition, as plain values.

use std::collections::{BTreeMap, HashSet};

use reader::{Exact, Unit};

use crate::lexicon::Aspect;

/// All that a text is held against.
#[derive(Clone, Debug, Default)]
pub struct Books {
    /// The editions of the fair up to the one the text is about, which is the last.
    pub editions: Vec<Edition>,
    /// The figures of that edition, with their values in the earlier ones.
    pub figures: Vec<Figure>,
    /// The rates that are recorded for the edition.
    pub rates: Vec<Rate>,
    /// Names of the records behind the figures. A numeral within one is no claim.
    pub names: Vec<String>,
}

/// An edition of the fair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its place in the row of editions.
    pub ordinal: i128,
    /// The day it opened.
    pub opening: Day,
    /// The last day it was open.
    pub closing: Day,
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// The year.
    pub year: i32,
    /// The month, from 1.
    pub month: i32,
    /// The day of the month, from 1.
    pub day: i32,
}

/// A figure with its values.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its name, as a verdict tells it.
    pub name: String,
    /// What it is about: a text that speaks of it mentions these.
    pub aspects: Vec<Part>,
    /// What it counts or measures. `None` for what no unit of the reader fits.
    pub unit: Option<Unit>,
    /// How its value is to be told.
    pub nature: Nature,
    /// Its values by the ordinals of the editions.
    pub values: BTreeMap<i128, Value>,
    /// Why the edition has no value. Empty where it has one.
    pub refusal: String,
}

/// One respect in which a figure is about something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What a text mentions; several where the figure puts them together.
    pub any_of: Vec<Aspect>,
    /// Whether it is what the figure counts: without it no text speaks of the figure.
    pub head: bool,
    /// Whether texts leave it out.
    pub optional: bool,
    /// Whether it is told by the names of records: what else is said of those does not make
    /// it less.
    pub by_name: bool,
}

/// How the value of a figure is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nature {
    /// A count, an amount, a size, a length of time.
    Total,
    /// A part in percent of a whole.
    Share,
    /// A change in percent against the edition of this ordinal, of the figure that stands
    /// at this place in the list.
    Growth {
        /// The ordinal of the base; `None` where there is none.
        base: Option<i128>,
        /// Where the figure stands of which it is the growth.
        of: Option<usize>,
    },
    /// A place among editions, of the figure that stands at this place in the list.
    Rank {
        /// Where the figure stands that is ranked.
        of: Option<usize>,
        /// Whether the highest value has the first place.
        highest_first: bool,
    },
    /// A number of editions in a row.
    Streak {
        /// Whether it may be longer: it could not be followed further.
        open: bool,
    },
    /// How many members of a list occur, out of so many.
    Coverage {
        /// How many members the list has.
        out_of: i128,
    },
    /// The ordinal of the edition.
    Ordinal,
}

/// A value in one edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The value, in the unit of the figure.
    pub number: Exact,
}

/// A rate of exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The currency of which one unit is priced, ISO 4217.
    pub base: String,
    /// The currency of the price, ISO 4217.
    pub quote: String,
    /// What one unit of the base costs.
    pub price: Exact,
}

impl Books {
    /// The edition that the text is about.
    pub(crate) fn edition(&self) -> Option<&Edition> {
        self.editions.last()
    }

    /// The ordinal of that edition.
    pub(crate) fn ordinal(&self) -> i128 {
        self.edition().map_or(0, |edition| edition.ordinal)
    }

    /// The year in which an edition opened.
    pub(crate) fn year_of(&self, ordinal: i128) -> Option<i32> {
        let edition = self.editions.iter().find(|it| it.ordinal == ordinal)?;
        Some(edition.opening.year)
    }

    /// The ordinal of the edition that opened in a year.
    pub(crate) fn of_year(&self, year: i32) -> Option<i128> {
        let edition = self.editions.iter().find(|it| it.opening.year == year)?;
        Some(edition.ordinal)
    }

    /// What the figures count.
    pub(crate) fn heads(&self) -> HashSet<Aspect> {
        self.figures.iter().flat_map(Figure::heads).collect()
    }

    /// What one unit of a currency is worth in another, if a rate is recorded.
    pub(crate) fn rate(&self, from: &str, to: &str) -> Option<Exact> {
        self.rates.iter().find_map(|rate| {
            if rate.base == from && rate.quote == to {
                return Some(rate.price);
            }
            let turned = rate.base == to && rate.quote == from;
            (turned && *rate.price.numer() > 0).then(|| rate.price.recip())
        })
    }
}

impl Figure {
    /// Whether it is about an aspect.
    pub(crate) fn is_about(&self, aspect: Aspect) -> bool {
        self.about().any(|known| known == aspect)
    }

    /// All that it is about.
    pub(crate) fn about(&self) -> impl Iterator<Item = Aspect> + '_ {
        self.aspects.iter().flat_map(|part| &part.any_of).copied()
    }

    /// What it counts.
    pub(crate) fn heads(&self) -> impl Iterator<Item = Aspect> + '_ {
        let heads = self.aspects.iter().filter(|part| part.head);
        heads.flat_map(|part| &part.any_of).copied()
    }

    /// Its value in an edition.
    pub(crate) fn value(&self, ordinal: i128) -> Option<&Value> {
        self.values.get(&ordinal)
    }
}
