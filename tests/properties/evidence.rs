//! The pages of evidence add up to the total of any selection, and both are
//! what the records add up to one by one.

use std::collections::BTreeMap;

use harness::{
    cells::{any_of, selection, sum_request},
    check::Refusal,
    fair::RunningFair,
    standing::EDITION,
};
use proptest::prelude::*;
use proto::{contracts::v1::Agreement, statistics::v1::Condition};

use crate::{
    cases,
    history::{Deal, deal},
    recount, run,
    writer::record_of,
};

/// The dimensions that are asked for, with values that occur and one that does
/// not.
const DIMENSIONS: [(&str, &[&str]); 8] = [
    ("counted", &["true", "false"]),
    ("scope", &["international", "domestic_region", "host_city"]),
    (
        "stage",
        &["contract", "cooperative_intention", "preliminary_intention"],
    ),
    ("sector", &["2.B", "10.D", "5.C", "1.A"]),
    (
        "place",
        &["none", "international-pavilion", "hall-2", "nowhere"],
    ),
    ("signed_on_site", &["true", "false"]),
    ("currency", &["USD", "CNY", "none", "EUR"]),
    ("synthetic", &["true", "false"]),
];

/// The quantities of the cube.
const QUANTITIES: [&str; 3] = ["agreements", "agreements_with_amount", "amount_minor_units"];

/// A question: pinned dimensions by place, and how many of their values.
type Question = (Vec<(usize, usize)>, usize);

fn questions() -> impl Strategy<Value = Vec<Question>> {
    let pinned = prop::collection::btree_map(0..DIMENSIONS.len(), 1..3_usize, 0..4)
        .prop_map(|pinned| pinned.into_iter().collect::<Vec<_>>());
    prop::collection::vec((pinned, 0..QUANTITIES.len()), 24)
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn evidence_adds_up_to_the_total_of_any_selection(
        deals in prop::collection::vec(deal(), 1..16),
        voided in prop::collection::vec(any::<bool>(), 16),
        questions in questions(),
    ) {
        run(ask_everything(deals, voided, questions));
    }
}

async fn ask_everything(deals: Vec<Deal>, voided: Vec<bool>, questions: Vec<Question>) {
    let running = RunningFair::with_open_books().await;
    let mut live = Vec::new();
    for (n, (deal, void)) in deals.iter().zip(voided).enumerate() {
        let recorded = running
            .clients
            .record_agreement(EDITION, &format!("a{n}"), record_of(deal))
            .await;
        if void {
            running.clients.void_agreement(&recorded.name).await;
        } else {
            live.push(recorded);
        }
    }
    let mut answered = 0;
    for (pinned, quantity) in questions {
        let conditions: Vec<Condition> = pinned
            .iter()
            .map(|&(dimension, values)| {
                let (name, known) = DIMENSIONS[dimension];
                any_of(name, &known[..values.min(known.len())])
            })
            .collect();
        answered += usize::from(ask(&running, &live, conditions, QUANTITIES[quantity]).await);
    }
    assert!(answered > 0, "some of the questions have a roll-up");
}

/// Asks one question; tells whether it was answered.
async fn ask(
    running: &RunningFair,
    live: &[Agreement],
    conditions: Vec<Condition>,
    quantity: &str,
) -> bool {
    let mut wanted = selection("agreements", &[]);
    wanted.r#where = conditions.clone();
    let request = sum_request(EDITION, wanted, quantity);
    if let Err(status) = running
        .clients
        .query_cells("contracts", request.clone())
        .await
    {
        let refusal = Refusal::from(&status);
        assert_eq!(
            refusal.reason, "SELECTION_REFUSED",
            "{conditions:?}: {refusal:?}"
        );
        return false;
    }
    let total = running.clients.proved_sum("contracts", request, None).await;
    let by_hand: i64 = live
        .iter()
        .filter(|record| conditions.iter().all(|condition| holds(condition, record)))
        .map(|record| contribution(record, quantity))
        .sum();
    assert_eq!(total, by_hand, "{quantity} where {conditions:?}");
    true
}

fn holds(condition: &Condition, record: &Agreement) -> bool {
    use proto::statistics::v1::condition::Test;
    let Some(Test::AnyOf(set)) = &condition.test else {
        panic!("only sets are asked for")
    };
    let value = dimensions(record)[condition.dimension.as_str()].clone();
    set.values.contains(&value)
}

/// The dimensions of an agreement, as the cube describes them.
fn dimensions(record: &Agreement) -> BTreeMap<&'static str, String> {
    let or_none = |text: &str| if text.is_empty() { "none" } else { text }.to_owned();
    let stage = record
        .stage()
        .as_str_name()
        .trim_start_matches("AGREEMENT_STAGE_")
        .to_lowercase();
    let currency = record
        .amount
        .as_ref()
        .map_or("none", |amount| &amount.currency_code);
    BTreeMap::from([
        ("counted", recount::counts(record).to_string()),
        ("scope", recount::scope(record).to_owned()),
        ("stage", stage),
        ("sector", record.sector_code.clone()),
        ("place", or_none(&record.place)),
        ("signed_on_site", record.signed_on_site.to_string()),
        ("currency", currency.to_owned()),
        ("synthetic", record.synthetic.to_string()),
    ])
}

fn contribution(record: &Agreement, quantity: &str) -> i64 {
    match (quantity, &record.amount) {
        ("agreements", _) | ("agreements_with_amount", Some(_)) => 1,
        ("amount_minor_units", Some(amount)) => recount::minor_units(amount),
        _ => 0,
    }
}
