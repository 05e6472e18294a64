//! What an outlet gets of services that ask each other by certificate.

use std::{collections::BTreeMap, sync::Arc};

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
use tonic::{Code, codegen::http::HeaderValue};
use tradefair::topology::ServiceName;

use crate::{
    authority::Files,
    builders::request_id,
    check::refused,
    issuer::Issuer,
    press::summary,
    standing::{EDITION, PUBLISHED},
};

/// The figures behind which an outlet looks, each in the books of another service.
const FIGURES: [&str; 2] = ["contract-count", "activity-count"];

/// The services, as whoever holds a token of these roles reaches them.
struct Reached {
    desk: PressDeskServiceClient<Link>,
    contracts: ContractsServiceClient<Link>,
}

/// What calls are secured by, from files.
///
/// # Panics
/// When they are of no use.
#[must_use]
pub fn certificates(files: &Files) -> Certificates {
    let files = CertificateFiles {
        certificate: files.certificate.clone(),
        key: files.key.clone(),
        authorities: files.authorities.clone(),
    };
    let clock = Arc::new(SystemClock::new());
    Certificates::read(files, clock).expect("they are of use")
}

/// Each step is done by whom it is for, and the outlet gets what was published and the
/// records behind it, which the press desk asks other processes for, and nothing else.
///
/// # Panics
/// When it is otherwise.
pub async fn gets_what_was_published(links: &BTreeMap<ServiceName, Link>, issuer: &Issuer) {
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
    let published = GetPublishedReleaseRequest {
        name: name.clone(),
        as_of: None,
    };
    let published = outlet.desk.get_published_release(published).await.unwrap();
    assert!(!published.into_inner().paragraphs.is_empty());
    for figure_id in FIGURES {
        looks_behind(&mut outlet, &name, figure_id).await;
    }

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

/// The outlet gets the pedigree of a number, and records behind it.
async fn looks_behind(outlet: &mut Reached, name: &str, figure_id: &str) {
    let explain = ExplainPublishedFigureRequest {
        name: name.to_owned(),
        figure_id: figure_id.to_owned(),
        as_of: None,
    };
    outlet.desk.explain_published_figure(explain).await.unwrap();
    let evidence = ListPublishedEvidenceRequest {
        name: name.to_owned(),
        figure_id: figure_id.to_owned(),
        page_size: 5,
        ..ListPublishedEvidenceRequest::default()
    };
    let evidence = outlet.desk.list_published_evidence(evidence).await.unwrap();
    assert_eq!(evidence.into_inner().evidence.len(), 5, "{figure_id}");
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
