//! Numbers and names into press prose, each leaving its span behind.
//!
//! A press desk writes sentences; the numbers in them come from books. This
//! crate is the place where both meet, and it has one rule: **no printed
//! statement is false of its figure**. A template holds words and placeholders.
//! Its words hold no number: not a digit, not "dozen", not "percent". Its
//! placeholders name entries of a sheet that the caller fills, and each leaves a
//! span behind: which code points of which paragraph say what, from where.
//!
//! The pieces, in the order of a rendering:
//!
//! - [`Sheet`]: figures, facts and records by id, and what was refused with its
//!   reason. Values are exact ratios.
//! - [`Template`]: loaded once, its literal text checked against a closed list;
//!   rendered for any sheet. The template language is that of minijinja, without
//!   filters, macros, includes and files. Its functions are:
//!   - `fig(id, …)` prints a figure. `as="bare"` leaves the noun out,
//!     `as="change"` prints direction and magnitude; `one`, `many` name what is
//!     counted; `words` and `capital` choose the spelling; `to` (a power of ten)
//!     or `decimals` (of the scale) ask for a precision; `hedge` with `digits` or
//!     `threshold` asks for "over", "nearly" or "about", and `otherwise` names
//!     what to fall back on where the hedge cannot be proved;
//!   - `base(id)` names the edition that a change is measured against, which the
//!     paragraph of every printed change must do;
//!   - `series(id, …)` prints a value per edition and says which are missing;
//!   - `streak(id, …)` prints how often in a row ("fourth consecutive time"), of a run
//!     that is proved to its beginning; `rank(id, …)` the place among values ("third
//!     highest of four editions"), if those values give it; `coverage(id, …)` how many
//!     of a list ("29 of 31 provinces", "all 31 provinces"). `many` names what is
//!     ranked or listed. Their numbers alone would say less or something else, so
//!     `fig` prints neither a run nor a place;
//!   - `fact(id, …)`, `period(first, last)`, `title(id)` print what records say;
//!   - `records(id)` gives records to loop over, with `title`, `subject`, `kind`,
//!     `has_article`, `repeats` and `participants`; `names(record, …)` prints who takes
//!     part, with `countries` and `offices` on request; `countries(id)` prints the
//!     countries of all records, each once, with the article that it takes, and
//!     `participants(id)` who takes part in them, each once;
//!   - `term(phrase)` prints a listed idiom, `agree(id, one=…, many=…)` the word
//!     that goes with the number of a figure;
//!   - `given(id, …)`, `above_zero(id, …)`, `within(part, whole)`,
//!     `closes(whole, part, …)` ask before something is said; a "no" becomes an
//!     omission. With arguments of `fig` or `series`, `given` asks whether that
//!     very print is possible, and `closes` whether the digits that are printed
//!     add up too; without, whether there is anything to print, and whether the
//!     values add up. With `as="streak"`, `"rank"`, `"coverage"` or `"countries"`,
//!     `given` asks for the placeholder of that name, and with `as="all"` whether a
//!     coverage is that of the whole list. `shares_close(share, …)` asks both of
//!     shares of a whole.
//!     `provisional(id, …)` and `estimated(id, …)` ask for the status,
//!     `same_base(id, id)` whether two changes are measured against the same
//!     edition; none of them omits anything.
//! - [`number`] rounds, half to even, and proves that the printed interval holds
//!   the value; [`hedge`] proves hedges.
//! - [`Language`] spells what was proved, and recognises numbers in literal text.
//!   [`English`] and [`Chinese`] are two; nothing outside them knows a word, and both
//!   print the same value of a figure.
//! - [`Rendered`]: headline, paragraphs, spans, omissions.
//!
//! What it deliberately does not know: where figures come from, services, files,
//! clocks. It does no I/O and keeps nothing between renderings.
//!
//! The limit of the rule: a template is written by people, and words between the
//! numbers can mislead without holding one. The guard keeps out what can be
//! listed: numbers, hedges, directions, extents, superlatives, rows. "Other" and
//! "further" stand before no number, because nobody can tell what they add it to;
//! "remaining" stands before one that `closes` proved to be the rest. A count that is
//! no whole number is an average, and is printed where the template asks for a
//! precision: that it is one the words beside it must say.

mod assemble;
mod chinese;
mod english;
mod error;
pub mod hedge;
mod language;
mod literal;
pub mod number;
mod placeholder;
mod rendered;
mod sheet;
mod span;
mod template;

pub use chinese::Chinese;
pub use english::English;
pub use error::{Cause, Error};
pub use hedge::Hedge;
pub use language::{
    DateParts, Direction, Form, Joint, Language, Loose, LooseKind, Order, Rank, WordOrder,
};
pub use rendered::{Omission, Rendered, Span};
pub use sheet::{
    Against, Country, Date, Edition, Entry, Exact, Fact, FactValue, Figure, Noun, Participant,
    Point, Reading, Record, RecordList, Sheet, Status, Title, Unit,
};
pub use span::Kind;
pub use template::Template;
