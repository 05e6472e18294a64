//! The release of the sample fair, loaded as the demo loads it.

use harness::{
    builders::{With, agreement, money, request_id},
    clients::{Clients, at_cut},
    desk::Exact,
    fair::RunningFair,
    standing::load_sample,
};
use proto::{
    gateway::v1::{ClaimKind, Summary},
    reporting::v1::{Rate, UpdateRateRequest},
};
use reader::Language;
use tradefair::release;

use crate::{
    claims::{check_chinese_prints, check_claims},
    read_back, spans,
};

/// The edition that is released.
const EDITION: &str = "fairs/ciftis/editions/4";

/// What is printed on the terminal.
fn printed(summary: &Summary) -> String {
    let mut out = Vec::new();
    release::print(summary, &mut out).unwrap();
    release::print_omissions(summary, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_release_of_the_sample_fair_is_proved_word_by_word() {
    let running = RunningFair::start().await;
    load_sample(&running).await;
    let summary = running.clients.summary(EDITION, None).await.unwrap();
    spans::check_quotes(&summary);
    spans::check_that_no_number_is_naked(&summary);
    check_claims(&running.clients, &summary).await;
    check_facts_of_the_domain(&running.clients).await;
    check_what_is_told(&summary);
    insta::assert_snapshot!("ciftis", printed(&summary));

    later_changes_do_not_reach_an_old_cut(&running, &summary).await;
    loading_again_changes_nothing(&running).await;
    running.audit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_chinese_release_makes_the_claims_of_the_english_one() {
    let running = RunningFair::start().await;
    load_sample(&running).await;
    let english = running.clients.summary(EDITION, None).await.unwrap();
    let cut = at_cut(english.cut.as_ref().unwrap());
    let chinese = running.clients.summary_in("zh", EDITION, cut);
    let chinese = chinese.await.unwrap();
    spans::check_quotes(&chinese);
    check_chinese_prints(&chinese);
    read_back::check(&chinese, Language::Chinese);
    read_back::check(&english, Language::English);
    assert_eq!(statistics(&chinese), statistics(&english));
    assert!(statistics(&chinese).len() >= 45);
    insta::assert_snapshot!("ciftis_zh", printed(&chinese));
}

/// The figures that a text prints, with their values, whatever the words and their order.
fn statistics(summary: &Summary) -> Vec<String> {
    let statistics = summary
        .claims
        .iter()
        .filter(|claim| claim.kind() == ClaimKind::Statistic);
    let mut statistics: Vec<_> = statistics
        .map(|claim| {
            format!(
                "{} {:?} {} {} {:?}",
                claim.figure,
                claim.value,
                claim.unit,
                claim.qualifier,
                claim.status()
            )
        })
        .collect();
    statistics.sort();
    statistics
}

/// The figures of the closing report, as they were published.
async fn check_facts_of_the_domain(clients: &Clients) {
    let billion = |hundredths: i128| Exact::from(hundredths * 10_000_000);
    for (id, value) in [
        ("edition-ordinal", Exact::from(4)),
        ("opening-year", Exact::from(2016)),
        ("years-since-first", Exact::from(5)),
        ("participation-country-count", Exact::from(126)),
        ("contract-count", Exact::from(331)),
        ("contract-volume", billion(10_108)),
        ("international-count", Exact::from(121)),
        ("international-volume", billion(1_988)),
        ("domestic-region-count", Exact::from(155)),
        ("domestic-region-volume", billion(3_150)),
        ("remainder-count", Exact::from(55)),
        ("remainder-volume", billion(4_970)),
        ("host-city-count", Exact::from(55)),
        ("focus-sector-volume", billion(10_400)),
        ("on-site-international-count", Exact::from(13)),
        ("on-site-international-volume", Exact::from(11_400_000)),
        ("on-site-region-count", Exact::from(21)),
        ("on-site-region-volume", billion(3_640)),
        ("cooperative-intention-count", Exact::from(148)),
        ("featured-large-amount-volume", billion(2_000)),
        ("contract-count-growth", Exact::new(9_500, 236)),
        ("contract-volume-growth", Exact::new(1_956 * 100, 8_152)),
    ] {
        assert_eq!(clients.value(EDITION, id).await, value, "{id}");
    }
    let forums = clients.value(EDITION, "activity-count").await;
    let (talks, others) = (
        clients.value(EDITION, "business-talk-count").await,
        clients.value(EDITION, "forum-count").await,
    );
    assert_eq!(
        (forums, talks + others),
        (Exact::from(122), Exact::from(122))
    );
}

/// The stories of the release are in it, with their figures behind them.
fn check_what_is_told(summary: &Summary) {
    let printed_figures: Vec<&str> = summary
        .claims
        .iter()
        .filter(|claim| claim.kind() == ClaimKind::Statistic)
        .map(|claim| claim.figure.rsplit('/').next().unwrap())
        .collect();
    for id in [
        "contract-count",
        "contract-volume",
        "contract-count-growth",
        "contract-volume-growth",
        "international-count",
        "international-volume",
        "international-share",
        "domestic-region-count",
        "domestic-region-volume",
        "domestic-region-share",
        "remainder-count",
        "on-site-international-count",
        "on-site-international-volume",
        "on-site-region-count",
        "on-site-region-volume",
        "participation-country-count",
    ] {
        assert!(
            printed_figures.contains(&id),
            "{id} is told: {printed_figures:?}"
        );
    }
    let text = summary.paragraphs.join("\n");
    for name in [
        "Gremio",
        "Kaunas University of Technology",
        "Beijing Institute of Technology",
        "Zigong New Asia Colored Lantern",
        "Longley Group",
        "Sichuan TianYu Culture",
        "American Festival Celebration",
        "Fujian Department of Commerce",
        "Malaysia Electricity Association",
        "Seven Star International",
        "Jinquan Airlines",
    ] {
        assert!(text.contains(name), "{name} is named");
    }
    assert!(
        !summary.editor_note.is_empty(),
        "made-up records stand behind the figures"
    );
    assert!(
        !summary.editor_note.contains(char::is_numeric),
        "the note has no digits"
    );
}

async fn later_changes_do_not_reach_an_old_cut(running: &RunningFair, released: &Summary) {
    let organisations =
        ["gremio", "longley-group"].map(|id| format!("fairs/ciftis/organisations/{id}"));
    let parties: Vec<&str> = organisations.iter().map(String::as_str).collect();
    let late = agreement(&parties).with(|record| record.amount = money("USD", 77_000_000, 0));
    running
        .clients
        .record_agreement(EDITION, "late", late)
        .await;

    let now = running.clients.summary(EDITION, None).await.unwrap();
    assert_ne!(
        now.paragraphs, released.paragraphs,
        "a new contract changes the text"
    );
    price_the_dollar(running, "7").await;
    let cut = at_cut(released.cut.as_ref().unwrap());
    let then = running.clients.summary(EDITION, cut).await.unwrap();
    assert_eq!(&then, released, "the old cut gives the old text");
    running
        .clients
        .void_agreement(&format!("{EDITION}/agreements/late"))
        .await;
    price_the_dollar(running, "6.5").await;
    let back = running.clients.summary(EDITION, None).await.unwrap();
    assert_eq!(
        back.paragraphs, released.paragraphs,
        "the contract is out again"
    );
}

async fn loading_again_changes_nothing(running: &RunningFair) {
    let before = running.clients.newest("fairs/ciftis").await;
    load_sample(running).await;
    assert_eq!(running.clients.newest("fairs/ciftis").await, before);
}

/// Sets how many yuan a dollar costs.
async fn price_the_dollar(running: &RunningFair, price: &str) {
    let update = UpdateRateRequest {
        rate: Some(Rate {
            name: format!("{EDITION}/rates/usd-cny"),
            price: price.to_owned(),
            ..Rate::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["price".to_owned()],
        }),
        request_id: request_id(),
    };
    running
        .clients
        .reporting
        .clone()
        .update_rate(update)
        .await
        .unwrap();
}
