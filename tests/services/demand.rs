//! Demands: who seeks what, and what became of it.

use harness::{
    builders::{With, agreement, date, demand, request_id},
    cells::{any_of, distinct_request, evidence_request, only, selection, sum_request},
    fair::RunningFair,
    standing::{EDITION, organisation_named},
};
use proto::{
    contracts::v1::ImportAgreementsRequest,
    forums::v1::{
        Demand, DemandKind, ImportDemandsRequest, ListDemandsRequest, PublicationChannel,
    },
    statistics::v1::{Condition, ImportResponse, ValueRange, condition::Test},
};

mod chain;

/// Of three buyers and one who seeks partners.
async fn published() -> RunningFair {
    let running = RunningFair::with_open_books().await;
    let (procurement, project) = (DemandKind::Procurement, DemandKind::Project);
    for (id, kind, publisher, sector, day) in [
        ("d1", procurement, "gremio", "2.D", 10),
        ("d2", procurement, "gremio", "2.D", 20),
        ("d3", procurement, "kaunas", "2.D", 27),
        ("d4", procurement, "beijing-courier", "2.B", 28),
        ("d5", project, "sichuan-culture", "10.A", 12),
    ] {
        let record = demand(kind, &organisation_named(publisher)).with(|demand| {
            demand.sector_code = sector.to_owned();
            demand.published_on = date(2016, 5, day);
        });
        running.clients.record_demand(EDITION, id, record).await;
    }
    running
}

async fn count(running: &RunningFair, conditions: Vec<Condition>) -> i64 {
    let mut wanted = selection("demands", &[]);
    wanted.r#where = conditions;
    let ask = sum_request(EDITION, wanted, "demands");
    running.clients.proved_sum("forums", ask, None).await
}

async fn distinct(running: &RunningFair, dimension: &str, conditions: Vec<Condition>) -> i64 {
    let mut wanted = selection("demands", &[]);
    wanted.r#where = conditions;
    let ask = distinct_request(EDITION, wanted, dimension);
    only(&running.clients.query_cells("forums", ask).await.unwrap())
}

fn before_the_fair() -> Condition {
    Condition {
        dimension: "published_on".to_owned(),
        test: Some(Test::Within(ValueRange {
            from: String::new(),
            before: "2016-05-28".to_owned(),
        })),
    }
}

#[tokio::test]
async fn buyers_and_demands_are_counted_apart() {
    let running = published().await;
    let of = |sector: &str| {
        vec![
            any_of("kind", &["procurement"]),
            any_of("sector", &[sector]),
        ]
    };
    assert_eq!(count(&running, of("2.D")).await, 3);
    assert_eq!(distinct(&running, "organisation", of("2.D")).await, 2);
    assert_eq!(distinct(&running, "country", Vec::new()).await, 3);
    let before = vec![any_of("kind", &["procurement"]), before_the_fair()];
    assert_eq!(count(&running, before.clone()).await, 3);
    let by_app = [before, vec![any_of("channel", &["mobile_app"])]].concat();
    assert_eq!(count(&running, by_app).await, 0);
    assert_eq!(
        count(&running, vec![any_of("synthetic", &["true"])]).await,
        0
    );
    running.audit().await;
}

#[tokio::test]
async fn examples_are_of_the_set_they_stand_for() {
    let running = published().await;
    let told = demand(DemandKind::Procurement, &organisation_named("longley")).with(|demand| {
        demand.featured = "digital-content".to_owned();
        demand.channel = PublicationChannel::MobileApp.into();
    });
    let clients = &running.clients;
    clients.record_demand(EDITION, "d6", told).await;
    let featured = selection(
        "demands",
        &[
            ("featured", "digital-content"),
            ("kind", "procurement"),
            ("sector", "2.D"),
        ],
    );
    let ask = evidence_request(EDITION, featured, "", 10);
    let [evidence] = &clients.evidence("forums", ask).await[..] else {
        panic!("one demand is featured");
    };
    let digest = evidence.digest.clone().unwrap();
    assert_eq!(digest.kind, "procurement");
    let publisher = &digest.participants[0];
    assert_eq!(publisher.name, organisation_named("longley"));
    assert_eq!(publisher.display_name.clone().unwrap().en, "Longley Group");
    assert_eq!(publisher.country_code, "GB");
}

