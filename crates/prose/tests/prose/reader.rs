//! A small reader of printed numbers, written apart from the printer: it knows
//! how English writes them and nothing of how this crate does.

use prose::Exact;

/// What a quote says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// "over", "nearly", "about" or nothing.
    pub(crate) hedge: Option<String>,
    /// "up" or "down" or nothing.
    pub(crate) direction: Option<String>,
    /// The number.
    pub(crate) value: Exact,
    /// The last place shown, in the unit of the number.
    pub(crate) step: Exact,
}

const WORDS: [&str; 10] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
];
const ORDINALS: [&str; 10] = [
    "-", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
];

/// Reads the first number of a quote.
pub(crate) fn read(quote: &str) -> Option<Reading> {
    if quote == "unchanged" {
        return Some(Reading {
            hedge: None,
            direction: None,
            value: Exact::from_integer(0),
            step: Exact::from_integer(0),
        });
    }
    let mut words = quote.split(' ').peekable();
    let direction = words.next_if(|word| matches!(word.to_lowercase().as_str(), "up" | "down"));
    let hedge =
        words.next_if(|word| matches!(word.to_lowercase().as_str(), "over" | "nearly" | "about"));
    words.next_if(|word| word.len() == 3 && word.chars().all(|letter| letter.is_ascii_uppercase()));
    let (number, step) = number(words.next()?)?;
    let scale = Exact::from_integer(match words.next() {
        Some("million") => 1_000_000,
        Some("billion") => 1_000_000_000,
        Some("trillion") => 1_000_000_000_000,
        _ => 1,
    });
    Some(Reading {
        hedge: hedge.map(str::to_lowercase),
        direction: direction.map(str::to_lowercase),
        value: number * scale,
        step: step * scale,
    })
}

fn number(word: &str) -> Option<(Exact, Exact)> {
    let lower = word.to_lowercase();
    let found = WORDS
        .iter()
        .position(|name| *name == lower)
        .or_else(|| ORDINALS.iter().position(|name| *name == lower));
    if let Some(small) = found {
        return Some((
            Exact::from_integer(i128::try_from(small).ok()?),
            Exact::from_integer(1),
        ));
    }
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|suffix| word.strip_suffix(suffix))
        .unwrap_or(word);
    let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
    for (index, group) in before.split(',').enumerate() {
        let well_grouped = if index == 0 {
            !group.is_empty()
        } else {
            group.len() == 3
        };
        if !well_grouped || !group.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
    }
    let whole: i128 = before.replace(',', "").parse().ok()?;
    let below = 10_i128.pow(u32::try_from(after.len()).ok()?);
    let fraction: i128 = if after.is_empty() {
        0
    } else {
        after.parse().ok()?
    };
    let value = Exact::from_integer(whole) + Exact::new(fraction, below);
    Some((value, Exact::new(1, below)))
}

/// The first digit or number word of a text, by a list of this test's own.
pub(crate) fn first_number(text: &str) -> Option<String> {
    if let Some(digit) = text.chars().find(|character| character.is_numeric()) {
        return Some(digit.to_string());
    }
    let mut words = text.split(|character: char| !character.is_alphabetic());
    words
        .find(|word| is_number(&word.to_lowercase()))
        .map(ToOwned::to_owned)
}

fn is_number(word: &str) -> bool {
    const STEMS: [&str; 32] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "thousand",
        "million",
        "billion",
        "trillion",
    ];
    const OTHERS: [&str; 22] = [
        "zero", "first", "second", "third", "fifth", "eighth", "ninth", "twelfth", "half",
        "quarter", "dozen", "dozens", "twice", "thrice", "double", "triple", "percent", "both",
        "pair", "couple", "decade", "record",
    ];
    STEMS
        .iter()
        .any(|stem| word == *stem || word == format!("{stem}s") || word == format!("{stem}th"))
        || OTHERS.contains(&word)
}

#[test]
fn the_reader_reads() {
    let reading = read("over 101.08 billion US dollars").unwrap();
    assert_eq!(reading.hedge.as_deref(), Some("over"));
    assert_eq!(reading.value, Exact::from_integer(101_080_000_000));
    assert_eq!(reading.step, Exact::from_integer(10_000_000));
    assert_eq!(
        read("1,234 contracts").unwrap().value,
        Exact::from_integer(1234)
    );
    assert_eq!(read("12,34 contracts"), None);
    assert_eq!(
        read("down 3.5 percent").unwrap().direction.as_deref(),
        Some("down")
    );
    assert_eq!(read("Five years").unwrap().value, Exact::from_integer(5));
    assert_eq!(
        read("112th edition").unwrap().value,
        Exact::from_integer(112)
    );
}
