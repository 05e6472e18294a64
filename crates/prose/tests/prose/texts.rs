//! Texts as they are printed.

use std::sync::Arc;

use prose::{English, Entry, Exact, Figure, Hedge, Kind, Reading, Record, Status, Template};

use crate::sample::*;

const RELEASE: &str = r#"{# A release of the sample fair.

   This comment has a blank line in it. #}

{{ fig("edition") }} {{ fact("short-title") }} brings contracts worth
{{ fig("volume", hedge="over", digits=1) }}

{{ fig("countries", capital=true) }} were represented when the {{ fact("short-title") }} met in
{{ fact("city") }} {{ period("opening", "closing") }}, after {{ fig("years") }} of preparation.

{% if provisional("contracts", "volume") -%}
  According to preliminary statistics of {{ fact("office") }}, the fair produced
{%- else -%}
  The fair produced
{%- endif %} {{ fig("contracts") }}, {{ fig("contracts-growth") }} on the {{ base("contracts-growth") }},
with a volume of {{ fig("volume", decimals=2) }}, {{ fig("volume-growth") }}.
{% if given("visits-growth") %}Visits were {{ fig("visits-growth") }}.{% endif %}
{% if within("international", "contracts") %}
  Of these, {{ fig("international", as="bare") }} {{ agree("international", one="was", many="were") }} international, for
  {{ fig("international-volume", decimals=2) }} or {{ fig("international-share") }} of the volume.
{% endif %}
{% if closes("contracts", "international", "domestic", "rest") %}
  The remaining {{ fig("rest") }} stayed in {{ fact("city") }}.
{% endif %}

{% if given("sector", hedge="over", digits=1) %}
Contracts for {{ title("sector") }} came to {{ series("sector", hedge="over", digits=1) }}.
{% endif %}

{% if given("visits-growth") %}
A paragraph that is not said: {{ fig("visits-growth") }}.
{% endif %}

{% for record in records("exchange") %}
{{ names(record, countries=true) }} agreed on {{ record.subject }}, after {{ term("one-on-one") }} talks.

{% endfor %}
"#;

#[test]
fn a_release_reads_like_one() {
    let rendered = Template::load("release", RELEASE, &English)
        .unwrap()
        .render(Arc::new(fair()))
        .unwrap();
    let text = format!(
        "{}\n\n{}\n",
        rendered.headline,
        rendered.paragraphs.join("\n\n")
    );
    insta::assert_snapshot!("release", text);
    let omitted: Vec<_> = rendered
        .omissions
        .iter()
        .map(|omission| omission.source.as_str())
        .collect();
    assert_eq!(omitted, ["visits-growth"]);
    assert_eq!(
        rendered.omissions[0].reason,
        "The previous edition has no comparable count."
    );
}

#[test]
fn every_place_says_what_it_is() {
    let rendered = Template::load("release", RELEASE, &English)
        .unwrap()
        .render(Arc::new(fair()))
        .unwrap();
    let spans: String = rendered
        .spans
        .iter()
        .map(|span| {
            let value = span
                .value
                .map_or_else(String::new, |value| value.to_string());
            let record = span
                .record
                .as_deref()
                .or(span.edition.as_deref())
                .unwrap_or_default();
            format!(
                "{} {}..{} {:?} {:?} <{}> {value} {} {record}\n",
                span.paragraph,
                span.start,
                span.end,
                span.kind,
                span.quote,
                span.source,
                span.qualifier
            )
        })
        .collect();
    insta::assert_snapshot!("spans", spans);
}