#[tokio::test]
async fn a_list_is_filtered_by_kind_and_sector() {
    let running = published().await;
    let list = ListDemandsRequest {
        parent: EDITION.to_owned(),
        filter: "kind = \"DEMAND_KIND_PROCUREMENT\" AND sector_code = \"2.D\" AND \
                 display_name.en : \"gremio\""
            .to_owned(),
        ..ListDemandsRequest::default()
    };
    let page = running.clients.forums.clone().list_demands(list).await;
    let page = page.unwrap().into_inner();
    let names: Vec<_> = page.demands.into_iter().map(|one| one.name).collect();
    assert_eq!(
        names,
        ["d1", "d2"].map(|id| format!("{EDITION}/demands/{id}"))
    );
}

async fn import(running: &RunningFair, demands: Vec<Demand>, validate: bool) -> ImportResponse {
    let request = ImportDemandsRequest {
        parent: "fairs/ciftis".to_owned(),
        demands,
        validate_only: validate,
        request_id: request_id(),
    };
    let answer = running.clients.forums.clone().import_demands(request).await;
    answer.unwrap().into_inner()
}

#[tokio::test]
async fn a_table_can_be_sent_again_with_what_was_corrected() {
    let running = RunningFair::with_open_books().await;
    let named = |id: &str, publisher: &str| {
        demand(DemandKind::Project, &organisation_named(publisher))
            .with(|demand| demand.name = format!("{EDITION}/demands/{id}"))
    };
    let mut table = vec![named("d1", "gremio"), named("d2", "nobody")];
    let looked_at = import(&running, table.clone(), true).await;
    assert_eq!((looked_at.created, looked_at.faulty), (1, 1));
    let fault = &looked_at.faults[0];
    assert_eq!((fault.index, fault.field.as_str()), (1, "organisation"));
    assert_eq!(fault.missing, organisation_named("nobody"));

    table[1] = named("d2", "kaunas");
    let first = import(&running, table.clone(), false).await;
    assert_eq!((first.created, first.revised, first.unchanged), (2, 0, 0));
    assert_eq!(count(&running, Vec::new()).await, 2);
    table[1].organisation = organisation_named("harbour");
    let again = import(&running, table, false).await;
    assert_eq!((again.created, again.revised, again.unchanged), (0, 1, 1));
    let of_hong_kong = vec![
        any_of("kind", &["project"]),
        any_of("country", &["HK", "LT"]),
    ];
    assert_eq!(count(&running, of_hong_kong).await, 1);
    running.audit().await;
}

#[tokio::test]
async fn an_import_may_hold_what_its_records_follow() {
    let running = RunningFair::with_open_books().await;
    let (gremio, club) = (
        organisation_named("gremio"),
        organisation_named("beijing-football"),
    );
    let named = |id: &str| format!("{EDITION}/agreements/{id}");
    let record = |id: &str, follows: String| {
        agreement(&[&gremio, &club]).with(|agreement| {
            agreement.name = named(id);
            agreement.follows = follows;
        })
    };
    let request = ImportAgreementsRequest {
        parent: "fairs/ciftis".to_owned(),
        agreements: vec![record("c1", named("i1")), record("i1", String::new())],
        validate_only: false,
        request_id: request_id(),
    };
    let mut contracts = running.clients.contracts.clone();
    let answer = contracts.import_agreements(request).await;
    assert_eq!(answer.unwrap().into_inner().created, 2);
    let from_i1 = selection("agreements", &[("follows", "i1"), ("stage", "contract")]);
    let ask = sum_request(EDITION, from_i1, "agreements");
    let clients = &running.clients;
    assert_eq!(clients.proved_sum("contracts", ask, None).await, 1);
}
