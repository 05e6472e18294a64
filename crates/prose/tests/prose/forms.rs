//! The forms that numbers, days and names take.

use prose::{Cause, Entry, Exact, FactValue, Figure, Unit};

use crate::sample::*;

#[test]
fn numbers_take_the_form_asked_for() {
    let forms = [
        (contracts(1), r#"{{ fig("x") }}"#, "1 contract"),
        (
            contracts(2),
            r#"{{ fig("x", words=true) }}"#,
            "two contracts",
        ),
        (
            contracts(2),
            r#"{{ fig("x", as="bare", words=true, capital=true) }}"#,
            "Two",
        ),
        (
            contracts(152_679),
            r#"{{ fig("x", one="visit", many="visits") }}"#,
            "152,679 visits",
        ),
        (
            contracts(2_340_000),
            r#"{{ fig("x", decimals=1) }}"#,
            "2.3 million contracts",
        ),
        (
            contracts(356),
            r#"{{ fig("x", hedge="over", digits=2) }}"#,
            "over 350 contracts",
        ),
        (
            contracts(196),
            r#"{{ fig("x", hedge="nearly", digits=1) }}"#,
            "nearly 200 contracts",
        ),
        (
            contracts(152_679),
            r#"{{ fig("x", hedge="about", digits=2) }}"#,
            "about 150,000 contracts",
        ),
        (
            contracts(600),
            r#"{{ fig("x", hedge="over", digits=1, otherwise="exact") }}"#,
            "600 contracts",
        ),
        (
            contracts(199),
            r#"{{ fig("x", hedge="over", digits=1, otherwise=["nearly", "exact"]) }}"#,
            "nearly 200 contracts",
        ),
        (
            amount(101_080_000_000, "USD"),
            r#"{{ fig("x") }}"#,
            "101.08 billion US dollars",
        ),
        (
            amount(101_083_456_789, "USD"),
            r#"{{ fig("x", to=10000000) }}"#,
            "101.08 billion US dollars",
        ),
        (
            amount(3_245_678, "EUR"),
            r#"{{ fig("x", decimals=2) }}"#,
            "3.25 million euros",
        ),
        (
            amount(101_080_000_000, "USD"),
            r#"{{ fig("x", hedge="over", threshold=100000000000) }}"#,
            "over 100 billion US dollars",
        ),
        (
            amount(-2_000_000, "EUR"),
            r#"{{ fig("x", as="change") }}"#,
            "down 2 million euros",
        ),
        (percent(198_800, 10_108), r#"{{ fig("x") }}"#, "20 percent"),
        (
            percent(198_800, 10_108),
            r#"{{ fig("x", decimals=1) }}"#,
            "19.7 percent",
        ),
        (
            percent(318, 10),
            r#"{{ fig("x", hedge="over", digits=1) }}"#,
            "over 30 percent",
        ),
        (
            percent(-7, 2),
            r#"{{ fig("x", as="change", decimals=1) }}"#,
            "down 3.5 percent",
        ),
        (percent(0, 1), r#"{{ fig("x", as="change") }}"#, "unchanged"),
        (
            figure(whole(21), Unit::Years),
            r#"{{ fig("x") }}"#,
            "21 years",
        ),
        (
            figure(whole(5), Unit::Days),
            r#"{{ fig("x", words=false) }}"#,
            "5 days",
        ),
        (
            figure(whole(21), Unit::Ordinal),
            r#"{{ fig("x") }}"#,
            "21st",
        ),
        (
            figure(whole(4), Unit::Ordinal),
            r#"{{ fig("x", words=true) }}"#,
            "fourth",
        ),
    ];
    for (figure, template, expected) in forms {
        assert_eq!(line(template, &only(figure)), expected, "{template}");
    }
}

#[test]
fn an_approximate_figure_is_printed_with_about() {
    let sheet = only(prose::Figure {
        approximate: true,
        ..contracts(100_000)
    });
    assert_eq!(
        line(r#"{{ fig("x", otherwise="about") }}"#, &sheet),
        "about 100,000 contracts"
    );
    assert_eq!(
        line(r#"{{ fig("x", hedge="about", digits=1) }}"#, &sheet),
        "about 100,000 contracts"
    );
}

#[test]
fn a_change_names_its_base() {
    let sheet = only(growth(9500, 236, 3));
    assert_eq!(
        line(r#"{{ fig("x") }} on the {{ base("x") }}"#, &sheet),
        "up 40 percent on the 3rd edition"
    );
    let two = |ordinal| {
        let (a, b) = (growth(40, 1, 3), growth(24, 1, ordinal));
        let sheet = crate::sample::sheet([("a", Entry::Figure(a)), ("b", Entry::Figure(b))]);
        let template = r#"{{ fig("a") }} on the {{ base("a") }}, {{ fig("b") }}
            {%- if not same_base("a", "b") %} on the {{ base("b") }}{% endif %}"#;
        line(template, &sheet)
    };
    assert_eq!(two(3), "up 40 percent on the 3rd edition, up 24 percent");
    assert_eq!(
        two(2),
        "up 40 percent on the 3rd edition, up 24 percent on the 2nd edition"
    );
}

#[test]
fn a_series_says_what_is_missing() {
    let of = |values: &[(i128, Option<i128>)]| {
        line(r#"{{ series("x") }}"#, &only(series("CNY", values)))
    };
    insta::assert_snapshot!(of(&[(1, Some(5)), (2, None), (3, Some(50))]), @"5 yuan at the 1st edition and 50 yuan at the 3rd; no figure is given for the 2nd");
    insta::assert_snapshot!(of(&[(1, Some(5)), (2, Some(6)), (3, Some(7))]), @"5 yuan at the 1st edition, 6 yuan at the 2nd and 7 yuan at the 3rd");
    insta::assert_snapshot!(of(&[(18, None), (19, None), (20, Some(6)), (21, Some(7))]), @"6 yuan at the 20th edition and 7 yuan at the 21st; no figure is given for the 18th and 19th");
    insta::assert_snapshot!(of(&[(18, Some(1)), (19, Some(2)), (21, Some(3))]), @"1 yuan at the 18th edition, 2 yuan at the 19th and 3 yuan at the 21st; no figure is given for the 20th");
    insta::assert_snapshot!(of(&[(1, None), (2, None), (3, None), (4, Some(1000)), (7, Some(2))]), @"1,000 yuan at the 4th edition and 2 yuan at the 7th; no figure is given for the 1st to 3rd, 5th and 6th");
}

#[test]
fn days_are_printed_in_full_and_in_part() {
    let days = |from: Entry, to: Entry| {
        line(
            r#"{{ period("a", "b") }}"#,
            &sheet([("a", from), ("b", to)]),
        )
    };
    assert_eq!(
        days(date(2016, 5, 28), date(2016, 6, 1)),
        "from 28 May to 1 June 2016"
    );
    assert_eq!(
        days(date(2016, 6, 3), date(2016, 6, 7)),
        "from 3 to 7 June 2016"
    );
    assert_eq!(
        days(date(2016, 12, 28), date(2017, 1, 3)),
        "from 28 December 2016 to 3 January 2017"
    );
    assert_eq!(days(date(2016, 6, 3), date(2016, 6, 3)), "on 3 June 2016");
    let sheet = sheet([
        ("a", date(2016, 5, 28)),
        ("b", fact(FactValue::Ordinal(4))),
        ("c", fact(FactValue::Year(2016))),
    ]);
    assert_eq!(
        line(
            r#"{{ fact("a", as="month-year") }}, {{ fact("a", as="day-month") }}"#,
            &sheet
        ),
        "May 2016, 28 May"
    );
    assert_eq!(
        line(
            r#"the {{ fact("b", words=true) }} in {{ fact("c") }}"#,
            &sheet
        ),
        "the fourth in 2016"
    );
}

#[test]
fn an_area_is_in_square_metres() {
    let area = |value| only(figure(value, Unit::SquareMetres));
    let printed = [
        (whole(50_000), r#"{{ fig("x") }}"#, "50,000 square metres"),
        (whole(1), r#"{{ fig("x") }}"#, "1 square metre"),
        (
            whole(4),
            r#"{{ fig("x", words=true) }}"#,
            "four square metres",
        ),
        (
            Exact::new(241, 2),
            r#"{{ fig("x") }}"#,
            "120.5 square metres",
        ),
        (
            whole(1_250_000),
            r#"{{ fig("x", decimals=1) }}"#,
            "1.2 million square metres",
        ),
        (
            whole(50_900),
            r#"{{ fig("x", hedge="over", digits=1) }}"#,
            "over 50,000 square metres",
        ),
    ];
    for (value, template, expected) in printed {
        assert_eq!(line(template, &area(value)), expected, "{template}");
    }
    assert!(matches!(
        cause(
            r#"{{ fig("x", one="stand", many="stands") }}"#,
            &area(whole(9))
        ),
        Cause::Argument { .. }
    ));
}

#[test]
fn an_average_is_printed_with_the_decimals_asked_for() {
    let visits = |numerator, denominator| Figure {
        reading: prose::Reading::Value(Exact::new(numerator, denominator)),
        ..count(0, "visit", "visits")
    };
    let printed = [
        (visits(171_000, 5), "decimals=0", "34,200 visits"),
        (visits(122, 5), "decimals=1", "24.4 visits"),
        (visits(122, 5), "decimals=0", "24 visits"),
        (visits(122, 5), "to=1", "24 visits"),
        (visits(122, 3), "decimals=2", "40.67 visits"),
        (visits(4_999, 5_000), "decimals=1", "1 visit"),
        (visits(8_000_001, 2), "decimals=1", "4 million visits"),
        (
            visits(122, 5),
            r#"decimals=1, hedge="about", digits=2"#,
            "about 24 visits",
        ),
        (
            visits(12, 5),
            r#"decimals=1, hedge="about""#,
            "about 2.4 visits",
        ),
        (
            visits(122, 5),
            r#"decimals=1, hedge="over", digits=2"#,
            "over 24 visits",
        ),
    ];
    for (average, wish, expected) in printed {
        let template = format!(r#"{{{{ fig("x", {wish}) }}}}"#);
        assert_eq!(line(&template, &only(average)), expected, "{wish}");
    }
    let refused = [
        (r#"hedge="about""#, Cause::NotWhole),
        ("words=true", Cause::NotWhole),
    ];
    for (wish, expected) in refused {
        let template = format!(r#"{{{{ fig("x", {wish}) }}}}"#);
        assert_eq!(cause(&template, &only(visits(122, 5))), expected, "{wish}");
    }
    assert_eq!(
        cause(r#"{{ fig("x", decimals=0) }}"#, &only(visits(2, 5))),
        Cause::PrintsAsZero
    );
}
