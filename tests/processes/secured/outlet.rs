//! What an outlet gets of services that ask each other by certificate.

use std::sync::Arc;

use harness::{
    authority::Files,
    builders::request_id,
    check::refused,
    issuer::Issuer,
    press::summary,
    standing::{EDITION, PUBLISHED},
};
use http::HeaderValue;
use ledger::SystemClock;
use proto::{
    contracts::v1::contracts_service_client::ContractsServiceClient,
    gateway::v1::{
        ApproveReleaseRequest, CreateReleaseRequest, ExplainPublishedFigureRequest,
        GetPublishedReleaseRequest, GetReleaseRequest, ListPublishedEvidenceRequest,
        PublishReleaseRequest, SubmitReleaseRequest,
        press_desk_service_client::PressDeskServiceClient,
    },
    statistics::v1::{ListEvidenceRequest, Selection},
};
use serve::{CertificateFiles, Certificates, Link};
use tonic::Code;
use tradefair::topology::{Addresses, ServiceName, links_to};

/// The services, as whoever holds a token of these roles reaches them.
struct Reached {
    desk: PressDeskServiceClient<Link>,
    contracts: ContractsServiceClient<Link>,
}

/// Each step is done by whom it is for, and the outlet gets what was published and the
/// records behind it, which the press desk asks other processes for, and nothing else.
pub(super) async fn gets_what_was_published(addresses: &Addresses, files: &Files, issuer: &Issuer) {
    let clock = Arc::new(SystemClock::new());
    let files = CertificateFiles {
        certificate: files.certificate.clone(),
        key: files.key.clone(),
        authorities: files.authorities.clone(),
    };
    let certificates = Certificates::read(files, clock).unwrap();
    let links = links_to(addresses, Some(&certificates));
    let reached = |role: &str| {
        let token = issuer.token(role, &[&format!("{role}@ciftis")]);
        let token = HeaderValue::try_from(format!("Bearer {token}")).unwrap();
        let link = |service| links[&service].clone().bearing(token.clone());
        Reached {
            desk: PressDeskServiceClient::new(link(ServiceName::Gateway)),
            contracts: ContractsServiceClient::new(link(ServiceName::Contracts)),
        }
    };
    let name = format!("{EDITION}/releases/{PUBLISHED}");
    publish(&reached, &name).await;

    let mut outlet = reached("outlet");
    let figure_id = "contract-count".to_owned();
    let published = GetPublishedReleaseRequest {
        name: name.clone(),
        as_of: None,
    };
    let published = outlet.desk.get_published_release(published).await.unwrap();
    assert!(!published.into_inner().paragraphs.is_empty());
    let explain = ExplainPublishedFigureRequest {
        name: name.clone(),
        figure_id: figure_id.clone(),
        as_of: None,
    };
    outlet.desk.explain_published_figure(explain).await.unwrap();
    let evidence = ListPublishedEvidenceRequest {
        name: name.clone(),
        figure_id,
        page_size: 5,
        ..ListPublishedEvidenceRequest::default()
    };
    let evidence = outlet.desk.list_published_evidence(evidence).await.unwrap();
    assert_eq!(evidence.into_inner().evidence.len(), 5);

    let of_the_house = GetReleaseRequest { name, as_of: None };
    let denied = refused(outlet.desk.get_release(of_the_house).await);
    denied.is(Code::PermissionDenied, "ACCESS_DENIED");
    let directly = ListEvidenceRequest {
        parent: EDITION.to_owned(),
        selection: Some(Selection {
            cube: "agreements".to_owned(),
            ..Selection::default()
        }),
        ..ListEvidenceRequest::default()
    };
    let denied = refused(outlet.contracts.list_evidence(directly).await);
    denied.is(Code::PermissionDenied, "ACCESS_DENIED");
}

/// Brings a release out, each step by the one who may take it.
async fn publish(reached: &impl Fn(&str) -> Reached, name: &str) {
    let (etag, name) = (String::new(), name.to_owned());
    let mut editor = reached("editor").desk;
    let create = CreateReleaseRequest {
        parent: EDITION.to_owned(),
        release_id: PUBLISHED.to_owned(),
        release: Some(summary("en")),
        request_id: request_id(),
    };
    editor.create_release(create).await.unwrap();
    let submit = SubmitReleaseRequest {
        name: name.clone(),
        etag: etag.clone(),
        request_id: request_id(),
    };
    editor.submit_release(submit).await.unwrap();
    let approve = ApproveReleaseRequest {
        name: name.clone(),
        etag: etag.clone(),
        request_id: request_id(),
    };
    let denied = refused(editor.approve_release(approve.clone()).await);
    denied.is(Code::PermissionDenied, "ACCESS_DENIED");
    let mut approver = reached("approver").desk;
    approver.approve_release(approve).await.unwrap();
    let publish = PublishReleaseRequest {
        name,
        etag,
        request_id: request_id(),
    };
    let mut publisher = reached("publisher").desk;
    publisher.publish_release(publish).await.unwrap();
}
