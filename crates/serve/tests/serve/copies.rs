//! Copies of a book, as a caller receives them piece by piece.

use std::time::Duration;

use ledger::{Store, store::sqlite::SqliteStore};
use proto::{
    forums::v1::{Activity, ImportActivitiesRequest, forums_service_client::ForumsServiceClient},
    statistics::v1::{BackUpBooksChunk, BackUpBooksRequest},
};
use serve::Link;

use crate::{
    desk::{Client, House, Served, activity, create, id, named},
    odd::{Odd, PIECE_BYTES, PIECES},
};

/// All pieces of a copy.
async fn pieces(client: &mut Client) -> Vec<BackUpBooksChunk> {
    let answer = client.back_up_books(BackUpBooksRequest {}).await.unwrap();
    let (mut stream, mut pieces) = (answer.into_inner(), Vec::new());
    while let Some(piece) = stream.message().await.unwrap() {
        pieces.push(piece);
    }
    pieces
}

/// The bytes of a copy whose digest is right.
fn whole(pieces: &[BackUpBooksChunk]) -> Vec<u8> {
    let (last, before) = pieces.split_last().expect("a last piece");
    assert!(last.data.is_empty(), "the last piece is the digest alone");
    assert!(before.iter().all(|piece| piece.digest.is_empty()));
    assert!(before.iter().all(|piece| !piece.data.is_empty()));
    let bytes: Vec<u8> = before.iter().flat_map(|piece| piece.data.clone()).collect();
    assert_eq!(last.digest, blake3::hash(&bytes).as_bytes());
    bytes
}

/// The sequences of the newest positions in a copy.
fn heads(copy: &[u8]) -> Vec<i64> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(SqliteStore::file_in(folder.path()), copy).unwrap();
    let store = SqliteStore::open_read_only(folder.path()).unwrap();
    let mut reader = store.reader().unwrap();
    let heads = reader.snapshot().unwrap().heads().unwrap();
    heads.into_iter().map(|(_, head)| head.sequence).collect()
}

#[tokio::test]
async fn a_copy_is_the_book_as_it_stood() {
    let house = House::open();
    let mut client = house.client();
    for number in 1..=3 {
        let request = create(number, &format!("a{number}"), activity("Talk"));
        client.create_activity(request).await.unwrap();
    }
    let copy = whole(&pieces(&mut client).await);
    assert_eq!(heads(&copy), [3]);
    let served = Served::start(house.service.clone()).await;
    assert_eq!(heads(&whole(&pieces(&mut served.client()).await)), [3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_may_ask_at_once_while_others_write() {
    let house = House::open();
    let request = create(100, "a0", activity("Talk"));
    house.client().create_activity(request).await.unwrap();
    let copying = (0..4).map(|_| {
        let mut client = house.client();
        tokio::spawn(async move { whole(&pieces(&mut client).await) })
    });
    let copying: Vec<_> = copying.collect();
    for number in 1..=8 {
        let request = create(number, &format!("a{number}"), activity("Talk"));
        house.client().create_activity(request).await.unwrap();
    }
    for copy in copying {
        let heads = heads(&copy.await.unwrap());
        assert_eq!(heads.len(), 1, "the fair is in every copy");
        assert!((1..=9).contains(&heads[0]), "{heads:?}");
    }
}

#[tokio::test]
async fn who_goes_away_keeps_nobody_waiting() {
    let house = House::open();
    fill(&house).await;
    for _ in 0..3 {
        // The pieces are dropped before one was taken.
        let asked = house.client().back_up_books(BackUpBooksRequest {}).await;
        drop(asked.unwrap());
    }
    let mut client = house.client();
    // Far less than a caller that stays away without going is waited for.
    let copied = tokio::time::timeout(Duration::from_secs(30), pieces(&mut client));
    let copied = copied
        .await
        .expect("its turn comes when the others have gone");
    assert!(
        copied.len() > 4,
        "more pieces than may wait: {}",
        copied.len()
    );
    whole(&copied);
}

/// Records as much as fills several pieces.
async fn fill(house: &House) {
    for number in 0..3 {
        let rows = (0..1_000).map(|row| Activity {
            name: named(&format!("r{number}-{row}")),
            ..activity("Talk")
        });
        let import = ImportActivitiesRequest {
            parent: "fairs/ciftis".to_owned(),
            activities: rows.collect(),
            validate_only: false,
            request_id: id(200 + number),
        };
        house.client().import_activities(import).await.unwrap();
    }
}

#[tokio::test]
async fn a_copy_may_be_larger_than_an_answer_of_one_message() {
    let odd = Odd::new();
    let served = Served::start(odd.service.clone()).await;
    for link in [Link::within(&odd.service), served.link()] {
        let pieces = pieces(&mut ForumsServiceClient::new(link)).await;
        let bytes: usize = pieces.iter().map(|piece| piece.data.len()).sum();
        assert_eq!(bytes, PIECES * PIECE_BYTES);
        assert!(bytes > 4 << 20);
    }
}
