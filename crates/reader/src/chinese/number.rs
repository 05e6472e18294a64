//! Numbers in digits, in numerals, and in both.

use num_traits::{CheckedAdd, CheckedMul};

use super::scan::{Place, Scan};
use crate::{claim::Exact, magnitude::bounded};

/// A number as it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: Exact,
    /// What its last digit counts.
    pub(super) step: Exact,
    pub(super) end: Place,
    /// Whether 余, 多 or 几 says that it is more.
    pub(super) and_more: bool,
    /// Whether it is written in digits.
    pub(super) in_digits: bool,
    /// Whether a word of scale is in it: 百, 千, 万, 亿.
    pub(super) scaled: bool,
    /// The scale behind digits.
    pub(super) factor: Option<Exact>,
}

/// Words of scale; one that begins another stands after it.
const SCALES: [(&str, i128); 9] = [
    ("万亿", 1_000_000_000_000),
    ("千亿", 100_000_000_000),
    ("百亿", 10_000_000_000),
    ("亿", 100_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("万", 10_000),
    ("千", 1_000),
    ("百", 100),
];

/// The number that begins at a place, unless it is too large or too fine to reckon with.
pub(super) fn read(scan: &Scan, at: Place) -> Option<Number> {
    let number = if scan.at(at).is_ascii_digit() {
        with_scale(scan, digits(scan, at)?, i128::MAX)?
    } else {
        numerals(scan, at)?
    };
    bounded(number.value)?;
    bounded(number.step)?;
    Some(number)
}

/// Digits with commas in groups and a point.
fn digits(scan: &Scan, at: Place) -> Option<Number> {
    let (mut end, mut mantissa, mut decimals) = (at, 0_i128, None::<u32>);
    loop {
        let character = scan.at(end);
        if let Some(digit) = character
            .to_digit(10)
            .filter(|_| character.is_ascii_digit())
        {
            mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit))?;
            decimals = decimals.map(|decimals| decimals + 1);
        } else if character == ',' && decimals.is_none() && is_group(scan, end) {
            // A comma in a group of three says nothing.
        } else if character == '.' && decimals.is_none() && scan.at(end + 1).is_ascii_digit() {
            decimals = Some(0);
        } else {
            break;
        }
        end += 1;
    }
    let below = 10_i128.checked_pow(decimals.unwrap_or_default())?;
    Some(Number {
        value: Exact::new(mantissa, below),
        step: Exact::new(1, below),
        end,
        and_more: false,
        in_digits: true,
        scaled: false,
        factor: None,
    })
}

/// Whether exactly three digits follow a comma.
fn is_group(scan: &Scan, comma: Place) -> bool {
    (1..=3).all(|ahead| scan.at(comma + ahead).is_ascii_digit())
        && !scan.at(comma + 4).is_ascii_digit()
}

/// The number with 余 or 多 and the word of scale behind it, if that is below another:
/// a number has each scale once, so that this calls itself as often as there are scales.
fn with_scale(scan: &Scan, mut number: Number, below: i128) -> Option<Number> {
    number = and_more(scan, number);
    let end = scan.skip_space(number.end);
    let scale = SCALES
        .iter()
        .find_map(|(word, scale)| Some((scan.after_word(end, word)?, *scale)))
        .filter(|(_, scale)| *scale < below);
    let Some((end, factor)) = scale else {
        return Some(number);
    };
    let scale = Exact::from_integer(factor);
    number.value = number.value.checked_mul(&scale)?;
    number.step = number.step.checked_mul(&scale)?;
    number.end = end;
    number.scaled = true;
    number.factor = Some(scale);
    // "12亿2千万" is one number.
    if scan.at(end).is_ascii_digit()
        && let Some(rest) = with_scale(scan, digits(scan, end)?, factor)
        && rest.scaled
        && rest.value < scale
    {
        number.value = number.value.checked_add(&rest.value)?;
        (number.step, number.end) = (rest.step, rest.end);
    }
    Some(and_more(scan, number))
}

fn and_more(scan: &Scan, mut number: Number) -> Number {
    let says_more = matches!(scan.at(number.end), '余' | '多' | '几');
    // "多个" of "331多个" counts; "多元" and "多种" of "3种多元" are words of their own.
    let is_word = matches!(scan.at(number.end + 1), '元' | '样' | '边' | '媒');
    if says_more && !is_word {
        number.end += 1;
        number.and_more = true;
    }
    number
}

