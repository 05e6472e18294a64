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

/// What a quote says of a value among others, or out of a list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// So many times in a row.
    Row(i128),
    /// A place from the highest value or from the lowest, of so many, alone or not.
    Place {
        place: i128,
        of: i128,
        from_highest: bool,
        shared: bool,
    },
    /// So many out of so many.
    Part(i128, i128),
}

/// Reads what stands beside the number of a quote, if anything does.
pub(crate) fn standing(quote: &str) -> Option<Standing> {
    let lower = quote.to_lowercase();
    let mut words = lower.split(' ').peekable();
    let small = |word: &str| number(word).map(|(value, _)| value.to_integer());
    if lower.ends_with(" consecutive time") {
        return Some(Standing::Row(small(words.next()?)?));
    }
    if lower.starts_with("both ") {
        return Some(Standing::Part(2, 2));
    }
    if words.next_if_eq(&"all").is_some() {
        let all = small(words.next()?)?;
        return Some(Standing::Part(all, all));
    }
    let shared = words.next_if_eq(&"joint").is_some();
    let ends = ["highest", "higher", "lowest", "lower"];
    let first = words.next()?;
    let (place, end) = match ends.contains(&first) {
        true => (1, first),
        false if first == "none" => (0, words.next()?),
        false => (small(first)?, words.next()?),
    };
    if end == "of" {
        return Some(Standing::Part(place, small(words.next()?)?));
    }
    if !ends.contains(&end) || words.next() != Some("of") {
        return None;
    }
    let of = small(words.next()?)?;
    // Of two there is a higher and a lower one; of more there is a highest.
    if end.ends_with("er") && (of != 2 || place != 1) {
        return None;
    }
    Some(Standing::Place {
        place,
        of,
        from_highest: end.starts_with("high"),
        shared,
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
    const OTHERS: [&str; 27] = [
        "all",
        "consecutive",
        "highest",
        "lowest",
        "best",
        "zero",
        "first",
        "second",
        "third",
        "fifth",
        "eighth",
        "ninth",
        "twelfth",
        "half",
        "quarter",
        "dozen",
        "dozens",
        "twice",
        "thrice",
        "double",
        "triple",
        "percent",
        "both",
        "pair",
        "couple",
        "decade",
        "record",
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

#[test]
fn the_reader_reads_what_stands_beside_a_number() {
    let place = |place, of, from_highest, shared| {
        Some(Standing::Place {
            place,
            of,
            from_highest,
            shared,
        })
    };
    let told = [
        ("fourth consecutive time", Some(Standing::Row(4))),
        ("third highest of four editions", place(3, 4, true, false)),
        ("Joint second lowest of 12 fairs", place(2, 12, false, true)),
        ("lower of two editions", place(1, 2, false, false)),
        ("lower of three editions", None),
        ("29 of 31 provinces", Some(Standing::Part(29, 31))),
        ("All 31 provinces", Some(Standing::Part(31, 31))),
        ("none of nine regions", Some(Standing::Part(0, 9))),
        ("both regions", Some(Standing::Part(2, 2))),
        ("331 contracts", None),
    ];
    for (quote, expected) in told {
        assert_eq!(standing(quote), expected, "{quote}");
    }
}
