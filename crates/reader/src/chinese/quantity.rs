//! Numbers that say how much, how many or how long.

use super::{
    change::declines,
    number::{self, Number},
    qualifier,
    scan::{Place, Scan},
    unit,
};
use crate::claim::{Exact, Kind, Qualifier, Unit};
use crate::position::Found;

/// The most numbers of a row in which the last one tells the unit of all.
const ROW_AT_MOST: usize = 6;

/// The claim of a number that begins at a place, if it is one, and where to go on.
pub(super) fn read(scan: &Scan, at: Place) -> Option<(Option<Found>, Place)> {
    let number = number::read(scan, at)?;
    if !stands_alone(scan, at, &number) {
        return Some((None, number.end));
    }
    if let Some((found, end)) = name_or_year(scan, at, &number) {
        return Some((Some(found), end));
    }
    let before = unit::before(scan, at);
    let measured = unit::after(scan, number.end);
    let multiplies = measured.is_some_and(|(unit, _)| matches!(unit, Unit::Ratio | Unit::Percent));
    if !multiplies && !counts(&number, measured.is_some() || before.is_some()) {
        return Some((None, number.end));
    }
    let start = before.map_or(at, |(_, start)| start);
    let (unit, end) = match (before, measured) {
        // "人民币50亿元" tells it twice.
        (_, Some((unit, end))) => (unit, end),
        (Some((unit, _)), None) => (unit, number.end),
        (None, None) => {
            let unit = unit_ahead(scan, number.end);
            let unit = unit.unwrap_or_else(|| unit::by_noun(scan, at, number.end));
            (unit, number.end)
        }
    };
    Some(claim(scan, &number, unit, start, end))
}

/// Whether no letter or digit runs into the number.
fn stands_alone(scan: &Scan, at: Place, number: &Number) -> bool {
    let before = scan.before(at);
    // "ISO 20121" is a name.
    let behind_letters = scan.back_over_space(at) < at
        && scan.before(scan.back_over_space(at)).is_ascii_uppercase()
        && unit::before(scan, at).is_none();
    let glued = behind_letters || before.is_ascii_digit() || (before == '.' && number.in_digits);
    !glued
}

/// A number that is a name ("500强", "4号馆") or a year by itself.
fn name_or_year(scan: &Scan, at: Place, number: &Number) -> Option<(Found, Place)> {
    let end = number.end;
    let hall = [
        "号馆",
        "号厅",
        "号展馆",
        "号门",
        "号线",
        "号楼",
        "号展厅",
        "号",
        "馆",
        "厅",
        "版",
    ]
    .iter()
    .find_map(|word| scan.after_word(end, word))
    .filter(|_| number.in_digits && !number.scaled);
    let generation = scan.after_word(end, "后").filter(|_| {
        number.in_digits
            && end - at == 2
            && matches!(
                scan.at(end + 1),
                '”' | '、' | '设' | '青' | '消' | '创' | '观' | '群' | '年' | '女' | '，'
            )
    });
    let hall = hall.or(generation);
    let strong = scan.after_word(end, "强").filter(|_| !number.and_more);
    let is_year = number.in_digits
        && !number.scaled
        && !number.and_more
        && end - at == 4
        && (1900..2100).contains(&number.value.to_integer())
        && unit::after(scan, end).is_none()
        && qualifier::before(scan, at).0.is_none();
    // "前8个月" are a part of the year.
    let months = scan
        .after_word(end, "个月")
        .filter(|_| scan.ends_with(at, "年前"));
    if let Some(end) = months {
        return Some((Found::date(scan.bytes(at - 1, end)), end));
    }
    match (strong.or(hall), is_year) {
        (Some(end), _) => Some((Found::name(scan.bytes(at, end)), end)),
        (None, true) => Some((Found::date(scan.bytes(at, end)), end)),
        (None, false) => None,
    }
}

/// Whether a number counts: digits do; a numeral needs a unit or a scale, and 一 is an
/// article.
fn counts(number: &Number, has_unit: bool) -> bool {
    if number.in_digits {
        return true;
    }
    // 零 begins words of their own, as 一 is an article.
    let is_small = number.value <= Exact::from_integer(1);
    (has_unit && !is_small) || number.scaled
}

/// The unit of the last number of a row: "10、12和15家", "10至15家".
fn unit_ahead(scan: &Scan, end: Place) -> Option<Unit> {
    let mut at = end;
    for _ in 0..ROW_AT_MOST {
        let between = ['、', '和', '与', '及', '至', '到', '—', '–', '-', '~', '，'];
        if !between.contains(&scan.at(at)) {
            return None;
        }
        while between.contains(&scan.at(at)) {
            at += 1;
        }
        let next = number::read(scan, at)?;
        if let Some((unit, _)) = unit::after(scan, next.end) {
            return Some(unit);
        }
        at = next.end;
    }
    None
}

/// The claim, with its sign and how the text takes it.
fn claim(
    scan: &Scan,
    number: &Number,
    unit: Unit,
    start: Place,
    end: Place,
) -> (Option<Found>, Place) {
    let sign = matches!(scan.before(start), '-' | '−');
    let minus = sign && !matches!(scan.before(start - 1), '0'..='9' | '%');
    let start = if minus { start - 1 } else { start };
    let (before, from) = qualifier::before(scan, start);
    let after = qualifier::after(scan, end);
    let more = number.and_more.then_some(Qualifier::Over);
    // "一倍多", "两年多".
    let is_time = matches!(
        unit,
        Unit::Ratio | Unit::Years | Unit::Months | Unit::Days | Unit::Weeks
    );
    let more = more.or((is_time && matches!(scan.at(end), '多' | '余')).then_some(Qualifier::Over));
    let qualifier = before.or(more).or(after).unwrap_or(Qualifier::Exact);
    let (half, end) = and_a_half(scan, unit, end);
    let value = scaled_as_range(scan, number) + half;
    let value = match minus || declines(scan, from) {
        true => -value,
        false => value,
    };
    let found = Found {
        bytes: scan.bytes(start, end),
        kind: Kind::Statistic,
        value: Some(value),
        step: Some(number.step),
        unit: Some(unit),
        qualifier,
    };
    (Some(found), end)
}

/// "两年半" is half a year more.
fn and_a_half(scan: &Scan, unit: Unit, end: Place) -> (Exact, Place) {
    let is_time = matches!(unit, Unit::Years | Unit::Months | Unit::Days);
    match is_time && scan.at(end) == '半' {
        true => (Exact::new(1, 2), end + 1),
        false => (Exact::from_integer(0), end),
    }
}

/// The value of a number, which takes the scale of the other end of its range: "3至5亿".
fn scaled_as_range(scan: &Scan, number: &Number) -> Exact {
    let is_range = ['至', '到', '—', '–', '-', '~'].contains(&scan.at(number.end));
    if !is_range || number.scaled {
        return number.value;
    }
    let mut at = number.end;
    while ['至', '到', '—', '–', '-', '~'].contains(&scan.at(at)) {
        at += 1;
    }
    let other = number::read(scan, at).filter(|other| other.in_digits && other.scaled);
    let scale = other.and_then(|other| other.factor);
    match scale {
        Some(scale) => number.value * scale,
        None => number.value,
    }
}
