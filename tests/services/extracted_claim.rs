//! What the press desk reads out of a text.

use harness::fair::RunningFair;
use proto::{
    gateway::v1::{ExtractClaimsRequest, ExtractedClaim, ExtractedClaimKind},
    reporting::v1::Ratio,
};

async fn claims(running: &RunningFair, text: &str, language_code: &str) -> Vec<ExtractedClaim> {
    let request = ExtractClaimsRequest {
        text: text.to_owned(),
        language_code: language_code.to_owned(),
    };
    let answer = running
        .clients
        .press_desk
        .clone()
        .extract_claims(request)
        .await;
    answer.unwrap().into_inner().claims
}

fn ratio(numerator: &str, denominator: &str) -> Option<Ratio> {
    Some(Ratio {
        numerator: numerator.to_owned(),
        denominator: denominator.to_owned(),
    })
}

#[tokio::test]
async fn a_text_is_read_without_any_books() {
    let running = RunningFair::start().await;
    let english = claims(
        &running,
        "The 4th fair drew nearly 171,000 visits, down 4.2 percent.",
        "en",
    )
    .await;
    let [ordinal, visits, change] = english.as_slice() else {
        panic!("three claims: {english:#?}");
    };
    assert_eq!(ordinal.kind(), ExtractedClaimKind::Ordinal);
    assert_eq!((ordinal.quote.as_str(), ordinal.start), ("4th", 4));
    assert_eq!(visits.kind(), ExtractedClaimKind::Statistic);
    assert_eq!(visits.value, ratio("171000", "1"));
    assert_eq!(
        (visits.unit.as_str(), visits.qualifier.as_str()),
        ("visits", "nearly")
    );
    assert_eq!(change.value, ratio("-21", "5"));

    let chinese = claims(
        &running,
        "京交会签约额达1010.8亿美元，创历史新高",
        "zh-Hans",
    )
    .await;
    let [amount, rank] = chinese.as_slice() else {
        panic!("two claims: {chinese:#?}");
    };
    assert_eq!(amount.value, ratio("101080000000", "1"));
    assert_eq!((amount.start, amount.end), (7, 16));
    assert_eq!(rank.kind(), ExtractedClaimKind::Rank);
    assert_eq!((rank.value.as_ref(), rank.unit.as_str()), (None, ""));
}
