//! Reads a printed number back: "over 101.08 billion US dollars" is above
//! 101,080,000,000, told to the ten million.

use harness::desk::Exact;
use reader::Language;

/// A number as it is printed.
#[derive(Debug, PartialEq)]
pub(crate) struct Printed {
    /// The number.
    pub(crate) value: Exact,
    /// What its last digit stands for.
    pub(crate) step: Exact,
}

/// Small numbers that are written out.
const WORDS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

/// Words of scale.
const SCALES: [(&str, i128); 4] = [
    ("thousand", 1_000),
    ("million", 1_000_000),
    ("billion", 1_000_000_000),
    ("trillion", 1_000_000_000_000),
];

/// The one number in a quote.
pub(crate) fn read(quote: &str) -> Printed {
    let lower = quote.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let bare: String = word
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '.')
            .collect();
        let bare = bare.trim_end_matches('.');
        let number = match WORDS.iter().position(|known| known == word) {
            Some(small) => Some(Printed {
                value: whole(small),
                step: Exact::from(1),
            }),
            None if bare.is_empty() => None,
            None => Some(decimal(bare)),
        };
        let Some(mut number) = number else { continue };
        let next = words.get(at + 1).copied().unwrap_or_default();
        let next = next.trim_matches(|c: char| !c.is_alphabetic());
        if let Some((_, scale)) = SCALES.iter().find(|(name, _)| *name == next) {
            number.value *= Exact::from(*scale);
            number.step *= Exact::from(*scale);
        }
        found.push(number);
    }
    assert_eq!(found.len(), 1, "one number in {quote:?}: {found:?}");
    found.remove(0)
}

/// The one number of a Chinese quote, without its sign.
pub(crate) fn read_chinese(quote: &str) -> Printed {
    let claims = reader::read(quote, Language::Chinese);
    let [claim] = claims.as_slice() else {
        panic!("one number in {quote:?}: {claims:?}");
    };
    let (Some(value), Some(step)) = (claim.value, claim.step) else {
        panic!("a number in {quote:?}: {claim:?}");
    };
    Printed {
        value: if value < Exact::from(0) {
            -value
        } else {
            value
        },
        step,
    }
}

fn whole(number: usize) -> Exact {
    Exact::from(i128::try_from(number).expect("a small number"))
}

fn decimal(text: &str) -> Printed {
    let (before, after) = text.split_once('.').unwrap_or((text, ""));
    let digits: i128 = format!("{before}{after}").parse().expect("digits");
    let scale = 10_i128.pow(u32::try_from(after.len()).expect("few decimals"));
    Printed {
        value: Exact::new(digits, scale),
        step: Exact::new(1, scale),
    }
}

#[test]
fn printed_numbers_are_read_back() {
    let table = [
        ("331", (331, 1), (1, 1)),
        (
            "over 100 billion US dollars",
            (100_000_000_000, 1),
            (1_000_000_000, 1),
        ),
        ("US$101.08 billion", (101_080_000_000, 1), (10_000_000, 1)),
        ("1,234", (1234, 1), (1, 1)),
        ("19.7 percent", (197, 10), (1, 10)),
        ("five", (5, 1), (1, 1)),
    ];
    for (quote, (n, d), (sn, sd)) in table {
        let wanted = Printed {
            value: Exact::new(n, d),
            step: Exact::new(sn, sd),
        };
        assert_eq!(read(quote), wanted, "{quote}");
    }
}

#[test]
fn printed_chinese_numbers_are_read_back() {
    let table = [
        ("331项", (331, 1), (1, 1)),
        ("超过1000亿美元", (100_000_000_000, 1), (100_000_000, 1)),
        ("198.8亿美元", (19_880_000_000, 1), (10_000_000, 1)),
        ("17.1万人次", (171_000, 1), (1_000, 1)),
        ("增长12.5%", (25, 2), (1, 10)),
        ("1.23万亿元", (1_230_000_000_000, 1), (10_000_000_000, 1)),
    ];
    for (quote, value, step) in table {
        let printed = read_chinese(quote);
        let exact = |(numerator, denominator)| Exact::new(numerator, denominator);
        assert_eq!((printed.value, printed.step), (exact(value), exact(step)));
    }
}
