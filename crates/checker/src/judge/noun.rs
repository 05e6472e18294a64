//! Whether the noun behind a number is one that no figure counts.

use std::ops::Range;

use reader::{Claim, Language, Unit};

use super::Desk;

/// Whether the noun behind the number is one that no figure counts.
pub(super) fn counts_something_else(desk: &Desk<'_>, place: usize, claim: &Claim) -> bool {
    let counted = matches!(claim.unit, Some(Unit::Count | Unit::Persons));
    let Some(window) = desk.window(place).filter(|_| counted) else {
        return false;
    };
    let text = desk.text;
    let speaks = |words: &Range<usize>| {
        let mut mentions = text.mentions_in(words).iter();
        mentions.any(|mention| mention.has_subject(desk.lexicon))
    };
    let mut at = window.after.start;
    let beyond = (at + 4).min(window.after.end);
    let mut unknown = 0;
    while at < beyond {
        let Some(word) = text.words.get(at) else {
            break;
        };
        let here = at..at + 1;
        if let Some(mention) = text.mentions_in(&here).first() {
            if speaks(&here) {
                return false;
            }
            // "331 were signed" counts no noun; "331 hotel rooms" does.
            if unknown == 0 {
                break;
            }
            at = mention.words.end;
            continue;
        }
        if word.parts.is_some() {
            break;
        }
        unknown += 1;
        match text.language {
            Language::English if word.plural => return true,
            Language::Chinese if unknown == 2 => {
                let mut ahead = window.own().filter(|words| words.end <= window.before.end);
                return !ahead.any(speaks);
            }
            _ => {}
        }
        at += 1;
    }
    false
}
