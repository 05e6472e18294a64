//! The books of the 4th CIFTIS as other services answer from them.

use proto::{
    exhibitions::v1::{Edition, Fair},
    reporting::v1::{Figure, ObservationStatus},
    statistics::v1::{Evidence, Participant},
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
        title: texts(
            "China International Fair for Trade in Services",
            "中国国际服务贸易交易会",
        ),
        short_title: texts("CIFTIS", "京交会"),
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
        host_city: texts("Beijing", "北京"),
        statistics_office: texts("the organising committee", "组委会"),
        ..Edition::default()
    }
}

/// The figures as the sample's books give them.
pub(crate) fn figures() -> Vec<Figure> {
    with_guests(with_records(numbers())).done()
}

fn numbers() -> Figures {
    Figures::of(EDITION)
        .whole("edition-ordinal", "ordinal", 4)
        .whole("years-since-first", "years", 5)
        .whole("participation-country-count", "countries", 126)
        .whole("activity-count", "activities", 122)
        .whole("forum-count", "activities", 81)
        .whole("business-talk-count", "activities", 41)
        .whole("exhibition-area", "square_metres", 50_000)
        .whole("visit-count", "visits", 171_000)
        .whole("visits-per-day", "visits", 34_200)
        .whole("visit-country-count", "countries", 126)
        .growth("visit-count-growth", (1_832_100, 152_679), BASE)
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
            figure.title = texts("courier-service contracts", "速递服务合同");
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
        .put("contract-count-rank", "rank", |figure| {
            figure.value = ratio(3, 1);
            figure.out_of = 4;
            figure.points = [458, 415, 236, 331]
                .into_iter()
                .zip(1..)
                .map(|(value, ordinal)| point(FAIR, ordinal, Some(value)))
                .collect();
            figure.set_status(ObservationStatus::Provisional);
        })
        .put("delegation-region-coverage", "regions", |figure| {
            figure.title = texts(
                "provinces, regions and cities of the mainland",
                "内地省区市",
            );
            figure.value = ratio(31, 1);
            figure.out_of = 31;
            figure.set_status(ObservationStatus::Normal);
        })
        .whole("high-level-delegation-count", "delegations", 14)
        .whole("followed-city-run", "editions", 4)
        .whole("ambassador-count", "delegates", 17)
        .whole("minister-counsellor-count", "delegates", 3)
        .whole("commercial-counsellor-count", "delegates", 5)
        .whole("project-demand-count", "demands", 605)
        .whole("publication-count", "publications", 356)
        .provisional("cooperative-intention-count", "agreements", (148, 1))
        .provisional("negotiated-intention-count", "agreements", (106, 1))
        .whole("procurement-buyer-count", "organisations", 25)
        .put("procurement-demand-count", "demands", |figure| {
            figure.title = texts("digital content", "数字内容");
            figure.value = ratio(30, 1);
            figure.set_status(ObservationStatus::Normal);
        })
        .whole("one-on-one-count", "activities", 60)
        .whole("centralised-count", "activities", 2)
        .whole("synthetic-contract-count", "agreements", 325)
        .whole("synthetic-participation-count", "participations", 0)
        .whole("synthetic-activity-count", "activities", 0)
        .whole("synthetic-intention-count", "agreements", 0)
        .whole("synthetic-area", "square_metres", 0)
        .whole("synthetic-visit-count", "visits", 0)
        .whole("synthetic-delegation-count", "delegations", 0)
        .whole("synthetic-delegate-count", "delegates", 0)
        .whole("synthetic-demand-count", "demands", 0)
        .whole("synthetic-publication-count", "publications", 0)
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

/// The record with a person who holds an office.
fn by_the_mayor(mut evidence: Evidence) -> Evidence {
    let head = Participant {
        display_name: text("Henriette Reker"),
        country_code: "DE".to_owned(),
        office: text("mayor of Cologne"),
        ..Participant::default()
    };
    evidence.digest.as_mut().unwrap().participants = vec![head];
    evidence
}

/// The records of the city and the person that are followed, of delegates and of
/// buyers.
fn with_guests(figures: Figures) -> Figures {
    let did = |id: &str, kind: &str, subject: &str| {
        let name = format!("{EDITION}/highlights/{id}");
        by_the_mayor(agreement(&name, kind, ("", subject), &[]))
    };
    let from = |id: &str, country: &str| {
        let name = format!("{EDITION}/delegates/{id}");
        agreement(&name, "ambassador", ("", ""), &[("", country)])
    };
    let sought = |id: &str, buyer: &str, country: &str| {
        let name = format!("{EDITION}/demands/{id}");
        agreement(&name, "procurement", ("", ""), &[(buyer, country)])
    };
    let name = format!("{EDITION}/delegations/cologne");
    let cologne = by_the_mayor(agreement(&name, "municipal", ("Cologne", ""), &[]));
    figures
        .records("followed-city", vec![cologne])
        .records(
            "followed-person-highlights",
            vec![
                did("smart-city", "promotion", "smart-city technology"),
                did("programme", "media_programme", "a programme of Beijing TV"),
            ],
        )
        .records(
            "featured-ambassadors",
            vec![from("cz", "CZ"), from("lt", "LT")],
        )
        .records(
            "featured-procurement",
            vec![
                sought("d1", "Huawei", "CN"),
                sought("d2", "Google", "US"),
                sought("d3", "CCTV Animation", "CN"),
            ],
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
