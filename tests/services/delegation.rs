//! Delegations: the city and its head are counted apart, and what the head was is
//! kept as it was.

use harness::{
    builders::{With, date, request_id, text},
    cells::{evidence_request, selection, sum_request},
    check::refused,
    fair::RunningFair,
    fairground::{delegation, delegation_named, office, person, person_named},
    standing::{EDITION, FAIR},
};
use proto::exhibitions::v1::{
    CreateDelegationRequest, Delegation, GetDelegationRequest, HeadRank, ImportDelegationsRequest,
    ListDelegationsRequest, UpdateDelegationRequest, UpdatePersonRequest,
};

/// A mayor since October 2015, and the delegation headed by her.
async fn cologne(running: &RunningFair) -> Delegation {
    let offices = vec![
        office(
            "councillor of Cologne",
            date(2000, 1, 1),
            date(2015, 10, 19),
        ),
        office("mayor of Cologne", date(2015, 10, 20), None),
        office("chair of a league of cities", date(2016, 1, 1), None),
    ];
    let mayor = person("Henriette Reker", "DE", offices);
    running.clients.record_person("reker", mayor).await;
    let of_cologne = delegation("Cologne", "DE").with(|record| {
        record.subdivision_code = "DE-NW".to_owned();
        record.unlocode = "DECGN".to_owned();
        record.head = person_named("reker");
        record.featured = "consecutive".to_owned();
    });
    running
        .clients
        .record_delegation(EDITION, "cologne", of_cologne)
        .await
}

async fn get(running: &RunningFair, at: Option<proto::statistics::v1::AsOf>) -> Delegation {
    let get = GetDelegationRequest {
        name: delegation_named("cologne"),
        as_of: at,
    };
    let read = running
        .clients
        .exhibitions
        .clone()
        .get_delegation(get)
        .await;
    read.unwrap().into_inner()
}

#[tokio::test]
async fn the_head_is_told_by_the_office_held_on_the_opening_day() {
    let running = RunningFair::with_open_books().await;
    let recorded = cologne(&running).await;
    assert_eq!(recorded.head_name, text("Henriette Reker"));
    assert_eq!(
        recorded.head_office,
        text("mayor of Cologne"),
        "of two, the first listed"
    );
    // A year earlier she was not yet mayor.
    let before = recorded.clone().with(|record| {
        record.name.clear();
        record.etag.clear();
        record.entry = None;
        (record.head_name, record.head_office) = (None, None);
    });
    let edition_before = format!("{FAIR}/editions/3");
    let before = running
        .clients
        .record_delegation(&edition_before, "cologne", before)
        .await;
    assert_eq!(before.head_office, text("councillor of Cologne"));
    let headless = running
        .clients
        .record_delegation(EDITION, "bonn", delegation("Bonn", "DE"));
    let headless = headless.await;
    assert_eq!((headless.head_name, headless.head_office), (None, None));
}

#[tokio::test]
async fn a_change_of_the_person_does_not_reach_back() {
    let running = RunningFair::with_open_books().await;
    let recorded = cologne(&running).await;
    let mut exhibitions = running.clients.exhibitions.clone();
    let married = person("Henriette Reker-Schmidt", "DE", vec![])
        .with(|person| person.name = person_named("reker"));
    let update = UpdatePersonRequest {
        person: Some(married),
        update_mask: None,
        request_id: request_id(),
    };
    exhibitions.update_person(update).await.unwrap();
    let stands = get(&running, None).await;
    assert_eq!(stands.head_name, recorded.head_name, "it is said as it was");
    assert_eq!(stands.head_office, recorded.head_office);

    // The same table again changes nothing: it says nothing else than the books.
    let row = stands.clone().with(|row| {
        row.etag.clear();
        row.entry = None;
        (row.head_name, row.head_office) = (None, None);
    });
    let import = ImportDelegationsRequest {
        parent: FAIR.to_owned(),
        delegations: vec![row],
        validate_only: false,
        request_id: request_id(),
    };
    let again = exhibitions
        .import_delegations(import)
        .await
        .unwrap()
        .into_inner();
    assert_eq!((again.revised, again.unchanged), (0, 1));

    // A new revision is said as the books know her now; the old one stays.
    let update = UpdateDelegationRequest {
        delegation: Some(stands.with(|record| record.head_rank = HeadRank::Other.into())),
        update_mask: None,
        request_id: request_id(),
    };
    let updated = exhibitions
        .update_delegation(update)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(updated.head_name, text("Henriette Reker-Schmidt"));
    assert_eq!(updated.head_office, None);
    let position = recorded.entry.unwrap().position.unwrap();
    let old = get(&running, harness::clients::at_position(&position)).await;
    assert_eq!(
        (old.head_name, old.head_office),
        (recorded.head_name, recorded.head_office)
    );
    running.audit().await;
}

