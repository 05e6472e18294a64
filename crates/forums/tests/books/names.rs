//! What records name in the books of the exhibitions service.

use proto::{
    exhibitions::v1::{ArchiveEditionRequest, ArchiveOrganisationRequest},
    forums::v1::{
        Activity, Attendance, CreateActivityRequest, CreateAttendanceRequest, CreateDemandRequest,
        Demand, UpdateDemandRequest, forums_service_client::ForumsServiceClient,
    },
    statistics::v1::EvidenceKind,
};
use serve::Link;
use tempfile::TempDir;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use super::stage::{EDITION, Stage, activity, book_of_forums, day, demand};

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
async fn what_is_archived_takes_no_new_demands_and_keeps_the_old() {
    let stage = Stage::open().await;
    let mut forums = stage.forums.clone();
    let create = |id: &str| CreateDemandRequest {
        parent: EDITION.to_owned(),
        demand_id: id.to_owned(),
        demand: Some(demand("gremio")),
        request_id: stage.request_id(),
    };
    let change = |source: &str| UpdateDemandRequest {
        demand: Some(Demand {
            name: format!("{EDITION}/demands/d1"),
            source: source.to_owned(),
            ..Demand::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["source".to_owned()],
        }),
        request_id: stage.request_id(),
    };
    forums.create_demand(create("d1")).await.unwrap();
    let archive = ArchiveOrganisationRequest {
        name: "fairs/ciftis/organisations/gremio".to_owned(),
        reason: "Entered twice".to_owned(),
        request_id: stage.request_id(),
        ..ArchiveOrganisationRequest::default()
    };
    let mut exhibitions = stage.exhibitions.clone();
    exhibitions.archive_organisation(archive).await.unwrap();
    let refused = forums.create_demand(create("d2")).await.unwrap_err();
    let expected = missing("demand.organisation", "fairs/ciftis/organisations/gremio");
    assert_eq!(told(&refused), expected);
    forums.update_demand(change("Once more")).await.unwrap();

    let archive = ArchiveEditionRequest {
        name: EDITION.to_owned(),
        reason: "Closed".to_owned(),
        request_id: stage.request_id(),
        ..ArchiveEditionRequest::default()
    };
    exhibitions.archive_edition(archive).await.unwrap();
    let refused = forums.create_demand(create("d3")).await.unwrap_err();
    assert_eq!(told(&refused), missing("parent", EDITION));
    forums.update_demand(change("And again")).await.unwrap();
}

#[tokio::test]
async fn a_count_of_attendance_needs_an_edition_that_takes_entries() {
    let stage = Stage::open().await;
    let mut forums = stage.forums.clone();
    let held = stage.create("f1", activity(&[]));
    let held = forums.create_activity(held).await.unwrap().into_inner();
    let create = |id: &str| CreateAttendanceRequest {
        parent: EDITION.to_owned(),
        attendance_id: id.to_owned(),
        attendance: Some(Attendance {
            activity: held.name.clone(),
            attendees: 12,
            source: "Forums department".to_owned(),
            evidence_kind: EvidenceKind::Registration.into(),
            ..Attendance::default()
        }),
        request_id: stage.request_id(),
    };
    let counted = forums.create_attendance(create("c1")).await.unwrap();
    assert_eq!(counted.into_inner().activity_kind, "forum");
    let archive = ArchiveEditionRequest {
        name: EDITION.to_owned(),
        reason: "Closed".to_owned(),
        request_id: stage.request_id(),
        ..ArchiveEditionRequest::default()
    };
    let mut exhibitions = stage.exhibitions.clone();
    exhibitions.archive_edition(archive).await.unwrap();
    let refused = forums.create_attendance(create("c2")).await.unwrap_err();
    assert_eq!(told(&refused), missing("parent", EDITION));
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
        &format!("http://127.0.0.1:{port}").parse().unwrap(),
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
