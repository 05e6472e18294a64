//! Puts the rendered text together: takes the marks out, folds white space,
//! divides paragraphs, counts code points, and reads the result once more.
//!
//! The second reading is not trust in the first: whatever the template did,
//! what lies outside the places of the finished text holds no number, and no
//! number touches or is bent by what stands beside it.

use crate::error::Cause;
use crate::language::Language;
use crate::literal::cause_of;
use crate::rendered::Span;
use crate::span::{BEGIN, Draft, END, Kind, PARAGRAPH, place_of};

/// A finished paragraph: its text, its places, and the drafts of the places.
pub(crate) struct Paragraph<'a> {
    pub(crate) text: String,
    places: Vec<Place<'a>>,
    /// Where the paragraph begins in the rendered output, in bytes.
    pub(crate) at: usize,
}

struct Place<'a> {
    /// In bytes of the text.
    bytes: std::ops::Range<usize>,
    /// In code points of the text.
    points: std::ops::Range<usize>,
    draft: &'a Draft,
    /// Where the place stands in the rendered output, in bytes.
    at: usize,
}

/// A fault of the finished text, and where the output has it.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) at: usize,
    pub(crate) placeholder: Option<String>,
    pub(crate) cause: Cause,
}

/// Divides the rendered output into paragraphs. Empty ones stay, so that the
/// caller can tell the headline.
pub(crate) fn paragraphs<'a>(
    language: &dyn Language,
    output: &str,
    drafts: &'a [Draft],
) -> Vec<Paragraph<'a>> {
    let mut paragraphs = Vec::new();
    let mut building = Building::at(language, 0);
    let mut characters = output.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            PARAGRAPH => {
                let next = Building::at(language, at);
                paragraphs.push(std::mem::replace(&mut building, next).finished());
            }
            BEGIN => {
                let draft = characters
                    .next()
                    .and_then(|(_, place)| drafts.get(place_of(place)?));
                let text = characters
                    .by_ref()
                    .map(|(_, character)| character)
                    .take_while(|character| *character != END);
                building.place(&text.collect::<String>(), draft, at);
            }
            character => building.literal(character),
        }
    }
    paragraphs.push(building.finished());
    paragraphs
}

/// A paragraph on the way.
struct Building<'l, 'a> {
    language: &'l dyn Language,
    paragraph: Paragraph<'a>,
    points: usize,
    space: bool,
}

impl<'l, 'a> Building<'l, 'a> {
    fn at(language: &'l dyn Language, at: usize) -> Self {
        let paragraph = Paragraph {
            text: String::new(),
            places: Vec::new(),
            at,
        };
        Self {
            language,
            paragraph,
            points: 0,
            space: false,
        }
    }

    fn push(&mut self, character: char) {
        self.paragraph.text.push(character);
        self.points += 1;
    }

    fn literal(&mut self, character: char) {
        if character.is_whitespace() {
            self.space = true;
            return;
        }
        self.settle_space(Some(character));
        self.push(character);
    }

    /// Prints the white space that was met, if the language has it before what follows.
    fn settle_space(&mut self, next: Option<char>) {
        if !std::mem::take(&mut self.space) {
            return;
        }
        let last = self.paragraph.text.chars().next_back();
        if let (Some(last), Some(next)) = (last, next)
            && self.language.keeps_space(last, next)
        {
            self.push(' ');
        }
    }

    fn place(&mut self, text: &str, draft: Option<&'a Draft>, at: usize) {
        self.settle_space(text.chars().next());
        let (bytes, points) = (self.paragraph.text.len(), self.points);
        text.chars().for_each(|character| self.push(character));
        let (bytes, points) = (bytes..self.paragraph.text.len(), points..self.points);
        if let Some(draft) = draft {
            self.paragraph.places.push(Place {
                bytes,
                points,
                draft,
                at,
            });
        }
    }

    fn finished(self) -> Paragraph<'a> {
        self.paragraph
    }
}

