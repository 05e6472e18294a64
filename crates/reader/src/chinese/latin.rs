//! Names in Latin letters and digits: "C919", "58.com", "5G".

use super::scan::{Place, Scan};

/// What may follow a number in Latin letters and is its unit or scale.
const UNITS_IN_LETTERS: [&str; 14] = [
    "km", "kg", "kw", "mw", "gw", "kwh", "cm", "mm", "m", "gb", "tb", "t", "m2", "pct",
];

/// Codes and signs of currencies in Latin letters, which stand before a number.
const CURRENCIES_IN_LETTERS: [&str; 9] =
    ["us", "hk", "usd", "cny", "rmb", "eur", "gbp", "jpy", "hkd"];

/// The most characters of a name in letters and digits.
const LONGEST_NAME: usize = 40;

/// Where a name in Latin letters and digits ends that begins here: "C919", "58.com",
/// "5G", "B2B". A number with a unit or a currency is none.
pub(super) fn name(scan: &Scan, at: Place) -> Option<Place> {
    if scan.before(at).is_ascii_alphanumeric() || !scan.at(at).is_ascii_alphanumeric() {
        return None;
    }
    let mut end = at;
    loop {
        let character = scan.at(end);
        let joins = matches!(character, '.' | '-' | '/' | '&' | '+')
            && scan.at(end + 1).is_ascii_alphanumeric()
            && end > at;
        if !(character.is_ascii_alphanumeric() || joins) || end - at > LONGEST_NAME {
            break;
        }
        end += 1;
    }
    let run: String = (at..end)
        .map(|place| scan.at(place).to_ascii_lowercase())
        .collect();
    let has = |is: fn(&char) -> bool| run.chars().any(|character| is(&character));
    let mixed = has(char::is_ascii_digit) && has(char::is_ascii_alphabetic);
    let digits_first = run.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let letters_first = run.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_unit = digits_first.len() < run.len() && UNITS_IN_LETTERS.contains(&digits_first);
    let is_amount =
        letters_first.len() < run.len() && CURRENCIES_IN_LETTERS.contains(&letters_first);
    let is_rank = letters_first.trim_end_matches('.') == "top" || letters_first == "no.";
    // "3M" is a name, "3m" a length.
    let is_unit = is_unit && !(end - at == 2 && scan.at(at + 1) == 'M');
    (mixed && !is_unit && !is_amount && !is_rank).then_some(end)
}
