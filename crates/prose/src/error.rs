//! Why a text cannot be written: one cause per way it can fail, with the place.

use crate::hedge::Hedge;

/// A text that cannot be written, and where the template asked for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{}{cause}", place(.template, *.line), subject(.placeholder.as_deref()))]
pub struct Error {
    /// The name of the template; empty for an entry of a sheet.
    pub template: String,
    /// The line of the template, counted from 1, where it is known.
    pub line: Option<usize>,
    /// The placeholder, as the template has it: `fig("contract-count")`.
    pub placeholder: Option<String>,
    /// What is wrong.
    pub cause: Cause,
}

impl Error {
    /// An error of an entry, before any template is looked at.
    pub(crate) fn of_entry(id: &str, cause: Cause) -> Self {
        Self {
            template: String::new(),
            line: None,
            placeholder: Some(format!("{id:?}")),
            cause,
        }
    }
}

fn place(template: &str, line: Option<usize>) -> String {
    match (template, line) {
        ("", _) => String::new(),
        (template, Some(line)) => format!("{template}, line {line}: "),
        (template, None) => format!("{template}: "),
    }
}

fn subject(placeholder: Option<&str>) -> String {
    placeholder.map_or_else(String::new, |placeholder| format!("{placeholder}: "))
}

/// What is wrong with a template, a sheet or the pair of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// The template is no template.
    #[error("the template cannot be read: {detail}")]
    Syntax {
        /// What the template engine says.
        detail: String,
    },
    /// The literal text of a template holds a number or a word that claims one.
    #[error("literal text holds {word:?}, which only a placeholder may print")]
    LooseNumber {
        /// The digits or the word.
        word: String,
    },
    /// The literal text of a template holds a character that could hide a number.
    #[error("literal text holds the character {}, which is not allowed there", character.escape_unicode())]
    CharacterRefused {
        /// The character.
        character: char,
    },
    /// The first block of the template rendered to nothing.
    #[error("the headline is empty")]
    NoHeadline,
    /// The template printed a value that no placeholder function made.
    #[error("{shown:?} is printed without a placeholder function")]
    NakedValue {
        /// The value, cut short.
        shown: String,
    },
    /// The template printed something that is not there.
    #[error("there is nothing to print: {detail}")]
    Absent {
        /// What is not there.
        detail: String,
    },
    /// The template engine gave up: an undefined name, no fuel left, a wrong argument.
    #[error("the template failed: {detail}")]
    TemplateFailed {
        /// What the template engine says.
        detail: String,
    },
    /// No entry has the id.
    #[error("the sheet has no entry of this id")]
    UnknownId,
    /// Two entries have the same id.
    #[error("the sheet has an entry of this id already")]
    DuplicateId,
    /// The entry is of another kind than the placeholder prints.
    #[error("the entry is {found}, and {wanted} is needed")]
    WrongEntry {
        /// What the sheet has.
        found: &'static str,
        /// What the placeholder needs.
        wanted: &'static str,
    },
    /// The figure was refused by whoever filled the sheet.
    #[error("the figure was refused: {reason}")]
    Refused {
        /// The reason given.
        reason: String,
    },
    /// A list without records.
    #[error("there are no records to name")]
    NoRecords,
    /// A value of zero where a sentence speaks of something.
    #[error("the value is zero")]
    Zero,
    /// The status says that there is no value.
    #[error("the value is missing")]
    Missing,
    /// The status says that the value cannot stand beside others of its name.
    #[error("the value is a break in its series or of another definition")]
    NotComparable,
    /// An argument of a placeholder is wrong.
    #[error("argument {argument}: {why}")]
    Argument {
        /// The name of the argument.
        argument: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The phrase is not on the list of idioms.
    #[error("{phrase:?} is not a listed idiom")]
    UnknownIdiom {
        /// The phrase.
        phrase: String,
    },
    /// A hedge that the value does not bear out.
    #[error("{hedge} {threshold} cannot be proved of {value}: {why}")]
    HedgeNotProved {
        /// The hedge asked for.
        hedge: Hedge,
        /// The number it was asked with.
        threshold: Box<str>,
        /// The exact value.
        value: Box<str>,
        /// Which rule is broken.
        why: &'static str,
    },
    /// A hedge on something that has none: an ordinal, a year.
    #[error("a figure of this unit carries no hedge")]
    HedgeNotOffered,
    /// An approximate figure that would print as if it were exact.
    #[error("the figure is approximate and may only be printed with about")]
    ApproximateNeedsAbout,
    /// A value that is not zero would print as zero.
    #[error("the value would print as zero, and it is not zero")]
    PrintsAsZero,
    /// A part that is not the whole would print as the whole.
    #[error("the share would print as the whole, and it is not the whole")]
    PrintsAsWhole,
    /// The value has more decimals than may be printed, and no precision was asked for.
    #[error("the value has too many decimals; ask for a precision")]
    NeedsPrecision,
    /// The value must be a whole number.
    #[error("the value is not a whole number")]
    NotWhole,
    /// A value below zero has no form but that of a change.
    #[error("the value is negative and can only be printed as a change")]
    Negative,
    /// The value has no form in this unit, such as a year of five digits.
    #[error("the value has no printed form in this unit")]
    NoForm,
    /// A number left the range of exact arithmetic.
    #[error("the number leaves the range of exact arithmetic")]
    OutOfRange,
    /// The value lies outside the interval that the printed digits stand for: it
    /// was rounded further than they show.
    #[error(
        "the digits shown promise more than the precision asked for; ask for a finer one, or for about"
    )]
    IntervalMissesValue,
    /// A series that a text cannot print as one.
    #[error("the series cannot be printed: {why}")]
    SeriesRefused {
        /// What stands against it.
        why: &'static str,
    },
    /// A figure that only another placeholder can print truly.
    #[error("a figure of this kind is printed by {by}")]
    OtherPlaceholder {
        /// The placeholder.
        by: &'static str,
    },
    /// A run of editions that cannot be told.
    #[error("the run is not printed: {why}")]
    RunRefused {
        /// What stands against it.
        why: &'static str,
    },
    /// A run that may be longer than its value.
    #[error("the run is not proved beyond {beyond}, and may be longer")]
    RunNotProved {
        /// Where it could not be followed further.
        beyond: String,
    },
    /// A place among values that the values do not bear out.
    #[error("the place is not proved: {why}")]
    PlaceNotProved {
        /// What stands against it.
        why: &'static str,
    },
    /// A part of a list that cannot be one.
    #[error("the part of the list is not printed: {why}")]
    CoverageRefused {
        /// What stands against it.
        why: &'static str,
    },
    /// Not all members of a list occur.
    #[error("only {told} occur")]
    NotAll {
        /// How many do, of how many.
        told: Box<str>,
    },
    /// A figure that is no part of another, or parts that do not make a whole.
    #[error("the parts are not proved: {why}")]
    NotAPart {
        /// What stands against it.
        why: &'static str,
    },
    /// A change whose base edition the paragraph does not name.
    #[error("the paragraph does not name the edition that the change is measured against")]
    BaseNotNamed,
    /// Literal text before or after a number changes what the number says.
    #[error("literal text {words:?} beside the number changes what it says")]
    LiteralHedge {
        /// The words.
        words: String,
    },
    /// A number that runs into its neighbour.
    #[error("the number runs into the text beside it")]
    Glued,
    /// More placeholders than a text can hold.
    #[error("the text has too many placeholders")]
    TooManySpans,
    /// A unit that is none.
    #[error("{unit:?} is not a currency code")]
    MalformedUnit {
        /// The unit.
        unit: String,
    },
    /// A date that no calendar has.
    #[error("the date is on no calendar")]
    MalformedDate,
}
