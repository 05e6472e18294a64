//! What the numbers of a text claim, by its words alone.

use fault::{Fault, Violations};
use proto::gateway::v1::{
    ExtractClaimsRequest, ExtractClaimsResponse, ExtractedClaim, ExtractedClaimKind,
};
use reader::{Claim, Kind, Language};

use crate::summary::{position, ratio};

/// The most characters of a text.
pub(crate) const CHARACTERS_AT_MOST: usize = 100_000;

/// Reads the claims of a text.
///
/// # Errors
/// [`Fault::InvalidFields`] with all that is wrong with the request.
pub(crate) fn extract(request: &ExtractClaimsRequest) -> Result<ExtractClaimsResponse, Fault> {
    let mut violations = Violations::new();
    let text = request.text.as_str();
    let count = text.chars().count();
    if text.trim().is_empty() || count > CHARACTERS_AT_MOST {
        let description =
            format!("must have 1 to {CHARACTERS_AT_MOST} characters, and has {count}");
        violations.add("text", description);
    }
    let language = Language::of_tag(&request.language_code);
    violations.require(
        language.is_some(),
        "language_code",
        "must be the language of the text: \"en\" or \"zh\"",
    );
    let Some(language) = language.filter(|_| violations.is_empty()) else {
        return Err(Fault::InvalidFields(violations));
    };
    let claims = reader::read(text, language);
    Ok(ExtractClaimsResponse {
        claims: claims.into_iter().map(extracted).collect(),
    })
}

/// A claim as it is answered.
pub(crate) fn extracted(claim: Claim) -> ExtractedClaim {
    let kind = match claim.kind {
        Kind::Statistic => ExtractedClaimKind::Statistic,
        Kind::Date => ExtractedClaimKind::Date,
        Kind::Ordinal => ExtractedClaimKind::Ordinal,
        Kind::Name => ExtractedClaimKind::Name,
        Kind::Idiom => ExtractedClaimKind::Idiom,
        Kind::Rank => ExtractedClaimKind::Rank,
    };
    ExtractedClaim {
        quote: claim.quote,
        start: position(claim.start),
        end: position(claim.end),
        kind: kind.into(),
        value: claim.value.map(ratio),
        unit: claim.unit.map_or_else(String::new, |unit| unit.to_string()),
        qualifier: claim.qualifier.as_str().to_owned(),
    }
}
