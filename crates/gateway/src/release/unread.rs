//! Numbers of a text that the reader passed over, so that nobody held them against the
//! books: those of more digits than any statistic has.

use proto::gateway::v1::{CheckedClaim, Verdict};

/// The numbers that stand in no claim. Digits within a word, such as "MP3", are none.
pub(super) fn numbers(text: &str, claims: &[CheckedClaim]) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let read = places(claims, characters.len());
    let stands_free = |place: usize| !characters.get(place).is_some_and(char::is_ascii_alphabetic);
    let mut found = Vec::new();
    let mut place = 0;
    while place < characters.len() {
        let length = length_of_number(&characters[place..]);
        let end = place + length;
        let is_read = read[place..end].contains(&true);
        let is_whole = stands_free(place.wrapping_sub(1)) && stands_free(end);
        if length > 0 && !is_read && is_whole {
            found.push(characters[place..end].iter().collect());
        }
        place = end.max(place + 1);
    }
    found
}

/// For each character whether it stands in a claim of the text.
fn places(claims: &[CheckedClaim], length: usize) -> Vec<bool> {
    let mut read = vec![false; length];
    for checked in claims {
        // What was dropped has its place in another text.
        if checked.verdict() == Verdict::Dropped {
            continue;
        }
        let place = |at: i32| usize::try_from(at).unwrap_or_default().min(length);
        if let Some(claim) = &checked.claim {
            let (start, end) = (place(claim.start), place(claim.end));
            read[start..end.max(start)].fill(true);
        }
    }
    read
}

/// How many characters of the beginning are one number: digits, with points and commas
/// between them.
fn length_of_number(characters: &[char]) -> usize {
    let is_part = |it: &char| it.is_numeric() || ['.', ','].contains(it);
    let run = characters.iter().take_while(|it| is_part(it)).count();
    let digits = characters[..run].iter().rposition(|it| it.is_numeric());
    match (characters.first(), digits) {
        (Some(first), Some(last)) if first.is_numeric() => last + 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proto::gateway::v1::ExtractedClaim;

    use super::*;

    fn claim(start: i32, end: i32) -> CheckedClaim {
        CheckedClaim {
            claim: Some(ExtractedClaim {
                start,
                end,
                ..ExtractedClaim::default()
            }),
            ..CheckedClaim::default()
        }
    }

    #[test]
    fn a_number_in_no_claim_is_found() {
        let text = "It had 331 contracts, 3.1234567890123 billion, MP3 and 4K.";
        assert_eq!(numbers(text, &[claim(7, 10)]), ["3.1234567890123"]);
        assert_eq!(numbers(text, &[]), ["331", "3.1234567890123"]);
        assert_eq!(
            numbers("共12345678901234567890.5亿，12。", &[]),
            ["12345678901234567890.5", "12"]
        );
    }

    #[test]
    fn a_dropped_claim_has_no_place_here() {
        let mut dropped = claim(0, 3);
        dropped.set_verdict(Verdict::Dropped);
        assert_eq!(numbers("331", &[dropped]), ["331"]);
        assert_eq!(numbers("", &[claim(5, 9)]), Vec::<String>::new());
    }
}
