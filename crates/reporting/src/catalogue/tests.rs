use std::collections::{BTreeMap, BTreeSet};

use fault::Violations;
use proto::{
    reporting::v1::figure_definition::Rule,
    statistics::v1::{LocalizedText, condition::Test},
};

use super::*;
use crate::{
    figure_definition::{answerable, built_on, shape},
    tables,
};

fn settings(reporting: &str, domestic: &str, sector: &str) -> Settings {
    Settings {
        reporting_currency_code: reporting.to_owned(),
        domestic_currency_code: domestic.to_owned(),
        focus_sector_code: sector.to_owned(),
        focus_sector_title: LocalizedText {
            en: "courier-service contracts".to_owned(),
            zh: "快递服务合同".to_owned(),
        },
        ..Settings::default()
    }
}

/// Settings of a fair that asks for everything there is.
fn everything() -> Settings {
    Settings {
        procurement_sector_code: "2.D".to_owned(),
        procurement_sector_title: LocalizedText {
            en: "digital content".to_owned(),
            zh: "数字内容".to_owned(),
        },
        home_subdivisions_code_list: "mainland-subdivisions".to_owned(),
        home_subdivisions_title: LocalizedText {
            en: "provinces, regions and cities of the mainland".to_owned(),
            zh: "内地省区市".to_owned(),
        },
        followed_city_unlocode: "DECGN".to_owned(),
        followed_person_id: "henriette-reker".to_owned(),
        ..settings("USD", "CNY", "2.B")
    }
}

#[test]
fn every_shipped_definition_passes_every_check() {
    for settings in [
        settings("USD", "CNY", "2.B"),
        settings("EUR", "EUR", ""),
        settings("JPY", "KRW", "12"),
        settings("USD", "CNY", "10"),
        everything(),
    ] {
        let definitions = definitions(&settings).unwrap();
        let all: built_on::Definitions = definitions.iter().cloned().collect();
        assert_eq!(all.len(), definitions.len(), "an id stands twice");
        for (id, definition) in &definitions {
            let mut violations = Violations::new();
            shape::check(definition, &mut violations);
            answerable::check(definition, &tables::cubes(), &mut violations);
            let missing = built_on::check(id, definition, &all, &mut violations);
            assert_eq!(missing, [], "{id}");
            assert_eq!(violations, Violations::new(), "{id}");
        }
    }
}

#[test]
fn the_focus_sector_is_installed_only_when_there_is_one() {
    let ids = |sector: &str| -> BTreeSet<String> {
        let definitions = definitions(&settings("USD", "CNY", sector)).unwrap();
        definitions.into_iter().map(|(id, _)| id).collect()
    };
    let (with, without) = (ids("2.B"), ids(""));
    let extra: Vec<_> = with.difference(&without).map(String::as_str).collect();
    assert_eq!(extra, ["focus-sector-series", "focus-sector-volume"]);
    assert!(without.contains("contract-count") && without.contains("featured-preliminary"));
}

#[test]
fn each_setting_brings_its_definitions() {
    let ids = |settings: &Settings| -> BTreeSet<String> {
        let definitions = definitions(settings).unwrap();
        definitions.into_iter().map(|(id, _)| id).collect()
    };
    let without = ids(&settings("USD", "CNY", "2.B"));
    let everything = ids(&everything());
    let extra: Vec<_> = everything
        .difference(&without)
        .map(String::as_str)
        .collect();
    assert_eq!(
        extra,
        [
            "delegation-region-coverage",
            "featured-procurement",
            "followed-city",
            "followed-city-run",
            "followed-person-highlights",
            "followed-person-run",
            "procurement-buyer-count",
            "procurement-demand-count",
        ]
    );
}

#[test]
fn a_sector_is_followed_with_its_sub_sectors() {
    let followed = |sector: &str| {
        let all: BTreeMap<String, FigureDefinition> = definitions(&settings("USD", "CNY", sector))
            .unwrap()
            .into_iter()
            .collect();
        let Some(Rule::Conversion(rule)) = &all["focus-sector-volume"].rule else {
            unreachable!("its volume is a conversion")
        };
        let conditions = &rule.selection.as_ref().unwrap().r#where;
        let of_sector = conditions.iter().find(|one| one.dimension == "sector");
        match &of_sector.unwrap().test {
            Some(Test::AnyOf(set)) => set.values.join(" "),
            other => unreachable!("{other:?}"),
        }
    };
    assert_eq!(followed("2.B"), "2.B");
    assert_eq!(followed("10"), "10 10.A 10.B 10.C 10.D 10.E");
    assert_eq!(followed("12"), "12");
}

#[test]
fn a_title_comes_through_whatever_it_says() {
    let title = LocalizedText {
        en: "\"courier\" \\ {focus_sector_codes} {procurement_sector_title_en}".to_owned(),
        zh: "快递\u{200d}合同".to_owned(),
    };
    let definitions = definitions(&Settings {
        focus_sector_title: title.clone(),
        ..settings("USD", "CNY", "2.B")
    });
    let series = definitions
        .unwrap()
        .into_iter()
        .find(|(id, _)| id == "focus-sector-series");
    assert_eq!(series.unwrap().1.title, Some(title));
}

#[test]
fn no_placeholder_is_left() {
    for (id, definition) in definitions(&everything()).unwrap() {
        let text = format!("{definition:?}");
        for placeholder in [
            "{reporting",
            "{domestic",
            "{focus",
            "{procure",
            "{home",
            "{followed",
        ] {
            assert!(!text.contains(placeholder), "{id}: {text}");
        }
    }
}
