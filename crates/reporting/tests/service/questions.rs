//! Questions to the record keepers are few, and each is put once.

use std::collections::BTreeMap;

use super::stage::{Stage, value};

#[tokio::test]
async fn many_figures_put_each_question_once() {
    let stage = Stage::open().await;
    stage.peers.agree("international", "CNY", 650);
    stage.peers.agree("host_city", "USD", 250);
    let answer = stage.all(None).await.unwrap();
    assert!(answer.figures.len() > 30, "{}", answer.figures.len());
    let state = stage.peers.state();
    for (at, question) in state.questions.iter().enumerate() {
        assert!(
            !state.questions[at + 1..].contains(question),
            "put twice: {question:?}"
        );
    }
    let mut calls: BTreeMap<&str, usize> = BTreeMap::new();
    for call in &state.calls {
        *calls.entry(call).or_default() += 1;
    }
    assert_eq!(
        calls["exhibitions GetEdition"], 2,
        "this edition and the one before"
    );
    assert_eq!(calls["exhibitions ListEditions"], 1);
    assert_eq!(calls["exhibitions GetFair"], 1);
    assert_eq!(
        calls.get("contracts ListCubes"),
        None,
        "remembered since the catalogue came"
    );
}

#[tokio::test]
async fn one_figure_asks_for_little() {
    let stage = Stage::open().await;
    stage.figure("contract-count", None).await.unwrap();
    assert_eq!(
        stage.peers.calls(),
        [
            "contracts GetPosition",
            "forums GetPosition",
            "exhibitions GetPosition",
            "exhibitions GetEdition",
            "contracts QueryCells",
        ]
    );
}

#[tokio::test]
async fn values_are_exact() {
    let stage = Stage::open().await;
    stage.peers.agree("international", "CNY", 100);
    stage.peers.agree("international", "USD", 5);
    stage.peers.agree("host_city", "USD", 250);
    let read = async |id: &str| {
        let (numerator, denominator) = value(stage.figure(id, None).await.unwrap());
        format!("{numerator}/{denominator}")
    };
    assert_eq!(read("contract-count").await, "3/1");
    // 1 / 6.5 + 0.05, and 2.5.
    assert_eq!(read("international-volume").await, "53/260");
    assert_eq!(read("contract-volume").await, "703/260");
    assert_eq!(read("international-share").await, "5300/703");
    assert_eq!(read("remainder-volume").await, "5/2");
}
