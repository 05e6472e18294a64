//! The life of agreements: entered, read, counted, changed and voided.

use proto::{
    contracts::v1::{
        Agreement, AgreementScope, AgreementStage, GetAgreementRequest, ListAgreementsRequest,
        UpdateAgreementRequest, VoidAgreementRequest,
    },
    statistics::v1::{
        Condition, ListEvidenceRequest, QueryCellsRequest, RecordState, Selection, ValueSet,
        condition::Test, query_cells_request::Measure,
    },
};
use tonic::Code;

use super::stage::{EDITION, Stage, agreement, money, text};

fn selection(cube: &str, conditions: &[(&str, &str)]) -> Option<Selection> {
    let condition = |(dimension, value): &(&str, &str)| Condition {
        dimension: (*dimension).to_owned(),
        test: Some(Test::AnyOf(ValueSet {
            values: vec![(*value).to_owned()],
        })),
    };
    Some(Selection {
        cube: cube.to_owned(),
        r#where: conditions.iter().map(condition).collect(),
    })
}

async fn ask(stage: &Stage, cube: &str, measure: Measure, conditions: &[(&str, &str)]) -> i64 {
    let query = QueryCellsRequest {
        parent: EDITION.to_owned(),
        selection: selection(cube, conditions),
        measure: Some(measure),
        ..QueryCellsRequest::default()
    };
    let answer = stage
        .contracts
        .clone()
        .query_cells(query)
        .await
        .unwrap()
        .into_inner();
    answer.totals.iter().map(|total| total.total).sum()
}

async fn sum(stage: &Stage, quantity: &str, conditions: &[(&str, &str)]) -> i64 {
    ask(
        stage,
        "agreements",
        Measure::SumOf(quantity.to_owned()),
        conditions,
    )
    .await
}

async fn countries(stage: &Stage) -> i64 {
    let measure = Measure::Distinct("country".to_owned());
    ask(stage, "agreement_parties", measure, &[("counted", "true")]).await
}

async fn create(stage: &Stage, id: &str, agreement: Agreement) -> Agreement {
    let request = stage.create(id, agreement);
    stage
        .contracts
        .clone()
        .create_agreement(request)
        .await
        .unwrap()
        .into_inner()
}

#[tokio::test]
async fn an_agreement_is_entered_once_and_read_as_it_was_entered() {
    let stage = Stage::open().await;
    let mut contracts = stage.contracts.clone();
    let request = stage.create("a17", agreement(&["gremio", "club"]));
    let entered = contracts
        .create_agreement(request.clone())
        .await
        .unwrap()
        .into_inner();
    assert_eq!(entered.name, format!("{EDITION}/agreements/a17"));
    assert_eq!(entered.etag, "\"1\"");
    assert_eq!(entered.scope(), AgreementScope::International);
    assert_eq!(entered.host_subdivision_code, "CN-BJ");
    assert!(entered.counted);
    assert_eq!(entered.parties[0].display_name, text("gremio"));
    assert_eq!(entered.parties[1].subdivision_code, "CN-BJ");

    let get = GetAgreementRequest {
        name: entered.name.clone(),
        as_of: None,
    };
    assert_eq!(
        contracts.get_agreement(get).await.unwrap().into_inner(),
        entered
    );
    let again = contracts
        .create_agreement(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(again, entered);
    assert_eq!(sum(&stage, "agreements", &[("counted", "true")]).await, 1);
}

#[tokio::test]
async fn agreements_are_listed_page_by_page() {
    let stage = Stage::open().await;
    for id in ["a3", "a1", "a2"] {
        create(&stage, id, agreement(&["gremio", "club"])).await;
    }
    let mut list = ListAgreementsRequest {
        parent: EDITION.to_owned(),
        page_size: 2,
        ..ListAgreementsRequest::default()
    };
    let mut ids = Vec::new();
    for last in [false, true] {
        let page = stage
            .contracts
            .clone()
            .list_agreements(list.clone())
            .await
            .unwrap();
        let page = page.into_inner();
        ids.extend(page.agreements.into_iter().map(|agreement| agreement.name));
        assert_eq!(page.next_page_token.is_empty(), last);
        list.page_token = page.next_page_token;
    }
    assert_eq!(
        ids,
        ["a1", "a2", "a3"].map(|id| format!("{EDITION}/agreements/{id}"))
    );
}

#[tokio::test]
async fn figures_follow_every_change() {
    let stage = Stage::open().await;
    let mut contracts = stage.contracts.clone();
    let first = create(&stage, "a1", agreement(&["gremio", "club"])).await;
    let in_yuan = Agreement {
        amount: money("CNY", 36),
        ..agreement(&["lantern", "club"])
    };
    create(&stage, "a2", in_yuan).await;
    let intention = Agreement {
        stage: AgreementStage::PreliminaryIntention.into(),
        amount: None,
        signed_on: None,
        ..agreement(&["bank", "club"])
    };
    create(&stage, "a3", intention).await;
    assert_eq!(sum(&stage, "agreements", &[("counted", "true")]).await, 2);
    assert_eq!(
        sum(&stage, "agreements", &[("scope", "domestic_region")]).await,
        1
    );
    assert_eq!(
        sum(&stage, "amount_minor_units", &[("currency", "USD")]).await,
        100_000
    );
    assert_eq!(sum(&stage, "agreements_with_amount", &[]).await, 2);
    assert_eq!(countries(&stage).await, 2);

    let mut change = UpdateAgreementRequest {
        agreement: Some(Agreement {
            name: first.name.clone(),
            etag: "\"9\"".to_owned(),
            ..agreement(&["lantern", "club"])
        }),
        update_mask: Some(mask(&["parties", "amount"])),
        request_id: stage.request_id(),
    };
    let refused = contracts
        .update_agreement(change.clone())
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::Aborted, "{refused}");
    change.agreement.as_mut().unwrap().etag = first.etag;
    change.agreement.as_mut().unwrap().amount = money("USD", 7);
    change.request_id = stage.request_id();
    let changed = contracts
        .update_agreement(change)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        (changed.etag.as_str(), changed.scope()),
        ("\"2\"", AgreementScope::DomesticRegion)
    );
    assert_eq!(
        sum(&stage, "agreements", &[("scope", "domestic_region")]).await,
        2
    );
    assert_eq!(
        sum(&stage, "amount_minor_units", &[("currency", "USD")]).await,
        700
    );
    assert_eq!(countries(&stage).await, 1);

    void(&stage, &changed.name).await;
    assert_eq!(sum(&stage, "agreements", &[("counted", "true")]).await, 1);
    assert_eq!(
        sum(&stage, "amount_minor_units", &[("currency", "USD")]).await,
        0
    );
    assert_eq!(sum(&stage, "agreements_with_amount", &[]).await, 1);
    the_audit_is_clean(&stage).await;
}

