//! The literal text of templates is closed.

use prose::{Cause, English, Template};

#[test]
fn a_mark_in_a_template_is_refused() {
    for source in [
        "A\u{10fff0}b",
        "Headline\n\n{{ fig(\"\u{10fff1}\") }}",
        "{# \u{100000} #}x",
    ] {
        let error = Template::load("test", source, &English).unwrap_err();
        assert!(
            matches!(error.cause, Cause::CharacterRefused { .. }),
            "{error}"
        );
    }
}

#[test]
fn comments_and_arguments_may_hold_numbers() {
    let source = "Headline {# 331 of them #}\n\n{{ fig(\"figure-2\", to=10) }}{% if given(\"one\") %}x{% endif %}";
    Template::load("test", source, &English).unwrap();
}

#[test]
fn an_allowed_phrase_does_not_cover_its_neighbours() {
    let load = |text: &str| {
        Template::load("test", text, &English)
            .map(|_| ())
            .map_err(|error| error.cause)
    };
    assert_eq!(load("It is on record."), Ok(()));
    assert_eq!(
        load("It is a record."),
        Err(Cause::LooseNumber {
            word: "record".to_owned()
        })
    );
    assert_eq!(
        load("They went on. Record it."),
        Err(Cause::LooseNumber {
            word: "Record".to_owned()
        })
    );
    assert_eq!(
        load("no one, two"),
        Err(Cause::LooseNumber {
            word: "two".to_owned()
        })
    );
}
