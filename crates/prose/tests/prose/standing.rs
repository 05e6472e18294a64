//! What stands in a row, among others, or out of a list.

use prose::{Against, Cause, Entry, Exact, Figure, Hedge, Kind, Reading, Status, Unit};

use crate::sample::*;

#[test]
fn what_is_proved_is_told() {
    let told = [
        (
            streak(4),
            r#"for the {{ streak("x") }}"#,
            "for the fourth consecutive time",
        ),
        (
            streak(4),
            r#"for the {{ streak("x", words=false) }}"#,
            "for the 4th consecutive time",
        ),
        (
            rank(3, 331, &[458, 415, 236]),
            r#"the {{ rank("x") }}"#,
            "the third highest of four editions",
        ),
        (
            rank(3, 331, &[458, 415, 236]),
            r#"the {{ rank("x", many="editions held") }}"#,
            "the third highest of four editions held",
        ),
        (
            rank(1, 9, &[1, 2]),
            r#"{{ rank("x", capital=true, words=false) }}"#,
            "Highest of 3 editions",
        ),
        (
            rank(2, 3, &[1, 4, 5]),
            r#"the {{ rank("x") }}"#,
            "the second lowest of four editions",
        ),
        (
            rank(2, 5, &[5, 9, 1]),
            r#"the {{ rank("x") }}"#,
            "the joint second highest of four editions",
        ),
        (
            rank(1, 5, &[7, 6]),
            r#"the {{ rank("x") }}"#,
            "the lowest of three editions",
        ),
        (
            listed(31, 31),
            r#"{{ coverage("x", one="province or city", many="provinces and cities", capital=true) }}"#,
            "All 31 provinces and cities",
        ),
        (
            listed(29, 31),
            r#"{{ coverage("x") }}"#,
            "29 of 31 provinces",
        ),
        (listed(2, 2), r#"{{ coverage("x") }}"#, "both provinces"),
        (
            listed(29, 31),
            r#"{{ fig("x") }} of the country"#,
            "29 provinces of the country",
        ),
    ];
    for (figure, template, expected) in told {
        assert_eq!(line(template, &only(figure)), expected, "{template}");
    }
}

#[test]
fn a_place_carries_all_that_it_says() {
    let sheet = sheet([
        ("run", Entry::Figure(streak(4))),
        ("place", Entry::Figure(rank(3, 331, &[458, 415, 236]))),
        (
            "list",
            Entry::Figure(Figure {
                status: Status::Provisional,
                ..listed(29, 31)
            }),
        ),
    ]);
    let template = r#"the {{ streak("run") }}, the {{ rank("place") }}, {{ coverage("list") }}"#;
    let spans = render(template, &sheet).unwrap().spans;
    let quotes: Vec<_> = spans.iter().map(|span| span.quote.as_str()).collect();
    assert_eq!(
        quotes,
        [
            "fourth consecutive time",
            "third highest of four editions",
            "29 of 31 provinces"
        ]
    );
    let numbers: Vec<_> = spans
        .iter()
        .map(|span| (span.value, span.printed, span.out_of))
        .collect();
    let both = |value, out_of| (Some(whole(value)), Some(whole(value)), out_of);
    assert_eq!(
        numbers,
        [both(4, None), both(3, Some(4)), both(29, Some(31))]
    );
    for span in &spans {
        assert_eq!((span.kind, span.qualifier), (Kind::Claim, Hedge::Exact));
    }
    assert_eq!(spans[1].unit, Some(Unit::Rank));
    assert_eq!(spans[2].status, Status::Provisional);
}

#[test]
fn a_run_that_is_not_proved_is_not_told() {
    let template = r#"for the {{ streak("x") }}"#;
    let unproven = Figure {
        against: Some(Against::Run {
            unproven_beyond: Some("editions/2".to_owned()),
        }),
        ..streak(4)
    };
    assert_eq!(
        cause(template, &only(unproven)),
        Cause::RunNotProved {
            beyond: "editions/2".to_owned()
        }
    );
    for times in [1, 0, -4] {
        assert!(matches!(
            cause(template, &only(streak(times))),
            Cause::RunRefused { .. }
        ));
    }
    let halved = Figure {
        reading: Reading::Value(Exact::new(7, 2)),
        ..streak(4)
    };
    assert_eq!(cause(template, &only(halved)), Cause::NotWhole);
    for other in [contracts(4), rank(1, 2, &[1]), listed(4, 31)] {
        assert!(matches!(
            cause(template, &only(other)),
            Cause::RunRefused { .. }
        ));
    }
    assert!(matches!(
        cause(r#"{{ streak("x", many="visits") }}"#, &only(streak(4))),
        Cause::Argument { .. }
    ));
}

#[test]
fn a_place_that_the_values_do_not_give_is_not_told() {
    let refused = [
        rank(1, 331, &[458, 415, 236]),
        rank(4, 331, &[458, 415, 236]),
        rank(0, 331, &[458]),
        rank(5, 331, &[458, 415, 236]),
        rank(1, 331, &[]),
        // Two that are equal and not before this one do not push it down.
        rank(3, 5, &[5, 9, 1]),
        contracts(3),
        figure(whole(3), Unit::Rank),
    ];
    each(refused, |figure| {
        let cause = cause(r#"the {{ rank("x") }}"#, &only(figure));
        assert!(matches!(cause, Cause::PlaceNotProved { .. }), "{cause}");
    });
}

#[test]
fn a_part_that_the_list_cannot_have_is_not_told() {
    let of_euros = Figure {
        against: Some(Against::OutOf(31)),
        ..amount(29, "EUR")
    };
    let refused = [
        listed(32, 31),
        listed(-1, 31),
        listed(1, 1),
        listed(0, 0),
        contracts(3),
        streak(4),
        of_euros,
    ];
    each(refused, |figure| {
        let cause = cause(r#"{{ coverage("x") }}"#, &only(figure));
        assert!(matches!(cause, Cause::CoverageRefused { .. }), "{cause}");
    });
}

#[test]
fn nothing_is_told_of_a_value_in_doubt() {
    let figures = [
        ("streak", streak(4)),
        ("rank", rank(1, 2, &[1])),
        ("coverage", listed(31, 31)),
    ];
    for (name, figure) in figures {
        let template = format!("the {{{{ {name}(\"x\") }}}}");
        let of = |status, approximate| Figure {
            status,
            approximate,
            ..figure.clone()
        };
        let cases = [
            (of(Status::Break, false), Cause::NotComparable),
            (of(Status::DefinitionDiffers, false), Cause::NotComparable),
            (of(Status::Missing, false), Cause::Missing),
            (of(Status::Normal, true), Cause::ApproximateNeedsAbout),
        ];
        for (figure, expected) in cases {
            assert_eq!(cause(&template, &only(figure)), expected, "{name}");
        }
    }
}

#[test]
fn the_number_alone_of_a_run_or_a_place_is_not_printed() {
    for (figure, by) in [
        (streak(4), "streak"),
        (rank(1, 2, &[1]), "rank"),
        (figure(whole(1), Unit::Rank), "rank"),
    ] {
        let sheet = only(figure);
        assert_eq!(
            cause(r#"{{ fig("x") }}"#, &sheet),
            Cause::OtherPlaceholder { by }
        );
        let asked = render(r#"-{% if given("x", words=true) %}x{% endif %}"#, &sheet).unwrap();
        assert_eq!(asked.paragraphs, ["-"]);
    }
    let places = Figure {
        unit: Unit::Rank,
        ..series("CNY", &[(1, Some(1)), (2, Some(2))])
    };
    assert_eq!(
        cause(r#"{{ series("x", decimals=1) }}"#, &only(places)),
        Cause::OtherPlaceholder { by: "rank" }
    );
}

#[test]
fn what_is_not_told_is_asked_first() {
    let unproven = Figure {
        against: Some(Against::Run {
            unproven_beyond: Some("editions/2".to_owned()),
        }),
        ..streak(4)
    };
    let sheet = sheet([
        ("run", Entry::Figure(streak(4))),
        ("unproven", Entry::Figure(unproven)),
        ("place", Entry::Figure(rank(1, 2, &[1]))),
        ("shifted", Entry::Figure(rank(3, 2, &[1]))),
        ("whole", Entry::Figure(listed(31, 31))),
        ("part", Entry::Figure(listed(29, 31))),
        ("none", refused("no base")),
    ]);
    let asked = [
        (r#"given("run", as="streak")"#, true),
        (r#"given("unproven", as="streak")"#, false),
        (r#"given("none", as="streak")"#, false),
        (r#"given("place", as="rank", many="fairs")"#, true),
        (r#"given("shifted", as="rank")"#, false),
        (r#"given("whole", as="all")"#, true),
        (r#"given("part", as="coverage", many="towns")"#, true),
        (r#"given("part", as="all")"#, false),
        (r#"given("part", "whole", as="coverage")"#, true),
    ];
    let mut template = "-".to_owned();
    for (question, _) in asked {
        template += &format!("{{% if {question} %}}y{{% else %}}n{{% endif %}}");
    }
    let rendered = render(&template, &sheet).unwrap();
    let answers: String = asked
        .iter()
        .map(|(_, yes)| if *yes { 'y' } else { 'n' })
        .collect();
    assert_eq!(rendered.paragraphs, [format!("-{answers}")]);
    let omissions: Vec<_> = rendered
        .omissions
        .iter()
        .map(|omission| (omission.source.as_str(), omission.reason.as_str()))
        .collect();
    assert_eq!(
        omissions,
        [
            (
                "unproven",
                "the run is not proved beyond editions/2, and may be longer"
            ),
            ("none", "no base"),
            (
                "shifted",
                "the place is not proved: the values that were ranked give it another"
            ),
            ("part", "only 29 of 31 occur"),
        ]
    );
    for wrong in [
        r#"given("run", as="streaks")"#,
        r#"given("whole", as="all", digits=2)"#,
    ] {
        let cause = cause(&format!("-{{% if {wrong} %}}y{{% endif %}}"), &sheet);
        assert!(
            matches!(cause, Cause::Argument { .. } | Cause::TemplateFailed { .. }),
            "{cause}"
        );
    }
}

#[test]
fn literal_text_does_not_bend_a_place() {
    for template in [
        r#"almost the {{ rank("x") }}"#,
        r#"not the {{ rank("x") }}"#,
        r#"the {{ rank("x", many="other editions") }}"#,
        r#"the {{ rank("x", many="of nine editions") }}"#,
        r#"the {{ rank("x") }} or so"#,
        r#"highest, the {{ rank("x") }}"#,
        r#"at all {{ coverage("y") }}"#,
        r#"another {{ coverage("y") }}"#,
        r#"each of {{ coverage("y") }}"#,
        r#"each of the {{ fig("y") }}"#,
        r#"{{ fig("y", one="other province", many="other provinces") }}"#,
        r#"{{ fig("y", as="bare") }} other provinces"#,
        r#"the other {{ fig("y") }}"#,
        r#"not the {{ streak("z") }}"#,
        r#"the {{ streak("z") }} in a row"#,
    ] {
        let sheet = sheet([
            ("x", Entry::Figure(rank(1, 2, &[1]))),
            ("y", Entry::Figure(listed(29, 31))),
            ("z", Entry::Figure(streak(4))),
        ]);
        let cause = cause(template, &sheet);
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
fn what_remains_is_proved() {
    let sheet = sheet([
        ("whole", Entry::Figure(contracts(331))),
        ("a", Entry::Figure(contracts(121))),
        ("b", Entry::Figure(contracts(210))),
        ("c", Entry::Figure(contracts(55))),
    ]);
    let of = |condition: &str, id: &str| {
        format!("{{% if {condition} %}}the remaining {{{{ fig(\"{id}\") }}}}{{% endif %}} left")
    };
    assert_eq!(
        line(&of(r#"closes("whole", "a", "b")"#, "b"), &sheet),
        "the remaining 210 contracts left"
    );
    for (condition, id) in [
        ("true", "b"),
        (r#"not closes("whole", "a", "c")"#, "c"),
        (r#"closes("b", "b")"#, "b"),
        (r#"closes("whole", "a", "b")"#, "c"),
    ] {
        let words = "remaining".to_owned();
        assert_eq!(
            cause(&of(condition, id), &sheet),
            Cause::LiteralHedge { words },
            "{condition} {id}"
        );
    }
}