/// What a numeral stands for alone.
fn digit_of(character: char) -> Option<i128> {
    Some(match character {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn scale_of(character: char) -> Option<i128> {
    Some(match character {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        _ => return None,
    })
}

/// The most numerals of one number.
const NUMERALS_AT_MOST: usize = 32;

/// A number in numerals: "十二点七亿", "一千二百余". A row of digits without scales, as
/// in "二〇一六", is read digit by digit.
fn numerals(scan: &Scan, at: Place) -> Option<Number> {
    let mut reading = Numerals::default();
    let mut end = at;
    while end - at < NUMERALS_AT_MOST && reading.take(scan, end)? {
        end += 1;
    }
    if end == at {
        return None;
    }
    let whole = reading.value()?;
    let mut number = Number {
        value: Exact::from_integer(whole),
        step: Exact::from_integer(reading.last.max(1)),
        end,
        and_more: reading.and_more,
        in_digits: false,
        scaled: reading.scaled,
        factor: None,
    };
    if scan.at(end) == '点' && digit_of(scan.at(end + 1)).is_some() {
        number = decimals(scan, number)?;
        return with_scale(scan, number, i128::MAX);
    }
    Some(match number.and_more {
        true => number,
        false => and_more(scan, number),
    })
}

/// The digits behind 点.
fn decimals(scan: &Scan, mut number: Number) -> Option<Number> {
    let mut step = Exact::from_integer(1);
    number.end += 1;
    while let Some(digit) = digit_of(scan.at(number.end)) {
        step = step.checked_mul(&Exact::new(1, 10))?;
        let part = step.checked_mul(&Exact::from_integer(digit))?;
        number.value = number.value.checked_add(&part)?;
        number.end += 1;
    }
    number.step = step;
    Some(number)
}

/// A whole number in numerals on the way.
#[derive(Default)]
struct Numerals {
    /// What 亿 and 万 have closed.
    whole: i128,
    /// What stands before the next of them.
    section: i128,
    /// The digit that waits for its scale.
    digit: Option<i128>,
    /// What the last thing read counts.
    last: i128,
    scaled: bool,
    and_more: bool,
    begun: bool,
}

impl Numerals {
    /// Takes the character at a place; `Some(false)` when it belongs to no number, `None`
    /// when the number is too large.
    fn take(&mut self, scan: &Scan, at: Place) -> Option<bool> {
        let character = scan.at(at);
        if let Some(digit) = digit_of(character) {
            // Behind a scale one digit stands alone: "二十六" ends before the next number.
            if self.digit.is_some_and(|before| before > 0) && self.scaled {
                return Some(false);
            }
            // A row of digits says them one by one.
            let before = self.digit.unwrap_or_default();
            self.digit = Some(before.checked_mul(10)?.checked_add(digit)?);
            (self.begun, self.last) = (true, 1);
            return Some(true);
        }
        if let Some(scale) = scale_of(character) {
            return self.scale(scale);
        }
        let great = match character {
            '万' => 10_000,
            '亿' => 100_000_000,
            // "两千多万": more than it says, whatever follows.
            '余' | '多' if self.scaled && matches!(scan.at(at + 1), '万' | '亿') => {
                self.and_more = true;
                return Some(true);
            }
            _ => return Some(false),
        };
        match self.begun {
            true => self.great(great),
            false => Some(false),
        }
    }

    fn scale(&mut self, scale: i128) -> Option<bool> {
        // "十二" and "百余" need no digit before them.
        let digit = match self.digit.take() {
            Some(digit) => digit,
            None if self.begun && scale > 10 => return Some(false),
            None => 1,
        };
        self.section = self.section.checked_add(digit.checked_mul(scale)?)?;
        (self.begun, self.last, self.scaled) = (true, scale, true);
        Some(true)
    }

    fn great(&mut self, great: i128) -> Option<bool> {
        let small = self.digit.take().unwrap_or_default();
        let below = std::mem::take(&mut self.section).checked_add(small)?;
        // In "三万亿" what stands before both is multiplied by both.
        self.whole = match (below, great) {
            (0, _) => self.whole.checked_mul(great)?,
            (_, 100_000_000) => self.whole.checked_add(below)?.checked_mul(great)?,
            _ => self.whole.checked_add(below.checked_mul(great)?)?,
        };
        (self.last, self.scaled) = (great, true);
        Some(true)
    }

    fn value(&self) -> Option<i128> {
        let small = self.section.checked_add(self.digit.unwrap_or_default())?;
        self.whole.checked_add(small)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_any_writing() {
        let table: [(&str, i128, i128, i128); 26] = [
            ("331", 331, 1, 1),
            ("171,000人", 171_000, 1, 1),
            ("1010.8亿", 101_080_000_000, 1, 10_000_000),
            ("3.6万亿", 3_600_000_000_000, 1, 100_000_000_000),
            ("72867万", 728_670_000, 1, 10_000),
            ("5千万", 50_000_000, 1, 10_000_000),
            ("2400余", 2_400, 1, 1),
            ("２３家", 23, 1, 1),
            ("十", 10, 1, 10),
            ("十二", 12, 1, 1),
            ("二十", 20, 1, 10),
            ("二百三十六", 236, 1, 1),
            ("一千二百余", 1_200, 1, 100),
            ("两千多", 2_000, 1, 1_000),
            ("一百零五", 105, 1, 1),
            ("二〇一六", 2016, 1, 1),
            ("十二点七亿", 1_270_000_000, 1, 10_000_000),
            ("三点五", 35, 10, 0),
            ("一百二十六", 126, 1, 1),
            ("十七万一千", 171_000, 1, 1_000),
            ("三万亿", 3_000_000_000_000, 1, 100_000_000),
            ("一亿二千万", 120_000_000, 1, 10_000),
            ("五千万", 50_000_000, 1, 10_000),
            ("两千多万", 20_000_000, 1, 10_000),
            ("百余", 100, 1, 100),
            ("二十多", 20, 1, 10),
        ];
        for (text, numerator, denominator, step) in table {
            let number = read(&Scan::of(text), 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(number.value, Exact::new(numerator, denominator), "{text}");
            if step > 0 {
                assert_eq!(number.step, Exact::from_integer(step), "{text}");
            }
        }
        for none in ["", "家", "万", "亿元"] {
            assert_eq!(read(&Scan::of(none), 0), None, "{none}");
        }
        let too_fine = format!("0.{}", "9".repeat(13));
        let too_large = [
            "9".repeat(60),
            "9".repeat(19),
            "九".repeat(19),
            "九".repeat(31),
        ];
        for none in too_large.iter().chain([&too_fine]) {
            assert_eq!(read(&Scan::of(none), 0), None, "{none}");
        }
    }
}