#[test]
fn a_span_carries_the_exact_value() {
    let rendered = render(r#"{{ fig("international-share") }}"#, &fair()).unwrap();
    let span = &rendered.spans[0];
    assert_eq!(
        (span.kind, span.quote.as_str()),
        (Kind::Claim, "20 percent")
    );
    assert_eq!(span.value, Some(Exact::new(198_800, 10_108)));
    assert_eq!(span.printed, Some(whole(20)));
    assert_eq!(
        (span.qualifier, span.status),
        (Hedge::Exact, Status::Provisional)
    );
}

#[test]
fn code_points_are_counted_not_bytes() {
    let sheet = sheet([
        ("café", text("Café 🎬 世界")),
        ("x", Entry::Figure(contracts(331))),
    ]);
    let rendered = render(r#"Déjà vu at {{ fact("café") }}: {{ fig("x") }}."#, &sheet).unwrap();
    let places: Vec<_> = rendered
        .spans
        .iter()
        .map(|span| (span.start, span.end))
        .collect();
    assert_eq!(places, [(11, 20), (22, 35)]);
}

#[test]
fn records_can_be_looped_over() {
    let list = records(vec![
        record(
            "a",
            "First light",
            Some("lamps"),
            &[("A", None), ("B", Some("Brazil"))],
        ),
        record("b", "Late light", None, &[("C", None)]),
    ]);
    let template = r#"{% for r in records("x") %}{% if r.kind == "contract" %}{{ r.title }}{% if r.subject %} on {{ r.subject }}{% endif %}:
        {% for p in r.participants %}{{ p.name }}{% if p.country %} of {{ p.country }}{% endif %}{% if not loop.last %}, {% endif %}{% endfor %}{% endif %}{% if not loop.last %}; {% endif %}{% endfor %}."#;
    assert_eq!(
        line(template, &sheet([("x", list)])),
        "First light on lamps: A, B of Brazil; Late light: C."
    );
}

#[test]
fn a_record_knows_when_it_repeats_the_one_before() {
    let lamps = |id| record(id, "A", Some("lamps"), &[("A", None)]);
    let other = Record {
        kind: "intention".to_owned(),
        ..lamps("c")
    };
    let silent = |id| record(id, "A", None, &[("A", None)]);
    let list = records(vec![
        lamps("a"),
        lamps("b"),
        other,
        silent("d"),
        silent("e"),
    ]);
    let template = r#"{% for r in records("x") %}{% if r.repeats %}again{% else %}new{% endif %} {% endfor %}"#;
    assert_eq!(
        line(template, &sheet([("x", list)])),
        "new again new new new"
    );
}

#[test]
fn what_is_not_said_is_noted_once() {
    let sheet = sheet([
        ("x", Entry::Figure(contracts(0))),
        ("y", Entry::Figure(contracts(3))),
        ("z", refused("no base")),
        ("r", records(Vec::new())),
    ]);
    let template = r#"{% if above_zero("x") %}a{% endif %}{% if given("z", "r") %}b{% endif %}{% if given("z") %}c{% endif %}
        {% if within("y", "x") %}d{% endif %}{% if closes("y", "x") %}e{% endif %}{% if given("x", hedge="over", digits=1) %}f{% endif %}rest"#;
    let rendered = render(template, &sheet).unwrap();
    assert_eq!(rendered.paragraphs, ["rest"]);
    let omissions: Vec<_> = rendered
        .omissions
        .iter()
        .map(|o| (o.source.as_str(), o.reason.as_str()))
        .collect();
    insta::assert_debug_snapshot!(omissions, @r#"
    [
        (
            "x",
            "the value is zero",
        ),
        (
            "z",
            "no base",
        ),
        (
            "r",
            "there are no records to name",
        ),
        (
            "y",
            "the parts are not proved: the part is more than the whole",
        ),
    ]
    "#);
}

#[test]
fn a_change_that_is_the_whole_or_rounds_to_it_on_the_way_up_is_printed() {
    for (value, printed) in [
        (percent(-100, 1), "down 100 percent"),
        (percent(9_958, 100), "up 100 percent"),
    ] {
        let text = line(r#"{{ fig("x", as="change") }}"#, &only(value));
        assert_eq!(text, printed);
    }
}

#[test]
fn each_status_is_asked_for_by_its_name() {
    let of = |status| Figure {
        status,
        ..contracts(3)
    };
    let mut followed = series("CNY", &[(1, Some(5)), (2, Some(6))]);
    if let Reading::Series(points) = &mut followed.reading {
        points[0].status = Status::Estimated;
        points[1].status = Status::Provisional;
    }
    let cases = [
        (of(Status::Normal), "-"),
        (of(Status::Provisional), "P-"),
        (of(Status::Estimated), "E-"),
        (followed, "PE-"),
    ];
    let template = r#"{% if provisional("x") %}P{% endif %}{% if estimated("x") %}E{% endif %}-"#;
    each(cases, |(figure, printed)| {
        assert_eq!(line(template, &only(figure)), printed);
    });
}

#[test]
fn a_list_with_a_record_that_cannot_be_named_is_not_given() {
    let good = || record("a", "A", None, &[("A", None)]);
    for bad in [
        record("b", "B", None, &[]),
        record("b", "B", None, &[("C", None), (" \u{7}", None)]),
    ] {
        let sheet = sheet([("x", records(vec![good(), bad]))]);
        let template = r#"{% if given("x") %}{% for r in records("x") %}{{ names(r) }} {% endfor %}{% endif %}rest"#;
        let rendered = render(template, &sheet).unwrap();
        assert_eq!(rendered.paragraphs, ["rest"]);
        assert!(rendered.omissions[0].reason.contains("agreements/b@1"));
    }
}

#[test]
fn a_title_that_has_an_article_gets_no_other() {
    let template = r#"{% for r in records("x") %}{% if r.has_article %}-{% else %}the {% endif %}{{ r.title }}{% endfor %}"#;
    for (title, printed) in [
        (
            "Gremio football training cooperation",
            "the Gremio football training cooperation",
        ),
        (
            "the 21st Century Media deal",
            "-the 21st Century Media deal",
        ),
        (" The\nDeal", "-The Deal"),
        ("An academy", "-An academy"),
        ("Theatre tour", "the Theatre tour"),
        ("A", "the A"),
    ] {
        let list = records(vec![record("a", title, None, &[("A", None)])]);
        assert_eq!(line(template, &sheet([("x", list)])), printed);
    }
}
