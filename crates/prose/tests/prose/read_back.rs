//! What is printed is read back by the crate `reader`, which shares nothing with this one:
//! whatever the value, the text claims one number, and it is the printed one.

use std::sync::Arc;

use ::reader::{Kind, Language, Qualifier};
use proptest::prelude::*;
use prose::{Chinese, Edition, English, Exact, Figure, Hedge, Sheet, Span, Template, Unit};

use crate::any::{any_ratio, any_value};
use crate::sample::{figure, only};

/// The two languages, with what stands around a figure.
fn texts(figure: &Figure, wish: &str) -> [(Language, String); 2] {
    let (english, chinese) = match &figure.base {
        Some(_) => (
            format!(r#"It went {{{{ fig("x"{wish}) }}}} on the {{{{ base("x") }}}}."#),
            format!(r#"与{{{{ base("x") }}}}相比{{{{ fig("x"{wish}) }}}}。"#),
        ),
        None => (
            format!(r#"It came to {{{{ fig("x"{wish}) }}}} here."#),
            format!(r#"总计{{{{ fig("x"{wish}) }}}}。"#),
        ),
    };
    [
        (Language::English, format!("Headline\n\n{english}")),
        (Language::Chinese, format!("标题\n\n{chinese}")),
    ]
}

/// A figure of any unit that both languages name by themselves.
fn any_figure() -> impl Strategy<Value = Figure> {
    let currency = proptest::sample::select(vec!["USD", "CNY", "EUR", "GBP", "JPY"]);
    // Eighths have three decimals, which a point before thousands would look like.
    let eighths = (0_i128..8_000).prop_map(|eighths| Exact::new(eighths, 8));
    let value = prop_oneof![any_ratio(), eighths];
    let amount = (value, currency).prop_map(|(value, currency)| {
        let currency = currency.to_owned();
        figure(value, Unit::Amount { currency })
    });
    let area = any_value().prop_map(|value| figure(Exact::from_integer(value), Unit::SquareMetres));
    let share = (0_i128..100_000, 1_i128..900)
        .prop_map(|(part, of_all)| figure(Exact::new(part, of_all), Unit::Percent));
    let change = (-99_000_i128..400_000, 990_i128..1_000).prop_map(|(part, of_all)| Figure {
        base: Some(Edition {
            name: "editions/3".to_owned(),
            ordinal: 3,
        }),
        ..figure(Exact::new(part, of_all), Unit::Percent)
    });
    let days = (1_i128..400).prop_map(|value| figure(Exact::from_integer(value), Unit::Days));
    prop_oneof![3 => amount, 1 => area, 2 => share, 2 => change, 1 => days]
}

fn any_wish() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "",
        ", decimals=0",
        ", decimals=1",
        ", decimals=2",
        r#", hedge="over", digits=2"#,
        r#", hedge="over", digits=1"#,
        r#", hedge="nearly", digits=2"#,
        r#", hedge="about", digits=2"#,
    ])
}

/// What is read of a text is what its one claim prints.
fn check(text: &str, span: &Span, language: Language, unit: &Unit) -> Result<(), TestCaseError> {
    let read: Vec<_> = ::reader::read(text, language)
        .into_iter()
        .filter(|read| read.kind == Kind::Statistic)
        .collect();
    if span.printed == Some(Exact::from_integer(0)) && span.value == span.printed {
        // "unchanged" and "持平" hold no number.
        return Ok(());
    }
    prop_assert_eq!(read.len(), 1, "one number in {}: {:?}", text, read);
    let Some(read) = read.first() else {
        return Ok(());
    };
    prop_assert!(
        span.start <= read.start && read.end <= span.end,
        "{:?} is naked in {}",
        read,
        text
    );
    let fell = span
        .value
        .is_some_and(|value| value < Exact::from_integer(0));
    let printed = span
        .printed
        .map(|printed| if fell { -printed } else { printed });
    prop_assert_eq!(read.value, printed, "{}", text);
    let hedge = match span.qualifier {
        Hedge::Exact => Qualifier::Exact,
        Hedge::Over => Qualifier::Over,
        Hedge::Nearly => Qualifier::Nearly,
        Hedge::About => Qualifier::About,
    };
    prop_assert_eq!(read.qualifier, hedge, "{}", text);
    let told = read.unit.map(::reader::Unit::as_str);
    let wanted = match unit {
        Unit::Amount { currency } => currency.as_str(),
        Unit::SquareMetres => "m2",
        Unit::Percent => "percent",
        _ => "days",
    };
    prop_assert_eq!(told, Some(wanted), "{}", text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn what_is_printed_is_read_back(figure in any_figure(), wish in any_wish()) {
        let sheet: Sheet = only(figure.clone());
        for (language, source) in texts(&figure, wish) {
            let template = match language {
                Language::English => Template::load("test", &source, &English),
                Language::Chinese => Template::load("test", &source, &Chinese),
            };
            let Ok(rendered) = template.unwrap().render(Arc::new(sheet.clone())) else {
                continue;
            };
            let text = &rendered.paragraphs[0];
            let mut claims = rendered.spans.iter().filter(|span| span.kind == prose::Kind::Claim);
            let span = claims.next().unwrap();
            check(text, span, language, &figure.unit)?;
        }
    }
}
