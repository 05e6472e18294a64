//! Countries and regions as a newspaper names them.

/// Names that differ from those of ISO 3166-1, by alpha-2 code.
const IN_THE_PRESS: [(&str, &str); 17] = [
    ("BN", "Brunei"),
    ("CD", "Democratic Republic of the Congo"),
    ("CG", "Republic of the Congo"),
    ("CZ", "Czech Republic"),
    ("FK", "Falkland Islands"),
    ("GB", "United Kingdom"),
    ("KP", "North Korea"),
    ("KR", "South Korea"),
    ("LA", "Laos"),
    ("MF", "Saint Martin"),
    ("RU", "Russia"),
    ("SX", "Sint Maarten"),
    ("SY", "Syria"),
    ("US", "United States"),
    ("VG", "British Virgin Islands"),
    ("VI", "US Virgin Islands"),
    ("VN", "Vietnam"),
];

/// The name of a country or region, in English. `None` for a code that nobody has.
pub(crate) fn in_english(code: &str) -> Option<&'static str> {
    let listed = IN_THE_PRESS.iter().find(|(listed, _)| *listed == code);
    if let Some((_, name)) = listed {
        return Some(name);
    }
    // What stands in brackets is the form of state: "Iran (Islamic Republic of)".
    let official = rust_iso3166::from_alpha2(code)?.name;
    Some(official.split(" (").next().unwrap_or(official))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_go_by_their_short_names() {
        let names = [
            ("BR", "Brazil"),
            ("GB", "United Kingdom"),
            ("IR", "Iran"),
            ("HK", "Hong Kong"),
            ("KR", "South Korea"),
            ("LT", "Lithuania"),
            ("NL", "Netherlands"),
            ("TW", "Taiwan"),
            ("US", "United States"),
        ];
        for (code, name) in names {
            assert_eq!(in_english(code), Some(name));
        }
        assert_eq!(in_english("XX"), None);
    }

    #[test]
    fn no_two_countries_share_a_name() {
        let mut names: Vec<_> = rust_iso3166::ALL_ALPHA2
            .iter()
            .filter_map(|code| in_english(code))
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|name| !name.contains(['(', ')'])));
    }
}
