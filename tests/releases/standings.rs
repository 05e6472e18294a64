//! Reads back what stands beside a number, and holds it against the figure: "fourth
//! consecutive time", "third highest of four editions", "29 of 31 provinces".

use harness::desk::{Exact, exact};
use proto::{gateway::v1::Claim, reporting::v1::Figure};

/// What a quote says of a value among others, or out of a list.
#[derive(Debug, PartialEq)]
pub(crate) enum Standing {
    /// So often in a row.
    Row(i128),
    /// A place from the highest or the lowest value, of so many, alone or shared.
    Place {
        place: i128,
        of: i128,
        from_highest: bool,
        shared: bool,
    },
    /// So many out of so many.
    Part(i128, i128),
}

/// Small numbers and ordinals that are written out.
const SMALL: [[&str; 2]; 10] = [
    ["none", "-"],
    ["one", "first"],
    ["two", "second"],
    ["three", "third"],
    ["four", "fourth"],
    ["five", "fifth"],
    ["six", "sixth"],
    ["seven", "seventh"],
    ["eight", "eighth"],
    ["nine", "ninth"],
];

/// What a quote says beside its number, if it says anything.
pub(crate) fn read(quote: &str) -> Option<Standing> {
    let lower = quote.to_lowercase();
    let words: Vec<&str> = lower.split(' ').collect();
    let (shared, words) = match words.as_slice() {
        ["joint", rest @ ..] => (true, rest),
        all => (false, all),
    };
    let placed = |place, end: &str, of| {
        let from_highest = ["highest", "higher"].contains(&end);
        let known = from_highest || ["lowest", "lower"].contains(&end);
        known.then_some(Standing::Place {
            place,
            of,
            from_highest,
            shared,
        })
    };
    match words {
        [times, "consecutive", "time"] => Some(Standing::Row(small(times)?)),
        ["both", ..] => Some(Standing::Part(2, 2)),
        ["all", all, ..] => Some(Standing::Part(small(all)?, small(all)?)),
        [place, end, "of", of, ..] => placed(small(place)?, end, small(of)?),
        [first, "of", of, ..] => match small(first) {
            Some(part) => Some(Standing::Part(part, small(of)?)),
            None => placed(1, first, small(of)?),
        },
        _ => None,
    }
}

/// A whole number in words or digits, counted or in an order.
fn small(word: &str) -> Option<i128> {
    let written = SMALL.iter().position(|words| words.contains(&word));
    if let Some(number) = written {
        return i128::try_from(number).ok();
    }
    let digits = word.trim_end_matches(char::is_alphabetic);
    digits.parse().ok()
}

/// What is said is true of the figure, by its own numbers.
pub(crate) fn check(claim: &Claim, figure: &Figure, standing: &Standing) {
    let value = exact(figure.value.as_ref().expect("a figure has a value"));
    assert_eq!(claim.qualifier, "exact", "{claim:?}");
    match *standing {
        Standing::Row(times) => {
            assert_eq!(value, Exact::from(times), "{claim:?}");
            assert_eq!(figure.unit, "editions", "{claim:?}");
            assert_eq!(figure.not_proven_beyond, "", "{claim:?}");
        }
        Standing::Part(part, of) => {
            assert_eq!(value, Exact::from(part), "{claim:?}");
            assert_eq!(i128::from(figure.out_of), of, "{claim:?}");
        }
        Standing::Place {
            place,
            of,
            from_highest,
            shared,
        } => {
            assert_eq!(figure.unit, "rank", "{claim:?}");
            assert_eq!(i128::from(figure.out_of), of, "{claim:?}");
            let found = found(figure, from_highest);
            assert_eq!(found, (of, place, shared), "{claim:?} of {figure:?}");
        }
    }
}

/// How many values a rank was found among, the place of the edition's own, and
/// whether another edition has it too.
fn found(figure: &Figure, from_highest: bool) -> (i128, i128, bool) {
    let edition = figure.name.split("/figures/").next();
    let values: Vec<(bool, Exact)> = figure
        .points
        .iter()
        .filter_map(|point| {
            let value = exact(point.value.as_ref()?);
            Some((Some(point.edition.as_str()) == edition, value))
        })
        .collect();
    let own = values.iter().find(|(own, _)| *own).map(|(_, value)| *value);
    let own = own.expect("an edition is ranked with its own value");
    let count = |holds: &dyn Fn(Exact) -> bool| -> i128 {
        let held = values.iter().filter(|(_, value)| holds(*value));
        held.map(|_| 1).sum()
    };
    let before = count(&|value| {
        if from_highest {
            value > own
        } else {
            value < own
        }
    });
    (
        count(&|_| true),
        before + 1,
        count(&|value| value == own) > 1,
    )
}

#[test]
fn what_stands_beside_a_number_is_read_back() {
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
        ("12th consecutive time", Some(Standing::Row(12))),
        ("third highest of four editions", place(3, 4, true, false)),
        ("joint lowest of 12 editions", place(1, 12, false, true)),
        ("lower of two editions", place(1, 2, false, false)),
        (
            "All 31 provinces, regions and cities",
            Some(Standing::Part(31, 31)),
        ),
        ("29 of 31 provinces", Some(Standing::Part(29, 31))),
        ("none of nine regions", Some(Standing::Part(0, 9))),
        ("both regions", Some(Standing::Part(2, 2))),
        ("331 contracts", None),
        ("over 100 billion US dollars", None),
        ("one of the contracts", None),
    ];
    for (quote, expected) in told {
        assert_eq!(read(quote), expected, "{quote}");
    }
}
