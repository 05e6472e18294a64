//! Visits: entries add up by day, gate, class and country, of days the edition was
//! open.

use harness::{
    builders::{With, create, date, edition, request_id},
    cells::{any_of, selection, sum_request},
    check::refused,
    fair::RunningFair,
    fairground::visit,
    standing::{EDITION, FAIR},
};
use proto::exhibitions::v1::{
    CreateVisitRequest, ImportVisitsRequest, ListVisitsRequest, UpdateEditionRequest,
    UpdateVisitRequest, Visit, VisitMethod, VisitorClass,
};
use tonic::Code;

mod stream;

/// A count as a table has it.
fn row(id: &str, country_code: &str, entries: i64) -> Visit {
    visit(country_code, entries).with(|visit| visit.name = format!("{EDITION}/visits/{id}"))
}

fn import(visits: Vec<Visit>) -> ImportVisitsRequest {
    ImportVisitsRequest {
        parent: FAIR.to_owned(),
        visits,
        validate_only: false,
        request_id: request_id(),
    }
}

#[tokio::test]
async fn entries_add_up_by_class_day_gate_and_method() {
    let running = RunningFair::with_open_books().await;
    let clients = &running.clients;
    let rows = vec![
        row("v1", "CN", 1_200),
        row("v2", "BR", 30).with(|visit| visit.visited_on = date(2016, 6, 1)),
        row("v3", "HK", 7).with(|visit| visit.gate = "south".to_owned()),
        row("v4", "CN", 900).with(|visit| visit.visitor_class = VisitorClass::PublicVisitor.into()),
        row("v5", "CN", 500)
            .with(|visit| visit.visitor_class = VisitorClass::ExhibitorStaff.into()),
        row("v6", "LT", 60).with(|visit| visit.method = VisitMethod::Estimate.into()),
    ];
    clients
        .exhibitions
        .clone()
        .import_visits(import(rows))
        .await
        .unwrap();
    assert_eq!(clients.counted("visits", &[], "visits").await, 2_697);
    assert_eq!(clients.counted("visits", &[], "visit_records").await, 6);
    let trade = ("visitor_class", "trade_visitor");
    for (pinned, expected) in [
        (vec![trade], 1_297),
        (vec![trade, ("country", "CN")], 1_200),
        (vec![trade, ("visited_on", "2016-06-01")], 30),
        (vec![("visited_on", "2016-05-28"), ("gate", "south")], 7),
        (vec![trade, ("method", "estimate")], 60),
        (vec![trade, ("synthetic", "true")], 0),
    ] {
        let visits = clients.counted("visits", &pinned, "visits").await;
        assert_eq!(visits, expected, "{pinned:?}");
    }
    // Visitors, as against staff, the press and service people.
    let mut visitors = selection("visits", &[]);
    visitors.r#where = vec![any_of(
        "visitor_class",
        &["trade_visitor", "public_visitor"],
    )];
    let visitors = sum_request(EDITION, visitors, "visits");
    assert_eq!(
        clients.proved_sum("exhibitions", visitors, None).await,
        2_197
    );
    assert_eq!(clients.different("visits", &[trade], "country").await, 4);
    running.audit().await;
}

#[tokio::test]
async fn nobody_visits_on_a_day_the_edition_was_closed() {
    let running = RunningFair::with_open_books().await;
    let mut exhibitions = running.clients.exhibitions.clone();
    let on = |day| visit("CN", 5).with(|visit| visit.visited_on = day);
    for (n, (day, open)) in [
        (date(2016, 5, 27), false),
        (date(2016, 5, 28), true),
        (date(2016, 6, 1), true),
        (date(2016, 6, 2), false),
        (date(2015, 5, 28), false),
    ]
    .into_iter()
    .enumerate()
    {
        let create = CreateVisitRequest {
            parent: EDITION.to_owned(),
            visit_id: format!("v{n}"),
            visit: Some(on(day)),
            request_id: request_id(),
        };
        match exhibitions.create_visit(create).await {
            Ok(_) => assert!(open, "{day:?}"),
            refusal => {
                assert!(!open, "{day:?}");
                refused(refusal).names_fields(&["visit.visited_on"]);
            }
        }
    }
    // The edition was a day longer, after all.
    let update = |day| UpdateVisitRequest {
        visit: Some(on(day).with(|visit| visit.name = format!("{EDITION}/visits/v1"))),
        update_mask: None,
        request_id: request_id(),
    };
    let longer = update(date(2016, 6, 2));
    refused(exhibitions.update_visit(longer.clone()).await).names_fields(&["visit.visited_on"]);
    let edition = edition(4).with(|edition| {
        edition.name = EDITION.to_owned();
        edition.opening_date = date(2016, 5, 28);
        edition.closing_date = date(2016, 6, 2);
    });
    let extend = UpdateEditionRequest {
        edition: Some(edition),
        update_mask: None,
        request_id: request_id(),
    };
    exhibitions.update_edition(extend).await.unwrap();
    let moved = exhibitions.update_visit(longer).await.unwrap().into_inner();
    assert_eq!(moved.visited_on, date(2016, 6, 2));
}

