//! What holds for any figure, any name and any template.

use std::sync::Arc;

use proptest::prelude::*;
use prose::{
    Against, Chinese, English, Exact, Figure, Hedge, Kind, Reading, Rendered, Span, Template, Unit,
};

use crate::any::*;
use crate::reader::{Standing, first_number, read, standing};
use crate::sample::*;

fn part(rendered: &Rendered, paragraph: i32) -> Vec<char> {
    let text = match usize::try_from(paragraph) {
        Ok(index) => &rendered.paragraphs[index],
        Err(_) => &rendered.headline,
    };
    text.chars().collect()
}

/// Spans are in bounds, ordered, disjoint, and quote the text.
fn check_places(rendered: &Rendered) -> Result<(), TestCaseError> {
    let mut last = (-1, 0);
    for span in &rendered.spans {
        let text = part(rendered, span.paragraph);
        prop_assert!(
            (span.paragraph, span.start) >= last,
            "{span:?} comes before the one before it"
        );
        prop_assert!(span.start < span.end && span.end <= text.len());
        prop_assert_eq!(&String::from_iter(&text[span.start..span.end]), &span.quote);
        last = (span.paragraph, span.end);
    }
    Ok(())
}

/// What lies outside the spans holds no number, by another list than the crate's.
fn check_outside(rendered: &Rendered) -> Result<(), TestCaseError> {
    let parts = std::iter::once(-1).chain((0..).take(rendered.paragraphs.len()));
    for paragraph in parts {
        let mut text = part(rendered, paragraph);
        for span in rendered
            .spans
            .iter()
            .filter(|span| span.paragraph == paragraph)
        {
            text[span.start..span.end].fill('~');
        }
        let outside = String::from_iter(text)
            .replace("one-on-one", "-")
            .replace("on record", "-");
        prop_assert_eq!(
            first_number(&outside),
            None,
            "outside the spans of {:?}",
            outside
        );
        prop_assert!(!outside.contains("  "), "double space in {outside:?}");
        prop_assert!(
            !outside.contains(|letter| u32::from(letter) >= 0x10_0000),
            "a mark in {outside:?}"
        );
    }
    Ok(())
}

/// What a quote says is true of the value behind it.
fn check_truth(span: &Span) -> Result<(), TestCaseError> {
    if span.kind == Kind::Name {
        prop_assert_eq!(span.value, None);
        return Ok(());
    }
    let Some(value) = span.value else {
        return Ok(());
    };
    if let Some(standing) = standing(&span.quote) {
        return check_standing(span, value, &standing);
    }
    prop_assert_eq!(span.out_of, None);
    let reading = read(&span.quote)
        .ok_or_else(|| TestCaseError::fail(format!("{:?} cannot be read", span.quote)))?;
    prop_assert_eq!(Some(reading.value), span.printed, "{}", span.quote);
    if let Some(direction) = &reading.direction {
        prop_assert_eq!(direction == "down", value < Exact::from_integer(0));
    }
    let magnitude = if value < Exact::from_integer(0) {
        -value
    } else {
        value
    };
    let (printed, beyond) = (reading.value, magnitude - reading.value);
    prop_assert_eq!(
        reading.hedge.as_deref().unwrap_or("exact"),
        span.qualifier.as_str()
    );
    let part = |numerator, denominator| printed * Exact::new(numerator, denominator);
    match span.qualifier {
        Hedge::Over => prop_assert!(
            beyond > Exact::from_integer(0) && beyond < part(1, 10),
            "{span:?}"
        ),
        Hedge::Nearly => prop_assert!(
            beyond < Exact::from_integer(0) && beyond >= part(-1, 20),
            "{span:?}"
        ),
        Hedge::About => prop_assert!(beyond <= part(1, 20) && beyond >= part(-1, 20), "{span:?}"),
        Hedge::Exact => {
            let twice = beyond * Exact::from_integer(2);
            prop_assert!(twice <= reading.step && -twice <= reading.step, "{span:?}");
            prop_assert_eq!(
                printed == Exact::from_integer(0),
                magnitude == Exact::from_integer(0)
            );
        }
    }
    Ok(())
}

