//! Publications: projects are counted by day, channel and the demand they answer.

use harness::{
    builders::{With, create, date, demand, publication, request_id},
    cells::{distinct_request, evidence_request, only, selection, sum_request},
    check::refused,
    fair::RunningFair,
    standing::{EDITION, organisation_named},
};
use proto::{
    forums::v1::{
        DemandKind, ListPublicationsRequest, PublicationChannel, VoidDemandRequest,
        VoidPublicationRequest,
    },
    statistics::v1::{Condition, ValueRange, condition::Test},
};
use tonic::Code;

/// Before the fair, on two days of it and after it; two of them for one demand.
async fn published() -> RunningFair {
    let running = RunningFair::with_open_books().await;
    let (gremio, kaunas) = (organisation_named("gremio"), organisation_named("kaunas"));
    let sought = demand(DemandKind::Project, &gremio);
    let sought = running.clients.record_demand(EDITION, "d1", sought).await;
    for (id, day, channel, publisher, for_a_demand) in [
        ("p1", (5, 20), PublicationChannel::Website, &gremio, true),
        ("p2", (5, 28), PublicationChannel::OnSite, &gremio, false),
        ("p3", (6, 1), PublicationChannel::OnSite, &kaunas, true),
        ("p4", (6, 2), PublicationChannel::MobileApp, &kaunas, false),
    ] {
        let project = publication(publisher).with(|project| {
            project.published_on = date(2016, day.0, day.1);
            project.channel = channel.into();
            if for_a_demand {
                project.demand.clone_from(&sought.name);
            }
        });
        let recorded = running.clients.record_publication(EDITION, id, project);
        assert!(recorded.await.display_name.is_some());
    }
    running
}

async fn count(running: &RunningFair, conditions: Vec<Condition>) -> i64 {
    let mut wanted = selection("publications", &[]);
    wanted.r#where = conditions;
    let ask = sum_request(EDITION, wanted, "publications");
    running.clients.proved_sum("forums", ask, None).await
}

/// The condition that a day lies within the fair.
fn during_the_fair() -> Condition {
    Condition {
        dimension: "published_on".to_owned(),
        test: Some(Test::Within(ValueRange {
            from: "2016-05-28".to_owned(),
            before: "2016-06-02".to_owned(),
        })),
    }
}

async fn distinct(running: &RunningFair, dimension: &str) -> i64 {
    let ask = distinct_request(EDITION, selection("publications", &[]), dimension);
    only(&running.clients.query_cells("forums", ask).await.unwrap())
}

#[tokio::test]
async fn projects_are_counted_by_day_channel_and_demand() {
    let running = published().await;
    assert_eq!(count(&running, Vec::new()).await, 4);
    assert_eq!(count(&running, vec![during_the_fair()]).await, 2);
    let on_site = harness::cells::any_of("channel", &["on_site"]);
    assert_eq!(count(&running, vec![on_site.clone()]).await, 2);
    let for_the_demand = harness::cells::any_of("demand", &["d1"]);
    assert_eq!(count(&running, vec![for_the_demand]).await, 2);
    assert_eq!(distinct(&running, "demand").await, 1);
    assert_eq!(distinct(&running, "organisation").await, 2);

    let void = VoidPublicationRequest {
        name: format!("{EDITION}/publications/p3"),
        reason: "Withdrawn".to_owned(),
        request_id: request_id(),
        ..VoidPublicationRequest::default()
    };
    let mut forums = running.clients.forums.clone();
    forums.void_publication(void).await.unwrap();
    assert_eq!(count(&running, vec![during_the_fair(), on_site]).await, 1);
    assert_eq!(distinct(&running, "organisation").await, 2);
    running.audit().await;
}

#[tokio::test]
async fn evidence_tells_who_published_what() {
    let running = published().await;
    let mut during = selection("publications", &[]);
    during.r#where = vec![during_the_fair()];
    let ask = evidence_request(EDITION, during, "", 50);
    let evidence = running.clients.evidence("forums", ask).await;
    let told: Vec<_> = evidence
        .iter()
        .map(|one| {
            let digest = one.digest.clone().unwrap();
            let publisher = digest.participants[0].clone();
            let name = publisher.display_name.unwrap().en;
            (digest.title.unwrap().en, name, publisher.country_code)
        })
        .collect();
    let lockers = |name: &str, country: &str| {
        let title = "A network of parcel lockers";
        (title.to_owned(), name.to_owned(), country.to_owned())
    };
    let wanted = [
        lockers("Gremio", "BR"),
        lockers("Kaunas University of Technology", "LT"),
    ];
    assert_eq!(told, wanted);
}

#[tokio::test]
async fn a_list_is_filtered_by_day_and_channel() {
    let running = published().await;
    let list = ListPublicationsRequest {
        parent: EDITION.to_owned(),
        filter: "published_on >= \"2016-05-28\" AND channel = \"PUBLICATION_CHANNEL_ON_SITE\" \
                 AND country_code != \"BR\""
            .to_owned(),
        ..ListPublicationsRequest::default()
    };
    let page = running.clients.forums.clone().list_publications(list).await;
    let names: Vec<_> = page
        .unwrap()
        .into_inner()
        .publications
        .into_iter()
        .map(|one| one.name)
        .collect();
    assert_eq!(names, [format!("{EDITION}/publications/p3")]);
}

#[tokio::test]
async fn a_demand_that_is_void_is_answered_by_no_new_project() {
    let running = published().await;
    let mut forums = running.clients.forums.clone();
    let demand = format!("{EDITION}/demands/d1");
    let void = VoidDemandRequest {
        name: demand.clone(),
        reason: "Withdrawn".to_owned(),
        request_id: request_id(),
        ..VoidDemandRequest::default()
    };
    forums.void_demand(void).await.unwrap();
    let late = publication(&organisation_named("gremio")).with(|late| late.demand = demand.clone());
    let late = create::publication(EDITION, "late", late);
    refused(forums.create_publication(late).await)
        .is(Code::FailedPrecondition, "REFERENCE_MISSING")
        .tells("field", "publication.demand")
        .tells("resource", &demand);
    assert_eq!(distinct(&running, "demand").await, 1, "what was said stays");
}
