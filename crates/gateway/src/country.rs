//! Countries and regions as a newspaper names them.

use std::{collections::HashMap, sync::LazyLock};

/// Names that differ from those of ISO 3166-1, by alpha-2 code.
const IN_THE_PRESS: [(&str, &str); 27] = [
    ("BN", "Brunei"),
    ("BQ", "Caribbean Netherlands"),
    ("CC", "Cocos Islands"),
    ("CD", "Democratic Republic of the Congo"),
    ("CG", "Republic of the Congo"),
    ("CI", "Ivory Coast"),
    ("CV", "Cape Verde"),
    ("CZ", "Czech Republic"),
    ("FK", "Falkland Islands"),
    ("GB", "United Kingdom"),
    ("KP", "North Korea"),
    ("KR", "South Korea"),
    ("LA", "Laos"),
    ("MF", "Saint Martin"),
    ("PN", "Pitcairn Islands"),
    ("RU", "Russia"),
    ("SH", "Saint Helena"),
    ("SJ", "Svalbard"),
    ("SX", "Sint Maarten"),
    ("SY", "Syria"),
    ("TR", "Turkey"),
    ("UM", "US Minor Outlying Islands"),
    ("US", "United States"),
    ("VA", "Vatican"),
    ("VG", "British Virgin Islands"),
    ("VI", "US Virgin Islands"),
    ("VN", "Vietnam"),
];

/// Names that take an article in a sentence: "the Czech Republic".
const WITH_ARTICLE: [&str; 34] = [
    "Bahamas",
    "British Indian Ocean Territory",
    "British Virgin Islands",
    "Caribbean Netherlands",
    "Cayman Islands",
    "Central African Republic",
    "Cocos Islands",
    "Comoros",
    "Cook Islands",
    "Czech Republic",
    "Democratic Republic of the Congo",
    "Dominican Republic",
    "Falkland Islands",
    "Faroe Islands",
    "French Southern Territories",
    "Gambia",
    "Isle of Man",
    "Maldives",
    "Marshall Islands",
    "Netherlands",
    "Northern Mariana Islands",
    "Philippines",
    "Pitcairn Islands",
    "Republic of the Congo",
    "Seychelles",
    "Solomon Islands",
    "Turks and Caicos Islands",
    "US Minor Outlying Islands",
    "US Virgin Islands",
    "United Arab Emirates",
    "United Kingdom",
    "United States",
    "Vatican",
    "\u{c5}land Islands",
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

/// The name of a country or region, in Chinese. `None` for a code that nobody has.
pub(crate) fn in_chinese(code: &str) -> Option<&'static str> {
    static NAMES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
        include_str!("country.zh.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once(' '))
            .collect()
    });
    NAMES.get(code).copied()
}

/// Whether a name that [`in_english`] gave takes an article in a sentence.
pub(crate) fn takes_article(name: &str) -> bool {
    WITH_ARTICLE.contains(&name)
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
            ("CC", "Cocos Islands"),
            ("MD", "Moldova"),
            ("SH", "Saint Helena"),
            ("TR", "Turkey"),
            ("TZ", "Tanzania"),
        ];
        for (code, name) in names {
            assert_eq!(in_english(code), Some(name));
        }
        assert_eq!(in_english("XX"), None);
    }

    #[test]
    fn every_country_has_a_chinese_name_of_its_own() {
        let mut names: Vec<_> = rust_iso3166::ALL_ALPHA2
            .iter()
            .map(|code| in_chinese(code).unwrap_or_else(|| panic!("{code}")))
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert_eq!(in_chinese("LT"), Some("立陶宛"));
        assert_eq!(in_chinese("HK"), Some("中国香港"));
        assert_eq!(in_chinese("XX"), None);
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
    fn all() -> impl Iterator<Item = &'static str> {
        rust_iso3166::ALL_ALPHA2
            .iter()
            .filter_map(|code| in_english(code))
    }

    #[test]
    fn a_name_that_is_a_phrase_takes_an_article() {
        // What a name ends or begins with tells by itself that it is no proper noun.
        let is_phrase = |name: &str| {
            let last = name.rsplit(' ').next().unwrap();
            let proper = ["Heard Island", "South Georgia"];
            let generic = [
                "Islands",
                "Republic",
                "Emirates",
                "Territory",
                "Territories",
            ];
            !proper.iter().any(|proper| name.starts_with(proper))
                && (generic.contains(&last)
                    || name.starts_with("United ")
                    || name.contains("Republic of"))
        };
        for name in all() {
            assert!(!is_phrase(name) || takes_article(name), "{name}");
        }
        let told = [
            ("NL", true),
            ("PH", true),
            ("GM", true),
            ("BS", true),
            ("MV", true),
            ("AE", true),
            ("DE", false),
            ("LT", false),
            ("ZA", false),
            ("GS", false),
            ("VC", false),
            ("NF", false),
        ];
        for (code, takes) in told {
            let name = in_english(code).unwrap();
            assert_eq!(takes_article(name), takes, "{name}");
        }
    }

    #[test]
    fn every_name_with_an_article_is_a_country() {
        for name in WITH_ARTICLE {
            assert!(all().any(|known| known == name), "{name}");
        }
        let mut sorted = WITH_ARTICLE;
        sorted.sort_unstable();
        assert_eq!(sorted, WITH_ARTICLE);
    }

    #[test]
    fn the_press_prints_no_form_of_state() {
        let formal = [
            "(",
            "Federation",
            "Kingdom of",
            "People\'s",
            "Democratic People",
            "Province",
        ];
        for name in all() {
            assert!(!formal.iter().any(|word| name.contains(word)), "{name}");
        }
    }
}
