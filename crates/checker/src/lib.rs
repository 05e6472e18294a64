//! Holds press prose against the figures of books.
//!
//! Somebody wrote "121 of them were international, worth 20 billion dollars". Which
//! figure does that speak of, and is it so? [`check`] reads the claims of a text with the
//! crate `reader`, finds for each the figure that its sentence is about, and gives a
//! [`Verdict`]. A claim is matched by what is said around it; its value decides only
//! whether what is said is true. So a number that belongs to another figure backs nothing.
//!
//! The pieces, in the order of their use:
//!
//! - [`books`]: what is known of the edition, as plain values.
//! - [`lexicon`]: which words speak of which *aspect* of a figure, as data that the caller
//!   brings: this crate knows no word of any service.
//! - `text`: the text in words, sentences and claims; `window`: which words belong to
//!   which claim; `subject`: the figure that they are about.
//! - `accord`: whether a printed number stands for a value; `judge`: the verdict on a
//!   number, `worded` that on a claim without one, `calendar` that on days and ordinals.
//! - `arithmetic`: whether the numbers of a text agree among themselves, books or not.
//! - `edit`: what was dropped from a release, and what was added to it.
//!
//! What it deliberately does not know: services, files, clocks, where the books are kept.
//! The same text and books give the same verdicts.

mod accord;
mod arithmetic;
pub mod books;
mod calendar;
mod edit;
mod judge;
pub mod lexicon;
mod subject;
mod text;
mod verdict;
mod window;
mod worded;

pub use accord::{Accord, accord};
pub use books::{Books, Edition, Figure, Nature, Rate, Value};
pub use judge::would_hold;
pub use lexicon::{Aspect, Lexicon};
pub use reader::{Claim, Exact, Kind, Language, Qualifier, Unit};
pub use verdict::{Checked, Verdict};

/// The verdicts on all claims of a text, in the order in which they stand; then what it
/// dropped of the release it was edited from, if there is one. The text is read in the
/// language of the lexicon.
#[must_use]
pub fn check(
    text: &str,
    books: &Books,
    lexicon: &Lexicon,
    edited_from: Option<&str>,
) -> Vec<Checked> {
    let mut checked = judge::all(text, books, lexicon);
    if let Some(release) = edited_from {
        let before = judge::all(release, books, lexicon);
        edit::compare(&mut checked, before);
    }
    checked
}
