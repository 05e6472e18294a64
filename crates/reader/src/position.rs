//! From bytes of a text to its code points.

use std::ops::Range;

use crate::claim::{Claim, Exact, Kind, Qualifier, Unit};

/// A claim as a language finds it, at bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The bytes of the quote.
    pub(crate) bytes: Range<usize>,
    pub(crate) kind: Kind,
    pub(crate) value: Option<Exact>,
    pub(crate) step: Option<Exact>,
    pub(crate) unit: Option<Unit>,
    pub(crate) qualifier: Qualifier,
}

/// The claims at code points, in the order in which they stand. Of two that share bytes
/// the one that begins first stays.
pub(crate) fn placed(text: &str, mut found: Vec<Found>) -> Vec<Claim> {
    found.sort_by_key(|found| (found.bytes.start, std::cmp::Reverse(found.bytes.end)));
    let mut claims = Vec::with_capacity(found.len());
    let (mut byte, mut point) = (0, 0);
    let mut taken = 0;
    for found in found {
        let Range { start, end } = found.bytes;
        let (Some(before), Some(quote)) = (text.get(byte..start.max(byte)), text.get(start..end))
        else {
            continue;
        };
        if start < taken || quote.is_empty() {
            continue;
        }
        point += before.chars().count();
        byte = start;
        taken = end;
        claims.push(Claim {
            quote: quote.to_owned(),
            start: point,
            end: point + quote.chars().count(),
            kind: found.kind,
            value: found.value,
            step: found.step,
            unit: found.unit,
            qualifier: found.qualifier,
        });
    }
    claims
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(bytes: Range<usize>) -> Found {
        Found {
            bytes,
            kind: Kind::Name,
            value: None,
            step: None,
            unit: Some(Unit::Name),
            qualifier: Qualifier::Exact,
        }
    }

    #[test]
    fn places_are_counted_in_code_points_and_no_two_overlap() {
        let text = "签约三项 A380";
        let found = vec![name(13..17), name(6..12), name(9..12), name(6..9)];
        let claims = placed(text, found);
        let told: Vec<_> = claims
            .iter()
            .map(|claim| (claim.quote.as_str(), claim.start, claim.end))
            .collect();
        assert_eq!(told, [("三项", 2, 4), ("A380", 5, 9)]);
    }
}
