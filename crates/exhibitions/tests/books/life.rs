//! The life of participations: entered, read, counted, changed and voided.

use proto::{
    exhibitions::v1::{
        ArchiveOrganisationRequest, GetParticipationRequest, ListOrganisationsRequest,
        Participation, ParticipationRole, UpdateParticipationRequest, VoidParticipationRequest,
    },
    statistics::v1::{
        ListEvidenceRequest, QueryCellsRequest, RecordState, Selection,
        query_cells_request::Measure,
    },
};
use tonic::Code;

use super::stage::{EDITION, Stage, mask};

async fn ask(stage: &Stage, measure: Measure) -> i64 {
    let query = QueryCellsRequest {
        parent: EDITION.to_owned(),
        selection: Some(Selection {
            cube: "participations".to_owned(),
            ..Selection::default()
        }),
        measure: Some(measure),
        ..QueryCellsRequest::default()
    };
    let answer = stage
        .client
        .clone()
        .query_cells(query)
        .await
        .unwrap()
        .into_inner();
    answer.totals.iter().map(|total| total.total).sum()
}

async fn participations(stage: &Stage) -> i64 {
    ask(stage, Measure::SumOf("participations".to_owned())).await
}

async fn countries(stage: &Stage) -> i64 {
    ask(stage, Measure::Distinct("country".to_owned())).await
}

async fn enter(stage: &Stage, id: &str, country_code: &str) -> Participation {
    let mut client = stage.client.clone();
    client
        .create_organisation(stage.organisation(id, country_code))
        .await
        .unwrap();
    client
        .create_participation(stage.participation(id))
        .await
        .unwrap()
        .into_inner()
}

#[tokio::test]
async fn a_participation_is_entered_once_with_the_country_of_its_organisation() {
    let stage = Stage::open().await;
    let mut client = stage.client.clone();
    client
        .create_organisation(stage.organisation("gremio", "BR"))
        .await
        .unwrap();
    let request = stage.participation("gremio");
    let entered = client
        .create_participation(request.clone())
        .await
        .unwrap()
        .into_inner();
    assert_eq!(entered.name, format!("{EDITION}/participations/gremio"));
    assert_eq!(
        (entered.etag.as_str(), entered.country_code.as_str()),
        ("\"1\"", "BR")
    );
    let get = GetParticipationRequest {
        name: entered.name.clone(),
        as_of: None,
    };
    assert_eq!(
        client.get_participation(get).await.unwrap().into_inner(),
        entered
    );
    let again = client
        .create_participation(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(again, entered);
    assert_eq!(participations(&stage).await, 1);
}

#[tokio::test]
async fn figures_follow_every_change() {
    let stage = Stage::open().await;
    let mut client = stage.client.clone();
    for (id, country_code) in [("club", "CN"), ("lantern", "CN"), ("bank", "HK")] {
        enter(&stage, id, country_code).await;
    }
    let gremio = enter(&stage, "gremio", "BR").await;
    assert_eq!(
        (participations(&stage).await, countries(&stage).await),
        (4, 3)
    );

    let mut change = UpdateParticipationRequest {
        participation: Some(Participation {
            name: gremio.name.clone(),
            etag: "\"7\"".to_owned(),
            organisation: "fairs/ciftis/organisations/bank".to_owned(),
            role: ParticipationRole::Buyer.into(),
            ..Participation::default()
        }),
        update_mask: mask(&["organisation", "role"]),
        request_id: stage.request_id(),
    };
    let refused = client
        .update_participation(change.clone())
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::Aborted, "{refused}");
    change.participation.as_mut().unwrap().etag = gremio.etag;
    change.request_id = stage.request_id();
    let changed = client
        .update_participation(change)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        (changed.country_code.as_str(), changed.role()),
        ("HK", ParticipationRole::Buyer)
    );
    assert_eq!(changed.attendance_mode, gremio.attendance_mode);
    assert_eq!(
        (participations(&stage).await, countries(&stage).await),
        (4, 2)
    );

    let void = VoidParticipationRequest {
        name: changed.name,
        reason: "Did not come".to_owned(),
        request_id: stage.request_id(),
        ..VoidParticipationRequest::default()
    };
    let voided = client.void_participation(void).await.unwrap().into_inner();
    assert_eq!(voided.entry.unwrap().state(), RecordState::Void);
    assert_eq!(
        (participations(&stage).await, countries(&stage).await),
        (3, 2)
    );
    stage.the_audit_is_clean().await;
}

#[tokio::test]
async fn evidence_names_the_records_behind_a_total() {
    let stage = Stage::open().await;
    for (id, country_code) in [("gremio", "BR"), ("club", "CN")] {
        enter(&stage, id, country_code).await;
    }
    let request = ListEvidenceRequest {
        parent: EDITION.to_owned(),
        selection: Some(Selection {
            cube: "participations".to_owned(),
            ..Selection::default()
        }),
        ..ListEvidenceRequest::default()
    };
    let answer = stage
        .client
        .clone()
        .list_evidence(request)
        .await
        .unwrap()
        .into_inner();
    let told: Vec<_> = answer
        .evidence
        .into_iter()
        .map(|one| (one.record, one.contribution, one.digest.unwrap().kind))
        .collect();
    let expected = ["gremio", "club"].map(|id| {
        (
            format!("{EDITION}/participations/{id}"),
            1,
            "merchant".to_owned(),
        )
    });
    assert_eq!(told, expected);
}

#[tokio::test]
async fn an_archived_organisation_takes_part_no_more_and_stays_counted() {
    let stage = Stage::open().await;
    let mut client = stage.client.clone();
    enter(&stage, "gremio", "BR").await;
    let archive = ArchiveOrganisationRequest {
        name: "fairs/ciftis/organisations/gremio".to_owned(),
        reason: "Entered twice".to_owned(),
        request_id: stage.request_id(),
        ..ArchiveOrganisationRequest::default()
    };
    let archived = client
        .archive_organisation(archive)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(archived.entry.unwrap().state(), RecordState::Archived);
    let mut again = stage.participation("gremio");
    again.participation_id = "gremio-again".to_owned();
    let refused = client.create_participation(again).await.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition);
    assert!(
        refused
            .message()
            .starts_with("participation.organisation names"),
        "{refused}"
    );
    assert_eq!(participations(&stage).await, 1);
}

#[tokio::test]
async fn organisations_are_listed_page_by_page() {
    let stage = Stage::open().await;
    let mut client = stage.client.clone();
    for id in ["c", "a", "b"] {
        client
            .create_organisation(stage.organisation(id, "CN"))
            .await
            .unwrap();
    }
    let mut list = ListOrganisationsRequest {
        parent: "fairs/ciftis".to_owned(),
        page_size: 2,
        ..ListOrganisationsRequest::default()
    };
    let mut ids = Vec::new();
    for last in [false, true] {
        let page = client
            .list_organisations(list.clone())
            .await
            .unwrap()
            .into_inner();
        ids.extend(
            page.organisations
                .into_iter()
                .map(|organisation| organisation.name),
        );
        assert_eq!(page.next_page_token.is_empty(), last);
        list.page_token = page.next_page_token;
    }
    assert_eq!(
        ids,
        ["a", "b", "c"].map(|id| format!("fairs/ciftis/organisations/{id}"))
    );
}