#[tokio::test]
async fn a_table_is_recorded_whole_or_not_at_all() {
    let running = RunningFair::with_open_books().await;
    let mut exhibitions = running.clients.exhibitions.clone();
    let wrong = || {
        vec![
            row("v1", "CN", 1_200),
            row("v2", "CN", 0).with(|visit| visit.gate = "North gate".to_owned()),
            row("v3", "XX", 5),
        ]
    };
    let refusal = exhibitions.import_visits(import(wrong())).await;
    refused(refusal).names_fields(&[
        "visits[1].gate",
        "visits[1].entries",
        "visits[2].country_code",
    ]);
    let closed = |visit: &mut Visit| visit.visited_on = date(2016, 7, 1);
    let closed = vec![row("v1", "CN", 1_200), row("v2", "CN", 3).with(closed)];
    let refusal = exhibitions.import_visits(import(closed.clone())).await;
    refused(refusal).names_fields(&["visits[1].visited_on"]);
    assert_eq!(
        running
            .clients
            .counted("visits", &[], "visit_records")
            .await,
        0
    );

    let foreseen = ImportVisitsRequest {
        validate_only: true,
        ..import([wrong(), closed].concat()[..4].to_vec())
    };
    let foreseen = exhibitions
        .import_visits(foreseen)
        .await
        .unwrap()
        .into_inner();
    let told: Vec<_> = foreseen
        .faults
        .iter()
        .map(|fault| (fault.index, &*fault.field))
        .collect();
    let name_is_taken = (3, "name");
    assert_eq!(
        told,
        [
            (1, "gate"),
            (1, "entries"),
            (2, "country_code"),
            name_is_taken
        ]
    );
    assert_eq!((foreseen.created, foreseen.faulty), (1, 3));
    assert_eq!(
        running
            .clients
            .counted("visits", &[], "visit_records")
            .await,
        0
    );
}

#[tokio::test]
async fn an_edition_that_nobody_recorded_has_no_visits() {
    let running = RunningFair::with_open_books().await;
    let elsewhere = row("v1", "CN", 5).with(|visit| {
        visit.name = format!("{FAIR}/editions/9/visits/v1");
    });
    let refusal = running
        .clients
        .exhibitions
        .clone()
        .import_visits(import(vec![elsewhere]))
        .await;
    refused(refusal).names_fields(&["visits[0].name"]);
    let none = create::fair("other", harness::builders::fair());
    running
        .clients
        .exhibitions
        .clone()
        .create_fair(none)
        .await
        .unwrap();
    let create = CreateVisitRequest {
        parent: "fairs/other/editions/1".to_owned(),
        visit_id: "v1".to_owned(),
        visit: Some(visit("CN", 5)),
        request_id: request_id(),
    };
    refused(
        running
            .clients
            .exhibitions
            .clone()
            .create_visit(create)
            .await,
    )
    .is(Code::FailedPrecondition, "REFERENCE_MISSING")
    .tells("field", "parent");
}

#[tokio::test]
async fn counts_are_listed_by_class_and_day() {
    let running = RunningFair::with_open_books().await;
    let mut exhibitions = running.clients.exhibitions.clone();
    let rows = vec![
        row("v1", "CN", 10),
        row("v2", "BR", 20).with(|visit| visit.visited_on = date(2016, 5, 30)),
        row("v3", "CN", 30).with(|visit| visit.visited_on = date(2016, 5, 31)),
        row("v4", "CN", 40).with(|visit| {
            visit.visited_on = date(2016, 5, 31);
            visit.visitor_class = VisitorClass::Delegate.into();
        }),
    ];
    exhibitions.import_visits(import(rows)).await.unwrap();
    for (filter, expected) in [
        ("", vec![10, 20, 30, 40]),
        (
            "visitor_class = \"VISITOR_CLASS_TRADE_VISITOR\" AND visited_on >= \"2016-05-29\"",
            vec![20, 30],
        ),
        ("country_code != CN", vec![20]),
        ("entries > 10 AND entries <= 30", vec![20, 30]),
        ("gate = south", vec![]),
    ] {
        let list = ListVisitsRequest {
            parent: EDITION.to_owned(),
            filter: filter.to_owned(),
            ..ListVisitsRequest::default()
        };
        let listed = exhibitions.list_visits(list).await.unwrap().into_inner();
        let entries: Vec<_> = listed.visits.iter().map(|visit| visit.entries).collect();
        assert_eq!(entries, expected, "{filter}");
    }
    let wrong = ListVisitsRequest {
        parent: EDITION.to_owned(),
        filter: "visited_on >= yesterday".to_owned(),
        ..ListVisitsRequest::default()
    };
    refused(exhibitions.list_visits(wrong).await).names_fields(&["filter"]);
}
