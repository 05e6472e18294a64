//! Every figure is read at a cut, and the cut is all it depends on.

use proto::statistics::v1::as_of::Moment;
use tonic::Code;

use super::stage::{Stage, at, reason, value};

#[tokio::test]
async fn heads_are_read_dependents_first() {
    let stage = Stage::open().await;
    stage.figure("contract-count", None).await.unwrap();
    let positions: Vec<_> = stage
        .peers
        .calls()
        .into_iter()
        .filter(|call| call.ends_with("GetPosition"))
        .collect();
    let expected = [
        "contracts GetPosition",
        "forums GetPosition",
        "exhibitions GetPosition",
    ];
    assert_eq!(positions, expected);
}

#[tokio::test]
async fn a_cut_tells_the_position_of_every_service() {
    let stage = Stage::open().await;
    stage.peers.agree("international", "USD", 100);
    let cut = stage
        .figure("contract-count", None)
        .await
        .unwrap()
        .cut
        .unwrap();
    let told: Vec<_> = cut
        .positions
        .iter()
        .map(|position| {
            (
                position.service.as_str(),
                position.sequence,
                position.fair.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("exhibitions", 5, "fairs/ciftis"),
            ("forums", 3, "fairs/ciftis"),
            ("contracts", 1, "fairs/ciftis"),
            ("reporting", 3, "fairs/ciftis"),
        ]
    );
}

#[tokio::test]
async fn a_cut_gives_the_same_whatever_comes_after() {
    let stage = Stage::open().await;
    stage.peers.agree("international", "CNY", 650);
    let then = stage.all(None).await.unwrap();
    // Records, rates and statuses move on.
    stage.peers.agree("international", "USD", 100);
    let mut reporting = stage.reporting.clone();
    let mut rate = stage.rate("usd-cny", "13").rate.unwrap();
    rate.name = "fairs/ciftis/editions/4/rates/usd-cny".to_owned();
    let update = proto::reporting::v1::UpdateRateRequest {
        rate: Some(rate),
        update_mask: None,
        request_id: stage.request_id(),
    };
    reporting.update_rate(update).await.unwrap();

    let now = stage.figure("contract-volume", None).await.unwrap();
    assert_eq!(
        value(now),
        ("3".to_owned(), "2".to_owned()),
        "6.5 at 13, and one"
    );
    assert_eq!(stage.all(at(then.cut.clone())).await.unwrap(), then);
}

#[tokio::test]
async fn cells_are_asked_for_at_the_cut_and_not_at_the_head() {
    let stage = Stage::open().await;
    stage.peers.agree("international", "USD", 100);
    stage.all(None).await.unwrap();
    let state = stage.peers.state();
    assert!(!state.questions.is_empty());
    for question in &state.questions {
        let moment = question
            .as_of
            .as_ref()
            .and_then(|as_of| as_of.moment.as_ref());
        assert!(matches!(moment, Some(Moment::Cut(cut)) if cut.positions.len() == 1));
    }
}

#[tokio::test]
async fn a_cut_that_leaves_a_service_out_is_refused() {
    let stage = Stage::open().await;
    let whole = stage
        .figure("contract-count", None)
        .await
        .unwrap()
        .cut
        .unwrap();
    for service in ["exhibitions", "forums", "contracts", "reporting"] {
        let mut cut = whole.clone();
        cut.positions.retain(|position| position.service != service);
        let refused = stage
            .figure("contract-count", at(Some(cut)))
            .await
            .unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument, "{service}");
        assert_eq!(reason(&refused), "AS_OF_INVALID", "{service}");

        let mut beyond = whole.clone();
        let positions = &mut beyond.positions;
        positions
            .iter_mut()
            .find(|position| position.service == service)
            .unwrap()
            .sequence += 1;
        let refused = stage
            .figure("contract-count", at(Some(beyond)))
            .await
            .unwrap_err();
        assert_eq!(reason(&refused), "AS_OF_INVALID", "{service}");
    }
}

#[tokio::test]
async fn a_definition_is_used_as_it_was_at_the_cut() {
    let stage = Stage::open().await;
    let then = stage.figure("contract-count", None).await.unwrap();
    let all_then = stage.all(None).await.unwrap();
    let retire = proto::reporting::v1::RetireFigureDefinitionRequest {
        name: "fairs/ciftis/figureDefinitions/contract-count".to_owned(),
        reason: "No longer asked for".to_owned(),
        request_id: stage.request_id(),
        ..Default::default()
    };
    stage
        .reporting
        .clone()
        .retire_figure_definition(retire)
        .await
        .unwrap();
    let refused = stage.figure("contract-count", None).await.unwrap_err();
    assert_eq!(reason(&refused), "FIGURE_REFUSED");
    let again = stage
        .figure("contract-count", at(then.cut.clone()))
        .await
        .unwrap();
    assert_eq!(again, then);
    let all_again = stage.all(at(all_then.cut.clone())).await.unwrap();
    assert_eq!(all_again, all_then, "it is still one of them");
}
