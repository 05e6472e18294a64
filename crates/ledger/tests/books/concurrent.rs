//! Many writers at once, each sending its requests more than once.

use std::collections::{BTreeMap, BTreeSet};

use fault::Fault;
use ledger::{Book, CellQuery, Fair, Measure, Moment, Receipt, Selection};

use super::{
    bench::{Bench, create, fair, id, request, retire, update, write},
    deal::Deal,
};

const WRITERS: u32 = 8;
const ROUNDS: u32 = 40;

/// What a writer saw: its request and the answer.
type Seen = (u32, Receipt);

async fn write_much(book: Book, writer: u32) -> Vec<Seen> {
    let mut seen = Vec::new();
    for round in 0..ROUNDS {
        let number = 1 + writer * ROUNDS + round;
        let deal = Deal {
            amount: Some(("CNY", i64::from(number))),
            ..Deal::plain()
        };
        // Eight records for all, so that writers meet.
        let name = id(u8::try_from(round % 8).unwrap());
        let make = || match (writer + round) % 5 {
            0 => create(request(number), name.clone(), &deal),
            1 => retire(request(number), name.clone()),
            _ => update(request(number), name.clone(), &deal),
        };
        let (one, two) = tokio::join!(book.write(make()), book.write(make()));
        match (one, two) {
            (Ok(one), Ok(two)) => {
                assert_eq!(one.revisions, two.revisions);
                assert_eq!(one.position, two.position);
                assert!(one.replayed != two.replayed, "one of the two is the retry");
                seen.push((number, one));
            }
            // The first was refused, and others wrote before the second came.
            (Err(_), Ok(receipt)) | (Ok(receipt), Err(_)) => seen.push((number, receipt)),
            (Err(one), Err(two)) => {
                for refused in [one, two] {
                    let expected = matches!(refused, Fault::Exists { .. } | Fault::NotFound { .. });
                    assert!(expected, "{refused:?}");
                }
            }
        }
    }
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_request_has_one_effect_and_the_same_answer() {
    let mut bench = Bench::new();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| tokio::spawn(write_much(bench.book.clone(), writer)))
        .collect();
    let mut seen = Vec::new();
    for writer in writers {
        seen.extend(writer.await.unwrap());
    }
    bench.reopen().await;

    // Every answer is in the log once, and the log holds nothing else.
    let newest = bench.newest().await;
    let mut places = BTreeSet::new();
    for (number, receipt) in &seen {
        let [revision] = &receipt.revisions[..] else {
            panic!("{receipt:?}");
        };
        assert!(
            places.insert((revision.sequence, revision.ordinal)),
            "two answers, one place"
        );
        let stored = bench
            .book
            .revision(&revision.name, revision.revision, &newest)
            .await
            .unwrap();
        assert_eq!(stored.as_ref(), Some(revision));
        let retry = update(request(*number), revision.name.clone(), &Deal::plain());
        let again = bench.book.write(retry).await.unwrap();
        assert!(again.replayed);
        assert_eq!(again.revisions, receipt.revisions);
        assert_eq!(again.position, receipt.position);
    }
    let report = bench
        .book
        .audit(&|revision| Ok(revision.facts.clone()), &mut |_| ())
        .unwrap();
    assert!(report.is_clean(), "{:#?}", report.findings);
    assert_eq!(report.counts.revisions, places.len() as u64);
    assert_eq!(report.counts.requests, places.len() as u64);
    assert!(
        report.counts.positions < report.counts.revisions,
        "nothing was grouped"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn reads_at_a_cut_stay_equal_while_writers_go_on() {
    let bench = Bench::new();
    let query = CellQuery {
        selection: Selection {
            edition: "4".to_owned(),
            cube: "deals".to_owned(),
            conditions: Vec::new(),
        },
        measure: Measure::Sum("amount_minor_units".to_owned()),
        group_by: vec!["scope".to_owned(), "currency".to_owned()],
    };
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| tokio::spawn(write_much(bench.book.clone(), writer)))
        .collect();
    let mut answers = BTreeMap::new();
    for _ in 0..200 {
        let at = bench.newest().await;
        let answer = bench.book.cells(&query, &at).await.unwrap();
        let first = answers
            .entry(at.sequence)
            .or_insert_with(|| (at, answer.clone()));
        assert_eq!(first.1, answer);
    }
    for writer in writers {
        writer.await.unwrap();
    }
    for (at, answer) in answers.into_values() {
        assert_eq!(bench.book.cells(&query, &at).await.unwrap(), answer);
        let again = bench
            .book
            .resolve(&fair(), Moment::Sequence(at.sequence))
            .await
            .unwrap();
        assert_eq!(again, at);
    }
}

#[tokio::test]
async fn fairs_are_independent_also_in_one_group() {
    let bench = Bench::new();
    let other = Fair::parse("fairs/other").unwrap();
    let elsewhere = |number: u32| {
        let name = format!("fairs/other/deals/d{number}");
        let change = super::bench::live(&name, &Deal::plain());
        let mut one = write(
            request(number),
            &[&name],
            Box::new(move |_| Ok(vec![change])),
        );
        one.fair = other.clone();
        one
    };
    let here = |number: u8| create(request(number.into()), id(number), &Deal::plain());
    let group = vec![elsewhere(1), here(1), elsewhere(2), here(2), elsewhere(3)];
    let answers = super::bench::as_one_group(&bench, group).await;
    let places: Vec<_> = answers
        .into_iter()
        .map(|answer| answer.unwrap().revisions.remove(0))
        .map(|one| (one.sequence, one.ordinal))
        .collect();
    // The same request ids are other requests in another fair.
    assert_eq!(places, [(1, 0), (1, 0), (1, 1), (1, 1), (1, 2)]);
    let fairs = bench.book.fairs().await.unwrap();
    let fairs: Vec<_> = fairs
        .iter()
        .map(|at| (at.fair.as_str(), at.sequence))
        .collect();
    assert_eq!(fairs, [("fairs/ciftis", 1), ("fairs/other", 1)]);
    let across = write(
        request(9),
        &["fairs/other/deals/d1"],
        Box::new(|_| Ok(Vec::new())),
    );
    let across = bench.book.write(across).await;
    assert!(matches!(across, Err(Fault::Defect { .. })), "{across:?}");
}
