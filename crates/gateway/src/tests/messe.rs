//! The release of another fair: another host country and currency, ordinal 21, an
//! edition that was never held, names with numerals in them. No code knows it.

use proto::exhibitions::v1::{Edition, Fair};

use super::material::*;
use crate::assemble::Material;

const FAIR: &str = "fairs/messe";
const EDITION: &str = "fairs/messe/editions/21";

fn fair() -> Fair {
    Fair {
        name: FAIR.to_owned(),
        entry: entry(1),
        title: text("Rhine Fair for 3D Printing"),
        short_title: text("R3D"),
        ..Fair::default()
    }
}

fn edition() -> Edition {
    Edition {
        name: EDITION.to_owned(),
        entry: entry(1),
        ordinal: 21,
        opening_date: date(2019, 3, 4),
        closing_date: date(2019, 3, 7),
        host_subdivision_code: "DE-NW".to_owned(),
        host_city: text("Düsseldorf"),
        statistics_office: text("the fair's statistics office"),
        ..Edition::default()
    }
}

/// Without the 20th edition there is no growth; the sector is followed over the
/// editions there are; nothing was signed in a pavilion.
fn closing() -> Material {
    let named = |id: &str| format!("{EDITION}/agreements/{id}");
    let figures = Figures::of(EDITION)
        .whole("edition-ordinal", "ordinal", 21)
        .whole("years-since-first", "years", 22)
        .whole("participation-country-count", "countries", 1)
        .whole("activity-count", "activities", 1)
        .whole("contract-count", "agreements", 3)
        .put("contract-volume", "EUR", |figure| {
            figure.value = ratio(345_678_912, 100);
        })
        .whole("international-count", "agreements", 1)
        .put("international-volume", "EUR", |figure| {
            figure.value = ratio(1_000_000, 3);
        })
        .put("international-share", "percent", |figure| {
            figure.value = ratio(10_000_000_000, 1_037_036_736);
        })
        .whole("domestic-region-count", "agreements", 0)
        .whole("domestic-region-volume", "EUR", 0)
        .whole("domestic-region-share", "percent", 0)
        .whole("remainder-count", "agreements", 2)
        .put("remainder-volume", "EUR", |figure| {
            figure.value = ratio(937_036_736, 300);
        })
        .put("remainder-share", "percent", |figure| {
            figure.value = ratio(93_703_673_600, 1_037_036_736);
        })
        .whole("host-city-count", "agreements", 2)
        .put("focus-sector-series", "EUR", |figure| {
            figure.title = text("audiovisual-service contracts");
            figure.points = vec![
                point(FAIR, 18, Some(400_000)),
                point(FAIR, 19, Some(1_250_000)),
                point(FAIR, 21, Some(1_000_000)),
            ];
        })
        .whole("on-site-international-count", "agreements", 0)
        .whole("on-site-international-volume", "EUR", 0)
        .whole("on-site-region-count", "agreements", 0)
        .whole("on-site-region-volume", "EUR", 0)
        .whole("featured-large-amount-volume", "EUR", 1_500_000)
        .whole("synthetic-contract-count", "agreements", 0)
        .whole("synthetic-participation-count", "participations", 0)
        .whole("synthetic-activity-count", "activities", 0)
        .records(
            "featured-large-amount",
            vec![agreement(
                &named("b1"),
                "contract",
                ("Fortune 500 of 3D", "5G networks and other matters"),
                &[
                    ("21st Century Media", "US"),
                    ("Vier & Zwanzig GmbH", "DE"),
                    ("Seven, Eight and Nine 株式会社 🎬", "JP"),
                ],
            )],
        )
        .records(
            "featured-education",
            vec![agreement(
                &named("b2"),
                "memorandum",
                ("Memorandum", ""),
                &[("École 42", "FR"), ("3M Stiftung", "DE")],
            )],
        )
        .done();
    material(fair(), edition(), figures)
}

#[test]
fn another_fair_has_a_release_of_its_own() {
    let summary = summarised(&closing());
    insta::assert_snapshot!("messe", printed(&summary));
    check_places(&summary);
    check_outside(&summary);
    assert_eq!(summary.editor_note, "");
}

#[test]
fn what_it_does_not_say_is_told() {
    let summary = summarised(&closing());
    let told: Vec<_> = summary
        .omissions
        .iter()
        .map(|omission| {
            format!(
                "{}: {}",
                omission
                    .figure
                    .trim_start_matches("fairs/messe/editions/21/figures/"),
                omission.reason
            )
        })
        .collect();
    insta::assert_snapshot!("messe_omissions", told.join("\n"));
}
