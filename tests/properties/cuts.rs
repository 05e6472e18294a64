//! Every cut that was ever answered reads the same, until the end and after a
//! restart, and its figures are what the records of that cut add up to.

use std::collections::BTreeMap;

use harness::{
    clients::{Clients, at_cut},
    desk::{Exact, value_of},
    fair::{MORNING, RunningFair},
    standing::{EDITION, open_reporting},
};
use ledger::ManualClock;
use proptest::prelude::*;
use proto::{
    contracts::v1::{Agreement, ListAgreementsRequest},
    exhibitions::v1::{ListParticipationsRequest, Participation},
    reporting::v1::{BatchGetFiguresResponse, GetRateRequest},
    statistics::v1::AsOf,
};

use crate::{
    cases,
    history::{Step, history},
    recount, run,
    writer::{Kept, Writer},
};

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn every_cut_reads_the_same_for_ever(history in history()) {
        run(write_and_read_again(history));
    }
}

async fn write_and_read_again(history: Vec<Vec<Step>>) {
    let clock = ManualClock::at(MORNING);
    let mut running = RunningFair::start_at(clock.clone()).await;
    harness::standing::open_books(&running.clients).await;
    open_reporting(&running.clients).await;

    // An hour of the fair has gone by, so that no turning back reaches before its opening.
    clock.advance(3_600_000_000);
    let turned_back = history
        .iter()
        .flatten()
        .any(|step| matches!(step, Step::TurnBack(_)));
    let mut writers = Vec::new();
    for (id, steps) in history.into_iter().enumerate() {
        let writer = Writer::new(id, running.connect().await, clock.clone(), turned_back);
        writers.push(tokio::spawn(writer.write(steps)));
    }
    let mut done = Vec::new();
    for writer in writers {
        done.push(writer.await.expect("a writer comes to its end"));
    }
    let last = Kept {
        asked: None,
        answer: running.clients.all_figures(EDITION, None).await,
    };
    check_the_end(&running.clients, &done, &last.answer).await;

    let kept: Vec<Kept> = done
        .into_iter()
        .flat_map(|writer| writer.kept)
        .chain([last])
        .collect();
    for one in &kept {
        check_against_records(&running.clients, &one.answer).await;
    }
    read_again(&running.clients, &kept).await;
    running.restart().await;
    read_again(&running.clients, &kept).await;
    running.audit().await;
}

/// The newest records are those the writers were answered, and the figures are
/// what they add up to.
async fn check_the_end(clients: &Clients, writers: &[Writer], newest: &BatchGetFiguresResponse) {
    let as_of = at_cut(newest.cut.as_ref().unwrap());
    let mut listed = agreements(clients, as_of.clone()).await;
    let mut wanted: Vec<Agreement> = writers
        .iter()
        .flat_map(Writer::live_agreements)
        .cloned()
        .collect();
    for record in &mut listed {
        record.entry.as_mut().unwrap().read_at = None;
    }
    wanted.sort_by(|one, other| one.name.cmp(&other.name));
    assert_eq!(
        listed, wanted,
        "what was acknowledged is there, and nothing else"
    );

    let mut listed = participations(clients, as_of).await;
    let mut wanted: Vec<Participation> = writers
        .iter()
        .flat_map(Writer::live_participations)
        .cloned()
        .collect();
    for record in &mut listed {
        record.entry.as_mut().unwrap().read_at = None;
    }
    wanted.sort_by(|one, other| one.name.cmp(&other.name));
    assert_eq!(
        listed, wanted,
        "who was entered takes part, and nobody else"
    );
}

/// The figures of an answer are what the records at its cut add up to.
async fn check_against_records(clients: &Clients, answer: &BatchGetFiguresResponse) {
    let as_of = at_cut(answer.cut.as_ref().unwrap());
    let rate = GetRateRequest {
        name: format!("{EDITION}/rates/usd-cny"),
        as_of: as_of.clone(),
    };
    let rate = clients
        .reporting
        .clone()
        .get_rate(rate)
        .await
        .unwrap()
        .into_inner();
    let agreements = agreements(clients, as_of.clone()).await;
    let participations = participations(clients, as_of).await;
    let wanted = recount::figures(&agreements, &participations, decimal(&rate.price));
    let given: BTreeMap<&str, Option<Exact>> = answer
        .figures
        .iter()
        .map(|figure| {
            let id = figure.name.rsplit('/').next().unwrap();
            (id, figure.value.as_ref().map(|_| value_of(figure)))
        })
        .collect();
    for (id, value) in wanted {
        assert_eq!(given.get(id), Some(&value), "{id} at {:?}", answer.cut);
    }
}

/// Every kept answer, asked for again by its cut, and by its time.
async fn read_again(clients: &Clients, kept: &[Kept]) {
    for one in kept {
        let cut = at_cut(one.answer.cut.as_ref().unwrap());
        let again = clients.all_figures(EDITION, cut).await;
        assert_eq!(again, one.answer, "the same cut gives the same figures");
        if one.asked.is_some() {
            let again = clients.all_figures(EDITION, one.asked.clone()).await;
            assert_eq!(again, one.answer, "the same time gives the same figures");
        }
    }
}

async fn agreements(clients: &Clients, as_of: Option<AsOf>) -> Vec<Agreement> {
    let ask = ListAgreementsRequest {
        parent: EDITION.to_owned(),
        page_size: 1000,
        as_of,
        ..ListAgreementsRequest::default()
    };
    clients
        .contracts
        .clone()
        .list_agreements(ask)
        .await
        .unwrap()
        .into_inner()
        .agreements
}

async fn participations(clients: &Clients, as_of: Option<AsOf>) -> Vec<Participation> {
    let ask = ListParticipationsRequest {
        parent: EDITION.to_owned(),
        page_size: 1000,
        as_of,
        ..ListParticipationsRequest::default()
    };
    clients
        .exhibitions
        .clone()
        .list_participations(ask)
        .await
        .unwrap()
        .into_inner()
        .participations
}

/// A price as it is recorded, exactly.
fn decimal(price: &str) -> Exact {
    let (whole, decimals) = price.split_once('.').unwrap_or((price, ""));
    let digits: i128 = format!("{whole}{decimals}")
        .parse()
        .expect("a price is a number");
    Exact::new(
        digits,
        10_i128.pow(u32::try_from(decimals.len()).expect("few decimals")),
    )
}
