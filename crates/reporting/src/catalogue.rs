//! The figure definitions that are shipped.
//!
//! They are data, in `catalogue/*.json`: requests to create a figure definition, as
//! one would send them with grpcurl. What differs from fair to fair stands there as
//! a placeholder and is filled in when the catalogue is installed.

use fault::{Fault, Violations};
use prost::Name;
use prost_reflect::DynamicMessage;
use proto::{
    reporting::v1::{
        CreateFigureDefinitionRequest, FigureDefinition, InstallCatalogueRequest,
        InstallCatalogueResponse,
    },
    statistics::v1::LocalizedText,
};
use resource::{
    Level, code, request_id,
    text::{self, Languages},
};
use serve::{
    Naming,
    keeper::{Asked, CreateMissing, Keeper},
};

use crate::{Reporting, lengths};

/// Definitions that every fair gets.
const FOR_EVERY_FAIR: [&str; 8] = [
    include_str!("../catalogue/fair.json"),
    include_str!("../catalogue/participations.json"),
    include_str!("../catalogue/activities.json"),
    include_str!("../catalogue/contracts.json"),
    include_str!("../catalogue/scopes.json"),
    include_str!("../catalogue/on_site.json"),
    include_str!("../catalogue/featured.json"),
    include_str!("../catalogue/synthetic.json"),
];

/// Definitions for a fair that follows a sector over its editions.
const FOR_A_FOCUS_SECTOR: &str = include_str!("../catalogue/focus_sector.json");

/// What differs from fair to fair, checked before.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The currency in which volumes are reported.
    pub(crate) reporting_currency_code: String,
    /// The currency in which the fair's own country signs.
    pub(crate) domestic_currency_code: String,
    /// The sector followed over the editions; empty for none.
    pub(crate) focus_sector_code: String,
    /// What the contracts of that sector are called.
    pub(crate) focus_sector_title: LocalizedText,
}

impl Settings {
    /// The codes of the followed sector as a list in JSON.
    fn focus_sector_codes(&self) -> String {
        serde_json::Value::from(with_sub_sectors(&self.focus_sector_code)).to_string()
    }

    fn fill_in(&self, template: &str) -> String {
        template
            .replace("{reporting_currency}", &self.reporting_currency_code)
            .replace("{domestic_currency}", &self.domestic_currency_code)
            .replace("{focus_sector_codes}", &self.focus_sector_codes())
            .replace(
                "{focus_sector_title_en}",
                &in_json(&self.focus_sector_title.en),
            )
            .replace(
                "{focus_sector_title_zh}",
                &in_json(&self.focus_sector_title.zh),
            )
    }
}

/// The codes a record of a sector can have: its own, and those of its sub-sectors,
/// which are lettered.
fn with_sub_sectors(sector: &str) -> Vec<String> {
    let sub_sectors = ('A'..='Z').map(|letter| format!("{sector}.{letter}"));
    std::iter::once(sector.to_owned())
        .chain(sub_sectors.filter(|code| code::is_sector(code)))
        .collect()
}

/// A text that people wrote, as it stands between the quotes of JSON.
fn in_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    // One quote at each end is JSON's own; a quote of the text has a backslash.
    quoted[1..quoted.len() - 1].to_owned()
}

/// Installs the catalogue for a fair: creates those definitions that were never
/// recorded, all in one commit.
///
/// # Errors
/// [`Fault::InvalidFields`] with everything that is wrong with the request, or with
/// what the record keepers or the definitions of the fair cannot answer;
/// [`Fault::ReferenceMissing`] without the fair; [`Fault::RequestIdReused`]; the
/// faults of the services and the store.
pub(crate) async fn install(
    keeper: &Keeper<Reporting>,
    request: InstallCatalogueRequest,
) -> Result<InstallCatalogueResponse, Fault> {
    const METHOD: &str = "/tradefair.reporting.v1.ReportingService/InstallCatalogue";
    check(&request)?;
    let asked = Asked::new(METHOD, &request.request_id, &request);
    let definitions = definitions(&Settings {
        reporting_currency_code: request.reporting_currency_code,
        domestic_currency_code: request.domestic_currency_code,
        focus_sector_code: request.focus_sector_code,
        focus_sector_title: request.focus_sector_title.unwrap_or_default(),
    })?;
    let (reporting, fair) = (keeper.service(), request.parent);
    reporting.require_fair(&fair, Naming::New).await?;
    reporting
        .require_all_computable(&fair, &definitions)
        .await?;
    let created = keeper
        .create_missing(CreateMissing {
            asked,
            parent: fair,
            records: definitions,
        })
        .await?;
    Ok(InstallCatalogueResponse {
        created: created.names,
        position: Some(created.position),
    })
}

