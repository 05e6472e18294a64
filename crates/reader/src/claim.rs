//! What a text claims in one place.

use std::fmt;

/// A value as it is read: exact, so that "a third" is one.
pub type Exact = num_rational::Ratio<i128>;

/// One claim of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The words that make the claim, as they stand in the text: the number with its
    /// scale, currency and unit.
    pub quote: String,
    /// Where the quote begins, in Unicode code points.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// The number in base units: 31500000000 for "31.5 billion", 12 for "12 %", below zero
    /// for a decline. The place for an ordinal. `None` where there is none.
    pub value: Option<Exact>,
    /// What the last digit shown counts, in base units: 100000000 for "31.5 billion". Zero
    /// for a fraction, which shows none. `None` where there is no value.
    pub step: Option<Exact>,
    /// What is counted or measured. `None` for an idiom and a rank.
    pub unit: Option<Unit>,
    /// What stands before the number.
    pub qualifier: Qualifier,
}

/// What a claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A number that says how much, how many, how long, or which part.
    Statistic,
    /// A day, a month, a year, a time, or a span of them.
    Date,
    /// A place in a row.
    Ordinal,
    /// A name with a numeral in it.
    Name,
    /// Words that hold a numeral and count nothing.
    Idiom,
    /// Words without a numeral that claim a place among all, or an extent.
    Rank,
}

impl Kind {
    /// The word for it in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Statistic => "statistic",
            Self::Date => "date",
            Self::Ordinal => "ordinal",
            Self::Name => "name",
            Self::Idiom => "idiom",
            Self::Rank => "rank",
        }
    }
}

/// What is counted or measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Money, by the ISO 4217 code of its currency.
    Currency(&'static str),
    /// Hundredths.
    Percent,
    /// Square metres.
    SquareMetres,
    /// Square feet.
    SquareFeet,
    /// Human beings, each once.
    Persons,
    /// Entries of human beings.
    Visits,
    /// All else that is counted.
    Count,
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
    /// How many times as much, or which part.
    Ratio,
    /// A place in a row.
    Ordinal,
    /// A date.
    Date,
    /// A name.
    Name,
}

impl Unit {
    /// The unit of an amount in a currency, by its ISO 4217 code.
    #[must_use]
    pub fn of_currency(code: &str) -> Option<Self> {
        let currency = iso_currency::Currency::from_code(code)?;
        Some(Self::Currency(currency.code()))
    }

    /// The word for it in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Currency(code) => code,
            Self::Percent => "percent",
            Self::SquareMetres => "m2",
            Self::SquareFeet => "ft2",
            Self::Persons => "persons",
            Self::Visits => "visits",
            Self::Count => "count",
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Years => "years",
            Self::Ratio => "ratio",
            Self::Ordinal => "ordinal",
            Self::Date => "date",
            Self::Name => "name",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// How the text takes its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Qualifier {
    /// As it stands.
    Exact,
    /// The true one is higher: "more than".
    Over,
    /// The true one is a little lower: "nearly".
    Nearly,
    /// The true one is near: "about".
    About,
    /// The true one is not higher: "up to", "less than".
    UpTo,
    /// It is a place in a row.
    Ordinal,
    /// It is a date.
    Date,
}

impl Qualifier {
    /// The word for it in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Over => "over",
            Self::Nearly => "nearly",
            Self::About => "about",
            Self::UpTo => "up_to",
            Self::Ordinal => "ordinal",
            Self::Date => "date",
        }
    }
}
