//! kill -9 under concurrent writes: nothing that was acknowledged is lost or
//! doubled, whatever was not is decided by sending it again, and the books are
//! sound.
//!
//! The page cache of the system survives a killed process: this proves what is
//! acknowledged when, not that the disk has it.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use harness::{
    cells::{only, selection, sum_request},
    clients::{Clients, at_position},
    standing::{self, EDITION, FAIR},
};
use proto::{
    contracts::v1::{Agreement, ListAgreementsRequest},
    statistics::v1::{Position, RecordState},
};
use tokio::sync::Notify;

use crate::{
    journal::{Acknowledged, Journal, Sent, Wish},
    process::{Process, run, serve, told},
};

/// How many writers write at once.
const WRITERS: usize = 8;

/// How often the process is killed; `TRADEFAIR_KILL_ROUNDS` sets it.
fn rounds() -> usize {
    match std::env::var("TRADEFAIR_KILL_ROUNDS") {
        Ok(number) => number.parse().expect("TRADEFAIR_KILL_ROUNDS is a number"),
        Err(_) => 50,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_under_load_nothing_acknowledged_is_lost_or_doubled() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("books");
    let journal = Arc::new(Journal::begin(folder.path()));
    let process = serve(&data);
    standing::open_books(&process.connect().await).await;
    process.kill();

    for round in 0..rounds() {
        if round % 5 == 4 {
            // Killed wherever it is in opening its books.
            let opening = [
                "serve",
                "--data",
                data.to_str().unwrap(),
                "--listen",
                "127.0.0.1:0",
            ];
            let mut child = crate::process::tradefair(&opening)
                .stderr(std::process::Stdio::null())
                .spawn()
                .unwrap();
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let process = serve(&data);
        check(&process.connect().await, &journal).await;
        write_until_killed(process, &journal, round).await;
        audit_is_clean(&data);
    }
    let process = serve(&data);
    check(&process.connect().await, &journal).await;
    process.kill();
    audit_is_clean(&data);
}

/// Lets the writers write until some have been acknowledged, then kills the
/// process under their hands.
async fn write_until_killed(process: Process, journal: &Arc<Journal>, round: usize) {
    // Some rounds are short, some long, and they are the same on every machine.
    let enough = 1 + round * 37 % 90;
    let acknowledged = Arc::new(AtomicUsize::new(0));
    let it_is_time = Arc::new(Notify::new());
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let clients = process.connect().await;
        let (journal, acknowledged, it_is_time) = (
            Arc::clone(journal),
            Arc::clone(&acknowledged),
            Arc::clone(&it_is_time),
        );
        writers.push(tokio::spawn(async move {
            let noted = || {
                if acknowledged.fetch_add(1, Ordering::SeqCst) + 1 == enough {
                    it_is_time.notify_one();
                }
            };
            write(&clients, &journal, &format!("r{round}-w{writer}"), noted).await;
        }));
    }
    it_is_time.notified().await;
    process.kill();
    for writer in writers {
        writer
            .await
            .expect("a writer ends when the process is gone");
    }
}

/// Writes one request after the other until the process is gone: creates an
/// agreement, changes every second one and voids every fourth.
async fn write(clients: &Clients, journal: &Journal, prefix: &str, noted: impl Fn()) {
    for n in 0_i64.. {
        let id = format!("{prefix}-{n}");
        let mut etag = String::new();
        for (wish, every) in [(Wish::Create, 1), (Wish::Change, 2), (Wish::Void, 4)] {
            if n % every != 0 {
                continue;
            }
            let sent = Sent::new(wish, &id, 1_000 + n, &etag);
            journal.sends(&sent);
            let Ok(acknowledged) = sent.send(clients).await else {
                return;
            };
            journal.acknowledges(&sent, &acknowledged);
            noted();
            etag = acknowledged.etag;
        }
    }
}

/// Holds the books against the journal, and settles what was not acknowledged.
async fn check(clients: &Clients, journal: &Journal) {
    let mut history = journal.read();
    for (sent, acknowledgement) in &mut history {
        if acknowledgement.is_none() {
            let settled = sent.send(clients).await.unwrap_or_else(|refusal| {
                panic!("{sent:?} must be decided by sending it again: {refusal:?}")
            });
            let again = sent.send(clients).await.expect("and again");
            assert_eq!(again, settled, "the same request has the same answer");
            journal.acknowledges(sent, &settled);
            *acknowledgement = Some(settled);
        }
    }
    let wanted = last_of_each(&history);
    let listed = listed(clients).await;
    assert_eq!(
        listed.len(),
        wanted.len(),
        "no record is lost, none is doubled"
    );
    for record in &listed {
        let id = record.name.rsplit('/').next().unwrap();
        let (sent, acknowledged) = wanted[id];
        let entry = record.entry.as_ref().unwrap();
        let position = entry.position.as_ref().unwrap();
        assert_eq!(
            (&record.etag, entry.revision, position.sequence),
            (
                &acknowledged.etag,
                acknowledged.revision,
                acknowledged.sequence
            ),
            "{id} stands as it was acknowledged"
        );
        assert_eq!(record.amount.as_ref().unwrap().units, sent.amount);
        let void = sent.wish == Wish::Void;
        assert_eq!(entry.state() == RecordState::Void, void, "{id}");
    }
    check_cells(clients, &wanted).await;
    check_a_few_of_the_past(clients, &history).await;
}

/// The last acknowledged request of each record.
fn last_of_each(
    history: &[(Sent, Option<Acknowledged>)],
) -> BTreeMap<&str, (&Sent, &Acknowledged)> {
    history
        .iter()
        .filter_map(|(sent, acknowledged)| Some((sent.id.as_str(), (sent, acknowledged.as_ref()?))))
        .collect()
}

/// The cells are what the journal adds up to.
async fn check_cells(clients: &Clients, wanted: &BTreeMap<&str, (&Sent, &Acknowledged)>) {
    let live: Vec<i64> = wanted
        .values()
        .filter(|(sent, _)| sent.wish != Wish::Void)
        .map(|(sent, _)| sent.amount)
        .collect();
    let dollars = selection("agreements", &[("currency", "USD")]);
    let amounts = sum_request(EDITION, dollars.clone(), "amount_minor_units");
    let amounts = only(&clients.query_cells("contracts", amounts).await.unwrap());
    assert_eq!(amounts, live.iter().sum::<i64>() * 100);
    let count = sum_request(EDITION, dollars, "agreements");
    let count = only(&clients.query_cells("contracts", count).await.unwrap());
    assert_eq!(usize::try_from(count).unwrap(), live.len());
}

/// Revisions of the past read as they were acknowledged.
async fn check_a_few_of_the_past(clients: &Clients, history: &[(Sent, Option<Acknowledged>)]) {
    for (sent, acknowledged) in history.iter().rev().take(20) {
        let acknowledged = acknowledged.as_ref().unwrap();
        let position = Position {
            service: "contracts".to_owned(),
            fair: FAIR.to_owned(),
            sequence: acknowledged.sequence,
            recorded_at: None,
        };
        let then = clients
            .agreement(&sent.name(), at_position(&position))
            .await
            .unwrap();
        let revision = then.entry.unwrap().revision;
        assert_eq!(
            (then.etag, revision),
            (acknowledged.etag.clone(), acknowledged.revision)
        );
    }
}

/// Every agreement, void ones too, page after page.
async fn listed(clients: &Clients) -> Vec<Agreement> {
    let mut ask = ListAgreementsRequest {
        parent: EDITION.to_owned(),
        page_size: 1000,
        show_retired: true,
        ..ListAgreementsRequest::default()
    };
    let mut found = Vec::new();
    loop {
        let page = clients
            .contracts
            .clone()
            .list_agreements(ask.clone())
            .await
            .unwrap()
            .into_inner();
        found.extend(page.agreements);
        if page.next_page_token.is_empty() {
            return found;
        }
        ask.page_token = page.next_page_token;
    }
}

fn audit_is_clean(data: &Path) {
    let audited = run(&["audit", "--data", data.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&audited.stdout).into_owned();
    assert!(
        audited.status.success(),
        "the books are sound: {said} {}",
        told(&audited)
    );
}