/// Looks for everything that is wrong with a request.
fn check(request: &InstallCatalogueRequest) -> Result<(), Fault> {
    const TITLE: &str = "focus_sector_title";
    let mut violations = Violations::new();
    let parent = &request.parent;
    resource::Name::require(parent, Level::Fair, "fairs", "parent", &mut violations);
    for (currency_code, field) in [
        (&request.reporting_currency_code, "reporting_currency_code"),
        (&request.domestic_currency_code, "domestic_currency_code"),
    ] {
        code::require_currency(currency_code, field, &mut violations);
    }
    let sector = &request.focus_sector_code;
    let title = request.focus_sector_title.as_ref();
    if sector.is_empty() {
        violations.require(title.is_none(), TITLE, "leave it out without a sector");
    } else {
        code::require_sector(sector, "focus_sector_code", &mut violations);
        text::localized_required(
            title,
            Languages::Both,
            lengths::TITLE,
            TITLE,
            &mut violations,
        );
    }
    request_id::require(&request.request_id, &mut violations);
    violations.check()
}

/// The shipped definitions with their ids, in the order of the ids.
///
/// # Errors
/// [`Fault::Defect`] when a file is not what it should be; a test reads them all.
pub(crate) fn definitions(settings: &Settings) -> Result<Vec<(String, FigureDefinition)>, Fault> {
    let mut definitions = Vec::new();
    for template in FOR_EVERY_FAIR {
        definitions.extend(read(&settings.fill_in(template))?);
    }
    if !settings.focus_sector_code.is_empty() {
        definitions.extend(read(&settings.fill_in(FOR_A_FOCUS_SECTOR))?);
    }
    definitions.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(definitions)
}

fn wrong(source: Box<dyn std::error::Error + Send + Sync>) -> Fault {
    Fault::defect("reading the shipped catalogue", source)
}

/// The definitions of one file.
fn read(json: &str) -> Result<Vec<(String, FigureDefinition)>, Fault> {
    let descriptor = proto::descriptor_pool()
        .get_message_by_name(&CreateFigureDefinitionRequest::full_name())
        .ok_or_else(|| wrong("its descriptor is not in the pool".into()))?;
    let requests: Vec<serde_json::Value> =
        serde_json::from_str(json).map_err(|error| wrong(error.into()))?;
    let mut definitions = Vec::new();
    for request in requests {
        let request: CreateFigureDefinitionRequest =
            DynamicMessage::deserialize(descriptor.clone(), request)
                .map_err(|error| wrong(error.into()))?
                .transcode_to()
                .map_err(|error| wrong(error.into()))?;
        let definition = request
            .figure_definition
            .ok_or_else(|| wrong("a request without a definition".into()))?;
        definitions.push((request.figure_definition_id, definition));
    }
    Ok(definitions)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use fault::Violations;
    use proto::{reporting::v1::figure_definition::Rule, statistics::v1::condition::Test};

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
        }
    }

    #[test]
    fn every_shipped_definition_passes_every_check() {
        for settings in [
            settings("USD", "CNY", "2.B"),
            settings("EUR", "EUR", ""),
            settings("JPY", "KRW", "12"),
            settings("USD", "CNY", "10"),
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
    fn a_sector_is_followed_with_its_sub_sectors() {
        let followed = |sector: &str| {
            let all: BTreeMap<String, FigureDefinition> =
                definitions(&settings("USD", "CNY", sector))
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
            en: "\"courier\" \\ {focus_sector_codes} contracts".to_owned(),
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
        for (id, definition) in definitions(&settings("USD", "CNY", "2.B")).unwrap() {
            let text = format!("{definition:?}");
            for placeholder in ["{reporting", "{domestic", "{focus"] {
                assert!(!text.contains(placeholder), "{id}: {text}");
            }
        }
    }
}
