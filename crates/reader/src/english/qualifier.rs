//! Words before and after a number that tell how the text takes it.

use super::token::{Place, Tokens};
use crate::claim::Qualifier;

/// Words before a number; the longest that fit decide.
const BEFORE: &[(&[&str], Qualifier)] = &[
    (&["more", "than"], Qualifier::Over),
    (&["over"], Qualifier::Over),
    (&["above"], Qualifier::Over),
    (&["beyond"], Qualifier::Over),
    (&["at", "least"], Qualifier::Over),
    (&["exceeding"], Qualifier::Over),
    (&["exceeded"], Qualifier::Over),
    (&["exceeds"], Qualifier::Over),
    (&["exceed"], Qualifier::Over),
    (&["topped"], Qualifier::Over),
    (&["topping"], Qualifier::Over),
    (&["tops"], Qualifier::Over),
    (&["surpassed"], Qualifier::Over),
    (&["surpassing"], Qualifier::Over),
    (&["passed"], Qualifier::Over),
    (&["passing"], Qualifier::Over),
    (&["crossed"], Qualifier::Over),
    (&["crossing"], Qualifier::Over),
    (&["broke"], Qualifier::Over),
    (&["no", "fewer", "than"], Qualifier::Over),
    (&["no", "less", "than"], Qualifier::Over),
    (&["not", "less", "than"], Qualifier::Over),
    (&["not", "fewer", "than"], Qualifier::Over),
    (&["nothing", "less", "than"], Qualifier::Over),
    (&["upwards", "of"], Qualifier::Over),
    (&["upward", "of"], Qualifier::Over),
    (&["in", "excess", "of"], Qualifier::Over),
    (&["north", "of"], Qualifier::Over),
    (&["minimum", "of"], Qualifier::Over),
    (&["nearly"], Qualifier::Nearly),
    (&["almost"], Qualifier::Nearly),
    (&["close", "to"], Qualifier::Nearly),
    (&["approaching"], Qualifier::Nearly),
    (&["nearing"], Qualifier::Nearly),
    (&["not", "quite"], Qualifier::Nearly),
    (&["just", "under"], Qualifier::Nearly),
    (&["just", "below"], Qualifier::Nearly),
    (&["slightly", "under"], Qualifier::Nearly),
    (&["slightly", "below"], Qualifier::Nearly),
    (&["a", "little", "under"], Qualifier::Nearly),
    (&["just", "short", "of"], Qualifier::Nearly),
    (&["short", "of"], Qualifier::Nearly),
    (&["virtually"], Qualifier::Nearly),
    (&["practically"], Qualifier::Nearly),
    (&["about"], Qualifier::About),
    (&["around"], Qualifier::About),
    (&["some"], Qualifier::About),
    (&["roughly"], Qualifier::About),
    (&["approximately"], Qualifier::About),
    (&["approx"], Qualifier::About),
    (&["approx", "."], Qualifier::About),
    (&["circa"], Qualifier::About),
    (&["ca"], Qualifier::About),
    (&["ca", "."], Qualifier::About),
    (&["c", "."], Qualifier::About),
    (&["an", "estimated"], Qualifier::About),
    (&["estimated"], Qualifier::About),
    (&["estimated", "at"], Qualifier::About),
    (&["in", "the", "region", "of"], Qualifier::About),
    (&["in", "the", "order", "of"], Qualifier::About),
    (&["~"], Qualifier::About),
    (&["up", "to"], Qualifier::UpTo),
    (&["as", "many", "as"], Qualifier::UpTo),
    (&["as", "much", "as"], Qualifier::UpTo),
    (&["at", "most"], Qualifier::UpTo),
    (&["no", "more", "than"], Qualifier::UpTo),
    (&["not", "more", "than"], Qualifier::UpTo),
    (&["less", "than"], Qualifier::UpTo),
    (&["fewer", "than"], Qualifier::UpTo),
    (&["lower", "than"], Qualifier::UpTo),
    (&["under"], Qualifier::UpTo),
    (&["below"], Qualifier::UpTo),
    (&["maximum", "of"], Qualifier::UpTo),
    (&["not", "even"], Qualifier::UpTo),
];

/// Words after a number and its unit.
const AFTER: &[(&[&str], Qualifier)] = &[
    (&["+"], Qualifier::Over),
    (&["or", "more"], Qualifier::Over),
    (&["and", "more"], Qualifier::Over),
    (&["or", "above"], Qualifier::Over),
    (&["plus"], Qualifier::Over),
    (&["odd"], Qualifier::About),
    (&["or", "so"], Qualifier::About),
    (&["or", "thereabouts"], Qualifier::About),
    (&["or", "less"], Qualifier::UpTo),
    (&["or", "fewer"], Qualifier::UpTo),
    (&["at", "most"], Qualifier::UpTo),
    (&["at", "least"], Qualifier::Over),
];

/// What stands before a number: how the text takes it, and where its words begin.
pub(super) fn before(tokens: &Tokens<'_>, at: Place) -> (Option<Qualifier>, Place) {
    // "over a third", "more than the 1,200".
    let bare = if matches!(tokens.back(at, 1), "a" | "an" | "the" | "one") && at > 0 {
        at - 1
    } else {
        at
    };
    for end in [at, bare] {
        let longest = BEFORE
            .iter()
            .filter(|(words, _)| tokens.ends_with(end, words))
            .max_by_key(|(words, _)| words.len());
        if let Some((words, qualifier)) = longest {
            return (Some(*qualifier), end - words.len());
        }
    }
    (None, at)
}

/// What stands after a number and its unit, and where it ends.
pub(super) fn after(tokens: &Tokens<'_>, at: Place) -> Option<(Qualifier, Place)> {
    AFTER.iter().find_map(|(words, qualifier)| {
        let start = if tokens.is_hyphen(at) && words.len() == 1 {
            at + 1
        } else {
            at
        };
        Some((*qualifier, tokens.after(start, words)?))
    })
}
