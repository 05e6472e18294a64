//! Parts and multiples: "百分之十点二", "近三分之一", "六成五", "翻了两番", "一半".

use super::{
    change::declines,
    number, qualifier,
    scan::{Place, Scan},
    unit,
};
use crate::claim::{Exact, Kind, Qualifier, Unit};
use crate::position::Found;

/// The part or multiple that begins at a place.
pub(super) fn read(scan: &Scan, at: Place) -> Option<(Found, Place)> {
    per_hundred(scan, at)
        .or_else(|| out_of(scan, at))
        .or_else(|| reduced(scan, at))
        .or_else(|| doubled(scan, at))
        .or_else(|| half(scan, at))
        .or_else(|| fraction(scan, at))
        .or_else(|| tenths(scan, at))
}

/// A word of scale alone beside a word that takes it for a number: "近百家", "亿元以上".
pub(super) fn bare_scale(scan: &Scan, at: Place) -> Option<(Found, Place)> {
    if !matches!(scan.at(at), '百' | '千' | '万' | '亿') {
        return None;
    }
    let (mut end, mut value) = (at, 1_i128);
    loop {
        let scale = match scan.at(end) {
            '百' => 100,
            '千' => 1_000,
            '万' => 10_000,
            '亿' => 100_000_000,
            _ => break,
        };
        value = value.checked_mul(scale)?;
        end += 1;
    }
    let (unit, unit_end) = unit::after(scan, end)?;
    let taken = qualifier::before(scan, at)
        .0
        .or(qualifier::after(scan, unit_end));
    taken?;
    let value = Exact::from_integer(value);
    Some(claim(scan, at, unit_end, (value, value), unit))
}

/// "百分之十点二", "百分之12".
fn per_hundred(scan: &Scan, at: Place) -> Option<(Found, Place)> {
    let number = number::read(scan, scan.after_word(at, "百分之")?)?;
    let read = (number.value, number.step);
    Some(claim(scan, at, number.end, read, Unit::Percent))
}

/// "每10家参展商中就有3家": three of ten.
fn out_of(scan: &Scan, at: Place) -> Option<(Found, Place)> {
    if scan.before(at) != '每' {
        return None;
    }
    let whole = number::read(scan, at)?;
    const HAVE: [&str; 7] = [
        "中就有",
        "中有",
        "中，就有",
        "中，有",
        "中便有",
        "就有",
        "便有",
    ];
    let start = (whole.end..whole.end + AMONG_WITHIN)
        .find_map(|place| HAVE.iter().find_map(|word| scan.after_word(place, word)))?;
    let part = number::read(scan, start).filter(|part| part.value < whole.value)?;
    let end = unit::after(scan, part.end).map_or(part.end, |(_, end)| end);
    let read = (part.value / whole.value, Exact::from_integer(0));
    Some(claim(scan, at, end, read, Unit::Ratio))
}

/// How far 中 may stand from the number that a part is of.
const AMONG_WITHIN: usize = 10;

/// "八五折" leaves 85 percent of a price, "八折" 80.
fn reduced(scan: &Scan, at: Place) -> Option<(Found, Place)> {
    let number = number::read(scan, at).filter(|number| !number.scaled && !number.and_more)?;
    let end = scan.after_word(number.end, "折")?;
    let ten = Exact::from_integer(10);
    let value = match number.value < ten {
        true => number.value * ten,
        false => number.value,
    };
    Some(claim(
        scan,
        at,
        end,
        (value, Exact::from_integer(1)),
        Unit::Percent,
    ))
}

/// "三分之一".
fn fraction(scan: &Scan, at: Place) -> Option<(Found, Place)> {
    let whole = number::read(scan, at)?;
    let part = number::read(scan, scan.after_word(whole.end, "分之")?)?;
    if whole.value == Exact::from_integer(0) {
        return None;
    }
    let value = part.value / whole.value;
    let none = Exact::from_integer(0);
    Some(claim(scan, at, part.end, (value, none), Unit::Ratio))
}

/// "翻一番" is twice as much, "翻两番" four times.
fn doubled(scan: &Scan, at: Place) -> Option<(Found, Place)> {
    if scan.at(at) != '翻' {
        return None;
    }
    let after = scan.after_word(at, "翻了").unwrap_or(at + 1);
    // "翻了近一番".
    let hedged = ["近", "约", "超过", "超", "逾"]
        .iter()
        .find_map(|word| scan.after_word(after, word));
    let after = hedged.unwrap_or(after);
    let start = hedged.unwrap_or(at);
    let (times, end) = match number::read(scan, after) {
        Some(number) => (number.value.to_integer(), number.end),
        None => (1, after),
    };
    let end = match scan.at(end) {
        '番' => end + 1,
        '倍' if end == after => end + 1,
        _ => return None,
    };
    let value = 2_i128.checked_pow(u32::try_from(times).ok().filter(|times| *times < 60)?)?;
    let value = Exact::from_integer(value);
    Some(claim(
        scan,
        start,
        end,
        (value, Exact::from_integer(1)),
        Unit::Ratio,
    ))
}

/// "一半", "半个月", "半年", "半天".
fn half(scan: &Scan, at: Place) -> Option<(Found, Place)> {
    let (end, unit) = [
        ("一半", Unit::Ratio),
        ("半数", Unit::Ratio),
        ("半个月", Unit::Months),
        ("半年", Unit::Years),
        ("半天", Unit::Days),
    ]
    .iter()
    .find_map(|(word, unit)| Some((scan.after_word(at, word)?, *unit)))?;
    // "上半年" and "下半年" are dates without a number.
    if matches!(scan.before(at), '上' | '下' | '大' | '前' | '后') {
        return None;
    }
    let read = (Exact::new(1, 2), Exact::from_integer(0));
    Some(claim(scan, at, end, read, unit))
}

/// "七成", "六成五".
fn tenths(scan: &Scan, at: Place) -> Option<(Found, Place)> {
    let number = number::read(scan, at).filter(|number| !number.and_more && !number.scaled)?;
    let mut end = scan.after_word(number.end, "成")?;
    let is_word = "交果为立功员绩效都本长品熟就分年员形员像活套群批型".contains(scan.at(end));
    if is_word || number.value > Exact::from_integer(10) {
        return None;
    }
    let mut value = number.value * Exact::from_integer(10);
    if scan.at(end) == '半' {
        let read = (value + Exact::from_integer(5), Exact::from_integer(5));
        return Some(claim(scan, at, end + 1, read, Unit::Percent));
    }
    let ones = number::read(scan, end).filter(|ones| !ones.in_digits && !ones.scaled);
    let mut step = Exact::from_integer(10);
    if let Some(ones) = ones.filter(|ones| ones.value < Exact::from_integer(10)) {
        value += ones.value;
        step = Exact::from_integer(1);
        end = ones.end;
    }
    Some(claim(scan, at, end, (value, step), Unit::Percent))
}

fn claim(
    scan: &Scan,
    start: Place,
    end: Place,
    (value, step): (Exact, Exact),
    unit: Unit,
) -> (Found, Place) {
    let (before, from) = qualifier::before(scan, start);
    let after = qualifier::after(scan, end);
    let value = match declines(scan, from) {
        true => -value,
        false => value,
    };
    let found = Found {
        bytes: scan.bytes(start, end),
        kind: Kind::Statistic,
        value: Some(value),
        step: Some(step),
        unit: Some(unit),
        qualifier: before.or(after).unwrap_or(Qualifier::Exact),
    };
    (found, end)
}
