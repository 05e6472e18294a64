//! Texts held against the books of the sample fair: its own releases, releases that were
//! tampered with, and a corpus of sentences with the verdicts that people who did not know
//! the checker expect.

mod corpus;

use harness::{builders::request_id, clients::Clients, fair::RunningFair, standing::load_sample};
use proto::{
    contracts::v1::VoidAgreementRequest,
    gateway::v1::{CheckTextRequest, CheckTextResponse, CheckedClaim, Summary, Verdict},
};

/// The edition that the texts are about.
const EDITION: &str = "fairs/ciftis/editions/4";

/// A release as one text, its lines broken as files break them.
fn text_of(summary: &Summary) -> String {
    let mut parts = vec![summary.headline.clone()];
    parts.extend(summary.paragraphs.iter().cloned());
    parts.join("\n\n")
}

async fn check(clients: &Clients, text: &str, edited_from: &str) -> CheckTextResponse {
    let request = CheckTextRequest {
        text: text.to_owned(),
        edition: EDITION.to_owned(),
        edited_from: edited_from.to_owned(),
        ..CheckTextRequest::default()
    };
    let answer = clients.press_desk.clone().check_text(request).await;
    answer.unwrap().into_inner()
}

/// Whether there is nothing in a claim that an editor should look at.
fn holds(claim: &CheckedClaim) -> bool {
    let so = matches!(
        claim.verdict(),
        Verdict::Backed | Verdict::Rounded | Verdict::Truncated | Verdict::NotAStatistic
    );
    so && !claim.added && claim.release_quote.is_empty()
}

/// Whether a claim is not so by its verdict, whatever the release says.
fn is_untrue(claim: &CheckedClaim) -> bool {
    !matches!(
        claim.verdict(),
        Verdict::Backed | Verdict::Rounded | Verdict::NotAStatistic | Verdict::Dropped
    )
}

/// The claims of which something is told.
fn faults(checked: &CheckTextResponse) -> Vec<String> {
    let faults = checked.claims.iter().filter(|claim| !holds(claim));
    faults.map(|claim| format!("{claim:?}")).collect()
}

fn quote(claim: &CheckedClaim) -> &str {
    claim
        .claim
        .as_ref()
        .map_or("", |claim| claim.quote.as_str())
}

/// The one claim with a verdict.
fn the_one(checked: &CheckTextResponse, verdict: Verdict) -> &CheckedClaim {
    let mut found = checked
        .claims
        .iter()
        .filter(|claim| claim.verdict() == verdict);
    let one = found
        .next()
        .unwrap_or_else(|| panic!("nothing is {verdict:?}: {checked:#?}"));
    assert!(found.next().is_none(), "{verdict:?} twice: {checked:#?}");
    one
}

