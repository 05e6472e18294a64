//! Organisations: one identity for all services, in one country for good.

use harness::{
    builders::{agreement, create, organisation, participation, request_id},
    check::refused,
    fair::RunningFair,
    standing::{EDITION, FAIR, organisation_named},
};
use proto::{
    exhibitions::v1::{ArchiveOrganisationRequest, Organisation, UpdateOrganisationRequest},
    statistics::v1::LocalizedText,
};
use tonic::Code;

#[tokio::test]
async fn country_and_subdivision_are_fixed() {
    let running = RunningFair::with_open_books().await;
    let elsewhere = Organisation {
        name: organisation_named("sichuan-culture"),
        country_code: "GB".to_owned(),
        subdivision_code: "GB-SCT".to_owned(),
        ..Organisation::default()
    };
    let update = UpdateOrganisationRequest {
        organisation: Some(elsewhere),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["country_code".to_owned(), "subdivision_code".to_owned()],
        }),
        request_id: request_id(),
    };
    refused(
        running
            .clients
            .exhibitions
            .clone()
            .update_organisation(update)
            .await,
    )
    .names_fields(&["organisation.country_code", "organisation.subdivision_code"]);
}

#[tokio::test]
async fn an_archived_organisation_enters_nothing_new() {
    let running = RunningFair::with_open_books().await;
    let (gremio, club) = (
        organisation_named("gremio"),
        organisation_named("beijing-football"),
    );
    let before = running
        .clients
        .record_agreement(EDITION, "a1", agreement(&[&gremio, &club]))
        .await;
    let archive = ArchiveOrganisationRequest {
        name: gremio.clone(),
        reason: "Entered under the wrong country".to_owned(),
        request_id: request_id(),
        ..ArchiveOrganisationRequest::default()
    };
    running
        .clients
        .exhibitions
        .clone()
        .archive_organisation(archive)
        .await
        .unwrap();

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
    .tells("field", "participation.organisation")
    .tells("resource", &gremio);
    let agreed = create::agreement(EDITION, "a2", agreement(&[&club, &gremio]));
    refused(
        running
            .clients
            .contracts
            .clone()
            .create_agreement(agreed)
            .await,
    )
    .is(Code::FailedPrecondition, "REFERENCE_MISSING")
    .tells("field", "agreement.parties[1].organisation")
    .tells("resource", &gremio);
    let stands = running.clients.agreement(&before.name, None).await.unwrap();
    assert_eq!(stands.parties, before.parties, "what was recorded stays");
}

#[tokio::test]
async fn a_name_keeps_its_own_signs() {
    let running = RunningFair::with_open_books().await;
    for (id, name) in [
        ("numerals", "21st Century Media"),
        ("emoji", "Sunflower 🌻 Trading"),
        ("family", "Family 👩‍👩‍👧‍👦 Games"),
        ("script", "Ünïversität für Möbel & Söhne"),
        ("braces", "{{ figure }} {% raw %}"),
    ] {
        let mut named = organisation(name, "DE");
        named.display_name = Some(LocalizedText {
            en: name.to_owned(),
            zh: String::new(),
        });
        let recorded = running.clients.record_organisation(FAIR, id, named).await;
        assert_eq!(recorded.display_name.unwrap().en, name);
    }
}
