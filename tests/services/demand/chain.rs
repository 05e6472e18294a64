//! From demand to activity to intention to contract, counted from end to end.

use harness::{
    builders::{With, activity, agreement, create, demand, request_id},
    cells::{distinct_request, evidence_request, only, selection, sum_request},
    check::refused,
    clients::at_cut,
    fair::RunningFair,
    standing::{EDITION, EDITION_BEFORE, FAIR, organisation_named},
};
use prost_types::FieldMask;
use proto::{
    contracts::v1::{Agreement, AgreementStage, UpdateAgreementRequest, VoidAgreementRequest},
    forums::v1::{ActivityKind, DemandKind, VoidActivityRequest},
    statistics::v1::{AsOf, Condition, Selection, ValueRange, condition::Test},
};
use tonic::Code;

fn named(collection: &str, id: &str) -> String {
    format!("{EDITION}/{collection}/{id}")
}

/// An agreement of a stage, reached through a talk and following another one where
/// they are named.
fn agreed(stage: AgreementStage, talk: &str, follows: &str) -> Agreement {
    let (gremio, club) = (
        organisation_named("gremio"),
        organisation_named("beijing-football"),
    );
    agreement(&[&gremio, &club]).with(|agreement| {
        agreement.stage = stage.into();
        if !talk.is_empty() {
            agreement.reached_through = named("activities", talk);
            agreement.reached_through_kind = "one_on_one".to_owned();
        }
        if !follows.is_empty() {
            agreement.follows = named("agreements", follows);
        }
    })
}

/// Three demands, of which two led to three talks, of which two led to three
/// intentions, of which one became a contract and then another; one intention and one
/// contract came from nowhere.
async fn chain() -> RunningFair {
    let running = RunningFair::with_open_books().await;
    let clients = &running.clients;
    for id in ["d1", "d2", "d3"] {
        let sought = demand(DemandKind::Project, &organisation_named("gremio"));
        clients.record_demand(EDITION, id, sought).await;
    }
    for (id, sought) in [("t1", "d1"), ("t2", "d1"), ("t3", "d2")] {
        let talk = activity(ActivityKind::OneOnOne).with(|talk| {
            talk.demand = named("demands", sought);
            talk.hosts = vec![organisation_named("gremio")];
        });
        clients.record_activity(EDITION, id, talk).await;
    }
    let (intention, contract) = (
        AgreementStage::CooperativeIntention,
        AgreementStage::Contract,
    );
    for (id, stage, talk, follows) in [
        ("i1", intention, "t1", ""),
        ("i2", intention, "t3", ""),
        ("i3", intention, "t3", ""),
        ("i4", intention, "", ""),
        ("c1", contract, "", "i1"),
        ("c2", contract, "", "i1"),
        ("c3", contract, "", ""),
    ] {
        let record = agreed(stage, talk, follows);
        clients.record_agreement(EDITION, id, record).await;
    }
    running
}

