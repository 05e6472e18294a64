//! What the audit says of books that somebody changed behind their back: each
//! damage is found, and found where it is.

use ledger::{AuditReport, SqliteStore, audit};
use rusqlite::Connection;

use super::{
    bench::{Bench, as_one_group, create, fair, id, live, request, retire, update, write},
    deal::{Deal, cubes, recompute},
};

/// Three positions: two records, one of them changed, the other voided and a
/// third made.
async fn kept() -> Bench {
    let bench = Bench::new();
    let deal = Deal::plain();
    let changed = Deal {
        scope: "host_city",
        ..Deal::plain()
    };
    bench.clock.advance(1_000);
    let two = vec![
        create(request(1), id(1), &deal),
        create(request(2), id(2), &deal),
    ];
    for answer in as_one_group(&bench, two).await {
        answer.unwrap();
    }
    bench.clock.advance(1_000);
    bench
        .book
        .write(update(request(3), id(1), &changed))
        .await
        .unwrap();
    let two = vec![retire(request(4), id(2)), create(request(5), id(3), &deal)];
    for answer in as_one_group(&bench, two).await {
        answer.unwrap();
    }
    bench
}

fn written() -> Vec<Deal> {
    let changed = Deal {
        scope: "host_city",
        ..Deal::plain()
    };
    vec![Deal::plain(), changed]
}

/// What the audit of the closed folder says after the change.
async fn after(damage: &str) -> AuditReport {
    let bench = kept().await;
    let sound = bench.audit(&written());
    assert!(sound.is_clean(), "{:#?}", sound.findings);
    bench.book.close().await;
    let books = Connection::open(bench.folder.path().join("books.db")).unwrap();
    assert_eq!(books.execute(damage, []).unwrap(), 1, "{damage}");
    drop(books);
    let store = SqliteStore::open_read_only(bench.folder.path()).unwrap();
    audit(&store, &cubes(), &recompute(&written()), &mut |_| ()).unwrap()
}

/// Whether the audit finds the damage at that place, in these words.
async fn finds(damage: &str, sequence: Option<i64>, ordinal: Option<i64>, words: &str) {
    let report = after(damage).await;
    assert!(!report.is_clean(), "{damage}");
    let found = report.findings.iter().any(|finding| {
        finding.fair == fair().as_str()
            && finding.sequence == sequence
            && finding.ordinal == ordinal
            && finding.what.contains(words)
    });
    assert!(found, "{damage}\n{:#?}", report.findings);
}

#[tokio::test]
async fn a_flipped_byte_of_a_body() {
    let flip = "UPDATE change SET body = CAST(replace(CAST(body AS TEXT), 'USD', 'USE') AS BLOB) \
                WHERE sequence = 1 AND ordinal = 1";
    finds(flip, Some(1), Some(1), "its body is not").await;
}

#[tokio::test]
async fn another_salt() {
    let other = "UPDATE change SET salt = zeroblob(16) WHERE sequence = 2";
    finds(other, Some(2), Some(0), "its body is not").await;
}

#[tokio::test]
async fn what_the_chain_covers() {
    let hash = "its hash is not";
    for damage in [
        "UPDATE position SET hash = zeroblob(32) WHERE sequence = 2",
        "UPDATE position SET recorded_at_us = recorded_at_us + 1 WHERE sequence = 2",
        "UPDATE change SET body_digest = zeroblob(32) WHERE sequence = 2",
        "UPDATE change SET name = 'fairs/ciftis/deals/d009' WHERE sequence = 2",
        "UPDATE change SET reason = 'so' WHERE sequence = 2",
        "UPDATE change SET moved_to = 'fairs/ciftis/deals/d002' WHERE sequence = 2",
        "UPDATE change SET state = 3 WHERE sequence = 2",
        "UPDATE change SET revision = 3 WHERE sequence = 2",
        "UPDATE change SET facts = x'' WHERE sequence = 2",
    ] {
        finds(damage, Some(2), None, hash).await;
    }
}

#[tokio::test]
async fn a_hash_that_was_changed_is_found_once_more_where_it_is_followed() {
    let report = after("UPDATE position SET hash = zeroblob(32) WHERE sequence = 2").await;
    let places: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.sequence)
        .collect();
    assert_eq!(places, [Some(2), Some(3)], "{:#?}", report.findings);
}

#[tokio::test]
async fn times_that_do_not_rise() {
    let back = "UPDATE position SET recorded_at_us = 1 WHERE sequence = 2";
    finds(back, Some(2), None, "not recorded later").await;
}

#[tokio::test]
async fn facts_that_cannot_be_read() {
    let cut = "UPDATE change SET facts = substr(facts, 1, length(facts) - 1) WHERE sequence = 2";
    finds(cut, Some(2), Some(0), "cannot be unpacked").await;
}

