//! Places that are both a subdivision and a country or region of their own.

use fault::Violations;
use resource::code;

/// Subdivisions of ISO 3166-2 that ISO 3166-1 also gives a code of their own.
/// Figures tell home from abroad by the country code, so such a place goes by
/// that code alone: under both it could be counted as either.
const CODED_AS_COUNTRIES: [(&str, &str); 30] = [
    ("CN-HK", "HK"),
    ("CN-MO", "MO"),
    ("CN-TW", "TW"),
    ("FI-01", "AX"),
    ("FR-971", "GP"),
    ("FR-972", "MQ"),
    ("FR-973", "GF"),
    ("FR-974", "RE"),
    ("FR-976", "YT"),
    ("FR-BL", "BL"),
    ("FR-MF", "MF"),
    ("FR-NC", "NC"),
    ("FR-PF", "PF"),
    ("FR-PM", "PM"),
    ("FR-TF", "TF"),
    ("FR-WF", "WF"),
    ("NL-AW", "AW"),
    ("NL-BQ1", "BQ"),
    ("NL-BQ2", "BQ"),
    ("NL-BQ3", "BQ"),
    ("NL-CW", "CW"),
    ("NL-SX", "SX"),
    ("NO-21", "SJ"),
    ("NO-22", "SJ"),
    ("US-AS", "AS"),
    ("US-GU", "GU"),
    ("US-MP", "MP"),
    ("US-PR", "PR"),
    ("US-UM", "UM"),
    ("US-VI", "VI"),
];

/// The country code that a subdivision goes by, if it has one of its own.
fn own_country_code(subdivision_code: &str) -> Option<&'static str> {
    CODED_AS_COUNTRIES
        .into_iter()
        .find(|(subdivision, _)| *subdivision == subdivision_code)
        .map(|(_, country_code)| country_code)
}

/// Notes what is wrong with the code of a city (UN/LOCODE), if there is one: the
/// code of its country, then three letters or digits of which 0 and 1 are none.
///
/// With a country, the city must lie in it.
pub(crate) fn check_city(unlocode: &str, country_code: Option<&str>, violations: &mut Violations) {
    const FIELD: &str = "unlocode";
    if unlocode.is_empty() {
        return;
    }
    code::require_unlocode(unlocode, FIELD, violations);
    if let Some(wanted) = country_code
        && code::is_unlocode(unlocode)
        && code::is_country(wanted)
        && !unlocode.starts_with(wanted)
    {
        violations.add(
            FIELD,
            format!("must be a city of {wanted}, the country given"),
        );
    }
}

/// Notes what is wrong with the place of an organisation or a delegation: a country,
/// and possibly a subdivision of it.
pub(crate) fn check_place(country_code: &str, subdivision_code: &str, violations: &mut Violations) {
    const FIELD: &str = "subdivision_code";
    code::require_country(country_code, "country_code", violations);
    if subdivision_code.is_empty() {
        return;
    }
    match own_country_code(subdivision_code) {
        Some(own) => violations.add(
            FIELD,
            format!(
                "has a country code of its own: give the country code {own} and no subdivision"
            ),
        ),
        None if code::is_country(country_code) => {
            code::require_subdivision_of(country_code, subdivision_code, FIELD, violations);
        }
        None => code::require_subdivision(subdivision_code, FIELD, violations),
    }
}

/// Notes what is wrong with the subdivision that hosts an edition.
///
/// A place with a country code of its own cannot be one: nobody's subdivision
/// code would be equal to it, and the host country would be another.
pub(crate) fn check_host(subdivision_code: &str, violations: &mut Violations) {
    const FIELD: &str = "host_subdivision_code";
    code::require_subdivision(subdivision_code, FIELD, violations);
    if let Some(own) = own_country_code(subdivision_code) {
        violations.add(
            FIELD,
            format!("has the country code {own} of its own, and home and abroad are told by country codes: such a host is not offered"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong_fields(check: impl Fn(&mut Violations)) -> Vec<String> {
        let mut violations = Violations::new();
        check(&mut violations);
        let found = violations.found().iter();
        found.map(|violation| violation.field.clone()).collect()
    }

    #[test]
    fn both_codes_of_such_a_place_are_real() {
        for (subdivision_code, country_code) in CODED_AS_COUNTRIES {
            assert!(code::is_subdivision(subdivision_code), "{subdivision_code}");
            assert!(code::is_country(country_code), "{country_code}");
        }
    }

    #[test]
    fn a_place_goes_by_one_country_code() {
        let table: [(&str, &str, &[&str]); 10] = [
            ("BR", "", &[]),
            ("CN", "CN-SC", &[]),
            ("HK", "", &[]),
            ("TW", "TW-TPE", &[]),
            ("CN", "CN-HK", &["subdivision_code"]),
            ("HK", "CN-HK", &["subdivision_code"]),
            ("CN", "DE-BE", &["subdivision_code"]),
            ("CN", "CN-99", &["subdivision_code"]),
            ("", "CN-SC", &["country_code"]),
            ("cn", "Sichuan", &["country_code", "subdivision_code"]),
        ];
        for (country_code, subdivision_code, expected) in table {
            let wrong = wrong_fields(|found| check_place(country_code, subdivision_code, found));
            assert_eq!(wrong, expected, "{country_code} {subdivision_code}");
        }
    }

    #[test]
    fn a_city_is_of_the_country_given() {
        for (unlocode, country_code, fits) in [
            ("", Some("DE"), true),
            ("DECGN", Some("DE"), true),
            ("DECGN", None, true),
            ("CNBJS", Some("CN"), true),
            ("US9AB", Some("US"), true),
            ("DECGN", Some("LT"), false),
            // A wrong country is told of where it stands.
            ("DECGN", Some("de"), true),
            ("XXCGN", None, false),
            ("DECG", Some("DE"), false),
            ("DECGNX", Some("DE"), false),
            ("decgn", Some("DE"), false),
            ("DECG0", Some("DE"), false),
            ("DECG1", Some("DE"), false),
            ("DE CGN", Some("DE"), false),
            ("DEÜGN", Some("DE"), false),
            ("德CGN", Some("DE"), false),
        ] {
            let wrong = wrong_fields(|found| check_city(unlocode, country_code, found));
            let expected: &[&str] = if fits { &[] } else { &["unlocode"] };
            assert_eq!(wrong, expected, "{unlocode} {country_code:?}");
        }
    }

    #[test]
    fn a_host_is_a_subdivision_without_a_country_code_of_its_own() {
        for (host, fits) in [
            ("CN-BJ", true),
            ("DE-BE", true),
            ("CN", false),
            ("", false),
            ("CN-HK", false),
        ] {
            assert_eq!(
                wrong_fields(|found| check_host(host, found)).is_empty(),
                fits,
                "{host}"
            );
        }
    }
}