impl Place<'_> {
    /// Refuses the words beside a number that change what it says. What a number is
    /// called the rest of must have been proved.
    fn unbent(&self, language: &dyn Language, before: &str, after: &str) -> Result<(), String> {
        let claims_rest = language
            .rest_before(before)
            .filter(|_| !self.draft.remainder);
        let bent = claims_rest
            .or_else(|| language.hedge_before(before))
            .or_else(|| language.hedge_after(after));
        bent.map_or(Ok(()), Err)
    }

    /// Whether the place names an edition.
    fn names(&self, edition: &str) -> bool {
        self.draft.kind == Some(Kind::Fact) && self.draft.edition.as_deref() == Some(edition)
    }
}

impl Paragraph<'_> {
    /// The places that say something, for the paragraph of a number.
    pub(crate) fn spans(&self, number: i32) -> impl Iterator<Item = Span> + '_ {
        self.places.iter().filter_map(move |place| {
            Some(Span {
                paragraph: number,
                start: place.points.start,
                end: place.points.end,
                quote: self.text[place.bytes.clone()].to_owned(),
                kind: place.draft.kind?,
                source: place.draft.source.clone(),
                record: place.draft.record.clone(),
                edition: place.draft.edition.clone(),
                value: place.draft.value,
                printed: place.draft.printed,
                out_of: place.draft.out_of,
                unit: place.draft.unit.clone(),
                qualifier: place.draft.qualifier,
                status: place.draft.status,
            })
        })
    }

    /// Reads the finished paragraph once more.
    pub(crate) fn check(&self, language: &dyn Language) -> Result<(), Fault> {
        self.check_literal_text(language)?;
        for (index, place) in self.places.iter().enumerate() {
            let fault = |cause| Fault {
                at: place.at,
                placeholder: Some(place.draft.placeholder.clone()),
                cause,
            };
            if !matches!(place.draft.kind, Some(Kind::Claim | Kind::Fact)) {
                continue;
            }
            let (before, after) = (self.before(index), self.after(index));
            if runs_on(language, &self.text, place, (before, after)) {
                return Err(fault(Cause::Glued));
            }
            if place.draft.kind == Some(Kind::Claim) {
                place
                    .unbent(language, before, after)
                    .map_err(|words| fault(Cause::LiteralHedge { words }))?;
            }
            if let Some(base) = &place.draft.measured_against {
                let named = self.places.iter().any(|other| other.names(base));
                if !named {
                    return Err(fault(Cause::BaseNotNamed));
                }
            }
        }
        Ok(())
    }

    /// No number outside the places.
    fn check_literal_text(&self, language: &dyn Language) -> Result<(), Fault> {
        for index in 0..=self.places.len() {
            let literal = self.before(index);
            if let Some(loose) = language.loose(literal) {
                let at = index
                    .checked_sub(1)
                    .and_then(|before| self.places.get(before))
                    .map_or(self.at, |place| place.at);
                return Err(Fault {
                    at,
                    placeholder: None,
                    cause: cause_of(loose),
                });
            }
        }
        Ok(())
    }

    /// The literal text before a place; after the last one for the index beyond.
    fn before(&self, index: usize) -> &str {
        let start = index
            .checked_sub(1)
            .and_then(|before| self.places.get(before))
            .map_or(0, |place| place.bytes.end);
        let end = self
            .places
            .get(index)
            .map_or(self.text.len(), |place| place.bytes.start);
        &self.text[start..end]
    }

    /// The literal text after a place.
    fn after(&self, index: usize) -> &str {
        self.before(index + 1)
    }
}

/// Whether a number touches its neighbours so that they read as one: a letter or
/// sign beside it, or nothing but punctuation between it and another place.
fn runs_on(
    language: &dyn Language,
    text: &str,
    place: &Place<'_>,
    (before, after): (&str, &str),
) -> bool {
    let parts = |literal: &str| !literal.is_empty() && language.parts_numbers(literal);
    let first = place.bytes.start == before.len();
    let last = place.bytes.end + after.len() == text.len();
    (!first && !parts(before))
        || (!last && !parts(after))
        || before
            .chars()
            .next_back()
            .is_some_and(|character| !language.opens_number(character))
        || after
            .chars()
            .next()
            .is_some_and(|character| !language.closes_number(character))
}