#[tokio::test]
async fn rows_that_are_gone() {
    for (damage, sequence, ordinal, words) in [
        (
            "DELETE FROM position WHERE sequence = 2",
            Some(2),
            None,
            "the position is missing",
        ),
        (
            "DELETE FROM position WHERE sequence = 3",
            Some(3),
            None,
            "the position is missing",
        ),
        (
            "DELETE FROM change WHERE sequence = 2",
            Some(2),
            None,
            "it holds 0 changes",
        ),
        (
            "DELETE FROM change WHERE sequence = 3 AND ordinal = 1",
            Some(3),
            None,
            "it holds 1 changes",
        ),
        ("DELETE FROM head", None, None, "no head"),
        (
            "DELETE FROM record WHERE id = 'd001' AND revision = 2",
            Some(2),
            Some(0),
            "the index does not lead",
        ),
        (
            "DELETE FROM record WHERE id = 'd001' AND revision = 1",
            Some(2),
            Some(0),
            "does not follow",
        ),
    ] {
        finds(damage, sequence, ordinal, words).await;
    }
}

#[tokio::test]
async fn a_head_that_was_moved() {
    let back = "UPDATE head SET sequence = 2";
    finds(back, Some(2), None, "the head is not").await;
    finds(back, Some(3), None, "beyond the head").await;
    finds(
        "UPDATE head SET hash = zeroblob(32)",
        Some(3),
        None,
        "the head is not",
    )
    .await;
}

#[tokio::test]
async fn an_index_that_leads_elsewhere() {
    let elsewhere = "UPDATE record SET ordinal = 1 WHERE id = 'd001' AND revision = 1";
    finds(elsewhere, Some(1), Some(1), "leads elsewhere").await;
    finds(elsewhere, Some(1), Some(0), "the index does not lead").await;
}

/// The cell of one roll-up, fresh or moved to its place.
fn one_cell(sequence: i64) -> String {
    format!(
        "rowid_of = (SELECT min(cell) FROM fresh_cell WHERE sequence = {sequence} AND roll_up = 1)"
    )
    .replace("rowid_of", "cell")
        + &format!(" AND sequence = {sequence} AND roll_up = 1")
}

#[tokio::test]
async fn totals_that_are_not_the_sum_of_the_facts() {
    for (damage, words) in [
        (
            "UPDATE fresh_cell SET quantity_1 = quantity_1 + 1",
            "the stored facts add up to",
        ),
        (
            "UPDATE fresh_cell SET facts = facts + 1",
            "the stored facts add up to",
        ),
        (
            "UPDATE fresh_cell SET sequence = 1000",
            "its row is missing",
        ),
        ("DELETE FROM fresh_cell", "its row is missing"),
    ] {
        for sequence in 1..=3 {
            let damage = format!("{damage} WHERE {}", one_cell(sequence));
            finds(&damage, Some(sequence), None, words).await;
        }
    }
}

#[tokio::test]
async fn a_row_of_a_cell_that_nothing_touched() {
    let planted = "INSERT INTO cell SELECT fair, roll_up, x'340041004100410000', 2, 1, 1, 0, 0, 0 \
                   FROM fresh_cell LIMIT 1";
    finds(planted, Some(2), None, "no fact touched it").await;
}

#[tokio::test]
async fn a_cell_is_named_by_its_values() {
    let damage = format!("DELETE FROM fresh_cell WHERE {}", one_cell(1));
    let report = after(&damage).await;
    let [finding] = &report.findings[..] else {
        panic!("{:#?}", report.findings);
    };
    let subject = finding.subject.as_deref().unwrap();
    assert!(
        subject.contains("edition=4") && subject.contains("counted=true"),
        "{subject}"
    );
}

#[tokio::test]
async fn an_erased_body_is_no_damage() {
    let report = after("UPDATE change SET body = NULL, salt = NULL WHERE sequence = 2").await;
    assert!(report.is_clean(), "{:#?}", report.findings);
    assert_eq!(report.differences, vec![]);
}

#[tokio::test]
async fn code_that_has_changed_its_mind_is_a_difference_and_no_damage() {
    let bench = kept().await;
    let fewer = |revision: &ledger::Revision| {
        let mut facts = revision.facts.clone();
        facts.truncate(1);
        Ok(facts)
    };
    let report = bench.book.audit(&fewer, &mut |_| ()).unwrap();
    assert!(report.is_clean(), "{:#?}", report.findings);
    let places: Vec<_> = report
        .differences
        .iter()
        .map(|one| (one.sequence, one.ordinal))
        .collect();
    let wanted = [(1, 0), (1, 1), (2, 0), (3, 1)];
    assert_eq!(
        places,
        wanted.map(|(sequence, ordinal)| (Some(sequence), Some(ordinal)))
    );
}

#[tokio::test]
async fn the_audit_works_beside_a_working_book() {
    let bench = kept().await;
    let store = SqliteStore::open_read_only(bench.folder.path()).unwrap();
    let mut looked_at = Vec::new();
    let mut progress = |counts: ledger::AuditCounts| {
        looked_at.push(counts);
    };
    let report = audit(&store, &cubes(), &recompute(&written()), &mut progress).unwrap();
    assert!(report.is_clean(), "{:#?}", report.findings);
    assert_eq!((report.counts.positions, report.counts.revisions), (3, 5));
    assert_eq!((report.counts.fairs, report.counts.requests), (1, 5));
    assert_eq!(looked_at.last(), Some(&report.counts));
    let change = live(&id(4), &Deal::plain());
    let one = write(request(9), &[&id(4)], Box::new(move |_| Ok(vec![change])));
    bench.book.write(one).await.unwrap();
    let report = audit(&store, &cubes(), &recompute(&written()), &mut |_| ()).unwrap();
    assert_eq!((report.is_clean(), report.counts.positions), (true, 4));
}
