#![allow(clippy::unwrap_used)]
use super::*;
use crate::number::{Precision, scaled as scale};
use crate::sheet::Exact;

fn number(value: i128) -> Scaled {
    scale(Exact::from_integer(value), Precision::Own, English.powers()).unwrap()
}

fn amount(value: Exact, code: &str) -> String {
    let number = scale(value, Precision::Own, English.powers()).unwrap();
    let unit = Unit::Amount {
        currency: code.to_owned(),
    };
    English.quantity(&number, &unit, Form::default()).unwrap()
}

#[test]
fn amounts_are_scaled_and_named() {
    let whole = Exact::from_integer;
    assert_eq!(
        amount(whole(101_080_000_000), "USD"),
        "101.08 billion US dollars"
    );
    assert_eq!(amount(whole(36_400_000_000), "CNY"), "36.4 billion yuan");
    assert_eq!(amount(whole(5_000_000), "EUR"), "5 million euros");
    assert_eq!(amount(whole(2_500_000_000_000), "XTS"), "XTS 2.5 trillion");
    assert_eq!(amount(whole(450_000), "EUR"), "450,000 euros");
    assert_eq!(amount(whole(1), "USD"), "1 US dollar");
    assert_eq!(amount(whole(1_000_000), "USD"), "1 million US dollars");
    assert_eq!(amount(Exact::new(24_691, 20), "EUR"), "1,234.55 euros");
    assert_eq!(amount(Exact::new(12_345, 10), "EUR"), "1,234.50 euros");
}

#[test]
fn ordinals_know_the_teens() {
    let ordinals = [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (22, "22nd"),
        (23, "23rd"),
        (101, "101st"),
        (111, "111th"),
        (112, "112th"),
        (113, "113th"),
    ];
    for (place, text) in ordinals {
        assert_eq!(ordinal(place, false).unwrap(), text);
    }
    assert_eq!(ordinal(4, true).unwrap(), "fourth");
    assert_eq!(ordinal(21, true).unwrap(), "21st");
    assert_eq!(ordinal(0, false), None);
}

#[test]
fn counts_know_their_number() {
    let noun = Noun {
        one: "country".to_owned(),
        many: "countries".to_owned(),
    };
    let count = |value, words| {
        let unit = Unit::Count { noun: noun.clone() };
        English
            .quantity(&number(value), &unit, Form { words, bare: false })
            .unwrap()
    };
    assert_eq!(count(126, false), "126 countries");
    assert_eq!(count(1, false), "1 country");
    assert_eq!(count(1, true), "one country");
    assert_eq!(count(9, true), "nine countries");
    assert_eq!(count(10, true), "10 countries");
    assert_eq!(count(0, false), "0 countries");
    assert_eq!(count(152_679, false), "152,679 countries");
}

#[test]
fn years_and_days_are_durations() {
    let form = Form {
        words: true,
        bare: false,
    };
    assert_eq!(
        English.quantity(&number(5), &Unit::Years, form).unwrap(),
        "five years"
    );
    assert_eq!(
        English.quantity(&number(1), &Unit::Days, form).unwrap(),
        "one day"
    );
    assert_eq!(
        English
            .quantity(&number(2016), &Unit::Year, Form::default())
            .unwrap(),
        "2016"
    );
    assert_eq!(
        English.quantity(&number(20_160), &Unit::Year, Form::default()),
        None
    );
}

#[test]
fn literal_text_is_closed() {
    let refused = [
        "331 contracts",
        "a dozen",
        "Dozens of firms",
        "twenty-first",
        "twentyone",
        "three-fold",
        "threefold",
        "half of it",
        "two-thirds",
        "in the \u{bd} hour",
        "\u{663} firms",
        "\u{4e00}",
        "ten percent",
        "doubled",
        "a record year",
        "one-on-one talks",
        "On the third day",
        "it rose",
        "five-day",
        "worth $",
        "in dollars",
        "Phase II",
        "a hundred\nthousand",
        "the most",
        "every province",
        "o\u{200b}ne",
        "\u{43e}ne",
        "decades",
        "a pair",
        "for the first time",
        "millions",
        "sixties",
        "twentysomething",
        "Hundreds",
        "the fourth in a row",
        "In a\n row they came",
        "back-to-back",
        "successive editions",
        "for years running",
        "a streak",
        "the highest so far",
        "its best result",
        "a top result",
        "second to none",
        "like never before",
        "everybody came",
        "without exception",
    ];
    for literal in refused {
        assert!(English.loose(literal).is_some(), "{literal} passes");
    }
    let permitted = [
        "on record",
        "It is on\n  the record.",
        "no one came",
        "Someone often phoned the tenant; money, attention, weight.",
        "the stone bridge \u{2013} \u{201c}caf\u{e9}\u{201d}",
        "more than before?",
        "of these, among them",
        "set up a stand",
        "following on from it",
        "overseas lanterns",
        "a seconded officer",
        "at least in part",
        "sat in a rowing boat",
        "they came in, a row of them",
        "the stopover, and running water",
        "each side spoke",
        "",
    ];
    for literal in permitted {
        assert_eq!(English.loose(literal), None, "{literal} is refused");
    }
}

#[test]
fn the_first_offence_is_the_one_named() {
    let loose = English.loose("some words and 42 more").unwrap();
    assert_eq!(
        (loose.at, loose.what),
        (15, crate::LooseKind::Number("42".to_owned()))
    );
}

#[test]
fn literal_hedges_are_seen_beside_a_number_only() {
    for before in [
        "worth over ",
        "as many as ",
        "up to ",
        "(about ",
        "Some ",
        "another ",
        "The other ",
        "a further ",
        "an additional ",
        "at all ",
        "each of ",
        "almost the ",
        "not the ",
        "no longer their ",
    ] {
        assert!(English.hedge_before(before).is_some(), "{before} passes");
    }
    for before in [
        "over the years, ",
        "about it: ",
        "came to ",
        "a total of ",
        "over the ",
        "The remaining ",
        "",
    ] {
        assert_eq!(English.hedge_before(before), None, "{before} is refused");
    }
    for after in [
        " or more",
        " at least, they said",
        "-odd",
        " other firms",
        " more",
        "\nfurther talks",
    ] {
        assert!(English.hedge_after(after).is_some(), "{after} passes");
    }
    for after in [
        " were signed, or more would have been",
        ", more of them than before",
        "; other firms followed",
    ] {
        assert_eq!(English.hedge_after(after), None, "{after} is refused");
    }
    assert!(English.rest_before("The remaining ").is_some());
    assert_eq!(English.rest_before("remaining in town, "), None);
}
