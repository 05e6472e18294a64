//! What agreements add up to.

use harness::{
    builders::{With, money, party},
    cells::{distinct_request, evidence_request, only, selection, sum_request},
    clients::at_position,
    fair::RunningFair,
    standing::{EDITION, organisation_named},
};
use proto::contracts::v1::{Agreement, AgreementStage};

use super::between;

/// The sum of a quantity over the agreements that are pinned so.
async fn sum(running: &RunningFair, quantity: &str, pinned: &[(&str, &str)]) -> i64 {
    let ask = sum_request(EDITION, selection("agreements", pinned), quantity);
    running.clients.proved_sum("contracts", ask, None).await
}

/// The number of different countries or organisations among the parties.
async fn distinct(running: &RunningFair, dimension: &str) -> i64 {
    let counted = selection("agreement_parties", &[("counted", "true")]);
    let ask = distinct_request(EDITION, counted, dimension);
    only(&running.clients.query_cells("contracts", ask).await.unwrap())
}

#[tokio::test]
async fn no_amount_is_not_an_amount_of_zero() {
    let running = RunningFair::with_open_books().await;
    let without = between(&["kaunas", "beijing-football"]).with(|record| record.amount = None);
    running
        .clients
        .record_agreement(EDITION, "a1", without)
        .await;
    running
        .clients
        .record_agreement(EDITION, "a2", between(&["gremio", "beijing-football"]))
        .await;

    assert_eq!(sum(&running, "agreements", &[]).await, 2);
    assert_eq!(sum(&running, "agreements_with_amount", &[]).await, 1);
    let in_dollars = [("currency", "USD")];
    assert_eq!(
        sum(&running, "amount_minor_units", &in_dollars).await,
        100_000
    );
    assert_eq!(
        sum(&running, "agreements", &[("currency", "none")]).await,
        1
    );
}

#[tokio::test]
async fn a_change_takes_the_old_facts_out_and_puts_the_new_ones_in() {
    let running = RunningFair::with_open_books().await;
    let recorded = running
        .clients
        .record_agreement(EDITION, "a1", between(&["gremio", "beijing-football"]))
        .await;
    let created_at = recorded.entry.clone().unwrap().position.unwrap();
    let change = Agreement {
        name: recorded.name.clone(),
        amount: money("CNY", 77, 7),
        stage: AgreementStage::CooperativeIntention.into(),
        ..Agreement::default()
    };
    running
        .clients
        .change_agreement(change, &["amount", "stage"])
        .await
        .unwrap();

    assert_eq!(
        sum(&running, "amount_minor_units", &[("currency", "USD")]).await,
        0
    );
    assert_eq!(
        sum(&running, "amount_minor_units", &[("currency", "CNY")]).await,
        7_707
    );
    assert_eq!(sum(&running, "agreements", &[("counted", "true")]).await, 0);
    assert_eq!(
        sum(
            &running,
            "agreements",
            &[("stage", "cooperative_intention")]
        )
        .await,
        1
    );

    let then = sum_request(
        EDITION,
        selection("agreements", &[("counted", "true")]),
        "agreements",
    );
    let total = running
        .clients
        .proved_sum("contracts", then, at_position(&created_at))
        .await;
    assert_eq!(total, 1, "the past does not change");

    running.clients.void_agreement(&recorded.name).await;
    assert_eq!(sum(&running, "agreements", &[]).await, 0);
    assert_eq!(
        sum(&running, "amount_minor_units", &[("currency", "CNY")]).await,
        0
    );
}

#[tokio::test]
async fn an_agreement_of_three_countries_is_one_agreement() {
    let running = RunningFair::with_open_books().await;
    let three = between(&["gremio", "kaunas", "beijing-football", "beijing-courier"]);
    let three = running.clients.record_agreement(EDITION, "a1", three).await;
    assert_eq!(sum(&running, "agreements", &[]).await, 1);
    assert_eq!(distinct(&running, "country").await, 3);
    assert_eq!(distinct(&running, "organisation").await, 4);

    running
        .clients
        .record_agreement(EDITION, "a2", between(&["kaunas", "beijing-football"]))
        .await;
    assert_eq!(distinct(&running, "country").await, 3);
    running.clients.void_agreement(&three.name).await;
    assert_eq!(
        distinct(&running, "country").await,
        2,
        "Brazil is taken out, Lithuania stays"
    );
    assert_eq!(distinct(&running, "organisation").await, 2);
}

#[tokio::test]
async fn a_distinct_count_follows_a_change_of_parties() {
    let running = RunningFair::with_open_books().await;
    let recorded = running
        .clients
        .record_agreement(EDITION, "a1", between(&["gremio", "beijing-football"]))
        .await;
    let change = Agreement {
        name: recorded.name.clone(),
        parties: vec![
            party(&organisation_named("beijing-courier")),
            party(&organisation_named("beijing-football")),
        ],
        ..Agreement::default()
    };
    running
        .clients
        .change_agreement(change, &["parties"])
        .await
        .unwrap();
    assert_eq!(distinct(&running, "country").await, 1);
    assert_eq!(distinct(&running, "organisation").await, 2);
}

#[tokio::test]
async fn evidence_is_paged_at_one_position_while_writes_go_on() {
    let running = RunningFair::with_open_books().await;
    for n in 0..7 {
        let record = between(&["gremio", "beijing-football"])
            .with(|record| record.amount = money("USD", 10 + n, 0));
        running
            .clients
            .record_agreement(EDITION, &format!("a{n}"), record)
            .await;
    }
    let dollars = selection("agreements", &[("counted", "true"), ("currency", "USD")]);
    let mut ask = evidence_request(EDITION, dollars.clone(), "amount_minor_units", 3);
    let mut found = Vec::new();
    let mut positions = Vec::new();
    for turn in 0.. {
        let page = running
            .clients
            .evidence_page("contracts", ask.clone())
            .await
            .unwrap();
        assert!(page.evidence.len() <= 3);
        found.extend(page.evidence);
        positions.push(page.position);
        match turn {
            0 => drop(
                running
                    .clients
                    .void_agreement(&format!("{EDITION}/agreements/a6"))
                    .await,
            ),
            1 => {
                let late = between(&["kaunas", "beijing-football"]);
                running
                    .clients
                    .record_agreement(EDITION, "late", late)
                    .await;
            }
            _ => {}
        }
        if page.next_page_token.is_empty() {
            break;
        }
        ask.page_token = page.next_page_token;
    }
    positions.dedup();
    assert_eq!(positions.len(), 1, "all pages at one position");
    let seen: Vec<_> = found
        .iter()
        .map(|record| {
            (
                record.record.rsplit('/').next().unwrap(),
                record.contribution,
            )
        })
        .collect();
    let wanted: Vec<(String, i64)> = (0..7).map(|n| (format!("a{n}"), (10 + n) * 100)).collect();
    assert_eq!(
        seen,
        wanted
            .iter()
            .map(|(id, n)| (id.as_str(), *n))
            .collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn the_smallest_roll_up_that_covers_the_question_answers() {
    let running = RunningFair::with_open_books().await;
    running
        .clients
        .record_agreement(EDITION, "a1", between(&["gremio", "beijing-football"]))
        .await;
    let pinned = [("counted", "true"), ("sector", "2.B")];
    let ask = sum_request(EDITION, selection("agreements", &pinned), "agreements");
    let answer = running.clients.query_cells("contracts", ask).await.unwrap();
    assert_eq!(answer.roll_up, ["edition", "counted", "sector", "currency"]);
    assert_eq!(only(&answer), 1);
}
