//! Whatever a text holds, the reader reads it: in order, without overlap, and each quote
//! stands where the claim says.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use reader::{Kind, Language, read};

/// Parts of which texts are made that look like numbers.
const PARTS: [&str; 70] = [
    "1",
    "12",
    "3.5",
    "1,234",
    "1.234.567",
    "50 000",
    "2016",
    "0",
    "0.999999999999",
    "999999999999999999",
    "99999999999999999999999999999999999999",
    "and a half",
    "½",
    "decades",
    "折",
    "半",
    "至",
    "番",
    "每",
    "one",
    "two",
    "twenty",
    "-",
    "hundred",
    "million",
    "billion",
    "third",
    "half",
    "a",
    "of",
    "the",
    "percent",
    "%",
    "US$",
    "€",
    "¥",
    "visitors",
    "over",
    "nearly",
    "May",
    "to",
    "(",
    ")",
    ":",
    ".",
    "4th",
    "Hall",
    "5G",
    "一",
    "二",
    "十",
    "百",
    "千",
    "万",
    "亿",
    "点",
    "第",
    "届",
    "分之",
    "成",
    "倍",
    "多",
    "余",
    "年",
    "月",
    "日",
    "人次",
    "家",
    "元",
    "近",
];

fn any_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        6 => proptest::sample::select(PARTS.to_vec()).prop_map(ToOwned::to_owned),
        2 => Just(" ".to_owned()),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

fn check(text: &str, language: Language) {
    let characters: Vec<char> = text.chars().collect();
    let mut taken = 0;
    for claim in read(text, language) {
        assert!(claim.start >= taken && claim.start < claim.end, "{claim:?}");
        let quoted: String = characters[claim.start..claim.end].iter().collect();
        assert_eq!(quoted, claim.quote);
        assert_eq!(claim.value.is_some(), claim.step.is_some(), "{claim:?}");
        assert!(
            claim.kind != Kind::Statistic || claim.value.is_some(),
            "{claim:?}"
        );
        taken = claim.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn any_text_is_read(text in any_text()) {
        check(&text, Language::English);
        check(&text, Language::Chinese);
    }
}

/// Numbers at the end of what is read and beyond, where they are reckoned with.
#[test]
fn a_number_of_any_size_is_read_or_left() {
    for digits in 1..=42 {
        let nines = "9".repeat(digits);
        let thirds = format!("0.{}", "3".repeat(digits));
        for text in [
            format!("{nines} and a half years"),
            format!("{nines} and a half decades"),
            format!("{nines}-5 million"),
            format!("{thirds} to 5 trillion trillion"),
            format!("{nines} in {nines}"),
            format!("one{} and a half years", " hundred".repeat(digits)),
        ] {
            check(&text, Language::English);
        }
        for text in [
            format!("{nines}年半"),
            format!("{nines}至5万亿家"),
            format!("{thirds}至5万亿家"),
            format!("{nines}.5折"),
            format!("{thirds}成半"),
            format!("{thirds}分之{nines}"),
            format!("{nines}分之{thirds}"),
            format!("每{nines}家中有{thirds}家"),
            format!("翻了{digits}番"),
            format!("{}点{}亿", "九".repeat(digits), "三".repeat(digits)),
        ] {
            check(&text, Language::Chinese);
        }
    }
    for (text, language) in [
        ("999,999,999,999,999,999 visitors", Language::English),
        ("999999999999999999家", Language::Chinese),
    ] {
        assert_eq!(read(text, language).len(), 1, "{text}");
    }
    for (text, language) in [
        ("1,000,000,000,000,000,000 visitors", Language::English),
        ("1000000000000000000家", Language::Chinese),
        ("the 1000000000000000000th visitor", Language::English),
        ("第1000000000000000000届", Language::Chinese),
    ] {
        assert_eq!(read(text, language), [], "{text}");
    }
}

/// A text as long as the desk takes, and longer, is read to its end, and its parts do not
/// call each other.
#[test]
fn a_long_text_is_read_to_its_end() {
    for (sentence, language) in [
        (
            "Over 1,234 visitors from 12 countries, up 3.5 percent (2016: 1,200). ",
            Language::English,
        ),
        ("１，", Language::Chinese),
        ("1, ", Language::English),
        ("\u{201c}", Language::English),
        ("¥1 ", Language::English),
        ("one million ", Language::English),
        ("1-", Language::Chinese),
        ("1亿", Language::Chinese),
        ("90年代", Language::Chinese),
        ("百", Language::Chinese),
        ("A1", Language::Chinese),
        ("1 to ", Language::English),
        ("and 1 ", Language::English),
        ("一、", Language::Chinese),
        ("一百二十六", Language::Chinese),
        ("签约331项，同比增长3.1%；", Language::Chinese),
    ] {
        let text = sentence.repeat(100_000 / sentence.len());
        check(&text, language);
    }
}
