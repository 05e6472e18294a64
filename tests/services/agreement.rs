//! Agreements: what the service writes about them.

use harness::{
    builders::{With, agreement, date, money, party, text},
    check::refused,
    fair::RunningFair,
    standing::{EDITION, organisation_named},
};
use proto::contracts::v1::{Agreement, AgreementScope, AgreementStage};
use tonic::Code;

mod cells;
mod crowd;

/// The agreement of most tests: between organisations of these ids.
fn between(ids: &[&str]) -> Agreement {
    let names: Vec<String> = ids.iter().map(|id| organisation_named(id)).collect();
    agreement(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

#[tokio::test]
async fn scope_is_seen_from_the_host() {
    use AgreementScope::{DomesticRegion, HostCity, International};
    let running = RunningFair::with_open_books().await;
    let table = [
        (vec!["gremio", "beijing-football"], International),
        (vec!["kaunas", "longley"], International),
        (vec!["harbour", "beijing-football"], International),
        (vec!["sichuan-culture", "gremio"], International),
        (vec!["sichuan-culture", "beijing-courier"], DomesticRegion),
        (vec!["china-somewhere", "sichuan-culture"], DomesticRegion),
        (vec!["beijing-football", "beijing-courier"], HostCity),
        (vec!["beijing-football", "china-somewhere"], HostCity),
    ];
    for (n, (ids, scope)) in table.into_iter().enumerate() {
        let recorded = running
            .clients
            .record_agreement(EDITION, &format!("a{n}"), between(&ids))
            .await;
        assert_eq!(recorded.scope(), scope, "{ids:?}");
        assert_eq!(recorded.host_subdivision_code, "CN-BJ");
    }
}

#[tokio::test]
async fn parties_are_written_as_their_organisation_stands() {
    let running = RunningFair::with_open_books().await;
    let recorded = running
        .clients
        .record_agreement(EDITION, "a1", between(&["gremio", "sichuan-culture"]))
        .await;
    let seen: Vec<_> = recorded
        .parties
        .iter()
        .map(|party| {
            let name = party.display_name.as_ref().unwrap().en.as_str();
            (
                name,
                party.country_code.as_str(),
                party.subdivision_code.as_str(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [("Gremio", "BR", ""), ("Sichuan Culture", "CN", "CN-SC")]
    );
}

#[tokio::test]
async fn the_stage_decides_what_counts_unless_the_caller_does() {
    use AgreementStage::{
        Contract, CooperationAgreement, CooperativeIntention, IntentionalContract,
        PreliminaryIntention,
    };
    let running = RunningFair::with_open_books().await;
    let table = [
        (Contract, None, true),
        (IntentionalContract, None, true),
        (CooperationAgreement, None, true),
        (CooperativeIntention, None, false),
        (PreliminaryIntention, None, false),
        (Contract, Some(false), false),
        (PreliminaryIntention, Some(true), true),
    ];
    for (n, (stage, said, counted)) in table.into_iter().enumerate() {
        let record = between(&["gremio", "beijing-football"]).with(|record| {
            record.stage = stage.into();
            record.counted_in_total = said;
        });
        let recorded = running
            .clients
            .record_agreement(EDITION, &format!("a{n}"), record)
            .await;
        assert_eq!(recorded.counted, counted, "{stage:?} {said:?}");
        assert_eq!(
            recorded.counted_in_total, said,
            "what was said stays as it was said"
        );
    }
}

#[tokio::test]
async fn a_change_settles_what_the_service_writes_anew() {
    let running = RunningFair::with_open_books().await;
    let recorded = running
        .clients
        .record_agreement(EDITION, "a1", between(&["gremio", "beijing-football"]))
        .await;
    let change = Agreement {
        name: recorded.name.clone(),
        parties: vec![
            party(&organisation_named("sichuan-culture")),
            party(&organisation_named("beijing-football")),
        ],
        stage: AgreementStage::PreliminaryIntention.into(),
        ..Agreement::default()
    };
    let changed = running
        .clients
        .change_agreement(change, &["parties", "stage"])
        .await
        .unwrap();
    assert_eq!(changed.scope(), AgreementScope::DomesticRegion);
    assert!(!changed.counted);
    assert_eq!(changed.parties[0].subdivision_code, "CN-SC");
    assert_eq!(changed.amount, recorded.amount, "nothing else has changed");
}

#[tokio::test]
async fn a_day_of_signing_lies_near_the_edition_and_within_it_on_site() {
    let running = RunningFair::with_open_books().await;
    let table = [
        (date(2016, 5, 28), true, true),
        (date(2016, 6, 1), true, true),
        (date(2016, 6, 2), true, false),
        (date(2016, 5, 27), true, false),
        (date(2016, 6, 2), false, true),
        (date(2014, 5, 28), false, true),
        (date(2014, 5, 27), false, false),
        (date(2017, 6, 2), false, false),
    ];
    for (n, (day, on_site, fits)) in table.into_iter().enumerate() {
        let record = between(&["gremio", "beijing-football"]).with(|record| {
            record.signed_on = day;
            record.signed_on_site = on_site;
        });
        let request = harness::builders::create::agreement(EDITION, &format!("a{n}"), record);
        let answer = running
            .clients
            .contracts
            .clone()
            .create_agreement(request)
            .await;
        if fits {
            assert!(answer.is_ok(), "{day:?} {on_site}: {answer:?}");
        } else {
            refused(answer).names_fields(&["agreement.signed_on"]);
        }
    }
}

#[tokio::test]
async fn a_retry_is_answered_even_when_its_edition_has_closed_since() {
    let running = RunningFair::with_open_books().await;
    let record = between(&["gremio", "beijing-football"]);
    let request = harness::builders::create::agreement(EDITION, "a1", record);
    let mut contracts = running.clients.contracts.clone();
    let first = contracts
        .create_agreement(request.clone())
        .await
        .unwrap()
        .into_inner();
    let archive = proto::exhibitions::v1::ArchiveEditionRequest {
        name: EDITION.to_owned(),
        reason: "Its books are closed".to_owned(),
        request_id: harness::builders::request_id(),
        ..Default::default()
    };
    running
        .clients
        .exhibitions
        .clone()
        .archive_edition(archive)
        .await
        .unwrap();

    let again = contracts
        .create_agreement(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!((again.name, again.etag), (first.name, first.etag));
}

#[tokio::test]
async fn texts_come_back_as_they_were_sent() {
    let running = RunningFair::with_open_books().await;
    let record = between(&["gremio", "beijing-football"]).with(|record| {
        record.title = text("3M-style “tape” & 電影 🎬");
        record.subject = text("films of the 21st century");
        record.section = "cultural-trade".to_owned();
        record.place = "hall-1".to_owned();
        record.featured = "culture".to_owned();
    });
    let recorded = running
        .clients
        .record_agreement(EDITION, "a1", record.clone())
        .await;
    let read = running
        .clients
        .agreement(&recorded.name, None)
        .await
        .unwrap();
    assert_eq!(
        (
            &read.title,
            &read.subject,
            &read.section,
            &read.place,
            &read.featured
        ),
        (
            &record.title,
            &record.subject,
            &record.section,
            &record.place,
            &record.featured
        )
    );
}

#[tokio::test]
async fn an_amount_has_a_most() {
    let running = RunningFair::with_open_books().await;
    let most = 10_000_000_000_000;
    let of = |units, minor| {
        between(&["gremio", "beijing-football"])
            .with(|record| record.amount = money("USD", units, minor))
    };
    running
        .clients
        .record_agreement(EDITION, "a1", of(most, 0))
        .await;
    let before = running.clients.newest(harness::standing::FAIR).await;
    let beyond = harness::builders::create::agreement(EDITION, "a2", of(most, 1));
    refused(
        running
            .clients
            .contracts
            .clone()
            .create_agreement(beyond)
            .await,
    )
    .is(Code::OutOfRange, "AMOUNT_OUT_OF_RANGE");
    assert_eq!(
        running.clients.newest(harness::standing::FAIR).await,
        before
    );
}

/// The largest amount, so often that the sum is the largest the books can hold.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sum_that_leaves_the_range_refuses_the_write_that_would_make_it() {
    const FIT: usize = 9_223;
    let running = RunningFair::with_open_books().await;
    let of = |currency| {
        between(&["gremio", "beijing-football"])
            .with(|record| record.amount = money(currency, 10_000_000_000_000, 0))
    };
    let mut under_way = tokio::task::JoinSet::new();
    for lane in 0..64 {
        let mut contracts = running.clients.contracts.clone();
        under_way.spawn(async move {
            for n in (lane..FIT).step_by(64) {
                let request =
                    harness::builders::create::agreement(EDITION, &format!("a{n}"), of("USD"));
                contracts
                    .create_agreement(request)
                    .await
                    .expect("the sum still fits");
            }
        });
    }
    while let Some(lane) = under_way.join_next().await {
        lane.unwrap();
    }
    let before = running.clients.newest(harness::standing::FAIR).await;
    let one_more = harness::builders::create::agreement(EDITION, "one-more", of("USD"));
    refused(
        running
            .clients
            .contracts
            .clone()
            .create_agreement(one_more)
            .await,
    )
    .is(Code::OutOfRange, "AMOUNT_OUT_OF_RANGE");
    assert_eq!(
        running.clients.newest(harness::standing::FAIR).await,
        before
    );
    running
        .clients
        .record_agreement(EDITION, "beside", of("EUR"))
        .await;
}
