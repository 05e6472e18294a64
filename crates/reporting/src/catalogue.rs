//! The figure definitions that are shipped.
//!
//! They are data, in `catalogue/*.json`: requests to create a figure definition, as
//! one would send them with grpcurl. What differs from fair to fair stands there as
//! a placeholder and is filled in when the catalogue is installed.

mod settings;

use fault::Fault;
use prost::Name;
use prost_reflect::DynamicMessage;
use proto::reporting::v1::{
    CreateFigureDefinitionRequest, FigureDefinition, InstallCatalogueRequest,
    InstallCatalogueResponse,
};
use serve::{
    Naming,
    keeper::{Asked, CreateMissing, Keeper},
};

use crate::Reporting;

pub(crate) use settings::Settings;

/// Definitions that every fair gets.
const FOR_EVERY_FAIR: [&str; 12] = [
    include_str!("../catalogue/fair.json"),
    include_str!("../catalogue/space.json"),
    include_str!("../catalogue/visits.json"),
    include_str!("../catalogue/participations.json"),
    include_str!("../catalogue/delegations.json"),
    include_str!("../catalogue/activities.json"),
    include_str!("../catalogue/demands.json"),
    include_str!("../catalogue/contracts.json"),
    include_str!("../catalogue/scopes.json"),
    include_str!("../catalogue/on_site.json"),
    include_str!("../catalogue/featured.json"),
    include_str!("../catalogue/synthetic.json"),
];

/// Reads the setting that some definitions are about.
type Setting = fn(&Settings) -> &str;

/// Definitions for a fair that has the setting they are about.
const FOR_SOME: [(&str, Setting); 5] = [
    (include_str!("../catalogue/focus_sector.json"), |settings| {
        &settings.focus_sector_code
    }),
    (include_str!("../catalogue/procurement.json"), |settings| {
        &settings.procurement_sector_code
    }),
    (include_str!("../catalogue/coverage.json"), |settings| {
        &settings.home_subdivisions_code_list
    }),
    (
        include_str!("../catalogue/followed_city.json"),
        |settings| &settings.followed_city_unlocode,
    ),
    (
        include_str!("../catalogue/followed_person.json"),
        |settings| &settings.followed_person_id,
    ),
];

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
    settings::check(&request)?;
    let asked = Asked::new(METHOD, &request.request_id, &request);
    let definitions = definitions(&Settings::of(&request))?;
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

/// The shipped definitions with their ids, in the order of the ids.
///
/// # Errors
/// [`Fault::Defect`] when a file is not what it should be; a test reads them all.
pub(crate) fn definitions(settings: &Settings) -> Result<Vec<(String, FigureDefinition)>, Fault> {
    let mut definitions = Vec::new();
    for template in FOR_EVERY_FAIR {
        definitions.extend(read(&settings.fill_in(template))?);
    }
    for (template, setting) in FOR_SOME {
        if !setting(settings).is_empty() {
            definitions.extend(read(&settings.fill_in(template))?);
        }
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
mod tests;
