//! Releases read back by a reader that knows nothing of how they were written: whatever it
//! takes for a statistic stands in a claim, and says what the claim says.

use proto::gateway::v1::{Claim, ClaimKind, Summary};
use reader::{Kind, Language};

use crate::spans;

/// Checks every part of a release.
pub(crate) fn check(summary: &Summary, language: Language) {
    for (part, text) in spans::parts(summary) {
        for read in reader::read(text, language) {
            if read.kind != Kind::Statistic {
                continue;
            }
            let stands_in = |claim: &&Claim| {
                let (start, end) = (place(claim.start), place(claim.end));
                claim.paragraph == part && start <= read.start && read.end <= end
            };
            let claim = summary.claims.iter().find(stands_in);
            let claim = claim.unwrap_or_else(|| panic!("{read:?} is naked in {text}"));
            if claim.kind() == ClaimKind::Statistic {
                let told = (claim.qualifier.as_str(), read.qualifier.as_str());
                assert_eq!(told.0, told.1, "{claim:?} is read as {read:?}");
            }
        }
    }
}

fn place(place: i32) -> usize {
    usize::try_from(place).expect("places count from zero")
}