#[tokio::test]
async fn the_city_and_its_head_are_counted_apart() {
    let running = RunningFair::with_open_books().await;
    let clients = &running.clients;
    cologne(&running).await;
    let earlier = delegation("Cologne", "DE").with(|record| {
        record.unlocode = "DECGN".to_owned();
        record.head_rank = HeadRank::Unknown.into();
    });
    for edition in 1..=3 {
        let parent = format!("{FAIR}/editions/{edition}");
        clients
            .record_delegation(&parent, "cologne", earlier.clone())
            .await;
    }
    for (dimension, value, editions) in [
        ("unlocode", "DECGN", [1, 1, 1, 1]),
        ("head", "reker", [0, 0, 0, 1]),
        ("head", "none", [1, 1, 1, 0]),
    ] {
        for (edition, expected) in (1..).zip(editions) {
            let parent = format!("{FAIR}/editions/{edition}");
            let of = selection("delegations", &[(dimension, value)]);
            let ask = sum_request(&parent, of, "delegations");
            let came = clients.proved_sum("exhibitions", ask, None).await;
            assert_eq!(came, expected, "{dimension} {value} {edition}");
        }
    }
}

#[tokio::test]
async fn regions_and_ranks_are_counted() {
    let running = RunningFair::with_open_books().await;
    let clients = &running.clients;
    for (id, subdivision, rank) in [
        ("sichuan", "CN-SC", HeadRank::Provincial),
        ("chengdu", "CN-SC", HeadRank::Municipal),
        ("fujian", "CN-FJ", HeadRank::Provincial),
    ] {
        let of = delegation(id, "CN").with(|record| {
            record.subdivision_code = subdivision.to_owned();
            record.head_rank = rank.into();
        });
        clients.record_delegation(EDITION, id, of).await;
    }
    clients
        .record_delegation(EDITION, "hong-kong", delegation("Hong Kong", "HK"))
        .await;
    let china = [("country", "CN")];
    assert_eq!(
        clients
            .different("delegations", &china, "subdivision")
            .await,
        2
    );
    // Those whose city nobody knows leave open the cities of their own country alone.
    for (country, expected) in [("CN", 3), ("HK", 1), ("FR", 0)] {
        let without_city = [("country", country), ("unlocode", "none")];
        assert_eq!(
            clients
                .counted("delegations", &without_city, "delegations")
                .await,
            expected,
            "{country}"
        );
    }
    let provincial = [("rank", "provincial")];
    assert_eq!(
        clients
            .counted("delegations", &provincial, "delegations")
            .await,
        2
    );

    let list = ListDelegationsRequest {
        parent: EDITION.to_owned(),
        filter: "head_rank = \"HEAD_RANK_PROVINCIAL\" AND subdivision_code != CN-FJ".to_owned(),
        ..ListDelegationsRequest::default()
    };
    let listed = clients
        .exhibitions
        .clone()
        .list_delegations(list)
        .await
        .unwrap();
    let names: Vec<_> = listed
        .into_inner()
        .delegations
        .into_iter()
        .map(|one| one.name)
        .collect();
    assert_eq!(names, [delegation_named("sichuan")]);
}

#[tokio::test]
async fn a_city_lies_in_the_country_given() {
    let running = RunningFair::with_open_books().await;
    let wrong = delegation("Cologne", "CN").with(|record| {
        record.subdivision_code = "CN-HK".to_owned();
        record.unlocode = "DECGN".to_owned();
        record.head = "fairs/ciftis/organisations/gremio".to_owned();
    });
    let create = CreateDelegationRequest {
        parent: EDITION.to_owned(),
        delegation_id: "cologne".to_owned(),
        delegation: Some(wrong),
        request_id: request_id(),
    };
    refused(
        running
            .clients
            .exhibitions
            .clone()
            .create_delegation(create)
            .await,
    )
    .names_fields(&[
        "delegation.subdivision_code",
        "delegation.unlocode",
        "delegation.head",
    ]);
}

#[tokio::test]
async fn evidence_names_the_city_and_its_head() {
    let running = RunningFair::with_open_books().await;
    cologne(&running).await;
    running
        .clients
        .record_delegation(EDITION, "bonn", delegation("Bonn", "DE"))
        .await;
    let story = selection("delegations", &[("featured", "consecutive")]);
    let ask = evidence_request(EDITION, story, "delegations", 10);
    let [evidence] = &running.clients.evidence("exhibitions", ask).await[..] else {
        panic!("one delegation is featured");
    };
    let digest = evidence.digest.as_ref().unwrap();
    assert_eq!(
        (&digest.title, &*digest.kind),
        (&text("Cologne"), "municipal")
    );
    let [head] = &digest.participants[..] else {
        panic!("one heads it: {digest:?}");
    };
    assert_eq!(head.name, person_named("reker"));
    assert_eq!(head.display_name, text("Henriette Reker"));
    assert_eq!(head.office, text("mayor of Cologne"));
    assert_eq!(head.country_code, "DE");
}
