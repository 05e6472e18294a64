//! What comes of checking a claim.

use reader::{Claim, Exact};

use crate::books::Figure;

/// Whether a claim is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It is exactly what a figure says, or hedged so that it holds.
    Backed,
    /// It is the value of a figure, rounded to the last digit shown.
    Rounded,
    /// It is the value of a figure, cut off behind the last digit shown: neither false nor
    /// rounded.
    Truncated,
    /// It was so at an earlier cut of the books and is so no more.
    OutOfDate,
    /// A change that is true of another base than the one that is named.
    WrongBase,
    /// A figure, or another number of the text, says otherwise.
    Contradicted,
    /// It stood in the release that the text was edited from, and stands here no more.
    Dropped,
    /// It may speak of several figures, of which not all agree.
    Ambiguous,
    /// No figure is about it, or none proves it.
    Untraceable,
    /// No statistic: a date, a place in a row, a name, an idiom.
    NotAStatistic,
}

impl Verdict {
    /// The word for it in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Backed => "backed",
            Self::Rounded => "rounded",
            Self::Truncated => "truncated",
            Self::OutOfDate => "out_of_date",
            Self::WrongBase => "wrong_base",
            Self::Contradicted => "contradicted",
            Self::Dropped => "dropped",
            Self::Ambiguous => "ambiguous",
            Self::Untraceable => "untraceable",
            Self::NotAStatistic => "not_a_statistic",
        }
    }

    /// The verdict on what either is so or is not.
    pub(crate) fn of(holds: bool) -> Self {
        if holds {
            Self::Backed
        } else {
            Self::Contradicted
        }
    }

    /// Whether the claim may stand as it is.
    #[must_use]
    pub fn holds(self) -> bool {
        matches!(
            self,
            Self::Backed | Self::Rounded | Self::Truncated | Self::NotAStatistic
        )
    }
}

/// A claim with its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The claim. For [`Verdict::Dropped`] its place is in the release.
    pub claim: Claim,
    /// Whether it is so.
    pub verdict: Verdict,
    /// The name of the figure it speaks of, if one is found.
    pub figure: Option<String>,
    /// What the books or the other numbers of the text say, in the unit of the claim.
    pub true_value: Option<Exact>,
    /// Why, in one sentence.
    pub reason: String,
    /// What one unit of the figure is in the unit of the claim, where the claim tells the
    /// value of the figure in its own edition.
    pub per_unit: Option<Exact>,
    /// Whether it has no counterpart in the release that the text was edited from.
    pub added: bool,
    /// What that release says of the same figure, where it says something else.
    pub release_quote: Option<String>,
}

impl Checked {
    /// A verdict by a figure.
    pub(crate) fn by(
        figure: &Figure,
        claim: &Claim,
        verdict: Verdict,
        true_value: Option<Exact>,
        reason: impl Into<String>,
    ) -> Self {
        Self {
            figure: Some(figure.name.clone()),
            true_value,
            ..Self::plain(claim.clone(), verdict, reason)
        }
    }

    /// A verdict that needs no figure.
    pub(crate) fn plain(claim: Claim, verdict: Verdict, reason: impl Into<String>) -> Self {
        Self {
            claim,
            verdict,
            figure: None,
            true_value: None,
            reason: reason.into(),
            per_unit: None,
            added: false,
            release_quote: None,
        }
    }
}
