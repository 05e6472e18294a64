//! Participations: distinct countries follow every change.

use harness::{
    builders::{With, participation, request_id},
    cells::{distinct_request, evidence_request, only, selection, sum_request},
    check::refused,
    clients::at_position,
    fair::RunningFair,
    standing::{EDITION, organisation_named},
};
use proto::exhibitions::v1::{
    AttendanceMode, Participation, ParticipationRole, UpdateParticipationRequest,
};

async fn countries(running: &RunningFair) -> i64 {
    let ask = distinct_request(EDITION, selection("participations", &[]), "country");
    only(
        &running
            .clients
            .query_cells("exhibitions", ask)
            .await
            .unwrap(),
    )
}

async fn take_part(running: &RunningFair, id: &str) -> proto::exhibitions::v1::Participation {
    let record = participation(&organisation_named(id));
    running
        .clients
        .record_participation(EDITION, id, record)
        .await
}

#[tokio::test]
async fn the_country_is_that_of_the_organisation() {
    let running = RunningFair::with_open_books().await;
    assert_eq!(take_part(&running, "harbour").await.country_code, "HK");
    assert_eq!(
        take_part(&running, "sichuan-culture").await.country_code,
        "CN"
    );
}

#[tokio::test]
async fn an_organisation_of_another_fair_is_refused_when_changing_too() {
    let running = RunningFair::with_open_books().await;
    let before = take_part(&running, "gremio").await;
    let request = UpdateParticipationRequest {
        participation: Some(Participation {
            name: before.name.clone(),
            organisation: "fairs/another/organisations/gremio".to_owned(),
            ..participation("")
        }),
        update_mask: None,
        request_id: request_id(),
    };
    let mut exhibitions = running.clients.exhibitions.clone();
    let refusal = refused(exhibitions.update_participation(request).await);
    refusal.names_fields(&["participation.organisation"]);
}

#[tokio::test]
async fn distinct_countries_follow_create_change_and_void() {
    let running = RunningFair::with_open_books().await;
    assert_eq!(countries(&running).await, 0);
    take_part(&running, "gremio").await;
    let courier = take_part(&running, "beijing-courier").await;
    let football = take_part(&running, "beijing-football").await;
    assert_eq!(countries(&running).await, 2, "two of China are one country");

    running.clients.void_participation(&courier.name).await;
    assert_eq!(countries(&running).await, 2, "China is still there");
    let kaunas = football.with(|record| record.organisation = organisation_named("kaunas"));
    let kaunas = running.clients.change_participation(kaunas).await;
    assert_eq!(kaunas.country_code, "LT");
    assert_eq!(
        countries(&running).await,
        2,
        "China has gone and Lithuania has come"
    );
    running.clients.void_participation(&kaunas.name).await;
    assert_eq!(countries(&running).await, 1, "only Brazil is left");
}

#[tokio::test]
async fn sums_are_what_the_evidence_adds_up_to_at_every_position() {
    let running = RunningFair::with_open_books().await;
    let merchants = || {
        let pinned = [("role", "merchant")];
        sum_request(
            EDITION,
            selection("participations", &pinned),
            "participations",
        )
    };
    let mut told = Vec::new();
    for id in ["gremio", "kaunas", "longley"] {
        let recorded = take_part(&running, id).await;
        told.push((
            recorded.entry.unwrap().position.unwrap(),
            told.len() as i64 + 1,
        ));
    }
    let buyer = participation(&organisation_named("harbour"))
        .with(|record| record.role = ParticipationRole::Buyer.into());
    running
        .clients
        .record_participation(EDITION, "harbour", buyer)
        .await;
    let gone = running
        .clients
        .void_participation(&format!("{EDITION}/participations/kaunas"))
        .await;
    told.push((gone.entry.unwrap().position.unwrap(), 2));

    for (position, merchants_then) in &told {
        let total = running
            .clients
            .proved_sum("exhibitions", merchants(), at_position(position))
            .await;
        assert_eq!(total, *merchants_then, "at {position:?}");
    }
}

#[tokio::test]
async fn an_organisation_that_came_for_the_first_time_is_counted_once() {
    let running = RunningFair::with_open_books().await;
    for (id, organisation, first_time, mode) in [
        ("one", "gremio", true, AttendanceMode::Physical),
        ("two", "gremio", true, AttendanceMode::Online),
        ("three", "kaunas", true, AttendanceMode::Physical),
        ("four", "longley", false, AttendanceMode::Physical),
    ] {
        let record = participation(&organisation_named(organisation)).with(|record| {
            record.first_time = first_time;
            record.attendance_mode = mode.into();
        });
        running
            .clients
            .record_participation(EDITION, id, record)
            .await;
    }
    let clients = &running.clients;
    let first = [("role", "merchant"), ("first_time", "true")];
    let newcomers = clients.different("participations", &first, "organisation");
    assert_eq!(newcomers.await, 2);
    let parts = clients.counted("participations", &first, "participations");
    assert_eq!(parts.await, 3);
    let on_site = [first[0], first[1], ("attendance_mode", "physical")];
    let on_site = clients.counted("participations", &on_site, "participations");
    assert_eq!(on_site.await, 2);
    let brazilian = [("role", "merchant"), ("country", "BR")];
    let brazilian = clients.counted("participations", &brazilian, "participations");
    assert_eq!(brazilian.await, 2);
}

#[tokio::test]
async fn evidence_shows_the_mark_of_a_synthetic_record() {
    let running = RunningFair::with_open_books().await;
    take_part(&running, "gremio").await;
    let made_up =
        participation(&organisation_named("kaunas")).with(|record| record.synthetic = true);
    running
        .clients
        .record_participation(EDITION, "kaunas", made_up)
        .await;

    let ask = evidence_request(
        EDITION,
        selection("participations", &[]),
        "participations",
        1,
    );
    let evidence = running.clients.evidence("exhibitions", ask).await;
    let seen: Vec<_> = evidence
        .iter()
        .map(|found| {
            (
                found.record.rsplit('/').next().unwrap(),
                found.synthetic,
                found.contribution,
            )
        })
        .collect();
    assert_eq!(seen, [("gremio", false, 1), ("kaunas", true, 1)]);
    let digest = evidence[0].digest.as_ref().unwrap();
    let [who] = digest.participants.as_slice() else {
        panic!("one takes part: {digest:?}")
    };
    assert_eq!(
        (who.name.as_str(), who.country_code.as_str()),
        (&*organisation_named("gremio"), "BR")
    );
    assert_eq!(digest.kind, "merchant");
}
