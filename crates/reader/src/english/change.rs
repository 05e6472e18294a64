//! Whether a number is a decline.

use super::noun;
use super::token::{Place, Tokens};

/// Words of a decline before its number.
const DECLINES: [&str; 55] = [
    "fell",
    "fall",
    "falls",
    "falling",
    "fallen",
    "dropped",
    "drop",
    "drops",
    "dropping",
    "declined",
    "decline",
    "declines",
    "declining",
    "decreased",
    "decrease",
    "decreases",
    "decreasing",
    "down",
    "lost",
    "losing",
    "loss",
    "shrank",
    "shrunk",
    "shrink",
    "shrinking",
    "slipped",
    "slip",
    "slipping",
    "dipped",
    "dip",
    "slid",
    "slide",
    "contracted",
    "contraction",
    "reduced",
    "reduction",
    "reducing",
    "cut",
    "lower",
    "minus",
    "slumped",
    "slump",
    "plunged",
    "plunge",
    "tumbled",
    "sank",
    "weakened",
    "eased",
    "retreated",
    "negative",
    "shed",
    "fewer",
    "less",
    "plummeted",
    "downturn",
];

/// Words after its number.
const BEHIND: [&str; 14] = [
    "lower",
    "fewer",
    "less",
    "down",
    "decline",
    "drop",
    "decrease",
    "fall",
    "smaller",
    "reduction",
    "below",
    "short",
    "dip",
    "loss",
];

/// What may stand between the word and the number, or its qualifier.
const BETWEEN: [&str; 14] = [
    "by", "of", "a", "an", "the", "another", "some", "only", "just", "slightly", "further",
    "about", "back", "still",
];

/// The most words between a decline and its number.
const NEAR: usize = 3;

/// Whether the words before a place, where a number or its qualifier begins, say that it is
/// what something lost; `end` is where the number and its unit end.
pub(super) fn declines(tokens: &Tokens<'_>, from: Place, end: Place) -> bool {
    let mut at = from;
    for _ in 0..NEAR {
        if at == 0 {
            break;
        }
        let word = tokens.back(at, 1);
        if DECLINES.contains(&word) {
            // "no less than" was a qualifier; "more or less" is none of ours.
            return true;
        }
        if !BETWEEN.contains(&word) {
            break;
        }
        at -= 1;
    }
    declines_by(tokens, from) || declines_behind(tokens, end) || follows_a_decline(tokens, from)
}

/// The numbers of a row decline together: "fell by 7 and 11 percent respectively".
fn follows_a_decline(tokens: &Tokens<'_>, from: Place) -> bool {
    let joined = matches!(tokens.back(from, 1), "and" | ",");
    let bare = from >= 2 && tokens.is_digits(from - 2);
    let word = tokens.back(from, 3);
    let verb = tokens.back(from, 4);
    joined && bare && (DECLINES.contains(&word) || word == "by" && DECLINES.contains(&verb))
}

/// How far a verb may stand from "by" and its number.
const FAR: usize = 14;

/// "shrank from 15,300 to 14,900, or by 2.6 percent".
fn declines_by(tokens: &Tokens<'_>, from: Place) -> bool {
    if tokens.back(from, 1) != "by" {
        return false;
    }
    for back in 2..FAR {
        let word = tokens.back(from, back);
        if word.is_empty()
            || matches!(
                word,
                "." | ";" | "rose" | "grew" | "up" | "increased" | "gained" | "climbed"
            )
        {
            return false;
        }
        if DECLINES.contains(&word) && !matches!(word, "less" | "fewer" | "lower" | "cut" | "loss")
        {
            return true;
        }
    }
    false
}

/// "12 percent lower", "a 12 percent decline", "200 fewer than".
fn declines_behind(tokens: &Tokens<'_>, end: Place) -> bool {
    let word = tokens.lower(end);
    if BEHIND.contains(&word) {
        return !matches!(word, "short" | "below") || tokens.lower(end + 1) != "of";
    }
    let next = tokens.lower(end + 1);
    let qualified = matches!(word, "year" | "annual" | "overall" | "slight") || noun::is_one(word);
    qualified && BEHIND.contains(&next)
}
