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

impl Found {
    /// A name with a numeral in it.
    pub(crate) fn name(bytes: Range<usize>) -> Self {
        Self::listed(bytes, Kind::Name)
    }

    /// A name, an idiom or a rank, as lists of words tell them.
    pub(crate) fn listed(bytes: Range<usize>, kind: Kind) -> Self {
        Self {
            bytes,
            kind,
            value: None,
            step: None,
            unit: (kind == Kind::Name).then_some(Unit::Name),
            qualifier: Qualifier::Exact,
        }
    }

    /// A date.
    pub(crate) fn date(bytes: Range<usize>) -> Self {
        Self {
            bytes,
            kind: Kind::Date,
            value: None,
            step: None,
            unit: Some(Unit::Date),
            qualifier: Qualifier::Date,
        }
    }

    /// A place in a row.
    pub(crate) fn ordinal(bytes: Range<usize>, place: Exact) -> Self {
        Self {
            bytes,
            kind: Kind::Ordinal,
            value: Some(place),
            step: Some(Exact::from_integer(1)),
            unit: Some(Unit::Ordinal),
            qualifier: Qualifier::Ordinal,
        }
    }
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
impl Found {
    /// Quote, kind, value, unit and qualifier, as the tests of the languages compare them.
    pub(crate) fn told(&self, text: &str) -> String {
        let quote = text.get(self.bytes.clone()).unwrap_or_default();
        let value = self.value.map(|value| value.to_string());
        format!(
            "{quote} {} {} {} {}",
            self.kind.as_str(),
            value.unwrap_or_default(),
            self.unit.map_or("", Unit::as_str),
            self.qualifier.as_str()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_code_points_and_no_two_overlap() {
        let text = "签约三项 A380";
        let found = [13..17, 6..12, 9..12, 6..9].map(Found::name).to_vec();
        let claims = placed(text, found);
        let told: Vec<_> = claims
            .iter()
            .map(|claim| (claim.quote.as_str(), claim.start, claim.end))
            .collect();
        assert_eq!(told, [("三项", 2, 4), ("A380", 5, 9)]);
    }
}
