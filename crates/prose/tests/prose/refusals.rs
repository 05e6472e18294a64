//! What is refused, each with its cause.

use std::sync::Arc;

use prose::{Cause, English, Entry, Sheet, Template};

use crate::sample::*;

#[test]
fn nothing_prints_but_what_a_placeholder_made() {
    let naked = [
        r#"{{ "331" }}"#,
        "{{ 331 }}",
        r#"{% for r in records("exchange") %}{{ loop.index }}{% endfor %}"#,
        r#"{{ fig("contracts") ~ "" }}"#,
        r#"{{ [fig("contracts")] }}"#,
        r#"{{ given("contracts") }}"#,
        r#"{% set x %}{{ fig("contracts") }}{% endset %}{{ x }}"#,
        r#"{% for r in records("exchange") %}{{ r.kind }}{% endfor %}"#,
        r#"{% for r in records("exchange") %}{{ r }}{% endfor %}"#,
        r#"{% set x = "thir" ~ "teen" %}{{ x }}"#,
    ];
    each(naked, |template| {
        let cause = cause(template, &fair());
        assert!(
            matches!(cause, Cause::NakedValue { .. }),
            "{template}: {cause}"
        );
    });
    let nothing = [
        r#"{{ none }}"#,
        r#"{{ fig("contracts") if false }}"#,
        r#"{% for r in records("exchange") %}{{ r.participants[0].country if false else none }}{% endfor %}"#,
    ];
    each(nothing, |template| {
        let cause = cause(template, &fair());
        assert!(matches!(cause, Cause::Absent { .. }), "{template}: {cause}");
    });
}

#[test]
fn the_template_language_is_small() {
    for template in [
        r#"{{ fig("contracts")|upper }}"#,
        r#"{{ debug() }}"#,
        "{{ unknown }}",
        r#"{{ range(9) }}"#,
        r#"{{ fig("contracts", color="red") }}"#,
        r#"{{ fig(7) }}"#,
    ] {
        let cause = cause(template, &fair());
        assert!(
            matches!(cause, Cause::TemplateFailed { .. } | Cause::UnknownId),
            "{template}: {cause}"
        );
    }
    for template in [
        r#"{% include "x" %}"#,
        r#"{% macro m() %}{% endmacro %}"#,
        "{% if %}",
        "{{ fig( }}",
    ] {
        let cause = cause(template, &fair());
        assert!(matches!(cause, Cause::Syntax { .. }), "{template}: {cause}");
    }
}

#[test]
fn a_template_runs_out_of_fuel() {
    let endless = r#"{% for a in records("x") %}{% for b in records("x") %}{% for c in records("x") %}{% for d in records("x") %}{% if a %}{% endif %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}"#;
    let many = (0..40).map(|_| record("a", "A", None, &[])).collect();
    assert!(
        matches!(cause(endless, &sheet([("x", records(many))])), Cause::TemplateFailed { detail } if detail.contains("fuel"))
    );
}