/// What stands beside a number is what the place says of itself. That it is true of
/// the sheet is checked by itself.
fn check_standing(span: &Span, value: Exact, standing: &Standing) -> Result<(), TestCaseError> {
    let (number, of) = match standing {
        Standing::Row(times) => (Some(*times), None),
        Standing::Part(part, of) => (Some(*part), Some(*of)),
        // The last place is told as the first from the other end.
        Standing::Place { place, of, .. } => {
            let first = *place == 1;
            (Some(*place).filter(|_| !first), Some(*of))
        }
    };
    if let Some(number) = number {
        prop_assert_eq!(whole(number), value, "{}", span.quote);
    }
    prop_assert_eq!(span.printed, Some(value));
    prop_assert_eq!(span.out_of, of, "{}", span.quote);
    prop_assert_eq!((span.kind, span.qualifier), (Kind::Claim, Hedge::Exact));
    Ok(())
}

/// Whether a place is that of a value among others, counted by sorting them.
fn has_place(own: i128, others: &[i128], told: &Standing) -> bool {
    let Standing::Place {
        place,
        of,
        from_highest,
        shared,
    } = told
    else {
        return false;
    };
    let mut all: Vec<_> = others.iter().copied().chain([own]).collect();
    all.sort_unstable();
    if *from_highest {
        all.reverse();
    }
    let first = all.iter().position(|value| *value == own).unwrap();
    let alone = all.iter().filter(|value| **value == own).count() == 1;
    usize::try_from(*of) == Ok(all.len())
        && usize::try_from(*place) == Ok(first + 1)
        && *shared != alone
}

/// A Chinese template.
const IN_CHINESE: &str =
    "展会闭幕\n\n展会达成签约{{ fig(\"x\") }}，在北京举行。各方均表示满意，期待再会。";

