//! Where the parties of an agreement come from, seen from the host.

use proto::contracts::v1::{AgreementScope, Party};
use resource::code;

/// The scope of an agreement among `parties` at an edition held in
/// `host_subdivision_code` (ISO 3166-2, for example `CN-BJ`).
///
/// Country codes decide first: a party with another code than the host country
/// is outside it, whatever the politics of the place; Hong Kong, Macao and
/// Taiwan are `HK`, `MO` and `TW`. Among parties of the host country a known
/// subdivision other than the host's makes a domestic region. A party whose
/// subdivision nobody knows is taken for a neighbour, so that nothing is
/// claimed for another region without a record that says so.
#[must_use]
pub(crate) fn scope(host_subdivision_code: &str, parties: &[Party]) -> AgreementScope {
    let host_country_code = code::country_of(host_subdivision_code);
    let abroad = |party: &Party| party.country_code != host_country_code;
    let elsewhere = |party: &Party| {
        !party.subdivision_code.is_empty() && party.subdivision_code != host_subdivision_code
    };
    if parties.iter().any(abroad) {
        AgreementScope::International
    } else if parties.iter().any(elsewhere) {
        AgreementScope::DomesticRegion
    } else {
        AgreementScope::HostCity
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(code: &str) -> Party {
        let (country_code, subdivision_code) = match code.split_once('-') {
            Some((country_code, _)) => (country_code, code),
            None => (code, ""),
        };
        Party {
            country_code: country_code.to_owned(),
            subdivision_code: subdivision_code.to_owned(),
            ..Party::default()
        }
    }

    #[test]
    fn scope_follows_the_codes_of_the_parties() {
        use AgreementScope::{DomesticRegion, HostCity, International};
        let table = [
            ("CN-BJ", vec!["BR", "CN-BJ"], International),
            ("CN-BJ", vec!["LT", "US"], International),
            ("CN-BJ", vec!["HK", "CN-BJ"], International),
            ("CN-BJ", vec!["CN-BJ", "MO"], International),
            ("CN-BJ", vec!["CN-BJ", "CN-SC", "TW"], International),
            ("CN-BJ", vec!["CN-SC", "GB"], International),
            ("CN-BJ", vec!["CN-SC", "CN-BJ"], DomesticRegion),
            ("CN-BJ", vec!["CN-SC", "CN-FJ"], DomesticRegion),
            ("CN-BJ", vec!["CN", "CN-FJ"], DomesticRegion),
            ("CN-BJ", vec!["CN-BJ", "CN-BJ"], HostCity),
            ("CN-BJ", vec!["CN-BJ", "CN"], HostCity),
            ("CN-BJ", vec!["CN", "CN"], HostCity),
            // The same parties seen from other hosts.
            ("CN-SH", vec!["CN-BJ", "CN-BJ"], DomesticRegion),
            ("DE-BE", vec!["CN-BJ", "CN-BJ"], International),
            ("DE-BE", vec!["DE-BE", "DE-BY"], DomesticRegion),
            ("DE-BE", vec!["DE-BE", "DE"], HostCity),
        ];
        for (host, codes, expected) in table {
            let mut parties: Vec<_> = codes.iter().map(|code| party(code)).collect();
            assert_eq!(
                scope(host, &parties),
                expected,
                "{codes:?} seen from {host}"
            );
            parties.reverse();
            assert_eq!(
                scope(host, &parties),
                expected,
                "{codes:?} reversed, from {host}"
            );
        }
    }
}
