//! Proofs over arbitrary figures and names, in both languages: a text that was written
//! from them holds; with one digit altered, a claim dropped or a claim added it is told.
#![allow(clippy::unwrap_used)]

#[path = "proofs/fair.rs"]
mod fair;

use checker::{Checked, Verdict, check};
use proptest::prelude::*;

use fair::{Known, any_known, told};

/// Whether there is nothing an editor should look at. A number that was cut off is one.
fn passes(checked: &[Checked]) -> bool {
    checked.iter().all(|it| {
        let whole = it.verdict.holds() && it.verdict != Verdict::Truncated;
        whole && !it.added && it.release_quote.is_none()
    })
}

fn judged(text: &str, known: &Known, edited_from: Option<&str>) -> Vec<Checked> {
    let (books, lexicon) = known.books();
    check(text, &books, &lexicon, edited_from)
}

/// What was found, a claim on each line.
fn tell(checked: &[Checked]) -> String {
    let line = |it: &Checked| {
        let (claim, figure) = (&it.claim, it.figure.as_deref().unwrap_or("-"));
        let (verdict, reason) = (it.verdict.as_str(), &it.reason);
        format!(
            "{:?} {verdict} {figure} {} {:?}: {reason}",
            claim.quote, it.added, it.release_quote
        )
    };
    checked.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A text with one of its digits changed into another.
fn altered(text: &str, which: usize, by: u32) -> Option<String> {
    let digits: Vec<(usize, char)> = text
        .char_indices()
        .filter(|(_, character)| character.is_ascii_digit())
        .collect();
    let (at, digit) = *digits.get(which % digits.len().max(1))?;
    let other = char::from_digit((digit.to_digit(10)? + by) % 10, 10)?;
    let mut altered = text.to_owned();
    altered.replace_range(at..=at, &other.to_string());
    Some(altered)
}

/// Whether a number of more than one digit begins with a zero.
fn begins_with_zero(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let is_digit = |at: Option<usize>| {
        at.and_then(|at| characters.get(at))
            .is_some_and(char::is_ascii_digit)
    };
    let is_mark = |at: Option<usize>| {
        at.and_then(|at| characters.get(at))
            .is_some_and(|it| matches!(it, '.' | ','))
    };
    (0..characters.len()).any(|at| {
        let before = at.checked_sub(1);
        characters[at] == '0' && is_digit(Some(at + 1)) && !is_digit(before) && !is_mark(before)
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(3_000)
    })]

    #[test]
    fn a_text_that_was_written_from_figures_holds(known in any_known()) {
        let Some(text) = told(&known) else { return Ok(()) };
        let checked = judged(&text, &known, Some(&text));
        prop_assert!(passes(&checked), "{text}\n{}", tell(&checked));
        let backed = checked.iter().filter(|it| it.figure.is_some()).count();
        prop_assert!(backed >= 5, "{text}\n{}", tell(&checked));
    }

    #[test]
    fn one_altered_digit_is_told(known in any_known(), which in 0_usize..400, by in 1_u32..10) {
        let Some(text) = told(&known) else { return Ok(()) };
        let Some(tampered) = altered(&text, which, by) else { return Ok(()) };
        let checked = judged(&tampered, &known, Some(&text));
        prop_assert!(!passes(&checked), "{text}\n{tampered}\n{}", tell(&checked));
    }

    #[test]
    fn one_altered_digit_of_an_exact_number_is_never_true(known in any_known(), which in 0_usize..400, by in 1_u32..10) {
        let known = known.exact();
        prop_assume!(!known.is_between_percents());
        let Some(text) = told(&known) else { return Ok(()) };
        let numbers = judged(&text, &known, None);
        let Some(tampered) = altered(&text, which, by) else { return Ok(()) };
        // A number that begins with a zero is none.
        prop_assume!(!begins_with_zero(&tampered));
        let checked = judged(&tampered, &known, None);
        let told = |checked: &[Checked]| -> Vec<_> {
            let numbers = checked.iter().filter(|it| it.figure.is_some());
            numbers.map(|it| (it.figure.clone(), it.claim.value)).collect()
        };
        // A digit of a name or a date is no number of a figure.
        prop_assume!(told(&numbers) != told(&checked) || !passes(&checked));
        let values = checked.iter().filter_map(|it| it.claim.value);
        let was = |value| numbers.iter().any(|it| it.claim.value == Some(value));
        // It may have become what another figure, or an earlier edition, has.
        let another = values.into_iter().any(|value| !was(value) && known.has(value));
        prop_assert!(!passes(&checked) || another, "{text}\n{tampered}\n{}", tell(&checked));
    }

    #[test]
    fn a_dropped_sentence_is_told(known in any_known(), which in 0_usize..8) {
        let Some(text) = told(&known) else { return Ok(()) };
        let ends = if known.language == checker::Language::English { ". " } else { "。" };
        let sentences: Vec<&str> = text.split_inclusive(ends).collect();
        let which = which % sentences.len();
        let dropped = sentences[which];
        let rest: String = sentences.iter().enumerate().filter(|(at, _)| *at != which).map(|(_, it)| *it).collect();
        prop_assume!(judged(dropped, &known, None).iter().any(|it| it.figure.is_some()));
        let checked = judged(&rest, &known, Some(&text));
        prop_assert!(checked.iter().any(|it| it.verdict == Verdict::Dropped), "{rest}\n{}", tell(&checked));
    }

    #[test]
    fn an_added_claim_is_told(known in any_known(), number in 2_u32..90_000) {
        let Some(text) = told(&known) else { return Ok(()) };
        let added = match known.language {
            checker::Language::English => format!("{text} Then {number} lamps were lit."),
            checker::Language::Chinese => format!("{text}随后点亮{number}盏灯。"),
        };
        let checked = judged(&added, &known, Some(&text));
        prop_assert!(checked.iter().any(|it| it.added), "{added}\n{}", tell(&checked));
    }

    #[test]
    fn any_text_is_checked_without_panic(known in any_known(), text in any_text(), release in any_text()) {
        let checked = judged(&text, &known, Some(&release));
        for it in checked {
            prop_assert!(it.claim.start < it.claim.end);
            prop_assert!(!it.reason.is_empty());
        }
    }
}

/// Words, signs and numbers of press prose in any order, and anything else.
fn any_text() -> impl Strategy<Value = String> {
    let pieces = [
        "331",
        "contracts",
        "签约项目",
        "项",
        "101.08 billion",
        "US dollars",
        "亿美元",
        "up",
        "增长",
        "percent",
        "%",
        "on the 3rd edition",
        "较上届",
        "visits",
        "人次",
        "respectively",
        "分别",
        "和",
        "、",
        ", ",
        ". ",
        "。",
        "；",
        "\n\n",
        "\n",
        "(",
        ")",
        "of which",
        "其中",
        "international",
        "国际",
        "a record",
        "创历史新高",
        "for the fourth consecutive time",
        "连续第四次",
        "28 May to 1 June 2016",
        "5月28日",
        "65 billion yuan",
        "约合",
        "or",
        "from",
        "the total",
        "占",
        "999999999999999999",
        "0.000000000001",
        "third",
        "第三届",
        "all provinces",
        "全部",
        "half",
        "三分之一",
        "doubled",
        "翻一番",
        "-5%",
    ];
    let piece = prop_oneof![
        8 => proptest::sample::select(pieces.to_vec()).prop_map(ToOwned::to_owned),
        1 => "\\PC{0,6}",
        1 => (0_u64..u64::MAX).prop_map(|number| number.to_string()),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.join(" "))
}
