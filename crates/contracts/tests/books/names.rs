//! What agreements name in the books of the exhibitions service.

use proto::{
    contracts::v1::{
        Agreement, CreateAgreementRequest, contracts_service_client::ContractsServiceClient,
    },
    exhibitions::v1::{
        ArchiveEditionRequest, ArchiveOrganisationRequest, Organisation, UpdateOrganisationRequest,
    },
};
use serve::Link;
use tempfile::TempDir;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use super::stage::{EDITION, Stage, agreement, book_of_contracts, day, text};

async fn refusal(stage: &Stage, request: CreateAgreementRequest) -> Status {
    stage
        .contracts
        .clone()
        .create_agreement(request)
        .await
        .unwrap_err()
}

/// The reason of a refusal, and the field and resource it is about.
fn told(refused: &Status) -> (Code, String, String, String) {
    let info = refused.get_error_details().error_info().cloned().unwrap();
    let metadata = |key| info.metadata.get(key).cloned().unwrap_or_default();
    (
        refused.code(),
        info.reason.clone(),
        metadata("field"),
        metadata("resource"),
    )
}

fn missing(field: &str, resource: &str) -> (Code, String, String, String) {
    let reason = "REFERENCE_MISSING".to_owned();
    (
        Code::FailedPrecondition,
        reason,
        field.to_owned(),
        resource.to_owned(),
    )
}

#[tokio::test]
async fn what_does_not_exist_cannot_be_named() {
    let stage = Stage::open().await;
    let nobody = refusal(&stage, stage.create("a1", agreement(&["gremio", "nobody"]))).await;
    let expected = missing(
        "agreement.parties[1].organisation",
        "fairs/ciftis/organisations/nobody",
    );
    assert_eq!(told(&nobody), expected);

    for (fair, unknown) in [
        ("fairs/ciftis", "fairs/ciftis/editions/5"),
        ("fairs/other", "fairs/other"),
    ] {
        let mut agreement = agreement(&["gremio", "club"]);
        for party in &mut agreement.parties {
            party.organisation = party.organisation.replace("fairs/ciftis", fair);
        }
        let request = CreateAgreementRequest {
            parent: format!("{fair}/editions/5"),
            ..stage.create("a1", agreement)
        };
        assert_eq!(
            told(&refusal(&stage, request).await),
            missing("parent", unknown)
        );
    }
}

#[tokio::test]
async fn what_was_archived_a_moment_ago_takes_no_new_agreements() {
    let stage = Stage::open().await;
    let first = stage.create("a1", agreement(&["gremio", "club"]));
    stage
        .contracts
        .clone()
        .create_agreement(first.clone())
        .await
        .unwrap();
    let archive = ArchiveOrganisationRequest {
        name: "fairs/ciftis/organisations/gremio".to_owned(),
        reason: "Entered twice".to_owned(),
        request_id: stage.request_id(),
        ..ArchiveOrganisationRequest::default()
    };
    stage
        .exhibitions
        .clone()
        .archive_organisation(archive)
        .await
        .unwrap();
    let refused = refusal(&stage, stage.create("a2", agreement(&["gremio", "club"]))).await;
    let expected = missing(
        "agreement.parties[0].organisation",
        "fairs/ciftis/organisations/gremio",
    );
    assert_eq!(told(&refused), expected);

    let archive = ArchiveEditionRequest {
        name: EDITION.to_owned(),
        reason: "Closed".to_owned(),
        request_id: stage.request_id(),
        ..ArchiveEditionRequest::default()
    };
    stage
        .exhibitions
        .clone()
        .archive_edition(archive)
        .await
        .unwrap();
    let refused = refusal(&stage, stage.create("a2", agreement(&["lantern", "club"]))).await;
    assert_eq!(told(&refused), missing("parent", EDITION));
    // A repeated request is answered as it was before, whatever has become of the rest.
    let again = stage
        .contracts
        .clone()
        .create_agreement(first)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(again.entry.unwrap().revision, 1);
}

#[tokio::test]
async fn a_new_name_is_seen_at_once() {
    let stage = Stage::open().await;
    let create = |id| stage.create(id, agreement(&["gremio", "club"]));
    stage
        .contracts
        .clone()
        .create_agreement(create("a1"))
        .await
        .unwrap();
    let rename = UpdateOrganisationRequest {
        organisation: Some(Organisation {
            name: "fairs/ciftis/organisations/gremio".to_owned(),
            display_name: text("Grêmio"),
            ..Organisation::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["display_name".to_owned()],
        }),
        request_id: stage.request_id(),
    };
    stage
        .exhibitions
        .clone()
        .update_organisation(rename)
        .await
        .unwrap();
    let second = stage
        .contracts
        .clone()
        .create_agreement(create("a2"))
        .await
        .unwrap();
    assert_eq!(second.into_inner().parties[0].display_name, text("Grêmio"));
}

#[tokio::test]
async fn a_day_far_from_the_edition_is_a_wrong_field() {
    let stage = Stage::open().await;
    let long_ago = Agreement {
        signed_on: day(2006, 5, 30),
        ..agreement(&["gremio", "club"])
    };
    let refused = refusal(&stage, stage.create("a1", long_ago)).await;
    assert_eq!(refused.code(), Code::InvalidArgument);
    let details = refused.get_error_details();
    let fields = &details.bad_request().unwrap().field_violations;
    assert_eq!(fields[0].field, "agreement.signed_on");
}

#[tokio::test]
async fn without_exhibitions_nothing_is_recorded() {
    let folder = TempDir::new().unwrap();
    // A port that was free a moment ago, and that nobody listens on.
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let nowhere = Link::remote(
        "exhibitions",
        &format!("http://127.0.0.1:{port}").parse().unwrap(),
    );
    let contracts = contracts::service(book_of_contracts(folder.path()), nowhere);
    let mut client = ContractsServiceClient::new(Link::within(&contracts));
    let request = CreateAgreementRequest {
        parent: EDITION.to_owned(),
        agreement_id: "a1".to_owned(),
        agreement: Some(agreement(&["gremio", "club"])),
        request_id: "01996f6e-0000-7000-8000-000000000001".to_owned(),
    };
    let refused = client.create_agreement(request).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unavailable, "{refused}");
    let info = refused.get_error_details().error_info().cloned().unwrap();
    assert_eq!(info.reason, "SERVICE_UNREACHABLE");
    assert_eq!(
        info.metadata.get("service").map(String::as_str),
        Some("exhibitions")
    );
}
