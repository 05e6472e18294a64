//! Where claims stand in a text.

use proto::gateway::v1::{Claim, ClaimKind, Summary};

/// The parts of a text with their numbers: -1 is the headline.
pub(crate) fn parts(summary: &Summary) -> impl Iterator<Item = (i32, &str)> {
    let paragraphs = summary.paragraphs.iter().map(String::as_str);
    std::iter::once(summary.headline.as_str())
        .chain(paragraphs)
        .zip(-1..)
        .map(|(p, n)| (n, p))
}

/// The words between two places, counted in code points.
fn between(text: &str, start: i32, end: i32) -> String {
    let start = usize::try_from(start).expect("places count from zero");
    let end = usize::try_from(end).expect("places count from zero");
    assert!(
        start < end && end <= text.chars().count(),
        "{start}..{end} of {text:?}"
    );
    text.chars().skip(start).take(end - start).collect()
}

/// Every claim quotes what stands at its place; places come in the order of the
/// text and do not overlap.
pub(crate) fn check_quotes(summary: &Summary) {
    assert!(!summary.claims.is_empty(), "a release claims something");
    let texts: Vec<(i32, &str)> = parts(summary).collect();
    for claim in &summary.claims {
        assert_ne!(claim.kind(), ClaimKind::Unspecified);
        let (_, text) = texts
            .iter()
            .find(|(part, _)| *part == claim.paragraph)
            .expect("a part");
        assert_eq!(
            between(text, claim.start, claim.end),
            claim.quote,
            "{claim:?}"
        );
        assert_eq!(
            claim.quote.trim(),
            claim.quote,
            "a claim is no wider than its words"
        );
    }
    for pair in summary.claims.windows(2) {
        let [before, after] = pair else {
            unreachable!()
        };
        assert!(
            (before.paragraph, before.end) <= (after.paragraph, after.start),
            "claims stand in the order of the text: {before:?} {after:?}"
        );
    }
}

/// The text with every claim taken out.
pub(crate) fn outside_claims(summary: &Summary) -> String {
    let mut rest = String::new();
    for (part, text) in parts(summary) {
        let inside = |place: usize| {
            let place = i32::try_from(place).expect("texts are short");
            summary.claims.iter().any(|claim: &Claim| {
                claim.paragraph == part && (claim.start..claim.end).contains(&place)
            })
        };
        rest.extend(
            text.chars()
                .enumerate()
                .map(|(n, c)| if inside(n) { ' ' } else { c }),
        );
        rest.push('\n');
    }
    rest
}

/// No digit and no number word stands outside a claim.
pub(crate) fn check_that_no_number_is_naked(summary: &Summary) {
    const NUMBER_WORDS: [&str; 37] = [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "thousand",
        "million",
        "billion",
        "trillion",
        "dozen",
        "percent",
        "half",
        "third",
        "quarter",
        "double",
    ];
    let rest = outside_claims(summary);
    for line in rest.lines() {
        assert!(!line.contains(char::is_numeric), "a naked digit: {line}");
        let lower = line.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphabetic());
        let naked = words.find(|word| NUMBER_WORDS.contains(word));
        assert_eq!(naked, None, "a naked number word: {line}");
    }
}
