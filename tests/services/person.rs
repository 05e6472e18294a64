//! Persons: those a release may name, with their offices.

use harness::{
    builders::{With, date, request_id},
    check::refused,
    fair::RunningFair,
    fairground::{delegation, office, person, person_named},
    standing::{EDITION, FAIR},
};
use proto::exhibitions::v1::{
    ArchivePersonRequest, CreateDelegationRequest, CreatePersonRequest, ListPersonsRequest, Person,
    UpdatePersonRequest,
};
use tonic::Code;

#[tokio::test]
async fn a_term_does_not_end_before_it_begins() {
    let running = RunningFair::with_open_books().await;
    let reversed = office("mayor", date(2015, 10, 20), date(2015, 10, 19));
    let nameless = office("", date(2010, 1, 1), None);
    let create = CreatePersonRequest {
        parent: FAIR.to_owned(),
        person_id: "reker".to_owned(),
        person: Some(person("Henriette Reker", "DE", vec![reversed, nameless])),
        request_id: request_id(),
    };
    refused(
        running
            .clients
            .exhibitions
            .clone()
            .create_person(create)
            .await,
    )
    .names_fields(&["person.offices[0].until", "person.offices[1].title.en"]);
}

#[tokio::test]
async fn an_office_is_added_when_it_is_taken() {
    let running = RunningFair::with_open_books().await;
    let councillor = office("councillor", date(2000, 1, 1), date(2015, 10, 19));
    let recorded = person("Henriette Reker", "DE", vec![councillor.clone()]);
    running.clients.record_person("reker", recorded).await;
    let mayor = office("mayor of Cologne", date(2015, 10, 20), None);
    let update = UpdatePersonRequest {
        person: Some(Person {
            name: person_named("reker"),
            offices: vec![councillor.clone(), mayor.clone()],
            ..Person::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["offices".to_owned()],
        }),
        request_id: request_id(),
    };
    let updated = running
        .clients
        .exhibitions
        .clone()
        .update_person(update)
        .await;
    let updated = updated.unwrap().into_inner();
    assert_eq!(updated.offices, [councillor, mayor]);
    assert_eq!(updated.country_code, "DE");
}

#[tokio::test]
async fn an_archived_person_heads_nothing_new_and_stays_named() {
    let running = RunningFair::with_open_books().await;
    let clients = &running.clients;
    clients
        .record_person("reker", person("Henriette Reker", "DE", vec![]))
        .await;
    let headed = delegation("Cologne", "DE").with(|record| record.head = person_named("reker"));
    clients
        .record_delegation(EDITION, "cologne", headed.clone())
        .await;
    let archive = ArchivePersonRequest {
        name: person_named("reker"),
        reason: "Entered twice".to_owned(),
        request_id: request_id(),
        ..ArchivePersonRequest::default()
    };
    clients
        .exhibitions
        .clone()
        .archive_person(archive)
        .await
        .unwrap();
    let create = CreateDelegationRequest {
        parent: EDITION.to_owned(),
        delegation_id: "bonn".to_owned(),
        delegation: Some(headed),
        request_id: request_id(),
    };
    refused(clients.exhibitions.clone().create_delegation(create).await)
        .is(Code::FailedPrecondition, "REFERENCE_MISSING")
        .tells("field", "delegation.head")
        .tells("resource", &person_named("reker"));
    assert_eq!(
        clients
            .counted("delegations", &[("head", "reker")], "delegations")
            .await,
        1
    );
}

#[tokio::test]
async fn persons_are_listed_by_the_offices_they_held() {
    let running = RunningFair::with_open_books().await;
    let mayor = || vec![office("mayor of Cologne", date(2015, 10, 20), None)];
    let of = |name, country, offices| person(name, country, offices);
    running
        .clients
        .record_person("reker", of("Henriette Reker", "DE", mayor()))
        .await;
    running
        .clients
        .record_person("nobody", of("Nobody", "DE", vec![]))
        .await;
    running
        .clients
        .record_person("eva", of("Eva", "CZ", mayor()))
        .await;
    let list = ListPersonsRequest {
        parent: FAIR.to_owned(),
        filter: "country_code = DE AND offices.title.en : cologne".to_owned(),
        ..ListPersonsRequest::default()
    };
    let listed = running.clients.exhibitions.clone().list_persons(list).await;
    let names: Vec<_> = listed.unwrap().into_inner().persons;
    assert_eq!(
        names.iter().map(|one| &*one.name).collect::<Vec<_>>(),
        [person_named("reker")]
    );
}
