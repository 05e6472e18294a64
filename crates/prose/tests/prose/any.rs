//! Any figure, any name, any sheet, and a template for all of them.

use proptest::prelude::*;
use prose::{Against, English, Entry, Exact, Figure, Reading, Sheet, Status, Template, Unit};

use crate::sample::*;

/// A template that prints every kind of place, whatever the sheet holds.
pub(crate) const ANY: &str = r#"{{ fact("name") }} presents {{ fig("count", hedge="over", digits=1, otherwise=["nearly", "about", "exact"]) }}

{{ fact("name") }}, {{ fact("name") }} and {{ fig("count") }}: {{ fig("amount", decimals=2) }}
{% if given("amount", hedge="over", digits=2) %}or {{ fig("amount", hedge="over", digits=2) }}{% endif %}.
{% if given("share", decimals=1) %}A part of {{ fig("share", decimals=1) }}.{% endif %}
{% if given("growth", as="change") %}It went {{ fig("growth") }} on the {{ base("growth") }}.{% endif %}

{% if given("series", decimals=1, hedge="over", digits=2, otherwise="exact") %}{{ fact("name") }} came to {{ series("series", decimals=1, hedge="over", digits=2, otherwise="exact") }}.{% endif %}

{% if given("run", as="streak") %}They came for the {{ streak("run") }}.{% endif %}
{% if given("place", as="rank", many="fairs") %}It was the {{ rank("place", many="fairs") }}, the {{ rank("place", words=false) }}.{% endif %}
{% if given("list", as="coverage") %}{{ coverage("list", words=true, capital=true) }} sent somebody{% if given("list", as="all") %} without a gap{% endif %}: {{ coverage("list") }}.{% endif %}

{% if given("mean", decimals=1) %}On average, {{ fig("mean", decimals=1) }}.{% endif %}
{% if given("mean", hedge="about", decimals=0) %}Or {{ fig("mean", hedge="about", decimals=0) }}.{% endif %}
{% if given("area", decimals=2) %}On {{ fig("area", decimals=2) }}.{% endif %}
{% if given("records", as="countries") %}They are of {{ countries("records") }}.{% endif %}

{% for r in records("records") %}{{ names(r, countries=true, offices=true) }}: {{ r.title }}{% if r.subject %} on {{ r.subject }}{% endif %}.
{% endfor %} Following {{ term("one-on-one") }} talks, {{ fig("count", words=true, capital=true) }} {{ agree("count", one="was", many="were") }} on record.
"#;

/// Names that try everything.
pub(crate) fn any_name() -> impl Strategy<Value = String> {
    let fixed = [
        "21st Century Media",
        "Fortune 500",
        "\u{10fff0}\u{100000}331\u{10fff1}",
        "\u{10fff1}, 42 of them",
        "Seven Star International",
        "Three and One, Two",
        "\u{10fff2}\n\n9 lives",
        "\u{1f3ac} Half \u{1f469}\u{200d}\u{1f680} studio",
        "\u{4e2d}\u{56fd}\u{4e00}\u{767e}",
        "{{ 331 }}{% if %}",
        "\u{202e}evif",
        "C919",
        "%",
        "a\u{301}",
        "Percent & Sons, over 9",
        "O'Neill \"II\" <b>",
    ];
    prop_oneof![
        proptest::sample::select(fixed.to_vec()).prop_map(ToOwned::to_owned),
        "\\PC{1,12}",
        proptest::collection::vec(any::<char>(), 1..8)
            .prop_map(|letters| format!("N{}", String::from_iter(letters))),
    ]
    .prop_filter("a name that is nothing", |name| {
        name.chars().any(char::is_alphabetic)
    })
}

pub(crate) fn any_value() -> impl Strategy<Value = i128> {
    prop_oneof![
        0_i128..30,
        0_i128..5000,
        0_i128..2_000_000_000_000_000,
        (1_i128..100, 0_u32..13).prop_map(|(m, e)| m * 10_i128.pow(e))
    ]
}

pub(crate) fn any_ratio() -> impl Strategy<Value = Exact> {
    (any_value(), 1_i128..1000)
        .prop_map(|(numerator, denominator)| Exact::new(numerator, denominator))
}

pub(crate) fn any_currency() -> impl Strategy<Value = String> {
    proptest::sample::select(vec!["USD", "CNY", "EUR", "XTS"]).prop_map(ToOwned::to_owned)
}

pub(crate) fn any_status() -> impl Strategy<Value = Status> {
    proptest::sample::select(vec![Status::Normal, Status::Provisional, Status::Estimated])
}

prop_compose! {
    pub(crate) fn any_records()(
        list in proptest::collection::vec((any_name(), proptest::option::of(any_name()), proptest::collection::vec((any_name(), proptest::option::of(any_name())), 1..4)), 1..4)
    ) -> Entry {
        records(list.into_iter().map(|(title, subject, participants)| {
            let participants: Vec<_> = participants.iter().map(|(name, country)| (name.as_str(), country.as_deref())).collect();
            let mut record = record("a", &title, subject.as_deref(), &participants);
            record.participants[0].office = subject.clone();
            record
        }).collect())
    }
}