/// How many demands led to a talk, talks to an intention, intentions to a contract;
/// then how many intentions came from a talk and contracts from an intention.
async fn counted(running: &RunningFair, as_of: Option<AsOf>) -> [i64; 5] {
    let clients = &running.clients;
    let distinct = async |service: &str, selected: Selection, dimension: &str| {
        let mut ask = distinct_request(EDITION, selected, dimension);
        ask.as_of = as_of.clone();
        only(&clients.query_cells(service, ask).await.unwrap())
    };
    let sum = async |selected: Selection| {
        let ask = sum_request(EDITION, selected, "agreements");
        clients.proved_sum("contracts", ask, as_of.clone()).await
    };
    let intentions = || selection("agreements", &[("stage", "cooperative_intention")]);
    let contracts = || selection("agreements", &[("stage", "contract")]);
    let talks = selection("activities", &[("kind", "one_on_one")]);
    [
        distinct("forums", talks, "demand").await,
        distinct("contracts", intentions(), "activity").await,
        distinct("contracts", contracts(), "follows").await,
        sum(intentions().with(|it| it.r#where.push(any("activity")))).await,
        sum(contracts().with(|it| it.r#where.push(any("follows")))).await,
    ]
}

/// The condition that a dimension is named at all.
fn any(dimension: &str) -> Condition {
    Condition {
        dimension: dimension.to_owned(),
        test: Some(Test::Within(ValueRange::default())),
    }
}

#[tokio::test]
async fn what_became_of_demands_is_counted_from_end_to_end() {
    let running = chain().await;
    assert_eq!(counted(&running, None).await, [2, 2, 1, 3, 2]);
    running.audit().await;
}

#[tokio::test]
async fn each_link_follows_the_voids_of_its_own_books_and_the_past_stays() {
    let running = chain().await;
    let then = running.clients.newest(FAIR).await;
    let void = VoidActivityRequest {
        name: named("activities", "t3"),
        reason: "Did not take place".to_owned(),
        request_id: request_id(),
        ..VoidActivityRequest::default()
    };
    running
        .clients
        .forums
        .clone()
        .void_activity(void)
        .await
        .unwrap();
    // The agreements still say that it was reached there: their books are theirs.
    assert_eq!(counted(&running, None).await, [1, 2, 1, 3, 2]);
    for id in ["c1", "c2", "i2", "i3"] {
        let void = VoidAgreementRequest {
            name: named("agreements", id),
            reason: "Lapsed".to_owned(),
            request_id: request_id(),
            ..VoidAgreementRequest::default()
        };
        let mut contracts = running.clients.contracts.clone();
        contracts.void_agreement(void).await.unwrap();
    }
    assert_eq!(counted(&running, None).await, [1, 1, 0, 1, 0]);
    let earlier = counted(&running, at_cut(&then)).await;
    assert_eq!(earlier, [2, 2, 1, 3, 2]);
    running.audit().await;
}

#[tokio::test]
async fn two_agreements_cannot_follow_each_other() {
    let running = chain().await;
    let intention = Agreement {
        name: named("agreements", "i1"),
        follows: named("agreements", "c1"),
        ..Agreement::default()
    };
    let update = UpdateAgreementRequest {
        agreement: Some(intention),
        update_mask: Some(FieldMask {
            paths: vec!["follows".to_owned()],
        }),
        request_id: request_id(),
    };
    let answer = running
        .clients
        .contracts
        .clone()
        .update_agreement(update)
        .await;
    refused(answer)
        .is(Code::InvalidArgument, "INVALID_FIELDS")
        .names_fields(&["agreement.follows"]);
}

#[tokio::test]
async fn evidence_names_the_contracts_that_grew_out_of_an_intention() {
    let running = chain().await;
    let from_i1 = selection("agreements", &[("stage", "contract"), ("follows", "i1")]);
    let ask = evidence_request(EDITION, from_i1, "agreements", 10);
    let evidence = running.clients.evidence("contracts", ask).await;
    let records: Vec<_> = evidence.into_iter().map(|one| one.record).collect();
    assert_eq!(records, ["c1", "c2"].map(|id| named("agreements", id)));
}

#[tokio::test]
async fn hosts_are_counted_once_however_many_activities_they_held() {
    let running = chain().await;
    let clients = &running.clients;
    let by_two = activity(ActivityKind::OneOnOne).with(|talk| {
        talk.hosts = vec![
            organisation_named("beijing-courier"),
            organisation_named("beijing-football"),
        ];
    });
    let by_two = clients.record_activity(EDITION, "t4", by_two).await;
    assert_eq!(by_two.host_country_codes, ["CN", "CN"]);
    let hosts = || selection("activity_hosts", &[("kind", "one_on_one")]);
    for (dimension, wanted) in [("organisation", 3), ("country", 2)] {
        let ask = distinct_request(EDITION, hosts(), dimension);
        let answer = clients.query_cells("forums", ask).await.unwrap();
        assert_eq!(only(&answer), wanted, "{dimension}");
    }
    let of_china = selection(
        "activity_hosts",
        &[("kind", "one_on_one"), ("country", "CN")],
    );
    let ask = sum_request(EDITION, of_china, "hosts");
    let held = clients.proved_sum("forums", ask, None).await;
    assert_eq!(
        held, 1,
        "one activity, though two of its hosts are from China"
    );
}

#[tokio::test]
async fn a_link_of_the_chain_must_be_there_and_live() {
    let running = chain().await;
    let clients = &running.clients;
    let nowhere =
        activity(ActivityKind::OneOnOne).with(|talk| talk.demand = named("demands", "nowhere"));
    let mut forums = clients.forums.clone();
    refused(
        forums
            .create_activity(create::activity(EDITION, "t9", nowhere))
            .await,
    )
    .is(Code::FailedPrecondition, "REFERENCE_MISSING")
    .tells("field", "activity.demand");
    clients.void_agreement(&named("agreements", "i4")).await;
    let mut contracts = clients.contracts.clone();
    for follows in ["i4", "nowhere"] {
        let late = agreed(AgreementStage::Contract, "", follows);
        let late = create::agreement(EDITION, "c9", late);
        refused(contracts.create_agreement(late).await)
            .is(Code::FailedPrecondition, "REFERENCE_MISSING")
            .tells("field", "agreement.follows")
            .tells("resource", &named("agreements", follows));
    }
    let itself = agreed(AgreementStage::Contract, "", "c9");
    let itself = create::agreement(EDITION, "c9", itself);
    refused(contracts.create_agreement(itself).await).names_fields(&["agreement.follows"]);
}

#[tokio::test]
async fn what_is_followed_may_be_of_the_edition_before() {
    let running = chain().await;
    let clients = &running.clients;
    let earlier = agreed(AgreementStage::CooperativeIntention, "", "");
    let earlier = earlier.with(|it| it.signed_on = harness::builders::date(2014, 5, 29));
    let earlier = clients
        .record_agreement(EDITION_BEFORE, "i1", earlier)
        .await;
    let contract =
        agreed(AgreementStage::Contract, "", "").with(|it| it.follows.clone_from(&earlier.name));
    clients.record_agreement(EDITION, "c4", contract).await;
    // Two intentions of one id, in two editions, are two.
    assert_eq!(counted(&running, None).await, [2, 2, 2, 3, 3]);
}
