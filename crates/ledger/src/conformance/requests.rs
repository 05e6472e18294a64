//! Requests and their answers.

use crate::{
    RequestKey,
    store::{FairCommit, RequestRow, StoreError, StoredRequest},
};

use super::{
    Cases, Place,
    build::{commit, fair, other_fair, position, read, request},
};

pub(super) const CASES: Cases = &[
    ("an answer is found by its key alone", an_answer_is_found),
    ("a key cannot be used twice", a_key_cannot_be_used_twice),
    (
        "an answer may stand without a position",
        an_answer_without_a_position,
    ),
    ("all requests are listed", all_requests_are_listed),
];

fn an_answer_is_found(place: &dyn Place) {
    let store = place.open();
    let two = vec![request("me", 1, &[(1, 0), (1, 1)]), request("you", 1, &[])];
    commit(&*store, &[position(1).answering(two)]);
    drop(store);
    let store = place.open();
    let key = |caller: &str, number: u8| request(caller, number, &[]).key;
    let other_digest = RequestKey {
        digest: [99; 32],
        ..key("me", 1)
    };
    let other_method = RequestKey {
        method: "Update".to_owned(),
        ..key("me", 1)
    };
    let keys = [key("me", 2), other_digest, key("you", 1), other_method];
    let found = read(&*store, |snapshot| {
        let keys: Vec<_> = keys.iter().collect();
        assert_eq!(
            snapshot.requests(&other_fair(), &keys[1..2]).unwrap(),
            vec![None]
        );
        snapshot.requests(&fair(), &keys).unwrap()
    });
    let stored = |answer: &[(i64, i64)]| StoredRequest {
        digest: [1; 32],
        sequence: 1,
        answer: request("me", 1, answer).answer,
    };
    assert_eq!(
        found,
        vec![
            None,
            Some(stored(&[(1, 0), (1, 1)])),
            Some(stored(&[])),
            None
        ]
    );
}

fn a_key_cannot_be_used_twice(place: &dyn Place) {
    let store = place.open();
    commit(
        &*store,
        &[position(1).answering(vec![request("me", 1, &[(1, 0)])])],
    );
    let mut writer = store.writer().unwrap();
    let mut transaction = writer.begin().unwrap();
    let again = position(2).answering(vec![request("me", 1, &[(2, 0)])]);
    let row = again.row();
    let refused = transaction.append(&FairCommit {
        fair: &again.fair,
        head: &again.head,
        position: Some(&row),
        changes: &again.changes,
        requests: &again.requests,
        cells: &[],
    });
    assert!(
        matches!(refused, Err(StoreError::Failed { .. })),
        "{refused:?}"
    );
    drop(transaction);
    commit(
        &*store,
        &[position(2).answering(vec![request("me", 2, &[(2, 0)])])],
    );
}

fn an_answer_without_a_position(place: &dyn Place) {
    let store = place.open();
    let requests = [request("me", 1, &[])];
    let mut writer = store.writer().unwrap();
    let mut transaction = writer.begin().unwrap();
    let only_request = FairCommit {
        fair: &fair(),
        head: &crate::store::Head::default(),
        position: None,
        changes: &[],
        requests: &requests,
        cells: &[],
    };
    transaction.append(&only_request).unwrap();
    transaction.commit().unwrap();
    let found = read(&*store, |snapshot| {
        snapshot.requests(&fair(), &[&requests[0].key]).unwrap()
    });
    assert_eq!(found[0].as_ref().map(|stored| stored.sequence), Some(0));
}

fn all_requests_are_listed(place: &dyn Place) {
    let store = place.open();
    let first = vec![
        request("you", 3, &[(1, 0)]),
        request("me", 9, &[(1, 0), (1, 0)]),
    ];
    let second = vec![request("me", 0, &[])];
    commit(
        &*store,
        &[
            position(1).answering(first.clone()),
            position(2).answering(second.clone()),
        ],
    );
    let mut found: Vec<RequestRow> = Vec::new();
    read(&*store, |snapshot| {
        loop {
            let page = snapshot.request_rows(&fair(), found.last(), 1).unwrap();
            if page.is_empty() {
                break;
            }
            found.extend(page);
        }
    });
    let row = |new: &crate::store::NewRequest, sequence| RequestRow {
        key: new.key.clone(),
        sequence,
        answer: new.answer.clone(),
    };
    assert_eq!(
        found,
        vec![row(&second[0], 2), row(&first[1], 1), row(&first[0], 1)]
    );
}
