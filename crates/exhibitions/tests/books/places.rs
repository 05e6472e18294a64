//! Fairs, editions and organisations: what is fixed, and what takes new entries.

use proto::exhibitions::v1::{
    ArchiveEditionRequest, ArchiveFairRequest, Edition, GetEditionRequest, ListEditionsRequest,
    ListFairsRequest, Organisation, UpdateEditionRequest, UpdateOrganisationRequest,
};
use tonic::{Code, Status};
use tonic_types::StatusExt;

use super::stage::{EDITION, Stage, day, mask, text};

fn wrong_fields(refused: &Status) -> Vec<String> {
    assert_eq!(refused.code(), Code::InvalidArgument, "{refused}");
    let details = refused.get_error_details();
    let violations = &details.bad_request().unwrap().field_violations;
    violations
        .iter()
        .map(|violation| violation.field.clone())
        .collect()
}

#[tokio::test]
async fn the_host_of_an_edition_is_fixed_and_its_days_are_not() {
    let stage = Stage::open().await;
    let mut client = stage.client.clone();
    let update = |update_mask: &[&str]| UpdateEditionRequest {
        edition: Some(Edition {
            name: EDITION.to_owned(),
            ordinal: 5,
            closing_date: day(2016, 6, 2),
            host_subdivision_code: "CN-SH".to_owned(),
            ..Edition::default()
        }),
        update_mask: mask(update_mask),
        request_id: stage.request_id(),
    };
    let refused = client
        .update_edition(update(&["host_subdivision_code"]))
        .await
        .unwrap_err();
    assert_eq!(wrong_fields(&refused), ["edition.host_subdivision_code"]);
    let refused = client
        .update_edition(update(&["ordinal"]))
        .await
        .unwrap_err();
    assert_eq!(wrong_fields(&refused), ["edition.ordinal"]);
    let changed = client
        .update_edition(update(&["closing_date"]))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(changed.closing_date, day(2016, 6, 2));
    assert_eq!(changed.host_subdivision_code, "CN-BJ");
}

#[tokio::test]
async fn the_place_of_an_organisation_is_fixed_and_its_name_is_not() {
    let stage = Stage::open().await;
    let mut client = stage.client.clone();
    client
        .create_organisation(stage.organisation("gremio", "BR"))
        .await
        .unwrap();
    let update = |update_mask: &[&str]| UpdateOrganisationRequest {
        organisation: Some(Organisation {
            name: "fairs/ciftis/organisations/gremio".to_owned(),
            display_name: text("Grêmio"),
            country_code: "CN".to_owned(),
            subdivision_code: "CN-BJ".to_owned(),
            ..Organisation::default()
        }),
        update_mask: mask(update_mask),
        request_id: stage.request_id(),
    };
    let moved = update(&["country_code", "subdivision_code"]);
    let refused = client.update_organisation(moved).await.unwrap_err();
    let place = ["organisation.country_code", "organisation.subdivision_code"];
    assert_eq!(wrong_fields(&refused), place);
    let changed = client
        .update_organisation(update(&["display_name"]))
        .await
        .unwrap();
    let changed = changed.into_inner();
    assert_eq!(
        (changed.display_name, changed.country_code.as_str()),
        (text("Grêmio"), "BR")
    );
}

#[tokio::test]
async fn the_id_of_an_edition_is_its_ordinal() {
    let stage = Stage::open().await;
    let mut request = stage.edition(5);
    request.edition_id = "five".to_owned();
    let refused = stage
        .client
        .clone()
        .create_edition(request)
        .await
        .unwrap_err();
    assert_eq!(wrong_fields(&refused), ["edition.ordinal"]);
}

#[tokio::test]
async fn what_is_archived_takes_no_new_entries_and_stays_readable() {
    let stage = Stage::open().await;
    let mut client = stage.client.clone();
    client
        .create_organisation(stage.organisation("gremio", "BR"))
        .await
        .unwrap();
    let archive = ArchiveEditionRequest {
        name: EDITION.to_owned(),
        reason: "Closed".to_owned(),
        request_id: stage.request_id(),
        ..ArchiveEditionRequest::default()
    };
    client.archive_edition(archive).await.unwrap();
    let refused = client
        .create_participation(stage.participation("gremio"))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition, "{refused}");
    let get = GetEditionRequest {
        name: EDITION.to_owned(),
        as_of: None,
    };
    assert_eq!(
        client.get_edition(get).await.unwrap().into_inner().ordinal,
        4
    );

    let archive = ArchiveFairRequest {
        name: "fairs/ciftis".to_owned(),
        reason: "Held no more".to_owned(),
        request_id: stage.request_id(),
        ..ArchiveFairRequest::default()
    };
    client.archive_fair(archive).await.unwrap();
    let refused = client.create_edition(stage.edition(5)).await.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition, "{refused}");
    let list = |show_retired| ListEditionsRequest {
        parent: "fairs/ciftis".to_owned(),
        show_retired,
        ..ListEditionsRequest::default()
    };
    let live = client
        .list_editions(list(false))
        .await
        .unwrap()
        .into_inner();
    let all = client.list_editions(list(true)).await.unwrap().into_inner();
    assert_eq!((live.editions.len(), all.editions.len()), (0, 1));
}

#[tokio::test]
async fn fairs_are_kept_apart() {
    let stage = Stage::open().await;
    let mut client = stage.client.clone();
    client.create_fair(stage.fair("gamescom")).await.unwrap();
    let fairs = client
        .list_fairs(ListFairsRequest::default())
        .await
        .unwrap()
        .into_inner();
    let names: Vec<_> = fairs.fairs.into_iter().map(|fair| fair.name).collect();
    assert_eq!(names, ["fairs/ciftis", "fairs/gamescom"]);
    client
        .create_organisation(stage.organisation("gremio", "BR"))
        .await
        .unwrap();
    let mut request = stage.participation("gremio");
    request.participation.as_mut().unwrap().organisation =
        "fairs/gamescom/organisations/gremio".to_owned();
    let refused = client.create_participation(request).await.unwrap_err();
    assert_eq!(wrong_fields(&refused), ["participation.organisation"]);
}
