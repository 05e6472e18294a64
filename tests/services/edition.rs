//! Editions: what other services lean on does not change under them.

use harness::{
    builders::{With, agreement, create, edition, participation, request_id},
    check::refused,
    fair::RunningFair,
    standing::{EDITION, FAIR, organisation_named},
};
use proto::exhibitions::v1::{ArchiveEditionRequest, Edition, UpdateEditionRequest};
use tonic::Code;

async fn change(
    running: &RunningFair,
    edition: Edition,
    path: &str,
) -> Result<tonic::Response<Edition>, tonic::Status> {
    let update = UpdateEditionRequest {
        edition: Some(edition),
        update_mask: Some(prost_types::FieldMask {
            paths: vec![path.to_owned()],
        }),
        request_id: request_id(),
    };
    running
        .clients
        .exhibitions
        .clone()
        .update_edition(update)
        .await
}

#[tokio::test]
async fn ordinal_and_host_are_fixed() {
    let running = RunningFair::with_open_books().await;
    let moved = Edition {
        name: EDITION.to_owned(),
        host_subdivision_code: "CN-SH".to_owned(),
        ordinal: 7,
        ..Edition::default()
    };
    for (path, field) in [
        ("host_subdivision_code", "edition.host_subdivision_code"),
        ("ordinal", "edition.ordinal"),
    ] {
        refused(change(&running, moved.clone(), path).await).names_fields(&[field]);
    }
}

#[tokio::test]
async fn an_archived_edition_takes_no_new_entries_in_any_service() {
    let running = RunningFair::with_open_books().await;
    let archive = ArchiveEditionRequest {
        name: EDITION.to_owned(),
        reason: "Its books are closed".to_owned(),
        request_id: request_id(),
        ..ArchiveEditionRequest::default()
    };
    running
        .clients
        .exhibitions
        .clone()
        .archive_edition(archive)
        .await
        .unwrap();

    let gremio = organisation_named("gremio");
    let club = organisation_named("beijing-football");
    let taking_part = create::participation(EDITION, "gremio", participation(&gremio));
    refused(
        running
            .clients
            .exhibitions
            .clone()
            .create_participation(taking_part)
            .await,
    )
    .is(Code::FailedPrecondition, "REFERENCE_MISSING")
    .tells("resource", EDITION);
    let agreed = create::agreement(EDITION, "a1", agreement(&[&gremio, &club]));
    refused(
        running
            .clients
            .contracts
            .clone()
            .create_agreement(agreed)
            .await,
    )
    .is(Code::FailedPrecondition, "REFERENCE_MISSING")
    .tells("resource", EDITION);
}

#[tokio::test]
async fn the_id_of_an_edition_is_its_ordinal() {
    let running = RunningFair::with_open_books().await;
    let request = create::edition(FAIR, edition(9)).with(|request| {
        request.edition_id = "10".to_owned();
    });
    refused(
        running
            .clients
            .exhibitions
            .clone()
            .create_edition(request)
            .await,
    )
    .names_fields(&["edition.ordinal"]);
}
