//! The sheet: everything a text may draw on, filled by the caller.
//!
//! Every entry has an id, and there is one space of ids, so that a template
//! cannot mean one thing and get another. What could not be given stands in
//! the sheet too, with the reason.

use std::collections::BTreeMap;

use num_rational::Ratio;

use crate::error::{Cause, Error};

/// An exact number: figures are never rounded before they are printed.
pub type Exact = Ratio<i128>;

/// The facts a text may draw on, by id.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    entries: BTreeMap<String, Entry>,
}

/// One entry of a sheet.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A figure: a number with its unit and pedigree.
    Figure(Figure),
    /// A fact read from a record.
    Fact(Fact),
    /// Records that a text may name.
    Records(RecordList),
    /// What was asked for and cannot be given.
    Refused {
        /// Why it cannot be given, in one sentence for the desk.
        reason: String,
    },
}

impl Sheet {
    /// A sheet without entries.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// [`Cause::DuplicateId`] if the id is taken, [`Cause::MalformedUnit`] if the
    /// currency of an amount is not three capital letters, [`Cause::MalformedDate`]
    /// if a date has a month or day that no calendar has.
    pub fn add(&mut self, id: impl Into<String>, entry: Entry) -> Result<(), Error> {
        let id = id.into();
        check(&entry).map_err(|cause| Error::of_entry(&id, cause))?;
        if self.entries.contains_key(&id) {
            return Err(Error::of_entry(&id, Cause::DuplicateId));
        }
        self.entries.insert(id, entry);
        Ok(())
    }

    /// The entry of an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.entries.get(id)
    }
}

/// What can be wrong with an entry by itself.
fn check(entry: &Entry) -> Result<(), Cause> {
    match entry {
        Entry::Figure(Figure {
            unit: Unit::Amount { currency },
            ..
        }) if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) => {
            Err(Cause::MalformedUnit {
                unit: currency.clone(),
            })
        }
        Entry::Fact(Fact {
            value: FactValue::Date(date),
            ..
        }) if !(1..=12).contains(&date.month) || !(1..=31).contains(&date.day) => {
            Err(Cause::MalformedDate)
        }
        _ => Ok(()),
    }
}

/// A number with its unit and pedigree.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What the figure is called, where a text may say so.
    pub title: Option<Title>,
    /// The value, or the values over the editions.
    pub reading: Reading,
    /// What the value counts.
    pub unit: Unit,
    /// How far the value can be relied on.
    pub status: Status,
    /// The edition that a change is measured against. A figure with a base is
    /// printed as a change with its direction, and the base must be named.
    pub base: Option<Edition>,
    /// Whether the value was given as approximate. It is then printed with
    /// "about" or not at all.
    pub approximate: bool,
    /// What the value is told against, where it is more than a number by itself.
    pub against: Option<Against>,
}

/// What a value is told against. It decides which statements the value can bear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// The value is a place among values: 3 is the third of them.
    Ranked {
        /// The value that has the place.
        own: Exact,
        /// All the others. They prove the place, and its direction.
        others: Vec<Exact>,
    },
    /// The value is a number of editions in a row.
    Run {
        /// Where the run could not be followed further, and may be longer than the
        /// value. `None` if the value is the whole run.
        unproven_beyond: Option<String>,
    },
    /// The value is how many members of a list occur, out of so many.
    OutOf(i128),
}

/// What a figure or a list is called.
#[derive(Debug, Clone)]
pub struct Title {
    /// The words.
    pub text: String,
    /// The record revision that says so, as `name@revision`.
    pub record: String,
}

/// The value of a figure.
#[derive(Debug, Clone)]
pub enum Reading {
    /// One value.
    Value(Exact),
    /// A value per edition, oldest first.
    Series(Vec<Point>),
}

/// One edition of a series.
#[derive(Debug, Clone)]
pub struct Point {
    /// The edition.
    pub edition: Edition,
    /// The value; `None` when it is missing, which is not zero.
    pub value: Option<Exact>,
    /// How far the value can be relied on.
    pub status: Status,
    /// Whether the value was given as approximate.
    pub approximate: bool,
}

/// An edition as a text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The resource name, for example `fairs/ciftis/editions/3`.
    pub name: String,
    /// The ordinal, counted from 1.
    pub ordinal: i128,
}

/// What a value counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// Whole units (not minor units) of a currency.
    Amount {
        /// The ISO 4217 code.
        currency: String,
    },
    /// A number of things.
    Count {
        /// What is counted.
        noun: Noun,
    },
    /// An area in square metres.
    SquareMetres,
    /// Percent: 40 is forty percent.
    Percent,
    /// A duration in years.
    Years,
    /// A duration in days.
    Days,
    /// A place in an order: 4 is the fourth.
    Ordinal,
    /// A place among values, which [`Against::Ranked`] holds.
    Rank,
    /// A calendar year.
    Year,
}

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noun {
    /// For one of it: "contract".
    pub one: String,
    /// For any other number: "contracts".
    pub many: String,
}

/// How far a value can be relied on (the observation status of SDMX 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// A normal value.
    Normal,
    /// A preliminary statistic.
    Provisional,
    /// Estimated or derived.
    Estimated,
    /// Not comparable with what came before.
    Break,
    /// Of another definition.
    DefinitionDiffers,
    /// Not there. Never printed.
    Missing,
}

/// A fact read from a record.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What the record says.
    pub value: FactValue,
    /// The record revision, as `name@revision`.
    pub record: String,
}

/// What a fact says.
#[derive(Debug, Clone)]
pub enum FactValue {
    /// A place in an order.
    Ordinal(i128),
    /// A calendar year.
    Year(i128),
    /// A day.
    Date(Date),
    /// A name or another printed text.
    Text(String),
}

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

/// Records that a text may name.
#[derive(Debug, Clone)]
pub struct RecordList {
    /// What the list is called, where a text may say so.
    pub title: Option<Title>,
    /// The records, in the order in which they are named.
    pub records: Vec<Record>,
}

/// A record that a text may name.
#[derive(Debug, Clone)]
pub struct Record {
    /// The record revision, as `name@revision`.
    pub record: String,
    /// The title of the record.
    pub title: Option<String>,
    /// What it is about, in words that stand in a sentence.
    pub subject: Option<String>,
    /// The kind of the record, for conditions of a template; never printed.
    pub kind: String,
    /// The organisations and persons it names.
    pub participants: Vec<Participant>,
}

/// An organisation or person that a record names.
#[derive(Debug, Clone)]
pub struct Participant {
    /// The name as it is printed.
    pub name: String,
    /// The country as it is printed behind the name, where it is to be.
    pub country: Option<String>,
    /// The country it comes from, whether or not the name tells it.
    pub origin: Option<Country>,
    /// The office that a person holds, in words that stand behind the name.
    pub office: Option<String>,
}

/// A country as a sentence names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// The name, without an article.
    pub name: String,
    /// Whether the language puts its article before the name in a sentence.
    pub takes_article: bool,
}
