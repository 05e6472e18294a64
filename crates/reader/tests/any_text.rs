//! Whatever a text holds, the reader reads it: in order, without overlap, and each quote
//! stands where the claim says.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use reader::{Kind, Language, read};

/// Parts of which texts are made that look like numbers.
const PARTS: [&str; 60] = [
    "1",
    "12",
    "3.5",
    "1,234",
    "1.234.567",
    "50 000",
    "2016",
    "0",
    "999999999999999999999999999999",
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
        ("一、", Language::Chinese),
        ("一百二十六", Language::Chinese),
        ("签约331项，同比增长3.1%；", Language::Chinese),
    ] {
        let text = sentence.repeat(100_000 / sentence.len());
        check(&text, language);
    }
}
