//! Fairs: each has books of its own.

use harness::{
    builders::{With, create, edition, fair, organisation, request_id},
    check::refused,
    clients::sequence_of,
    fair::RunningFair,
    standing::FAIR,
};
use proto::exhibitions::v1::{ArchiveFairRequest, ListFairsRequest};
use tonic::Code;

#[tokio::test]
async fn a_fair_has_books_of_its_own() {
    let running = RunningFair::with_open_books().await;
    let mut exhibitions = running.clients.exhibitions.clone();
    let other = exhibitions
        .create_fair(create::fair("other", fair()))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        other.entry.unwrap().position.unwrap().sequence,
        1,
        "books begin at one"
    );

    let before = running.clients.newest(FAIR).await;
    let gremio = organisation("Gremio", "BR");
    let recorded = running
        .clients
        .record_organisation("fairs/other", "gremio", gremio)
        .await;
    assert_eq!(recorded.name, "fairs/other/organisations/gremio");
    assert_eq!(
        running.clients.newest(FAIR).await,
        before,
        "other books do not move"
    );
    let newest = running.clients.newest("fairs/other").await;
    assert_eq!(sequence_of(&newest, "exhibitions"), 2);
    assert_eq!(
        sequence_of(&newest, "contracts"),
        0,
        "nothing was agreed there"
    );
}

#[tokio::test]
async fn an_archived_fair_takes_no_new_entries() {
    let running = RunningFair::with_open_books().await;
    let mut exhibitions = running.clients.exhibitions.clone();
    let archive = ArchiveFairRequest {
        name: FAIR.to_owned(),
        reason: "It is held no more".to_owned(),
        request_id: request_id(),
        ..ArchiveFairRequest::default()
    };
    exhibitions.archive_fair(archive).await.unwrap();

    let late = create::edition(FAIR, edition(5).with(|edition| edition.ordinal = 5));
    refused(exhibitions.create_edition(late).await)
        .is(Code::FailedPrecondition, "REFERENCE_MISSING")
        .tells("resource", FAIR)
        .tells("field", "parent");
    let listed = async |show_retired| {
        let ask = ListFairsRequest {
            show_retired,
            ..ListFairsRequest::default()
        };
        let page = running
            .clients
            .exhibitions
            .clone()
            .list_fairs(ask)
            .await
            .unwrap()
            .into_inner();
        page.fairs.len()
    };
    assert_eq!((listed(false).await, listed(true).await), (0, 1));
}
