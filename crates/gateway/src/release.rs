//! Releases: a text in one language, and its life from draft to publication.

mod life;
mod read_back;
mod requests;
mod unread;

pub(crate) use life::{approve, publish, return_to_draft, submit, withdraw};
pub(crate) use requests::{create, list, listed, page_size, update};

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{gateway::v1::Release, statistics::v1::RecordDigest};
use resource::{Level, Name, text};
use serve::keeper::{Found, Header, Record, Reference};

use crate::{PressDesk, language::Language};
use read_back::ReadBack;

/// The most characters of a headline.
const HEADLINE: usize = 300;

/// The most characters of headline and paragraphs together.
const CHARACTERS_AT_MOST: usize = 20_000;

/// The most paragraphs.
const PARAGRAPHS_AT_MOST: usize = 100;

/// The most characters of what a version corrects.
const CORRECTION: usize = 1_000;

impl Record<PressDesk> for Release {
    const COLLECTION: &'static str = "releases";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "release";
    const WRITTEN_BY_SERVICE: &'static [&'static str] =
        &["state", "version", "cut", "claims", "published"];
    /// What the text says, and what the books say of it.
    type Known = ReadBack;

    async fn learn(&self, name: &Name, desk: &PressDesk) -> Result<ReadBack, Fault> {
        // A release that was read back before has its edition.
        if self.cut.is_none() {
            desk.require_edition(name).await?;
        }
        desk.read_back(name.parent(), self).await
    }

    fn header(&mut self) -> Header<'_> {
        Header {
            name: &mut self.name,
            etag: &mut self.etag,
            entry: &mut self.entry,
        }
    }

    fn check(&self, violations: &mut Violations) {
        let offered = Language::OFFERED.map(Language::code);
        violations.require(
            offered.contains(&self.language_code.as_str()),
            "language_code",
            "must be \"en\" or \"zh\"",
        );
        check_text(self, violations);
        text::optional(&self.correction, CORRECTION, "correction", violations);
        violations.require(
            self.published.is_some() || self.correction.is_empty(),
            "correction",
            "is empty until a version is published",
        );
    }

    /// None: the edition is in the books of exhibitions.
    fn references(&self, _: &Name) -> Vec<Reference> {
        Vec::new()
    }

    fn settle(
        &mut self,
        before: Option<&Self>,
        known: &ReadBack,
        found: &Found<'_>,
        violations: &mut Violations,
    ) -> Result<(), Fault> {
        if !known.is_of(self) {
            return Err(found.overtaken());
        }
        life::take_up(self, before, found, violations)?;
        self.headline.clone_from(&known.headline);
        self.paragraphs.clone_from(&known.paragraphs);
        self.claims.clone_from(&known.claims);
        self.cut = Some(known.cut.clone());
        Ok(())
    }

    fn facts(&self) -> Vec<Fact> {
        Vec::new()
    }

    fn digest(&self) -> RecordDigest {
        RecordDigest::default()
    }

    fn synthetic(&self) -> bool {
        false
    }
}

/// Notes what is wrong with headline and paragraphs.
fn check_text(release: &Release, violations: &mut Violations) {
    let Release {
        headline,
        paragraphs,
        ..
    } = release;
    text::optional(headline, HEADLINE, "headline", violations);
    violations.require(
        headline.is_empty() == paragraphs.is_empty(),
        if headline.is_empty() {
            "headline"
        } else {
            "paragraphs"
        },
        "must be given too: a text has a headline and paragraphs, or neither to have the summary \
         of the edition written",
    );
    violations.require(
        paragraphs.len() <= PARAGRAPHS_AT_MOST,
        "paragraphs",
        "must be at most 100",
    );
    for (place, paragraph) in paragraphs.iter().take(PARAGRAPHS_AT_MOST).enumerate() {
        let field = format!("paragraphs[{place}]");
        text::required(paragraph, CHARACTERS_AT_MOST, &field, violations);
    }
    let parts = paragraphs.iter().map(|it| it.chars().count());
    // A headline that is too long is told by itself.
    let characters = parts.sum::<usize>() + headline.chars().count().min(HEADLINE);
    violations.require(
        characters <= CHARACTERS_AT_MOST,
        "paragraphs",
        "must have at most 20,000 characters with the headline",
    );
}

/// A headline and paragraphs as one text, in which the places of claims count.
pub(crate) fn as_text(headline: &str, paragraphs: &[String]) -> String {
    let parts = std::iter::once(headline).chain(paragraphs.iter().map(String::as_str));
    let parts: Vec<_> = parts.collect();
    parts.join("\n\n")
}
