//! A text read back: what it says, held against the books.

use fault::Fault;
use proto::{
    gateway::v1::{
        CheckTextRequest, CheckedClaim, ExtractClaimsRequest, Release, SummarizeEditionRequest,
        Verdict,
    },
    statistics::v1::{AsOf, Cut},
};
use resource::Name;
use serve::{Naming, nameable};

use super::{as_text, unread};
use crate::{PressDesk, assemble::at, checked_claim, extracted_claim, wanted::Wanted};

/// The most claims of a text: many times what a release makes, and few enough to be kept
/// with it.
const CLAIMS_AT_MOST: usize = 1_000;

/// How many claims a refusal tells of.
const TOLD_AT_MOST: usize = 5;

/// A text and what the books say of it.
#[derive(Clone, Debug)]
pub(crate) struct ReadBack {
    pub(super) headline: String,
    pub(super) paragraphs: Vec<String>,
    /// Whether the text is the summary of the edition, as none was given.
    is_summary: bool,
    /// The version that was published last, against which it was told what was dropped; 0
    /// before one is.
    published_version: i32,
    pub(super) claims: Vec<CheckedClaim>,
    pub(super) cut: Cut,
}

impl ReadBack {
    /// Whether it is of the text of this release.
    pub(super) fn is_of(&self, release: &Release) -> bool {
        if self.published_version != published_version(release) {
            return false;
        }
        if self.is_summary {
            return release.headline.is_empty() && release.paragraphs.is_empty();
        }
        self.headline == release.headline && self.paragraphs == release.paragraphs
    }

    /// Passes when the books say what the claims of the text say, and all its numbers could
    /// be read.
    ///
    /// # Errors
    /// [`Fault::Refused`] with `CLAIMS_NOT_BACKED`, which tells the first that they do not
    /// say.
    pub(super) fn require_backed(&self, release: &str) -> Result<(), Fault> {
        let mut open: Vec<_> = self
            .claims
            .iter()
            .filter(|it| is_open(it))
            .map(told)
            .collect();
        let text = as_text(&self.headline, &self.paragraphs);
        let unread = unread::numbers(&text, &self.claims).into_iter();
        open.extend(unread.map(|number| format!("\"{number}\": it cannot be read")));
        if open.is_empty() {
            return Ok(());
        }
        let more = open.len().saturating_sub(TOLD_AT_MOST);
        open.truncate(TOLD_AT_MOST);
        let more = match more {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        Err(Fault::Refused {
            reason: "CLAIMS_NOT_BACKED",
            subject: release.to_owned(),
            // What to do comes first: of a long message the end is cut off.
            why: format!(
                "return it, change its text and hand it in again, as the books do not say this: \
                 {}{more}",
                open.join("; ")
            ),
        })
    }
}

/// Passes when a text makes no more claims than are kept, which is seen before any is held
/// against the books.
fn require_few_claims(text: &str, language_code: &str) -> Result<(), Fault> {
    let extracted = extracted_claim::extract(&ExtractClaimsRequest {
        text: text.to_owned(),
        language_code: language_code.to_owned(),
    })?;
    if extracted.claims.len() <= CLAIMS_AT_MOST {
        return Ok(());
    }
    Err(Fault::field(
        "release.paragraphs",
        format!("must make at most {CLAIMS_AT_MOST} claims with the headline"),
    ))
}

/// The version of a release that was published last; 0 before one is.
fn published_version(release: &Release) -> i32 {
    release
        .published
        .as_ref()
        .map_or(0, |published| published.version)
}

/// Whether the books do not say what a claim says. What was dropped is not in the text.
fn is_open(claim: &CheckedClaim) -> bool {
    match claim.verdict() {
        Verdict::Backed
        | Verdict::Rounded
        | Verdict::Truncated
        | Verdict::NotAStatistic
        | Verdict::Dropped => false,
        Verdict::OutOfDate
        | Verdict::WrongBase
        | Verdict::Contradicted
        | Verdict::Ambiguous
        | Verdict::Untraceable
        | Verdict::Unspecified => true,
    }
}

/// A claim that is not backed, in words.
fn told(claim: &CheckedClaim) -> String {
    let quote = claim.claim.as_ref().map_or("", |it| it.quote.as_str());
    let quote: String = quote.chars().take(60).collect();
    let reason: String = claim.reason.chars().take(160).collect();
    let reason = reason.trim_end_matches('.');
    format!("\"{quote}\": {reason}")
}

impl PressDesk {
    /// Passes when the edition of a new release takes it.
    ///
    /// # Errors
    /// [`Fault::ReferenceMissing`] when it, or its fair, does not exist or is archived.
    pub(crate) async fn require_edition(&self, release: &Name) -> Result<(), Fault> {
        let fair = self.desk.fair_if_any(release.fair()).await?;
        nameable(
            fair.as_ref(),
            |fair| fair.entry.as_ref(),
            Naming::New,
            "parent",
            release.fair(),
        )?;
        let edition = self.desk.edition_if_any(release.parent()).await?;
        nameable(
            edition.as_ref(),
            |edition| edition.entry.as_ref(),
            Naming::New,
            "parent",
            release.parent(),
        )?;
        Ok(())
    }

    /// Reads the text of a release back, as the books stand now. Where it has none, that
    /// is the summary of the edition.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] for a text with more claims than are kept,
    /// [`Fault::Refused`] with `PROSE_REFUSED` for a summary that cannot be written, and
    /// whatever kept a service from answering.
    pub(crate) async fn read_back(
        &self,
        edition: &str,
        release: &Release,
    ) -> Result<ReadBack, Fault> {
        let is_summary = release.headline.is_empty() && release.paragraphs.is_empty();
        let (headline, paragraphs, as_of) = match is_summary {
            true => self.summary_for(edition, &release.language_code).await?,
            false => (release.headline.clone(), release.paragraphs.clone(), None),
        };
        let text = as_text(&headline, &paragraphs);
        require_few_claims(&text, &release.language_code)?;
        let published = release.published.as_ref();
        let checked = checked_claim::check(
            &self.desk,
            &self.writer,
            CheckTextRequest {
                text,
                language_code: release.language_code.clone(),
                edition: edition.to_owned(),
                as_of,
                edited_from: published.map_or_else(String::new, |before| {
                    as_text(&before.headline, &before.paragraphs)
                }),
            },
        )
        .await?;
        let cut = checked.cut.ok_or_else(|| Fault::Defect {
            what: format!("reading a text of {edition} back: there is no cut"),
            source: None,
        })?;
        Ok(ReadBack {
            headline,
            paragraphs,
            is_summary,
            published_version: published_version(release),
            claims: checked.claims,
            cut,
        })
    }

    async fn summary_for(
        &self,
        edition: &str,
        language_code: &str,
    ) -> Result<(String, Vec<String>, Option<AsOf>), Fault> {
        let wanted = Wanted::read(SummarizeEditionRequest {
            name: edition.to_owned(),
            language_code: language_code.to_owned(),
            as_of: None,
        })?;
        let material = self.desk.assemble(&wanted).await?;
        let summary = self.writer.write(&wanted, &material)?;
        let as_of = Some(at(&material.cut));
        Ok((summary.headline, summary.paragraphs, as_of))
    }
}
