//! Codes from public lists: countries and regions (ISO 3166-1 alpha-2),
//! subdivisions (ISO 3166-2), currencies (ISO 4217), service sectors (the list
//! W/120 of the World Trade Organization).
//!
//! Some places have a country code of their own and are a subdivision of another
//! country too, for example `HK` and `CN-HK`. Both lists are taken as they are; a
//! subdivision belongs to the country that begins its code.

use fault::Violations;
use iso_currency::Currency;

/// How many sub-sectors each sector of W/120 has; they are lettered from A.
const SUB_SECTORS: [u8; 12] = [6, 5, 5, 5, 5, 4, 3, 4, 4, 5, 9, 0];

/// Whether a text is the code of a country or region: `BR`.
#[must_use]
pub fn is_country(code: &str) -> bool {
    rust_iso3166::from_alpha2(code).is_some()
}

/// Notes a violation unless `code` is the code of a country or region.
pub fn require_country(code: &str, field: &str, violations: &mut Violations) {
    violations.require(
        is_country(code),
        field,
        "must be an ISO 3166-1 alpha-2 code, as in \"BR\"",
    );
}

/// Whether a text is the code of a subdivision: `CN-SC`.
#[must_use]
pub fn is_subdivision(code: &str) -> bool {
    rust_iso3166::iso3166_2::from_code(code).is_some()
}

/// The code of the country a subdivision belongs to: the part before the hyphen.
#[must_use]
pub fn country_of(subdivision: &str) -> &str {
    subdivision
        .split_once('-')
        .map_or("", |(country, _)| country)
}

/// Notes a violation unless `code` is the code of a subdivision.
pub fn require_subdivision(code: &str, field: &str, violations: &mut Violations) {
    violations.require(
        is_subdivision(code),
        field,
        "must be an ISO 3166-2 code, as in \"CN-SC\"",
    );
}

/// Notes a violation unless `code` is the code of a subdivision of `country`.
pub fn require_subdivision_of(country: &str, code: &str, field: &str, violations: &mut Violations) {
    require_subdivision(code, field, violations);
    if is_subdivision(code) && country_of(code) != country {
        violations.add(
            field,
            format!("must be a subdivision of {country:?}, the country given"),
        );
    }
}

/// Whether a text is the code of a sector of W/120 (`4`) or of a sub-sector
/// (`2.B`).
#[must_use]
pub fn is_sector(code: &str) -> bool {
    let (sector, sub) = match code.split_once('.') {
        Some((sector, sub)) => (sector, Some(sub.as_bytes())),
        None => (code, None),
    };
    let number = (1..)
        .zip(SUB_SECTORS)
        .find(|(number, _)| number.to_string() == sector);
    match (number, sub) {
        (Some(_), None) => true,
        (Some((_, letters)), Some([letter])) => (b'A'..b'A' + letters).contains(letter),
        _ => false,
    }
}

/// Notes a violation unless `code` is the code of a sector or sub-sector.
pub fn require_sector(code: &str, field: &str, violations: &mut Violations) {
    violations.require(
        is_sector(code),
        field,
        "must be a sector of W/120, \"1\" to \"12\", or a sub-sector, as in \"2.B\"",
    );
}

/// Whether a text has the form of a UN/LOCODE: a country and three letters or digits
/// (`DECGN`). The form alone is looked at: the list has a hundred thousand places and
/// two new editions a year.
#[must_use]
pub fn is_unlocode(code: &str) -> bool {
    let (country, place) = code.split_at_checked(2).unwrap_or_default();
    let of_place = |byte: u8| byte.is_ascii_uppercase() || (b'2'..=b'9').contains(&byte);
    is_country(country) && place.len() == 3 && place.bytes().all(of_place)
}

/// Notes a violation unless `code` has the form of a UN/LOCODE.
pub fn require_unlocode(code: &str, field: &str, violations: &mut Violations) {
    violations.require(
        is_unlocode(code),
        field,
        "must be a UN/LOCODE in five characters, as in \"DECGN\"",
    );
}

/// Whether a text is the code of a currency that is divided into minor units:
/// `CNY`. Metals, funds of account and test codes have none.
#[must_use]
pub fn is_currency(code: &str) -> bool {
    currency_exponent(code).is_some()
}

/// Notes a violation unless `code` is the code of a currency.
pub fn require_currency(code: &str, field: &str, violations: &mut Violations) {
    violations.require(
        is_currency(code),
        field,
        "must be an ISO 4217 code of a currency with minor units, as in \"USD\"",
    );
}

/// How many decimals the minor unit of a currency has: 2 for `USD`, 0 for `JPY`.
#[must_use]
pub fn currency_exponent(code: &str) -> Option<u32> {
    let currency = Currency::from_code(code).filter(|currency| currency.code() == code)?;
    currency.exponent().map(u32::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries() {
        for code in ["BR", "CN", "HK", "MO", "TW", "LT", "GB"] {
            assert!(is_country(code), "{code}");
        }
        for code in ["", "br", "XX", "BRA", "UK", "CN-HK", " CN"] {
            assert!(!is_country(code), "{code}");
        }
    }

    #[test]
    fn places() {
        for code in ["CNBJS", "DECGN", "US2AB"] {
            assert!(is_unlocode(code), "{code}");
        }
        for code in [
            "", "D", "DE", "DECG", "DECGNX", "XXCGN", "decgn", "DE1GN", "DEÜG", "Ü",
        ] {
            assert!(!is_unlocode(code), "{code}");
        }
    }

    #[test]
    fn subdivisions_of_their_country() {
        for (country, code) in [
            ("CN", "CN-BJ"),
            ("CN", "CN-SC"),
            ("CN", "CN-HK"),
            ("CN", "CN-TW"),
            ("DE", "DE-BE"),
            ("LT", "LT-KU"),
        ] {
            let mut violations = Violations::new();
            require_subdivision_of(country, code, "subdivision_code", &mut violations);
            assert!(violations.is_empty(), "{code}");
        }
        for (country, code) in [
            ("CN", "DE-BE"),
            ("CN", "CN-ZZ"),
            ("CN", "CN"),
            ("HK", "CN-HK"),
            ("", ""),
        ] {
            let mut violations = Violations::new();
            require_subdivision_of(country, code, "subdivision_code", &mut violations);
            assert_eq!(violations.found().len(), 1, "{code}");
        }
    }

    #[test]
    fn sectors() {
        for code in [
            "1", "12", "1.F", "2.B", "4", "5.C", "7.C", "10.A", "10.D", "11.C", "11.I",
        ] {
            assert!(is_sector(code), "{code}");
        }
        for code in [
            "", "0", "13", "01", "2.b", "2.F", "2.", "2.BB", "12.A", ".A", "7.D", "11.J", "2.B.",
            "+2",
        ] {
            assert!(!is_sector(code), "{code}");
        }
    }

    #[test]
    fn currencies() {
        assert_eq!(currency_exponent("USD"), Some(2));
        assert_eq!(currency_exponent("CNY"), Some(2));
        assert_eq!(currency_exponent("JPY"), Some(0));
        assert_eq!(currency_exponent("KWD"), Some(3));
        for code in ["", "usd", "XAU", "XXX", "XTS", "AAA", "US"] {
            assert!(!is_currency(code), "{code}");
        }
    }
}
