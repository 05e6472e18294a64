//! The books of the 4th CIFTIS as other services answer from them.

use proto::{
    exhibitions::v1::{Edition, Fair},
    reporting::v1::{Figure, ObservationStatus},
};

use super::material::*;
use crate::assemble::Material;

pub(crate) const FAIR: &str = "fairs/ciftis";
pub(crate) const EDITION: &str = "fairs/ciftis/editions/4";
const BASE: &str = "fairs/ciftis/editions/3";

pub(crate) fn fair() -> Fair {
    Fair {
        name: FAIR.to_owned(),
        entry: entry(1),
        title: text("China International Fair for Trade in Services"),
        short_title: text("CIFTIS"),
        first_year: 2012,
        ..Fair::default()
    }
}

pub(crate) fn edition() -> Edition {
    Edition {
        name: EDITION.to_owned(),
        entry: entry(3),
        ordinal: 4,
        opening_date: date(2016, 5, 28),
        closing_date: date(2016, 6, 1),
        host_subdivision_code: "CN-BJ".to_owned(),
        host_city: text("Beijing"),
        statistics_office: text("the organising committee"),
        ..Edition::default()
    }
}

/// The figures as the sample's books give them.
pub(crate) fn figures() -> Vec<Figure> {
    with_records(numbers()).done()
}

fn numbers() -> Figures {
    Figures::of(EDITION)
        .whole("edition-ordinal", "ordinal", 4)
        .whole("years-since-first", "years", 5)
        .whole("participation-country-count", "countries", 126)
        .whole("activity-count", "activities", 122)
        .provisional("contract-count", "agreements", (331, 1))
        .provisional("contract-volume", "USD", (101_080_000_000, 1))
        .growth("contract-count-growth", (2375, 59), BASE)
        .growth("contract-volume-growth", (24_450, 1019), BASE)
        .provisional("international-count", "agreements", (121, 1))
        .provisional("international-volume", "USD", (19_880_000_000, 1))
        .provisional("international-share", "percent", (198_800, 10_108))
        .provisional("domestic-region-count", "agreements", (155, 1))
        .provisional("domestic-region-volume", "USD", (31_500_000_000, 1))
        .provisional("domestic-region-share", "percent", (315_000, 10_108))
        .provisional("remainder-count", "agreements", (55, 1))
        .provisional("remainder-volume", "USD", (49_700_000_000, 1))
        .provisional("remainder-share", "percent", (497_000, 10_108))
        .provisional("host-city-count", "agreements", (55, 1))
        .put("focus-sector-series", "CNY", |figure| {
            figure.title = text("courier-service contracts");
            figure.points = vec![
                point(FAIR, 1, Some(5_000_000_000)),
                point(FAIR, 2, None),
                point(FAIR, 3, Some(50_000_000_000)),
                point(FAIR, 4, Some(104_000_000_000)),
            ];
            figure.set_status(ObservationStatus::Provisional);
        })
        .provisional("on-site-international-count", "agreements", (13, 1))
        .provisional("on-site-international-volume", "USD", (11_400_000, 1))
        .provisional("on-site-region-count", "agreements", (21, 1))
        .provisional("on-site-region-volume", "CNY", (36_400_000_000, 1))
        .provisional("featured-large-amount-volume", "CNY", (20_000_000_000, 1))
        .whole("synthetic-contract-count", "agreements", 325)
        .whole("synthetic-participation-count", "participations", 0)
        .whole("synthetic-activity-count", "activities", 0)
}

/// The same with the records that are named.
pub(crate) fn with_records(figures: Figures) -> Figures {
    let named = |id: &str| format!("{EDITION}/agreements/{id}");
    let lanterns = ("", "overseas lantern production");
    figures
        .records(
            "featured-on-site-international",
            vec![agreement(
                &named("a17"),
                "cooperation_agreement",
                ("Gremio football training cooperation", "football training"),
                &[("Gremio", "BR"), ("Sample football school", "CN")],
            )],
        )
        .records(
            "featured-education",
            vec![agreement(
                &named("a18"),
                "cooperation_agreement",
                ("", "academic exchange and exchange students"),
                &[
                    ("Kaunas University of Technology", "LT"),
                    ("Beijing Institute of Technology", "CN"),
                ],
            )],
        )
        .records(
            "featured-culture",
            vec![
                agreement(
                    &named("a19"),
                    "cooperation_agreement",
                    lanterns,
                    &[
                        ("Zigong New Asia Colored Lantern", "CN"),
                        ("Longley Group", "GB"),
                    ],
                ),
                agreement(
                    &named("a21"),
                    "cooperation_agreement",
                    lanterns,
                    &[
                        ("Sichuan TianYu Culture", "CN"),
                        ("American Festival Celebration", "US"),
                    ],
                ),
            ],
        )
        .records(
            "featured-large-amount",
            vec![agreement(
                &named("a20"),
                "intentional_contract",
                ("", "air travel service"),
                &[
                    ("Seven Star International", "US"),
                    ("Jinquan Airlines", "CN"),
                ],
            )],
        )
        .records(
            "featured-preliminary",
            vec![agreement(
                &named("a22"),
                "preliminary_intention",
                ("", "cross-border e-commerce"),
                &[
                    ("Fujian Department of Commerce", "CN"),
                    ("Malaysia Electricity Association", "MY"),
                ],
            )],
        )
}

/// All that a summary is made of.
pub(crate) fn closing() -> Material {
    material(fair(), edition(), figures())
}

/// A figure of a release, to be changed.
pub(crate) fn figure<'a>(material: &'a mut Material, id: &str) -> &'a mut Figure {
    let name = format!("{EDITION}/figures/{id}");
    let mut figures = material.figures.iter_mut();
    figures.find(|figure| figure.name == name).unwrap()
}

/// Puts a refusal in the place of a figure.
pub(crate) fn refuse(material: &mut Material, id: &str) {
    let figure = figure(material, id);
    *figure = Figure {
        name: figure.name.clone(),
        refusal: "the books say no".to_owned(),
        ..Figure::default()
    };
}