async fn sample() -> (RunningFair, [Summary; 2]) {
    let running = RunningFair::start().await;
    load_sample(&running).await;
    let english = running.clients.summary(EDITION, None).await.unwrap();
    let chinese = running
        .clients
        .summary_in("zh", EDITION, None)
        .await
        .unwrap();
    (running, [english, chinese])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_claim_of_a_release_holds() {
    let (running, releases) = sample().await;
    for release in &releases {
        let checked = check(&running.clients, &text_of(release), "").await;
        assert_eq!(checked.language_code, release.language_code);
        assert!(checked.claims.len() > 50, "{}", checked.claims.len());
        assert_eq!(faults(&checked), Vec::<String>::new());
        let backed = |claim: &&CheckedClaim| claim.verdict() == Verdict::Backed;
        assert!(checked.claims.iter().filter(backed).count() > 35);
    }
}

/// The digit after a digit.
fn altered(digit: char) -> Option<char> {
    let value = digit.to_digit(10)?;
    char::from_digit((value + 1) % 10, 10)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_release_with_one_altered_digit_never_passes() {
    let (running, releases) = sample().await;
    for release in &releases {
        let text = text_of(release);
        let (mut altered_digits, mut found_out) = (0, 0);
        for (at, character) in text.char_indices() {
            let Some(other) = altered(character) else {
                continue;
            };
            let mut tampered = text.clone();
            tampered.replace_range(at..at + character.len_utf8(), &other.to_string());
            let checked = check(&running.clients, &tampered, &text).await;
            let around: String = tampered
                .chars()
                .skip(text[..at].chars().count().saturating_sub(20))
                .take(40)
                .collect();
            assert!(!faults(&checked).is_empty(), "{around:?} passes");
            altered_digits += 1;
            found_out += usize::from(checked.claims.iter().any(is_untrue));
        }
        // What remains are hedges that still hold, and days and ordinals that are no claim.
        println!("{found_out} of {altered_digits} by the verdict alone");
        assert!(
            found_out * 100 >= altered_digits * 85,
            "{found_out} of {altered_digits}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edited_release_tells_what_was_dropped_added_and_changed() {
    let (running, [english, _]) = sample().await;
    let release = text_of(&english);
    let dropped = release.replace(" On average there were 34,200 visits a day.", "");
    assert_ne!(dropped, release);
    // The release is found by itself: most sentences of the text stand in it.
    let checked = check(&running.clients, &dropped, "").await;
    let one = the_one(&checked, Verdict::Dropped);
    assert_eq!(quote(one), "34,200");
    assert!(one.figure.ends_with("/visits-per-day"), "{}", one.figure);
    assert_eq!(faults(&checked).len(), 1);

    let added = format!("{release}\n\nThe net area was 26,800 square metres.");
    let checked = check(&running.clients, &added, "").await;
    let found: Vec<_> = checked.claims.iter().filter(|claim| claim.added).collect();
    let [one] = found.as_slice() else {
        panic!("one is added: {found:#?}");
    };
    assert_eq!(
        (quote(one), one.verdict()),
        ("26,800 square metres", Verdict::Backed)
    );

    let changed = release.replace("over 600 project demands", "over 500 project demands");
    let checked = check(&running.clients, &changed, "").await;
    let faults: Vec<_> = checked
        .claims
        .iter()
        .filter(|claim| !holds(claim))
        .collect();
    let [one] = faults.as_slice() else {
        panic!("one is changed: {faults:#?}");
    };
    assert_eq!(
        (one.release_quote.as_str(), one.verdict()),
        ("600", Verdict::Backed)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_true_at_an_earlier_cut_is_out_of_date() {
    let (running, [english, _]) = sample().await;
    let text = "The fair closed with 331 contracts signed. It had 332 forums.";
    let before = check(&running.clients, text, "").await;
    assert_eq!(before.claims[0].verdict(), Verdict::Backed);
    assert_eq!(before.claims[1].verdict(), Verdict::Contradicted);
    let request = VoidAgreementRequest {
        name: format!("{EDITION}/agreements/a20"),
        reason: "entered in error".to_owned(),
        request_id: request_id(),
        ..VoidAgreementRequest::default()
    };
    let voided = running
        .clients
        .contracts
        .clone()
        .void_agreement(request)
        .await;
    voided.expect("the sample has an agreement a20");
    let after = check(&running.clients, text, "").await;
    let one = the_one(&after, Verdict::OutOfDate);
    assert_eq!(quote(one), "331");
    let value = one
        .true_value
        .as_ref()
        .map(|value| value.numerator.as_str());
    assert_eq!(value, Some("330"));
    assert_eq!(
        one.true_at, english.cut,
        "the newest cut at which it was so"
    );
    assert_eq!(after.claims[1].verdict(), Verdict::Contradicted);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_honour_of_the_city_is_not_the_mayor_s() {
    let (running, _) = sample().await;
    for (text, verdict) in [
        (
            "The delegation of Cologne came for the fourth consecutive time.",
            Verdict::Backed,
        ),
        (
            "Henriette Reker, mayor of Cologne, came for the fourth consecutive time.",
            Verdict::Untraceable,
        ),
        (
            "The delegation's head, Mayor Reker, has come four consecutive times.",
            Verdict::Untraceable,
        ),
        (
            "The delegation of Cologne came for the fifth consecutive time.",
            Verdict::Contradicted,
        ),
        ("科隆代表团连续第四次参会。", Verdict::Backed),
        (
            "科隆市长亨丽埃特·雷克尔连续第四次参会。",
            Verdict::Untraceable,
        ),
    ] {
        let checked = check(&running.clients, text, "").await;
        let [one] = checked.claims.as_slice() else {
            panic!("one claim: {checked:#?}");
        };
        assert_eq!(one.verdict(), verdict, "{text}: {one:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_numbers_of_a_text_are_held_against_each_other() {
    let (running, _) = sample().await;
    for (text, fault) in [
        (
            "The hotels offered 500 rooms, including 300 singles and 250 doubles.",
            Some("250"),
        ),
        (
            "The hotels offered 500 rooms, including 300 singles and 150 doubles.",
            None,
        ),
        (
            "The hotels offered 500 rooms, consisting of 300 singles and 150 doubles.",
            Some("150"),
        ),
        (
            "Hotel bookings rose 50 percent to 600 from 300.",
            Some("50 percent"),
        ),
        ("Hotel bookings rose 100 percent to 600 from 300.", None),
        (
            "A bank pledged loans of 65 billion yuan (about 30 billion US dollars).",
            Some("30 billion US dollars"),
        ),
        (
            "A bank pledged loans of 65 billion yuan (about 10 billion US dollars).",
            None,
        ),
        (
            "Of 400 volunteers, 100 were students, accounting for 35 percent.",
            Some("35 percent"),
        ),
        ("酒店预订由300间增至600间，增长50%。", Some("50%")),
        (
            "一家银行承诺贷款650亿元人民币（约合300亿美元）。",
            Some("300亿美元"),
        ),
        ("一家银行承诺贷款650亿元人民币（约合100亿美元）。", None),
    ] {
        let checked = check(&running.clients, text, "").await;
        let contradicted: Vec<_> = checked
            .claims
            .iter()
            .filter(|claim| claim.verdict() == Verdict::Contradicted)
            .map(quote)
            .collect();
        assert_eq!(
            contradicted,
            fault.into_iter().collect::<Vec<_>>(),
            "{text}: {checked:#?}"
        );
    }
}
