//! What a language must know, so that the rest of this crate knows none.
//!
//! A language spells numbers that were rounded and proved elsewhere, and it
//! recognises numbers in literal text. It decides nothing about values.

use std::fmt;

use crate::hedge::Hedge;
use crate::number::Scaled;
use crate::sheet::{Date, Noun, Unit};

/// A language the press desk writes.
pub trait Language: fmt::Debug + Send + Sync {
    /// The BCP 47 tag.
    fn tag(&self) -> &'static str;

    /// The powers of ten that have a word, largest first.
    fn powers(&self) -> &'static [u32];

    /// Those of them that an exact count is printed in.
    fn powers_of_counts(&self) -> &'static [u32];

    /// The first digit, number word or other thing in literal text that only a
    /// placeholder may print, with its byte offset.
    fn loose(&self, literal: &str) -> Option<Loose>;

    /// Words at the end of literal text that would change a number after them.
    fn hedge_before(&self, literal: &str) -> Option<String>;

    /// Words at the end of literal text that call a number after them what is left
    /// of a whole.
    fn rest_before(&self, literal: &str) -> Option<String>;

    /// Words at the beginning of literal text that would change a number
    /// before them.
    fn hedge_after(&self, literal: &str) -> Option<String>;

    /// Whether a phrase is a listed idiom: it looks like a number and is none.
    fn is_idiom(&self, phrase: &str) -> bool;

    /// A number with its unit. `None` if the unit has no form for it.
    fn quantity(&self, number: &Scaled, unit: &Unit, form: Form) -> Option<String>;

    /// How often in a row: "fourth consecutive time". `None` if it has no form.
    fn in_a_row(&self, times: i128, words: bool) -> Option<String>;

    /// A place among values: "third highest of four editions". What is ranked goes
    /// by the noun, or are editions. `None` if it has no form.
    fn rank(&self, rank: &Rank, noun: Option<&Noun>, words: bool) -> Option<String>;

    /// How many of a list occur: "29 of 31 provinces", and "all" of them in a form of
    /// its own. `None` if it has no form.
    fn part_of_list(&self, part: i128, of: i128, noun: &Noun, words: bool) -> Option<String>;

    /// A day, or a part of it.
    fn date(&self, date: &Date, parts: DateParts) -> String;

    /// An edition by its ordinal: "3rd edition". `None` if it has no form.
    fn edition(&self, ordinal: i128) -> Option<String>;

    /// The same after another edition was named: "3rd". `None` if it has no form.
    fn edition_again(&self, ordinal: i128) -> Option<String>;

    /// What a list is called, as a noun behind the number of its members.
    fn listed(&self, title: &str) -> String;

    /// A printed quantity under a hedge.
    fn hedged(&self, hedge: Hedge, quantity: &str) -> String;

    /// A printed magnitude as a change, or the words for no change.
    fn change(&self, direction: Direction, magnitude: &str) -> String;

    /// A text with a capital at its beginning.
    fn capitalised(&self, text: &str) -> String;

    /// The literal words that join what an engine-made list consists of.
    fn joint(&self, joint: Joint) -> &'static str;

    /// Whether a title begins with an article, so that no text puts another
    /// before it.
    fn begins_with_article(&self, title: &str) -> bool;

    /// Whether items of a list need the heavier separators, because one of
    /// them holds the lighter ones.
    fn needs_heavy_joints(&self, items: &[&str]) -> bool;

    /// What comes first of what belongs together.
    fn order(&self) -> WordOrder;

    /// Whether white space between two characters of a template is printed.
    fn keeps_space(&self, before: char, after: char) -> bool;

    /// Whether a number can stand right after this character and be read by itself.
    fn opens_number(&self, before: char) -> bool;

    /// Whether a number that ends right before this character is read as it is.
    fn closes_number(&self, after: char) -> bool;

    /// Whether two numbers with this between them are read as two.
    fn parts_numbers(&self, between: &str) -> bool;
}

/// What comes first of what belongs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordOrder {
    /// Whether the month or year that two days share is said with the first of them,
    /// and not with the last.
    pub shared_date_parts_first: bool,
    /// Whether an edition is named before its value.
    pub edition_before_value: bool,
    /// Whether an office is named before who holds it.
    pub office_before_name: bool,
}

/// Something in literal text that only a placeholder may print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    /// Where it begins, in bytes.
    pub at: usize,
    /// What it is.
    pub what: LooseKind,
}

/// What stands in literal text and may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LooseKind {
    /// Digits, or a word that is a number or claims one.
    Number(String),
    /// A character that could hide or change a number.
    Character(char),
}

/// How a quantity is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Form {
    /// Small whole numbers in words.
    pub words: bool,
    /// The number of a count without its noun.
    pub bare: bool,
}

/// A place among values, as it was proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// The place, counted from 1.
    pub place: i128,
    /// How many values were ranked.
    pub of: i128,
    /// Whether the highest value has the first place, or the lowest.
    pub order: Order,
    /// Whether another value has the same place.
    pub shared: bool,
}

/// Which value has the first place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The highest.
    HighestFirst,
    /// The lowest.
    LowestFirst,
}

/// Which parts of a day are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateParts {
    /// The day of the month.
    pub day: bool,
    /// The month.
    pub month: bool,
    /// The year.
    pub year: bool,
}

impl DateParts {
    /// The whole day.
    pub const ALL: Self = Self {
        day: true,
        month: true,
        year: true,
    };
}

/// Which way a figure changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// It is higher than the base.
    Up,
    /// It is lower than the base.
    Down,
    /// It is the same.
    Unchanged,
}

/// Literal words between the items that the engine prints in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// Between two items that are not the last two.
    Middle,
    /// Before the last of two items.
    LastOfTwo,
    /// Before the last of three items and more.
    Last,
    /// The same as [`Joint::Middle`], where items hold commas themselves.
    HeavyMiddle,
    /// The same as [`Joint::Last`], where items hold commas themselves.
    HeavyLast,
    /// Before the country of a name.
    CountryOpen,
    /// After the country of a name.
    CountryClose,
    /// Between a name and the office of the person.
    Office,
    /// Before the last of two items, where the first ends with an office.
    LastOfTwoAfterOffice,
    /// The article before a country that takes one.
    Article,
    /// Before the first day of a period of several days.
    From,
    /// Between the first and the last day of a period.
    To,
    /// Before a period of one day.
    On,
    /// Between a value of a series and its edition.
    AtEdition,
    /// Before the editions of a series without a value.
    Missing,
}
