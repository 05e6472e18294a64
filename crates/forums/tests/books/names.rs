//! What activities name in the books of the exhibitions service.

use proto::{
    exhibitions::v1::ArchiveOrganisationRequest,
    forums::v1::{Activity, CreateActivityRequest, forums_service_client::ForumsServiceClient},
};
use serve::Link;
use tempfile::TempDir;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use super::stage::{EDITION, Stage, activity, book_of_forums, day};

async fn refusal(stage: &Stage, request: CreateActivityRequest) -> Status {
    stage
        .forums
        .clone()
        .create_activity(request)
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
    let nobody = refusal(&stage, stage.create("f1", activity(&["gremio", "nobody"]))).await;
    let expected = missing("activity.hosts[1]", "fairs/ciftis/organisations/nobody");
    assert_eq!(told(&nobody), expected);
    let mut nowhere = stage.create("f1", activity(&[]));
    nowhere.parent = "fairs/ciftis/editions/5".to_owned();
    assert_eq!(
        told(&refusal(&stage, nowhere).await),
        missing("parent", "fairs/ciftis/editions/5")
    );
}

#[tokio::test]
async fn an_organisation_that_was_archived_a_moment_ago_cannot_be_a_host() {
    let stage = Stage::open().await;
    let first = stage.create("f1", activity(&["gremio"]));
    stage.forums.clone().create_activity(first).await.unwrap();
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
    let refused = refusal(&stage, stage.create("f2", activity(&["gremio"]))).await;
    let expected = missing("activity.hosts[0]", "fairs/ciftis/organisations/gremio");
    assert_eq!(told(&refused), expected);
}

#[tokio::test]
async fn a_day_far_from_the_edition_is_a_wrong_field() {
    let stage = Stage::open().await;
    let too_late = Activity {
        held_on: day(2061, 5, 29),
        ..activity(&[])
    };
    let refused = refusal(&stage, stage.create("f1", too_late)).await;
    assert_eq!(refused.code(), Code::InvalidArgument);
    let details = refused.get_error_details();
    let fields = &details.bad_request().unwrap().field_violations;
    assert_eq!(fields[0].field, "activity.held_on");
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
        format!("http://127.0.0.1:{port}").parse().unwrap(),
    );
    let forums = forums::service(book_of_forums(folder.path()), nowhere);
    let mut client = ForumsServiceClient::new(Link::within(&forums));
    let request = CreateActivityRequest {
        parent: EDITION.to_owned(),
        activity_id: "f1".to_owned(),
        activity: Some(activity(&["gremio"])),
        request_id: "01996f6e-0000-7000-8000-000000000001".to_owned(),
    };
    let refused = client.create_activity(request).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unavailable, "{refused}");
    let info = refused.get_error_details().error_info().cloned().unwrap();
    assert_eq!(info.reason, "SERVICE_UNREACHABLE");
    assert_eq!(
        info.metadata.get("service").map(String::as_str),
        Some("exhibitions")
    );
}