prop_compose! {
    pub(crate) fn any_series()(currency in any_currency(), values in proptest::collection::vec(proptest::option::of(1_i128..3_000_000_000_000), 1..5), last in 1_i128..3_000_000_000_000) -> Figure {
        let points: Vec<_> = values.into_iter().chain([Some(last)]).enumerate().map(|(index, value)| (i128::try_from(index).unwrap() + 1, value)).collect();
        series(&currency, &points)
    }
}

prop_compose! {
    pub(crate) fn any_run()(times in -1_i128..30, proved in any::<bool>(), decoy in 1_i128..3) -> Figure {
        let unproven_beyond = (!proved).then(|| "editions/2".to_owned());
        Figure {
            against: Some(Against::Run { unproven_beyond }),
            reading: Reading::Value(Exact::new(times, decoy)),
            ..streak(0)
        }
    }
}

prop_compose! {
    /// Small values, so that many are equal, and any place, right or wrong.
    pub(crate) fn any_rank()(own in 0_i128..6, others in proptest::collection::vec(0_i128..6, 0..12), place in -1_i128..14) -> Figure {
        rank(place, own, &others)
    }
}

prop_compose! {
    pub(crate) fn any_list()(of in -1_i128..40, short_of_it in -1_i128..4, part in proptest::option::of(-1_i128..40)) -> Figure {
        listed(part.unwrap_or(of - short_of_it), of)
    }
}

prop_compose! {
    pub(crate) fn any_told()(run in any_run(), place in any_rank(), list in any_list(), mean in any_ratio(), area in any_ratio()) -> [(&'static str, Entry); 5] {
        let mean = Figure { reading: Reading::Value(mean), ..contracts(0) };
        let area = figure(area, Unit::SquareMetres);
        [("run", run), ("place", place), ("list", list), ("mean", mean), ("area", area)].map(|(id, figure)| (id, Entry::Figure(figure)))
    }
}

prop_compose! {
    pub(crate) fn any_sheet()(
        name in any_name(), count in any_value(), amount in any_ratio(), currency in any_currency(), share in any_ratio(),
        growth in any_ratio(), falls in any::<bool>(), base in 1_i128..200, status in any_status(), series in any_series(), records in any_records(), told in any_told(),
    ) -> Sheet {
        let growth = if falls { -growth } else { growth };
        let amount = amount + Exact::from_integer(1);
        sheet([
            ("name", text(&name)),
            ("count", Entry::Figure(Figure { status, ..contracts(count) })),
            ("amount", Entry::Figure(figure(amount, Unit::Amount { currency }))),
            ("share", Entry::Figure(figure(share, Unit::Percent))),
            ("growth", Entry::Figure(Figure { base: Some(edition(base)), ..figure(growth, Unit::Percent) })),
            ("series", Entry::Figure(series)),
            ("records", records),
        ].into_iter().chain(told))
    }
}

pub(crate) fn any_text() -> &'static Template {
    static TEMPLATE: std::sync::OnceLock<Template> = std::sync::OnceLock::new();
    TEMPLATE.get_or_init(|| Template::load("any", ANY, &English).unwrap())
}

pub(crate) fn any_plant() -> impl Strategy<Value = String> {
    let words = [
        "seven",
        "Thirteen",
        "TWENTY",
        "twenty-one",
        "ninetynine",
        "hundreds",
        "two thousand",
        "a million",
        "billions",
        "a dozen",
        "twice",
        "half",
        "third",
        "first",
        "fourth",
        "twelfth",
        "tenfold",
        "percent",
        "doubled",
        "both",
        "a pair",
        "decades",
        "zero",
        "$",
        "%",
        "\u{bd}",
        "\u{ff13}",
        "\u{2167}",
        "\u{4e03}",
        "XIV",
        "a record",
        "most",
        "all",
        "two-thirds",
        "fifties",
        "in a row",
        "consecutive",
        "successive",
        "the highest",
        "second lowest",
        "the best",
        "both",
        "every",
        "without exception",
    ];
    prop_oneof![
        proptest::sample::select(words.to_vec()).prop_map(ToOwned::to_owned),
        (0_u64..1_000_000).prop_map(|number| number.to_string()),
        ("[a-z]{0,3}", 0_u8..10, "[a-z]{0,3}")
            .prop_map(|(before, digit, after)| format!("{before}{digit}{after}")),
    ]
}

/// The template cut in two in the middle of literal text, or nothing.
pub(crate) fn plantable(at: usize) -> Option<(&'static str, &'static str)> {
    let (before, after) = ANY.split_at_checked(at)?;
    let inside =
        |open: &str, close: &str| before.rfind(open) > before.rfind(close) && before.contains(open);
    let in_tag = inside("{{", "}}")
        || inside("{%", "%}")
        || before.ends_with('{') && (after.starts_with('{') || after.starts_with('%'))
        || before.ends_with('}') && after.starts_with('}')
        || before.ends_with('%') && after.starts_with('}');
    (!in_tag).then_some((before, after))
}
