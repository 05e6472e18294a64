//! What cannot be proved is not printed.

use prose::{Cause, Entry, Exact, Figure, Hedge, Status, Unit};

use crate::sample::*;

fn is_hedge_refused(cause: &Cause, hedge: Hedge) -> bool {
    matches!(cause, Cause::HedgeNotProved { hedge: refused, .. } if *refused == hedge)
}

#[test]
fn a_hedge_is_proved_or_refused() {
    let cases = [
        (100, r#"hedge="over", threshold=100"#, Hedge::Over),
        (110, r#"hedge="over", threshold=100"#, Hedge::Over),
        (199, r#"hedge="over", digits=1"#, Hedge::Over),
        (94, r#"hedge="nearly", threshold=100"#, Hedge::Nearly),
        (100, r#"hedge="nearly", threshold=100"#, Hedge::Nearly),
        (106, r#"hedge="about", threshold=100"#, Hedge::About),
        (352, r#"hedge="over", threshold=351"#, Hedge::Over),
        (0, r#"hedge="over", digits=1"#, Hedge::Over),
    ];
    each(cases, |(value, arguments, hedge)| {
        let cause = cause(
            &format!(r#"{{{{ fig("x", {arguments}) }}}}"#),
            &only(contracts(value)),
        );
        assert!(
            is_hedge_refused(&cause, hedge),
            "{value} {arguments}: {cause}"
        );
    });
    assert_eq!(
        cause(
            r#"{{ fig("x", hedge="about", digits=1) }}"#,
            &only(figure(whole(4), Unit::Ordinal))
        ),
        Cause::HedgeNotOffered
    );
}

#[test]
fn an_approximate_figure_is_never_exact() {
    let sheet = only(Figure {
        approximate: true,
        ..contracts(100_000)
    });
    assert_eq!(
        cause(r#"{{ fig("x") }}"#, &sheet),
        Cause::ApproximateNeedsAbout
    );
    assert_eq!(
        cause(r#"{{ fig("x", hedge="over", threshold=99000) }}"#, &sheet),
        Cause::ApproximateNeedsAbout
    );
}

#[test]
fn a_value_that_has_no_true_form_is_refused() {
    let cases = [
        (percent(1, 4), r#"{{ fig("x") }}"#, Cause::PrintsAsZero),
        (percent(997, 10), r#"{{ fig("x") }}"#, Cause::PrintsAsWhole),
        (
            percent(-9_958, 100),
            r#"{{ fig("x", as="change") }}"#,
            Cause::PrintsAsWhole,
        ),
        (
            Figure {
                status: Status::Break,
                ..contracts(331)
            },
            r#"{{ fig("x") }}"#,
            Cause::NotComparable,
        ),
        (
            Figure {
                status: Status::DefinitionDiffers,
                ..contracts(331)
            },
            r#"{{ fig("x") }}"#,
            Cause::NotComparable,
        ),
        (percent(-3, 1), r#"{{ fig("x") }}"#, Cause::Negative),
        (
            percent(1, 4),
            r#"{{ fig("x", as="change") }}"#,
            Cause::PrintsAsZero,
        ),
        (
            amount(4_000_000, "USD"),
            r#"{{ fig("x", to=10000000) }}"#,
            Cause::PrintsAsZero,
        ),
        (
            figure(
                Exact::new(100, 3),
                Unit::Amount {
                    currency: "USD".to_owned(),
                },
            ),
            r#"{{ fig("x") }}"#,
            Cause::NeedsPrecision,
        ),
        (
            figure(Exact::new(7, 2), Unit::Years),
            r#"{{ fig("x") }}"#,
            Cause::NotWhole,
        ),
        (
            Figure {
                reading: prose::Reading::Value(Exact::new(7, 2)),
                ..contracts(0)
            },
            r#"{{ fig("x") }}"#,
            Cause::NotWhole,
        ),
        (
            figure(whole(0), Unit::Ordinal),
            r#"{{ fig("x") }}"#,
            Cause::NoForm,
        ),
        (
            figure(whole(20_160), Unit::Year),
            r#"{{ fig("x") }}"#,
            Cause::NoForm,
        ),
        (
            figure(Exact::new(i128::MAX, 7), Unit::Percent),
            r#"{{ fig("x", decimals=3) }}"#,
            Cause::OutOfRange,
        ),
        (
            Figure {
                status: Status::Missing,
                ..contracts(0)
            },
            r#"{{ fig("x") }}"#,
            Cause::Missing,
        ),
    ];
    each(cases, |(figure, template, expected)| {
        assert_eq!(cause(template, &only(figure)), expected, "{template}");
    });
}

#[test]
fn a_change_without_its_base_is_refused() {
    let two = || {
        sheet([
            ("a", Entry::Figure(growth(40, 1, 3))),
            ("b", Entry::Figure(growth(24, 1, 2))),
        ])
    };
    assert_eq!(cause(r#"{{ fig("a") }}"#, &two()), Cause::BaseNotNamed);
    assert_eq!(
        cause(r#"{{ fig("a") }} on the {{ base("b") }}"#, &two()),
        Cause::BaseNotNamed
    );
    assert_eq!(
        cause("{{ fig(\"a\") }}\n\nthe {{ base(\"a\") }}", &two()),
        Cause::BaseNotNamed
    );
    assert!(matches!(
        cause(r#"{{ base("x") }}"#, &only(contracts(3))),
        Cause::Absent { .. }
    ));
}

#[test]
fn a_series_that_misleads_is_refused() {
    let of = |figure: Figure| cause(r#"{{ series("x") }}"#, &only(figure));
    let why = |cause: Cause| match cause {
        Cause::SeriesRefused { why } => why,
        other => panic!("{other}"),
    };
    insta::assert_snapshot!(why(of(series("CNY", &[(1, Some(5)), (2, None)]))), @"fewer than two editions have a value");
    insta::assert_snapshot!(why(of(series("CNY", &[(1, Some(5)), (2, Some(6)), (3, None)]))), @"the newest edition has no value");
    insta::assert_snapshot!(why(of(series("CNY", &[(2, Some(5)), (1, Some(6))]))), @"its editions are out of order");
    insta::assert_snapshot!(why(of(series("CNY", &[(0, Some(5)), (1, Some(6))]))), @"an edition has an ordinal that no edition can have");
    let mut broken = series("CNY", &[(1, Some(5)), (2, Some(6))]);
    if let prose::Reading::Series(points) = &mut broken.reading {
        points[1].status = Status::Break;
    }
    insta::assert_snapshot!(why(of(broken)), @"its editions are not comparable");
}

#[test]
fn literal_text_does_not_bend_a_number() {
    for template in [
        r#"worth over {{ fig("x") }}"#,
        r#"up to {{ fig("x") }}"#,
        r#"not {{ fig("x") }}"#,
        r#"{{ fig("x") }} or more"#,
        r#"{{ fig("x") }}, at least"#,
    ] {
        let cause = cause(template, &only(contracts(331)));
        assert!(
            matches!(
                cause,
                Cause::LiteralHedge { .. } | Cause::LooseNumber { .. }
            ),
            "{template}: {cause}"
        );
    }
}

#[test]
fn numbers_do_not_run_together() {
    for template in [
        r#"{{ fig("x", as="bare") }}{{ fig("x", as="bare") }}"#,
        r#"{{ fig("x", as="bare") }},{{ fig("x", as="bare") }}"#,
        r#"{{ fig("x", as="bare") }}.{{ fig("x", as="bare") }}"#,
        r#"{{ fig("x", as="bare") }}/{{ fig("x", as="bare") }}"#,
        r#"-{{ fig("x") }}"#,
        r#"{{ fig("x", as="bare") }}fold"#,
        r#"A{{ fig("x") }}"#,
        r#"{{ fact("name") }}{{ fig("x") }}"#,
    ] {
        let sheet = sheet([
            ("x", Entry::Figure(contracts(331))),
            ("name", text("Fortune 500")),
        ]);
        let cause = cause(template, &sheet);
        assert!(
            matches!(cause, Cause::Glued | Cause::LooseNumber { .. }),
            "{template}: {cause}"
        );
    }
}

/// Three parts of a third each, and their whole, by how they are rounded.
fn thirds(whole: Exact) -> prose::Sheet {
    let part = whole / Exact::from_integer(3);
    let dollars = |value| {
        let currency = "USD".to_owned();
        Entry::Figure(figure(value, Unit::Amount { currency }))
    };
    let share = || Entry::Figure(percent(100, 3));
    sheet([
        ("whole", dollars(whole)),
        ("a", dollars(part)),
        ("b", dollars(part)),
        ("c", dollars(part)),
        ("share-a", share()),
        ("share-b", share()),
        ("share-c", share()),
    ])
}

#[test]
fn the_digits_of_parts_add_up_as_the_parts_do() {
    let cases = [
        (Exact::new(3_001, 100), "to=1", "parts digits"),
        (Exact::new(4_000, 100), "to=10", "parts"),
        (
            Exact::new(4_000, 100),
            r#"hedge="about", digits=2"#,
            "parts digits",
        ),
        (Exact::new(3_000, 100), "to=10", "parts digits"),
    ];
    each(cases, |(whole, wish, expected)| {
        let template = format!(
            r#"{{% if closes("whole", "a", "b", "c") %}}parts{{% endif %}} {{% if closes("whole", "a", "b", "c", {wish}) %}}digits{{% endif %}}"#
        );
        assert_eq!(line(&template, &thirds(whole)), expected, "{whole} {wish}");
    });
}

#[test]
fn the_digits_of_shares_add_up_to_the_whole() {
    let template =
        r#"-{% if shares_close("share-a", "share-b", "share-c", decimals=0) %}whole{% endif %}"#;
    let rendered = render(template, &thirds(whole(30))).unwrap();
    assert_eq!(rendered.paragraphs, ["-"]);
    assert_eq!(
        (
            rendered.omissions[0].source.as_str(),
            rendered.omissions[0].reason.as_str()
        ),
        (
            "share-c",
            "the parts are not proved: the digits of the parts do not add up to those of the whole"
        )
    );
    let closed = sheet([
        ("share-a", Entry::Figure(percent(199, 10))),
        ("share-b", Entry::Figure(percent(311, 10))),
        ("share-c", Entry::Figure(percent(490, 10))),
    ]);
    assert_eq!(line(template, &closed), "-whole");
    let open = sheet([
        ("share-a", Entry::Figure(percent(20, 1))),
        ("share-b", Entry::Figure(percent(31, 1))),
        ("share-c", Entry::Figure(percent(48, 1))),
    ]);
    assert_eq!(line(template, &open), "-");
}
