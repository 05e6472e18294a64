//! The days of the edition.

use reader::{Claim, Language};

use super::around;
use crate::{
    books::{Day, Edition},
    judge::{Desk, Judged},
    lexicon::Cue,
    verdict::Verdict,
};

/// The months as English writes them, by their first three letters.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A day as a text tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Told {
    month: i32,
    day: i32,
}

/// The verdict on a date.
pub(crate) fn date(desk: &Desk<'_>, place: usize, claim: &Claim) -> Judged {
    let (days, year) = match desk.text.language {
        Language::English => english(&claim.quote),
        Language::Chinese => chinese(&claim.quote),
    };
    let sentence = around(desk, place, 60, 60);
    let of_fair = desk.says(&sentence, Cue::Fair) || desk.says(&sentence, Cue::Edition);
    let near = around(desk, place, 8, 10);
    let cue = |cue: Cue| {
        let words = match desk.text.language {
            Language::English => around(desk, place, 6, 3),
            Language::Chinese => around(desk, place, 0, 8),
        };
        !desk.says(&words, Cue::Dateline) && desk.says(&words, cue)
    };
    let Some(edition) = desk.books.edition().filter(|_| of_fair) else {
        return Judged::plain(claim, Verdict::NotAStatistic, "a date");
    };
    let wanted = match days.as_slice() {
        [_, _] if desk.says(&near, Cue::Held) => vec![edition.opening, edition.closing],
        [_] if cue(Cue::Opened) => vec![edition.opening],
        [_] if cue(Cue::Closed) => vec![edition.closing],
        _ => return Judged::plain(claim, Verdict::NotAStatistic, "a date"),
    };
    let year_holds = year.is_none_or(|year| year == edition.opening.year);
    let is_it =
        |(told, wanted): (&Told, &Day)| told.month == wanted.month && told.day == wanted.day;
    if year_holds && days.iter().zip(&wanted).all(is_it) {
        return Judged::plain(claim, Verdict::NotAStatistic, "the days of the edition");
    }
    Judged::plain(claim, Verdict::Contradicted, open_from_to(edition))
}

fn open_from_to(edition: &Edition) -> String {
    let day = |day: Day| format!("{}-{:02}-{:02}", day.year, day.month, day.day);
    format!(
        "the edition was open from {} to {}",
        day(edition.opening),
        day(edition.closing)
    )
}

/// One piece of an English date.
enum Piece {
    Month(i32),
    Day(i32),
}

/// The days and the year of an English date. A month stands before its days or behind them.
fn english(quote: &str) -> (Vec<Told>, Option<i32>) {
    let mut year = None;
    let mut pieces = Vec::new();
    for word in quote.split(|it: char| !it.is_alphanumeric()) {
        let lower = word.to_lowercase();
        let digits: String = lower.chars().take_while(char::is_ascii_digit).collect();
        match digits.parse::<i32>() {
            Ok(number) if number > 31 => year = Some(number),
            Ok(number) => pieces.push(Piece::Day(number)),
            Err(_) => {
                let month = MONTHS.iter().position(|month| lower.starts_with(month));
                let month = month.and_then(|month| i32::try_from(month + 1).ok());
                pieces.extend(month.map(Piece::Month));
            }
        }
    }
    let leads = matches!(pieces.first(), Some(Piece::Month(_)));
    if !leads {
        pieces.reverse();
    }
    let mut month = None;
    let mut days = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Month(told) => month = Some(told),
            Piece::Day(day) => days.extend(month.map(|month| Told { month, day })),
        }
    }
    if !leads {
        days.reverse();
    }
    (days, year)
}

/// The days and the year of a Chinese date.
fn chinese(quote: &str) -> (Vec<Told>, Option<i32>) {
    let mut year = None;
    let mut month = None;
    let mut days = Vec::new();
    let mut number = String::new();
    for character in quote.chars() {
        if character.is_ascii_digit() {
            number.push(character);
            continue;
        }
        let told = number.parse::<i32>().ok();
        number.clear();
        match character {
            '年' => year = told.or(year),
            '月' => month = told.or(month),
            _ => days.extend(told.zip(month).map(|(day, month)| Told { month, day })),
        }
    }
    let last = number.parse::<i32>().ok();
    days.extend(last.zip(month).map(|(day, month)| Told { month, day }));
    (days, year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(days: &[(i32, i32)]) -> Vec<Told> {
        days.iter()
            .map(|(month, day)| Told {
                month: *month,
                day: *day,
            })
            .collect()
    }

    #[test]
    fn days_are_read_in_either_order() {
        for quote in [
            "28 May to 1 June 2016",
            "May 28 to June 1, 2016",
            "May 28-June 1, 2016",
            "28th May - 1st June 2016",
        ] {
            assert_eq!(
                english(quote),
                (told(&[(5, 28), (6, 1)]), Some(2016)),
                "{quote}"
            );
        }
        assert_eq!(english("28 to 31 May"), (told(&[(5, 28), (5, 31)]), None));
        assert_eq!(english("June 1"), (told(&[(6, 1)]), None));
        assert_eq!(english("2016"), (Vec::new(), Some(2016)));
        let whole = chinese("2016年5月28日至6月1日");
        assert_eq!(whole, (told(&[(5, 28), (6, 1)]), Some(2016)));
        assert_eq!(chinese("5月28日至31日"), (told(&[(5, 28), (5, 31)]), None));
        assert_eq!(chinese("5月28日—6月1日"), (told(&[(5, 28), (6, 1)]), None));
    }
}