/// Numbers, parts and places in a row as Chinese writes them.
fn any_chinese_plant() -> impl Strategy<Value = String> {
    let words = [
        "三成",
        "第四",
        "两百",
        "百分之十",
        "三分之一",
        "二十余",
        "一百二十六个",
        "十二点七亿",
        "翻一番",
        "两倍",
        "第三届",
        "五年",
        "331",
        "12%",
        "１７",
        "过半",
        "半数",
        "首次",
        "创历史新高",
        "全部",
    ];
    prop_oneof![
        proptest::sample::select(words.to_vec()).prop_map(ToOwned::to_owned),
        (0_u64..1_000_000).prop_map(|number| number.to_string()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn whatever_is_printed_is_true_and_in_its_place(sheet in any_sheet()) {
        let rendered = any_text().render(Arc::new(sheet)).unwrap();
        check_places(&rendered)?;
        check_outside(&rendered)?;
        for span in &rendered.spans {
            check_truth(span)?;
        }
    }

    #[test]
    fn a_place_that_is_printed_is_that_of_the_value(own in 0_i128..6, others in proptest::collection::vec(0_i128..6, 0..14), place in -1_i128..16) {
        let rendered = render(r#"the {{ rank("x") }}"#, &only(rank(place, own, &others)));
        let higher = others.iter().filter(|other| **other > own).count();
        let lower = others.iter().filter(|other| **other < own).count();
        let places = [higher + 1, lower + 1].map(|place| i128::try_from(place).unwrap());
        prop_assert_eq!(rendered.is_ok(), places.contains(&place) && !others.is_empty());
        if let Ok(rendered) = rendered {
            let told = standing(&rendered.spans[0].quote).unwrap();
            prop_assert!(has_place(own, &others, &told), "{told:?} of {own} among {others:?}");
            check_truth(&rendered.spans[0])?;
        }
    }

    #[test]
    fn all_is_printed_of_all(part in -2_i128..40, of in -2_i128..40) {
        let sheet = only(listed(part, of));
        let rendered = render(r#"{{ coverage("x") }}{% if given("x", as="all") %} in full{% endif %}"#, &sheet);
        prop_assert_eq!(rendered.is_ok(), of > 1 && (0..=of).contains(&part));
        if let Ok(rendered) = rendered {
            prop_assert_eq!(standing(&rendered.spans[0].quote), Some(Standing::Part(part, of)));
            let quote = &rendered.spans[0].quote;
            let all = quote.starts_with("all ") || quote.starts_with("both ");
            prop_assert_eq!((all, rendered.paragraphs[0].ends_with(" in full")), (part == of, part == of));
        }
    }

    #[test]
    fn a_run_is_printed_where_it_is_proved(run in any_run()) {
        let value = match run.reading { Reading::Value(value) => value, Reading::Series(_) => return Ok(()) };
        let proved = run.against == Some(Against::Run { unproven_beyond: None });
        let rendered = render(r#"the {{ streak("x") }}"#, &only(run));
        prop_assert_eq!(rendered.is_ok(), proved && value.is_integer() && value >= whole(2));
        if let Ok(rendered) = rendered {
            prop_assert_eq!(standing(&rendered.spans[0].quote), Some(Standing::Row(value.to_integer())));
        }
    }

    #[test]
    fn an_average_that_is_printed_holds(value in any_ratio(), decimals in 0_u32..4, hedge in proptest::sample::select(vec!["exact", "over", "nearly", "about"]), digits in 1..3) {
        let average = Figure { reading: Reading::Value(value), ..contracts(0) };
        let template = format!(r#"{{{{ fig("x", decimals={decimals}, hedge="{hedge}", digits={digits}) }}}}"#);
        if let Ok(rendered) = render(&template, &only(average)) {
            prop_assert_eq!(rendered.spans[0].qualifier.as_str(), hedge);
            check_truth(&rendered.spans[0])?;
        }
    }

    #[test]
    fn a_hedge_that_is_printed_holds(value in any_ratio(), hedge in proptest::sample::select(vec!["over", "nearly", "about"]), digits in 1..3) {
        let unit = Unit::Amount { currency: "EUR".to_owned() };
        let template = format!(r#"worth {{{{ fig("x", hedge="{hedge}", digits={digits}) }}}}"#);
        if let Ok(rendered) = render(&template, &only(figure(value, unit))) {
            prop_assert_eq!(rendered.spans[0].qualifier.as_str(), hedge);
            check_truth(&rendered.spans[0])?;
        }
    }

    #[test]
    fn over_with_two_digits_is_proved_of_all_that_is_not_round(value in 11_i128..1_000_000_000_000) {
        let rendered = render(r#"{{ fig("x", hedge="over", digits=2, otherwise="exact") }}"#, &only(contracts(value))).unwrap();
        let digits = value.to_string();
        let round = digits[2..].chars().all(|digit| digit == '0');
        prop_assert_eq!(rendered.spans[0].qualifier, if round { Hedge::Exact } else { Hedge::Over });
        check_truth(&rendered.spans[0])?;
    }

    #[test]
    fn any_precision_prints_what_contains_the_value(value in any_ratio(), power in 0_u32..12, decimals in 0_u32..4) {
        let unit = Unit::Amount { currency: "EUR".to_owned() };
        let sheet = only(figure(value, unit));
        let to = 10_i128.pow(power);
        for template in [format!(r#"{{{{ fig("x", to={to}) }}}}"#), format!(r#"{{{{ fig("x", decimals={decimals}) }}}}"#), r#"{{ fig("x") }}"#.to_owned()] {
            if let Ok(rendered) = render(&template, &sheet) {
                check_truth(&rendered.spans[0])?;
            }
        }
    }

    #[test]
    fn ordinals_read_back(place in 1_i128..100_000) {
        let rendered = render(r#"the {{ fig("x") }}"#, &only(figure(whole(place), Unit::Ordinal))).unwrap();
        let quote = &rendered.spans[0].quote;
        prop_assert_eq!(read(quote).unwrap().value, whole(place));
        let teen = (11..=13).contains(&(place % 100));
        let suffix = match place % 10 { 1 if !teen => "st", 2 if !teen => "nd", 3 if !teen => "rd", _ => "th" };
        prop_assert!(quote.ends_with(suffix), "{}", quote);
    }

    #[test]
    fn a_planted_number_never_passes(at in 0_usize..ANY.len(), planted in any_plant()) {
        let Some((before, after)) = plantable(at) else { return Ok(()) };
        let source = format!("{before} {planted} {after}");
        prop_assert!(Template::load("planted", &source, &English).is_err(), "{} passes in {:?}", planted, source);
    }

    #[test]
    fn a_number_planted_in_chinese_never_passes(at in 0_usize..IN_CHINESE.len(), planted in any_chinese_plant()) {
        let Some((before, after)) = IN_CHINESE.split_at_checked(at) else { return Ok(()) };
        prop_assume!(before.rfind("{{") <= before.rfind("}}") && !before.ends_with(['{', '}']));
        prop_assert!(Template::load("sound", IN_CHINESE, &Chinese).is_ok());
        let source = format!("{before}{planted}{after}");
        prop_assert!(Template::load("planted", &source, &Chinese).is_err(), "{} passes in {:?}", planted, source);
    }

    #[test]
    fn any_template_text_is_refused_or_holds_no_number(text in "[a-zA-Z0-9 ,.\\-\u{e9}\u{4e00}\u{bd}]{0,40}") {
        if Template::load("any", &format!("Headline\n\n{text}"), &English).is_ok() {
            let words = text.replace("no one", "").replace("No one", "");
            prop_assert_eq!(first_number(&words), None);
        }
    }
}
