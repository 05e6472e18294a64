//! What the audit says of requests that somebody changed behind the books'
//! back.

use ledger::{AuditReport, Change, Loaded, Rule};
use rusqlite::Connection;

use super::{
    bench::{Bench, as_one_group, create, id, request, update, write},
    deal::Deal,
};

/// Three positions: two records, then both changed in one group, then one of
/// them changed again; and requests that looked on and changed nothing.
async fn kept() -> Bench {
    let bench = Bench::new();
    let deal = Deal::plain();
    let group = vec![
        create(request(1), id(1), &deal),
        look(2),
        create(request(3), id(2), &deal),
    ];
    all_good(&bench, group).await;
    all_good(&bench, vec![look(4)]).await;
    let group = vec![look(5), update(request(6), id(1), &deal), look(7)];
    all_good(&bench, group).await;
    all_good(&bench, vec![update(request(8), id(1), &deal)]).await;
    bench
}

async fn all_good(bench: &Bench, group: Vec<ledger::Write>) {
    for answer in as_one_group(bench, group).await {
        answer.unwrap();
    }
}

/// A request that reads both records and changes nothing.
fn look(number: u32) -> ledger::Write {
    let rule: Rule = Box::new(|_: &Loaded| Ok(Vec::<Change>::new()));
    write(request(number), &[&id(2), &id(1)], rule)
}

/// What the audit says after the change.
async fn after(tampering: &str) -> AuditReport {
    let bench = kept().await;
    let sound = bench.audit(&[Deal::plain()]);
    assert!(sound.is_clean(), "{:#?}", sound.findings);
    let books = Connection::open(bench.folder.path().join("books.db")).unwrap();
    assert_eq!(books.execute(tampering, []).unwrap(), 1, "{tampering}");
    bench.audit(&[Deal::plain()])
}

/// Where the findings are and what they say.
async fn found(tampering: &str) -> Vec<(Option<i64>, Option<i64>, String)> {
    let findings = after(tampering).await.findings.into_iter();
    findings
        .inspect(|finding| assert_eq!(finding.fair, "fairs/ciftis"))
        .map(|finding| (finding.sequence, finding.ordinal, finding.what))
        .collect()
}

/// The request with that number, in SQL.
fn which(number: u32) -> String {
    format!("WHERE method = 'Write' AND id = x'{number:08x}000000000000000000000000'")
}

const UNANSWERED: &str = "no stored request answers with this change";

#[tokio::test]
async fn a_request_that_is_gone_is_missed_where_it_changed_something() {
    let found = found(&format!("DELETE FROM request {}", which(3))).await;
    assert_eq!(found, vec![(Some(1), Some(1), UNANSWERED.to_owned())]);
}

const NOT_OF_ITS_POSITION: &str = "its stored answer is not changes of its position";

#[tokio::test]
async fn an_answer_that_was_emptied_leaves_its_change_unanswered() {
    let found = found(&format!("UPDATE request SET answer = x'' {}", which(8))).await;
    let wanted = vec![
        (Some(3), None, NOT_OF_ITS_POSITION.to_owned()),
        (Some(3), Some(0), UNANSWERED.to_owned()),
    ];
    assert_eq!(found, wanted);
}

#[tokio::test]
async fn a_request_that_was_moved_on_no_longer_answers_its_change() {
    let found = found(&format!("UPDATE request SET sequence = 3 {}", which(6))).await;
    let wanted = vec![
        (Some(3), None, NOT_OF_ITS_POSITION.to_owned()),
        (Some(2), Some(0), UNANSWERED.to_owned()),
    ];
    assert_eq!(found, wanted);
}

#[tokio::test]
async fn a_request_that_was_made_up_answers_for_another() {
    let found = found(
        "INSERT INTO request SELECT fair, 'nobody', method, id, digest, sequence, answer \
         FROM request WHERE sequence = 3",
    )
    .await;
    let what = "its stored answer is a change that another request answers with".to_owned();
    assert_eq!(found, vec![(Some(3), None, what)]);
}

#[tokio::test]
async fn a_request_beyond_the_head_is_found() {
    let found = found(&format!("UPDATE request SET sequence = 4 {}", which(4))).await;
    let what = "it is stored at a sequence beyond the head".to_owned();
    assert_eq!(found, vec![(Some(4), None, what)]);
}

#[tokio::test]
async fn an_answer_from_the_future_is_found() {
    let found = found(&format!("UPDATE request SET sequence = 1 {}", which(7))).await;
    let what = "its stored answer names a revision later than its position".to_owned();
    assert_eq!(found, vec![(Some(1), None, what)]);
}

#[tokio::test]
async fn an_answer_that_was_overtaken_is_found() {
    let found = found(&format!("UPDATE request SET sequence = 3 {}", which(4))).await;
    let what = "its stored answer names a revision that was no longer the newest".to_owned();
    assert_eq!(found, vec![(Some(3), None, what)]);
}

#[tokio::test]
async fn an_answer_that_leads_nowhere_is_found() {
    // The ordinal of its first revision, after the mark: 1 becomes 9.
    let nowhere = "substr(answer, 1, 24) || x'0900000000000000' || substr(answer, 33)";
    let found = found(&format!(
        "UPDATE request SET answer = CAST({nowhere} AS BLOB) {}",
        which(4)
    ))
    .await;
    let what = "its stored answer names a revision that is not there".to_owned();
    assert_eq!(found, vec![(Some(1), None, what)]);
}