/// Names fields to change; the type is of the crate of the messages' fields.
fn mask(paths: &[&str]) -> prost_types::FieldMask {
    prost_types::FieldMask {
        paths: paths.iter().map(|path| (*path).to_owned()).collect(),
    }
}

async fn void(stage: &Stage, name: &str) {
    let void = VoidAgreementRequest {
        name: name.to_owned(),
        reason: "Entered twice".to_owned(),
        request_id: stage.request_id(),
        ..VoidAgreementRequest::default()
    };
    let voided = stage
        .contracts
        .clone()
        .void_agreement(void)
        .await
        .unwrap()
        .into_inner();
    let entry = voided.entry.unwrap();
    assert_eq!(
        (entry.state(), entry.reason.as_str()),
        (RecordState::Void, "Entered twice")
    );
}

async fn the_audit_is_clean(stage: &Stage) {
    let book = stage.book.clone();
    let audit = tokio::task::spawn_blocking(move || book.audit(&contracts::recompute, &mut |_| {}));
    let report = audit.await.unwrap().unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(report.differences, []);
    assert_eq!(report.counts.outgrown, 0);
    assert!(report.counts.revisions > 0);
}

#[tokio::test]
async fn evidence_adds_up_to_the_total() {
    let stage = Stage::open().await;
    for (id, units) in [("a1", 11), ("a2", 5), ("a3", 4)] {
        let agreement = Agreement {
            amount: money("USD", units),
            synthetic: id == "a2",
            ..agreement(&["gremio", "club"])
        };
        create(&stage, id, agreement).await;
    }
    let request = ListEvidenceRequest {
        parent: EDITION.to_owned(),
        selection: selection("agreements", &[("currency", "USD")]),
        quantity: "amount_minor_units".to_owned(),
        ..ListEvidenceRequest::default()
    };
    let answer = stage
        .contracts
        .clone()
        .list_evidence(request)
        .await
        .unwrap()
        .into_inner();
    let told: Vec<_> = answer
        .evidence
        .iter()
        .map(|one| (one.contribution, one.synthetic))
        .collect();
    assert_eq!(told, [(1_100, false), (500, true), (400, false)]);
    let total = sum(&stage, "amount_minor_units", &[("currency", "USD")]).await;
    assert_eq!(total, 2_000);
    let digest = answer.evidence[0].digest.clone().unwrap();
    assert_eq!(
        (digest.title, digest.kind.as_str()),
        (text("Football training cooperation"), "contract")
    );
    assert_eq!(digest.participants[0].display_name, text("gremio"));
}
