//! Ranks, streaks, coverages, areas, averages, offices and countries, from the answers
//! of reporting to the claims of a text.

use std::sync::Arc;

use prose::{English, Template};
use proto::{
    gateway::v1::Summary,
    reporting::v1::{Figure, ObservationStatus},
};

use super::{material::*, sample};
use crate::{assemble::Material, language::Language, sheet, summary};

/// A text of its own template over the figures of the sample, of which some are others.
fn text_of(template: &str, figures: Figures) -> Summary {
    let material = material(sample::fair(), sample::edition(), figures.done());
    written(template, &material)
}

fn written(template: &str, material: &Material) -> Summary {
    let source = format!("Headline\n\n{template}");
    let template = Template::load("test", &source, &English).unwrap();
    let rendered = template.render(Arc::new(
        sheet::filled(material, Language::English).unwrap(),
    ));
    let wanted = wanted(&material.edition.name);
    let summary = summary::summary(&wanted, material, rendered.unwrap());
    check_places(&summary);
    check_outside(&summary);
    summary
}

fn figures() -> Figures {
    Figures::of(sample::EDITION)
}

/// The count of contracts over the editions, of which this one has 331.
fn ranked(figure: &mut Figure) {
    figure.value = ratio(3, 1);
    figure.out_of = 4;
    figure.points = [458, 415, 236, 331]
        .into_iter()
        .zip(1..)
        .map(|(value, ordinal)| point(sample::FAIR, ordinal, Some(value)))
        .collect();
}

const RANK: &str = r#"{% if given("contract-count", as="rank") -%}
    The number was the {{ rank("contract-count") }}.
  {%- endif %} End."#;

#[test]
fn a_rank_is_proved_by_the_values_it_was_found_among() {
    let release = text_of(RANK, figures().put("contract-count", "rank", ranked));
    assert_eq!(
        release.paragraphs,
        ["The number was the third highest of four editions. End."]
    );
    let claim = &release.claims[0];
    assert_eq!(
        (claim.unit.as_str(), claim.value.clone()),
        ("rank", ratio(3, 1))
    );
    assert!(claim.figure.ends_with("/contract-count"));

    let unproved: [fn(&mut Figure); 5] = [
        |figure| figure.points.clear(),
        |figure| figure.out_of = 5,
        |figure| figure.points.remove(3).ordinal = 4,
        |figure| figure.points[0].value = None,
        |figure| figure.value = ratio(4, 1),
    ];
    for change in unproved {
        let changed = figures().put("contract-count", "rank", |figure| {
            ranked(figure);
            change(figure);
        });
        let release = text_of(RANK, changed);
        assert_eq!(release.paragraphs, ["End."]);
        assert_eq!(release.omissions.len(), 1, "{:?}", release.omissions);
    }
}

#[test]
fn a_place_that_an_estimate_may_share_is_open() {
    let of = |edition: usize, status| {
        figures().put("contract-count", "rank", |figure| {
            ranked(figure);
            figure.points[2].value = ratio(331, 1);
            figure.points[edition - 1].set_status(status);
        })
    };
    let shared = text_of(RANK, of(3, ObservationStatus::Provisional));
    assert_eq!(
        shared.paragraphs,
        ["The number was the joint third highest of four editions. End."]
    );
    for guessed in [3, 4] {
        let open = text_of(RANK, of(guessed, ObservationStatus::Estimated));
        assert_eq!(open.paragraphs, ["End."]);
    }
    // Of an edition that is not level with this one, an estimate decides nothing.
    let apart = text_of(RANK, of(1, ObservationStatus::Estimated));
    assert_eq!(apart.paragraphs, shared.paragraphs);
}

#[test]
fn a_streak_is_told_where_it_is_proved_to_its_beginning() {
    let template = r#"{% if given("activity-count", as="streak") -%}
        They came for the {{ streak("activity-count") }}.
      {%- endif %} End."#;
    let streak = |times, beyond: &str| {
        figures().put("activity-count", "editions", |figure| {
            figure.value = ratio(times, 1);
            beyond.clone_into(&mut figure.not_proven_beyond);
        })
    };
    let release = text_of(template, streak(4, ""));
    assert_eq!(
        release.paragraphs,
        ["They came for the fourth consecutive time. End."]
    );
    assert_eq!(release.claims[0].unit, "editions");
    for unproved in [streak(4, "fairs/ciftis/editions/2"), streak(1, "")] {
        let release = text_of(template, unproved);
        assert_eq!(release.paragraphs, ["End."]);
        assert_eq!(release.omissions.len(), 1);
    }
}

#[test]
fn all_is_said_of_a_whole_list_only() {
    let template = r#"{{ coverage("host-city-count", one="province, region or city",
        many="provinces, regions and cities", capital=true) }} came
      {%- if given("host-city-count", as="all") %} without a gap{% endif %}."#;
    let listed = |part| {
        figures().put("host-city-count", "regions", |figure| {
            figure.value = ratio(part, 1);
            figure.out_of = 31;
        })
    };
    let printed = [
        (
            31,
            "All 31 provinces, regions and cities came without a gap.",
        ),
        (29, "29 of 31 provinces, regions and cities came."),
    ];
    for (part, text) in printed {
        let release = text_of(template, listed(part));
        assert_eq!(release.paragraphs, [text]);
        let claim = &release.claims[0];
        assert_eq!(
            (claim.unit.as_str(), claim.value.clone()),
            ("regions", ratio(part, 1))
        );
    }
}

#[test]
fn areas_and_averages_have_forms() {
    let template = r#"{{ fig("contract-volume") }} held {{ fig("activity-count", decimals=1) }} a day,
        {{ fig("contract-count", hedge="about", decimals=0) }}."#;
    let figures = figures()
        .whole("contract-volume", "square_metres", 50_000)
        .put("activity-count", "activities", |figure| {
            figure.value = ratio(122, 5);
        })
        .put("contract-count", "visits", |figure| {
            figure.value = ratio(171_001, 5);
        });
    let release = text_of(template, figures);
    assert_eq!(
        release.paragraphs,
        ["50,000 square metres held 24.4 activities a day, about 34,000 visits."]
    );
    let units: Vec<_> = release
        .claims
        .iter()
        .map(|claim| claim.unit.as_str())
        .collect();
    assert_eq!(units, ["square_metres", "activities", "visits"]);
}

#[test]
fn people_have_offices_and_countries_articles() {
    let template = r#"{% for record in records("featured-education") -%}
        {{ names(record, offices=true) }}, came; {% endfor -%}
        they were of {{ countries("featured-education") }}."#;
    let mut evidence = agreement(
        "fairs/ciftis/editions/4/agreements/a1",
        "contract",
        ("", ""),
        &[("A", "DE"), ("B", "CZ"), ("C", "CN")],
    );
    let participants = &mut evidence.digest.as_mut().unwrap().participants;
    participants[0].office = text("mayor of Cologne");
    let release = text_of(
        template,
        figures().records("featured-education", vec![evidence]),
    );
    assert_eq!(
        release.paragraphs,
        [
            "A, mayor of Cologne; B; and C, came; they were of Germany, the Czech Republic and China."
        ]
    );
    let named: Vec<_> = release
        .claims
        .iter()
        .map(|claim| claim.quote.as_str())
        .collect();
    let expected = [
        "A",
        "mayor of Cologne",
        "B",
        "C",
        "Germany",
        "Czech Republic",
        "China",
    ];
    assert_eq!(named, expected);
}
