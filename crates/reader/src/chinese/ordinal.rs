//! Places in a row: "第四届", "前十", "TOP10".

use super::{
    number,
    scan::{Place, Scan},
};
use crate::{claim::Exact, position::Found};

/// What the quote of a place takes along.
const BEHIND: [&str; 14] = [
    "届", "次", "位", "名", "个", "高", "大", "多", "期", "站", "场", "批", "年", "天",
];

/// The place in a row that is told at a place of the text.
pub(super) fn read(scan: &Scan, at: Place) -> Option<(Found, Place)> {
    let (value, end) = numbered(scan, at)
        .or_else(|| among_the_first(scan, at))
        .or_else(|| in_letters(scan, at))?;
    Some((Found::ordinal(scan.bytes(at, end), value), end))
}

/// "第四届", "第135届".
fn numbered(scan: &Scan, at: Place) -> Option<(Exact, Place)> {
    let start = scan.skip_space(scan.after_word(at, "第")?);
    let number = number::read(scan, start).filter(|number| !number.and_more)?;
    Some((number.value, behind(scan, number.end)))
}

/// "前十", "前10名"; but "前三届" are three.
fn among_the_first(scan: &Scan, at: Place) -> Option<(Exact, Place)> {
    let start = scan.after_word(at, "前")?;
    let number = number::read(scan, start).filter(|number| {
        let plain = !number.and_more && !number.scaled;
        plain || number.value < Exact::from_integer(101)
    })?;
    let counts = "年天日届个月次期场家场站周小轮项类种".contains(scan.at(number.end));
    let end = ["名", "位", "强", "大"]
        .iter()
        .find_map(|word| scan.after_word(number.end, word));
    (!counts).then_some((number.value, end.unwrap_or(number.end)))
}

/// "TOP10", "No.1".
fn in_letters(scan: &Scan, at: Place) -> Option<(Exact, Place)> {
    if scan.before(at).is_ascii_alphanumeric() {
        return None;
    }
    let start = ["TOP", "Top", "top", "NO.", "No.", "no."]
        .iter()
        .find_map(|word| scan.after_word(at, word))?;
    let number = number::read(scan, scan.skip_space(start)).filter(|number| number.in_digits)?;
    Some((number.value, number.end))
}

fn behind(scan: &Scan, end: Place) -> Place {
    let taken = BEHIND.iter().find_map(|word| scan.after_word(end, word));
    taken.unwrap_or(end)
}