#[test]
fn arguments_are_checked() {
    let wrong = [
        r#"as="money""#,
        r#"hedge="roughly", digits=1"#,
        r#"otherwise="maybe""#,
        r#"digits=3, hedge="over""#,
        "to=12345",
        "to=10, decimals=1",
        "decimals=4",
        r#"one="contract""#,
        r#"one="", many="x""#,
        r#"hedge="over""#,
        r#"threshold=1, digits=1"#,
    ];
    each(wrong, |arguments| {
        let cause = cause(
            &format!(r#"{{{{ fig("x", {arguments}) }}}}"#),
            &only(contracts(331)),
        );
        assert!(
            matches!(cause, Cause::Argument { .. }),
            "{arguments}: {cause}"
        );
    });
    let planted = cause(
        r#"{{ fig("x", one="of two deals", many="of two deals") }}"#,
        &only(contracts(331)),
    );
    assert_eq!(
        planted,
        Cause::LooseNumber {
            word: "two".to_owned()
        }
    );
    let planted = cause(
        r#"{{ agree("x", one="twice", many="thrice") }}"#,
        &only(contracts(331)),
    );
    assert_eq!(
        planted,
        Cause::LooseNumber {
            word: "thrice".to_owned()
        }
    );
    assert!(matches!(
        cause(r#"{{ term("one-horse") }}"#, &fair()),
        Cause::UnknownIdiom { .. }
    ));
}

#[test]
fn a_refused_or_unknown_figure_is_never_printed() {
    assert_eq!(
        cause(r#"{{ fig("visits-growth") }}"#, &fair()),
        Cause::Refused {
            reason: "The previous edition has no comparable count.".to_owned()
        }
    );
    assert_eq!(cause(r#"{{ fig("contract") }}"#, &fair()), Cause::UnknownId);
    assert_eq!(
        cause(r#"{% if given("contract") %}{% endif %}x"#, &fair()),
        Cause::UnknownId
    );
    assert!(matches!(
        cause(r#"{{ fig("city") }}"#, &fair()),
        Cause::WrongEntry { .. }
    ));
    assert!(matches!(
        cause(r#"{{ fig("sector") }}"#, &fair()),
        Cause::WrongEntry { .. }
    ));
    assert!(matches!(
        cause(r#"{{ series("contracts") }}"#, &fair()),
        Cause::WrongEntry { .. }
    ));
}

#[test]
fn pieces_of_a_number_word_do_not_slip_through() {
    let split = r#"thir{% if given("contracts") %}{% endif %}teen deals"#;
    assert_eq!(
        cause(split, &fair()),
        Cause::LooseNumber {
            word: "thirteen".to_owned()
        }
    );
    assert!(matches!(
        cause("{% raw %}{{ 331 }}{% endraw %}", &fair()),
        Cause::LooseNumber { .. }
    ));
}

#[test]
fn the_first_block_is_the_headline_and_must_say_something() {
    let load = |source: &str| {
        Template::load("test", source, &English)
            .unwrap()
            .render(Arc::new(fair()))
    };
    let error =
        load("{% if given(\"visits-growth\") %}{{ fig(\"visits-growth\") }}{% endif %}\n\nLead")
            .unwrap_err();
    assert_eq!(error.cause, Cause::NoHeadline);
    assert_eq!(
        load("\n\n{# note #}\n\nHeadline\n\nLead").unwrap().headline,
        "Headline"
    );
    assert_eq!(
        load("Headline\n \t\n\n\n  Lead  \n").unwrap().paragraphs,
        ["Lead"]
    );
}

#[test]
fn an_error_names_the_place() {
    let source = "Headline\n\nText\nand {{ fig(\"contracts\") }}\nand {{ fig(\"visits-growth\") }}";
    let error = Template::load("summary.en.txt", source, &English)
        .unwrap()
        .render(Arc::new(fair()))
        .unwrap_err();
    insta::assert_snapshot!(error, @r#"summary.en.txt, line 5: fig("visits-growth"): the figure was refused: The previous edition has no comparable count."#);
    let error =
        Template::load("summary.en.txt", "Headline\n\nA\n  b twelve", &English).unwrap_err();
    insta::assert_snapshot!(error, @r#"summary.en.txt, line 4: literal text holds "twelve", which only a placeholder may print"#);
    let source = "Headline\n\nA\nworth about {{ fig(\"contracts\") }}";
    let error = Template::load("summary.en.txt", source, &English)
        .unwrap()
        .render(Arc::new(fair()))
        .unwrap_err();
    insta::assert_snapshot!(error, @r#"summary.en.txt, line 4: fig("contracts"): literal text "about" beside the number changes what it says"#);
    let error = Template::load("summary.en.txt", "Headline\n\n{% if x", &English).unwrap_err();
    assert_eq!(error.line, Some(3));
}

#[test]
fn a_sheet_refuses_what_it_cannot_hold() {
    let mut sheet = Sheet::new();
    sheet.add("x", Entry::Figure(contracts(1))).unwrap();
    assert_eq!(
        sheet.add("x", text("again")).unwrap_err().cause,
        Cause::DuplicateId
    );
    assert!(matches!(
        sheet
            .add("y", Entry::Figure(amount(1, "Usd")))
            .unwrap_err()
            .cause,
        Cause::MalformedUnit { .. }
    ));
    assert_eq!(
        sheet.add("z", date(2016, 13, 1)).unwrap_err().cause,
        Cause::MalformedDate
    );
}

#[test]
fn names_that_are_nothing_are_not_printed() {
    let sheet = sheet([
        (
            "x",
            records(vec![record("a", "\u{10fff0}", None, &[("\u{7} ", None)])]),
        ),
        ("t", text(" \n")),
    ]);
    for template in [
        r#"{% for r in records("x") %}{{ names(r) }}{% endfor %}"#,
        r#"{% for r in records("x") %}{{ r.title }}{% endfor %}"#,
        r#"{{ fact("t") }}"#,
    ] {
        assert!(
            matches!(cause(template, &sheet), Cause::Absent { .. }),
            "{template}"
        );
    }
}
