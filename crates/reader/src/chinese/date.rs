//! Dates: days, months, years, times of day, and spans of them.

use super::{
    number::{self, Number},
    qualifier,
    scan::{Place, Scan},
    unit,
};
use crate::{claim::Exact, position::Found};

/// What stands between the first and the last of a span.
const TO: [&str; 10] = ["起至", "至", "到", "——", "—", "–", "-", "~", "－", "/"];

/// Words after which a number of days is a duration.
const LASTING: [&str; 10] = [
    "为期", "历时", "连续", "持续", "长达", "为时", "共", "短短", "近", "整整",
];

/// The date that begins at a place.
pub(super) fn read(scan: &Scan, at: Place) -> Option<(Found, Place)> {
    if scan.before(at).is_ascii_digit() {
        return None;
    }
    let mut end = one(scan, at)?;
    while let Some(next) = TO
        .iter()
        .find_map(|word| scan.after_word(scan.skip_space(end), word))
    {
        let Some(last) = one(scan, scan.skip_space(next)) else {
            break;
        };
        end = last;
    }
    Some((Found::date(scan.bytes(at, end)), end))
}

/// One date, and where it ends.
fn one(scan: &Scan, at: Place) -> Option<Place> {
    quarter(scan, at)
        .or_else(|| clock(scan, at))
        .or_else(|| year(scan, at))
        .or_else(|| era(scan, at))
        .or_else(|| month(scan, at))
        .or_else(|| day(scan, at))
        .or_else(|| first_of_span(scan, at))
}

/// A small number without a scale, in digits or in numerals.
fn small(scan: &Scan, at: Place, most: i128) -> Option<Number> {
    let number = number::read(scan, at)?;
    let is_small = number.value.is_integer() && (0..=most).contains(&number.value.to_integer());
    let plain = !number.and_more && !scan.before(at).is_ascii_alphanumeric();
    let round = number.scaled && number.value > Exact::from_integer(31);
    (is_small && plain && !round).then_some(number)
}

/// "2016年", with the month and the day behind it; "二〇一六年".
fn year(scan: &Scan, at: Place) -> Option<Place> {
    let number = number::read(scan, at)?;
    let is_year = (1900..2100).contains(&number.value.to_integer())
        && number.value.is_integer()
        && !number.scaled
        && !number.and_more
        && number.end - at == 4;
    let end = scan.after_word(scan.skip_space(number.end), "年")?;
    let is_age = ["历史", "传承", "文明", "文化"]
        .iter()
        .any(|word| scan.after_word(end, word).is_some());
    if !is_year || is_age {
        return None;
    }
    let end = scan.after_word(end, "度").unwrap_or(end);
    Some(month(scan, scan.skip_space(end)).unwrap_or(end))
}

/// "90年代", "21世纪".
fn era(scan: &Scan, at: Place) -> Option<Place> {
    let one = |at: Place| {
        let number = number::read(scan, at)?;
        ["年代", "世纪"]
            .iter()
            .find_map(|word| scan.after_word(number.end, word))
    };
    // "20世纪90年代".
    let end = one(at)?;
    Some(one(end).unwrap_or(end))
}

/// "5月28日", "5月"; "5个月" is no date.
fn month(scan: &Scan, at: Place) -> Option<Place> {
    let number = small(scan, at, 12)?;
    let end = scan.after_word(scan.skip_space(number.end), "月")?;
    if scan.at(end) == '份' {
        return Some(end + 1);
    }
    let inside = small(scan, scan.skip_space(end), 31);
    let day = inside.and_then(|number| {
        let end = scan.skip_space(number.end);
        scan.after_word(end, "日")
            .or_else(|| scan.after_word(end, "号"))
    });
    Some(day.or_else(|| first_of_span(scan, end)).unwrap_or(end))
}

/// "28日", unless it is how long something lasted.
fn day(scan: &Scan, at: Place) -> Option<Place> {
    let number = small(scan, at, 31)?;
    let end = scan.after_word(number.end, "日")?;
    let is_word = "元本均产报语韩系游程".contains(scan.at(end));
    let lasts = LASTING.iter().any(|word| scan.ends_with(at, word));
    (!is_word && !lasts).then_some(end)
}

/// The first day of a span whose last day tells what it is: "16至20日".
fn first_of_span(scan: &Scan, at: Place) -> Option<Place> {
    let number = small(scan, at, 31)?;
    let next = TO
        .iter()
        .find_map(|word| scan.after_word(number.end, word))?;
    let last = small(scan, next, 31)?;
    let lasts = LASTING.iter().any(|word| scan.ends_with(at, word));
    let is_day = scan.at(last.end) == '日' && !"元本".contains(scan.at(last.end + 1));
    let is_month = scan.at(last.end) == '月';
    (is_day && !lasts || is_month).then_some(number.end)
}

/// "第四季度", "一季度".
fn quarter(scan: &Scan, at: Place) -> Option<Place> {
    let start = scan.after_word(at, "第").unwrap_or(at);
    let number = small(scan, start, 4)?;
    scan.after_word(number.end, "季度")
}

/// "9时30分", "上午9点", "9:30".
fn clock(scan: &Scan, at: Place) -> Option<Place> {
    let hour = small(scan, at, 24)?;
    if matches!(scan.at(hour.end), ':' | '：') && hour.in_digits {
        let minute = small(scan, hour.end + 1, 59).filter(|minute| minute.in_digits)?;
        return (minute.end == hour.end + 3).then_some(minute.end);
    }
    let after = scan.at(hour.end + 1);
    let end = match scan.at(hour.end) {
        '时' if !"代间尚候段效装节".contains(after) => hour.end + 1,
        '点' if is_hour(scan, at, after) => hour.end + 1,
        _ => return None,
    };
    if scan.at(end) == '半' {
        return Some(end + 1);
    }
    let minute = small(scan, end, 59);
    let minute = minute.and_then(|minute| scan.after_word(minute.end, "分"));
    Some(minute.unwrap_or(end))
}

/// Whether 点 behind a number tells an hour, and not a decimal or a point.
fn is_hour(scan: &Scan, at: Place, after: char) -> bool {
    let told = [
        "上午", "下午", "晚上", "晚", "早上", "早", "凌晨", "中午", "当日", "每天",
    ]
    .iter()
    .any(|word| scan.ends_with(at, word));
    let followed = "，。、；至到半整开许前后钟".contains(after);
    told || (followed
        && qualifier::before(scan, at).0.is_none()
        && unit::before(scan, at).is_none())
}
