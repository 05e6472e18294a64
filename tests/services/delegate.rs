//! Delegates: counted by rank and country, named only where a person is.

use harness::{
    builders::{With, date, request_id, text},
    cells::{evidence_request, selection},
    check::refused,
    fair::RunningFair,
    fairground::{delegate, delegation, delegation_named, office, person, person_named},
    standing::{EDITION, FAIR},
};
use proto::exhibitions::v1::{
    CreateDelegateRequest, Delegate, DelegateRank, ListDelegatesRequest, VoidDelegationRequest,
};
use tonic::Code;

fn create(id: &str, delegate: Delegate) -> CreateDelegateRequest {
    CreateDelegateRequest {
        parent: EDITION.to_owned(),
        delegate_id: id.to_owned(),
        delegate: Some(delegate),
        request_id: request_id(),
    }
}

#[tokio::test]
async fn delegates_are_counted_by_rank_and_by_what_they_came_for() {
    let running = RunningFair::with_open_books().await;
    let clients = &running.clients;
    let ceremony = delegate("FR").with(|record| record.promotes_or_negotiates = false);
    let counsellor = |country| {
        delegate(country).with(|record| record.rank = DelegateRank::MinisterCounsellor.into())
    };
    for (id, record) in [
        ("cz", delegate("CZ")),
        ("lt", delegate("LT")),
        ("fr", ceremony),
        ("cz-2", counsellor("CZ")),
    ] {
        clients.record_delegate(EDITION, id, record).await;
    }
    let at_work = ("promotes_or_negotiates", "true");
    for (pinned, expected) in [
        (vec![("rank", "ambassador")], 3),
        (vec![("rank", "ambassador"), at_work], 2),
        (vec![("rank", "minister_counsellor"), at_work], 1),
        (vec![("rank", "ambassador"), ("country", "FR")], 1),
        (vec![at_work], 3),
    ] {
        let came = clients.counted("delegates", &pinned, "delegates").await;
        assert_eq!(came, expected, "{pinned:?}");
    }
    assert_eq!(
        clients.different("delegates", &[at_work], "country").await,
        2
    );
    let list = ListDelegatesRequest {
        parent: EDITION.to_owned(),
        filter: "rank = DELEGATE_RANK_AMBASSADOR AND promotes_or_negotiates = false".to_owned(),
        ..ListDelegatesRequest::default()
    };
    let listed = clients
        .exhibitions
        .clone()
        .list_delegates(list)
        .await
        .unwrap();
    let countries: Vec<_> = listed
        .into_inner()
        .delegates
        .into_iter()
        .map(|one| one.country_code)
        .collect();
    assert_eq!(countries, ["FR"]);
}

#[tokio::test]
async fn evidence_names_the_person_or_the_country_alone() {
    let running = RunningFair::with_open_books().await;
    let clients = &running.clients;
    let ambassador = office("ambassador of the Czech Republic", date(2014, 1, 1), None);
    clients
        .record_person("eva", person("Eva", "CZ", vec![ambassador]))
        .await;
    let story = |record: &mut Delegate| record.featured = "ambassadors".to_owned();
    let eva = delegate("CZ")
        .with(story)
        .with(|record| record.person = person_named("eva"));
    let recorded = clients.record_delegate(EDITION, "cz", eva).await;
    assert_eq!(recorded.display_name, text("Eva"));
    assert_eq!(recorded.office, text("ambassador of the Czech Republic"));
    clients
        .record_delegate(EDITION, "lt", delegate("LT").with(story))
        .await;
    clients.record_delegate(EDITION, "fr", delegate("FR")).await;

    let featured = selection("delegates", &[("featured", "ambassadors")]);
    let ask = evidence_request(EDITION, featured, "delegates", 10);
    let evidence = clients.evidence("exhibitions", ask).await;
    let told: Vec<_> = evidence
        .iter()
        .map(|one| one.digest.as_ref().unwrap())
        .map(|digest| {
            let [who] = &digest.participants[..] else {
                panic!("one delegate is one participant: {digest:?}");
            };
            (
                &*who.name,
                who.display_name.clone(),
                who.office.clone(),
                &*who.country_code,
            )
        })
        .collect();
    let eva = person_named("eva");
    let office = text("ambassador of the Czech Republic");
    assert_eq!(
        told,
        [(&*eva, text("Eva"), office, "CZ"), ("", None, None, "LT")]
    );
    assert_eq!(evidence[0].digest.as_ref().unwrap().kind, "ambassador");
}

#[tokio::test]
async fn a_delegate_comes_with_a_live_delegation_of_the_same_edition() {
    let running = RunningFair::with_open_books().await;
    let clients = &running.clients;
    clients
        .record_delegation(EDITION, "prague", delegation("Prague", "CZ"))
        .await;
    let of_prague = delegate("CZ").with(|record| record.delegation = delegation_named("prague"));
    clients
        .record_delegate(EDITION, "one", of_prague.clone())
        .await;
    let counted = clients.counted("delegates", &[("delegation", "prague")], "delegates");
    assert_eq!(counted.await, 1);

    let mut exhibitions = clients.exhibitions.clone();
    let of_another = delegate("CZ")
        .with(|record| record.delegation = format!("{FAIR}/editions/3/delegations/prague"));
    refused(exhibitions.create_delegate(create("two", of_another)).await)
        .names_fields(&["delegate.delegation"]);
    let void = VoidDelegationRequest {
        name: delegation_named("prague"),
        reason: "Did not come".to_owned(),
        request_id: request_id(),
        ..VoidDelegationRequest::default()
    };
    exhibitions.void_delegation(void).await.unwrap();
    refused(exhibitions.create_delegate(create("two", of_prague)).await)
        .is(Code::FailedPrecondition, "REFERENCE_MISSING")
        .tells("field", "delegate.delegation");
}
