//! Rates: sums are converted once, at the rate recorded for the edition.

use harness::{
    builders::{With, agreement, create, money, rate, request_id},
    check::refused,
    clients::at_cut,
    desk::Exact,
    fair::RunningFair,
    standing::{EDITION, open_reporting, organisation_named},
};
use proto::reporting::v1::{Rate, UpdateRateRequest, VoidRateRequest};
use tonic::Code;

async fn agree(running: &RunningFair, id: &str, currency: &str, units: i64, minor: i32) {
    let (gremio, club) = (
        organisation_named("gremio"),
        organisation_named("beijing-football"),
    );
    let record =
        agreement(&[&gremio, &club]).with(|record| record.amount = money(currency, units, minor));
    running.clients.record_agreement(EDITION, id, record).await;
}

async fn running_with_rates() -> RunningFair {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    running
}

#[tokio::test]
async fn a_volume_is_converted_exactly_in_either_direction() {
    let running = running_with_rates().await;
    agree(&running, "a1", "USD", 10, 1).await;
    agree(&running, "a2", "CNY", 10, 0).await;
    agree(&running, "a3", "CNY", 0, 1).await;
    agree(&running, "a4", "EUR", 3, 33).await;
    // 10.01 USD, 10.01 CNY at 6.5 CNY a USD, 3.33 EUR at 1.1 USD a EUR.
    let wanted = Exact::new(1001, 100) + Exact::new(1001, 650) + Exact::new(333 * 11, 1000);
    assert_eq!(
        running.clients.value(EDITION, "contract-volume").await,
        wanted
    );
}

#[tokio::test]
async fn a_missing_rate_refuses_the_figure_and_says_which() {
    let running = running_with_rates().await;
    agree(&running, "a1", "GBP", 10, 0).await;
    let refusal = refused(
        running
            .clients
            .figure(EDITION, "contract-volume", None)
            .await,
    );
    refusal.is(Code::FailedPrecondition, "FIGURE_REFUSED");
    assert!(refusal.message.contains("GBP"), "{refusal:?}");
    let count = running.clients.value(EDITION, "contract-count").await;
    assert_eq!(count, Exact::from(1), "what needs no rate is not touched");
}

#[tokio::test]
async fn a_changed_rate_moves_new_figures_and_no_old_one() {
    let running = running_with_rates().await;
    agree(&running, "a1", "CNY", 65, 0).await;
    let before = running
        .clients
        .figure(EDITION, "contract-volume", None)
        .await
        .unwrap();
    let update = UpdateRateRequest {
        rate: Some(Rate {
            name: format!("{EDITION}/rates/usd-cny"),
            price: "5".to_owned(),
            ..Rate::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["price".to_owned()],
        }),
        request_id: request_id(),
    };
    running
        .clients
        .reporting
        .clone()
        .update_rate(update)
        .await
        .unwrap();

    assert_eq!(
        running.clients.value(EDITION, "contract-volume").await,
        Exact::from(13)
    );
    let cut = before.cut.as_ref().unwrap();
    let then = running
        .clients
        .figure(EDITION, "contract-volume", at_cut(cut))
        .await
        .unwrap();
    assert_eq!(then, before, "the cut holds the rate too");
    assert_eq!(
        harness::desk::value_of(&then.figure.unwrap()),
        Exact::from(10)
    );
}

#[tokio::test]
async fn one_live_rate_for_each_pair() {
    let running = running_with_rates().await;
    let second = create::rate(EDITION, "second", rate("USD", "CNY", "6.6"));
    let mut reporting = running.clients.reporting.clone();
    let refusal = refused(reporting.create_rate(second.clone()).await);
    assert!(
        matches!(refusal.code, Code::FailedPrecondition | Code::AlreadyExists),
        "{refusal:?}"
    );

    let void = VoidRateRequest {
        name: format!("{EDITION}/rates/usd-cny"),
        reason: "Mistyped".to_owned(),
        request_id: request_id(),
        ..VoidRateRequest::default()
    };
    reporting.void_rate(void).await.unwrap();
    reporting
        .create_rate(second)
        .await
        .expect("the place is free again");
    agree(&running, "a1", "CNY", 66, 0).await;
    assert_eq!(
        running.clients.value(EDITION, "contract-volume").await,
        Exact::from(10)
    );
}
