//! What outlets are not told: amounts that are not printed, and what came later.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use harness::{
    check::refused, desk::exact, fair::RunningFair, press::summary, standing::open_press_desk,
};
use proto::{
    contracts::v1::ListAgreementsRequest,
    gateway::v1::{ListPublishedEvidenceRequest, Release},
    reporting::v1::Explanation,
};
use tonic::Code;

use super::{EDITION, holds, name_of, sample, void_an_agreement};

/// How long the digests in page tokens are.
const DIGEST_BYTES: usize = 8;

/// The figures of an explanation, with the amounts that their readings tell.
fn walk(explanation: &Explanation, seen: &mut dyn FnMut(&Explanation)) {
    seen(explanation);
    for input in &explanation.inputs {
        walk(input, seen);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_amount_is_told_but_those_that_are_printed() {
    let running = sample().await;
    let clients = &running.clients;
    let name = name_of("closing");
    let text = Release {
        language_code: "en".to_owned(),
        headline: "Contracts of CIFTIS".to_owned(),
        paragraphs: vec![
            "The fair closed with 331 contracts signed, worth 101.08 billion US dollars."
                .to_owned(),
            "International contracts were 20 percent of the total contract volume.".to_owned(),
        ],
        ..Release::default()
    };
    let created = clients.create_release(EDITION, "closing", text).await;
    let created = created.unwrap();
    assert!(created.claims.iter().all(holds), "{:#?}", created.claims);
    let figures: BTreeSet<_> = created.claims.iter().map(|it| it.figure.clone()).collect();
    for printed in ["contract-count", "contract-volume", "international-share"] {
        let figure = format!("{EDITION}/figures/{printed}");
        assert!(figures.contains(&figure), "{figures:?}");
    }
    clients.bring_out(&name).await;

    // Which contracts there are is told, and of none of them what it is worth.
    let whole = clients
        .published_evidence(&name, "contract-volume", 0)
        .await;
    let whole = whole.unwrap();
    assert!(whole.len() > 1);
    for it in &whole {
        assert!(it.is_contribution_withheld);
        assert_eq!(it.evidence.as_ref().unwrap().contribution, 0);
    }
    let counted = clients.published_evidence(&name, "contract-count", 0).await;
    let counted = counted.unwrap();
    assert!(counted.iter().all(|it| !it.is_contribution_withheld));

    // The international volume is not printed, and follows from nothing that is told.
    let share = clients
        .explain_published(&name, "international-share")
        .await
        .unwrap();
    assert!(share.figure.as_ref().unwrap().value.is_none());
    assert!(share.computation.is_empty());
    let mut withheld = 0;
    walk(&share, &mut |explanation| {
        let figure = explanation.figure.as_ref().unwrap();
        assert!(
            explanation
                .cells
                .iter()
                .all(|it| it.evidence_request_json.is_empty())
        );
        if figure.name.ends_with("/international-volume") {
            withheld += 1;
            assert!(figure.value.is_none() && explanation.computation.is_empty());
            assert!(figure.refusal.contains("withheld"), "{}", figure.refusal);
            let answers = explanation
                .cells
                .iter()
                .map(|it| it.answer.as_ref().unwrap());
            assert!(answers.into_iter().all(|it| it.totals.is_empty()));
        }
    });
    assert_eq!(withheld, 1, "{share:#?}");

    let figure = share.figure.as_ref().unwrap();
    assert!(figure.refusal.contains("withheld"), "{}", figure.refusal);

    // A figure that the release does not print is none of an outlet's business.
    for figure in ["international-volume", "on-site-international-volume"] {
        let refusal = refused(clients.explain_published(&name, figure).await);
        refusal.is(Code::NotFound, "RESOURCE_NOT_FOUND");
        let refusal = refused(clients.published_evidence(&name, figure, 0).await);
        refusal.is(Code::NotFound, "RESOURCE_NOT_FOUND");
    }
    let refusal = refused(clients.published_evidence(&name, "contract-count", 1).await);
    refusal.names_fields(&["reading"]);
}

/// Every whole number that an explanation tells.
fn numbers_in(explanation: &Explanation, found: &mut BTreeSet<i128>) {
    let figure = explanation.figure.as_ref().unwrap();
    let parts = figure.parts.iter().filter_map(|part| part.value.as_ref());
    let points = figure
        .points
        .iter()
        .filter_map(|point| point.value.as_ref());
    for value in figure.value.iter().chain(parts).chain(points) {
        found.insert(exact(value).to_integer());
    }
    let words = explanation
        .computation
        .split(|it: char| !it.is_ascii_digit() && it != ',');
    found.extend(words.filter_map(|word| word.replace(',', "").parse::<i128>().ok()));
    found.extend(figure.records.iter().map(|it| i128::from(it.contribution)));
    let answers = explanation.cells.iter().filter_map(|it| it.answer.as_ref());
    let totals = answers.flat_map(|answer| &answer.totals);
    found.extend(totals.map(|it| i128::from(it.total)));
    for input in &explanation.inputs {
        numbers_in(input, found);
    }
}

/// The amounts of all agreements, in minor units and in units of their currency; small ones
/// are left out, as counts may be as small.
async fn amounts(running: &RunningFair) -> BTreeSet<i128> {
    let mut contracts = running.clients.contracts.clone();
    let request = ListAgreementsRequest {
        parent: EDITION.to_owned(),
        page_size: 1_000,
        ..ListAgreementsRequest::default()
    };
    let agreements = contracts
        .list_agreements(request)
        .await
        .unwrap()
        .into_inner();
    let money = agreements
        .agreements
        .iter()
        .filter_map(|it| it.amount.as_ref());
    let units = money
        .map(|it| i128::from(it.units))
        .filter(|it| *it > 10_000);
    units.flat_map(|units| [units, units * 100]).collect()
}

/// Whatever an outlet asks about the releases of the sample, the amount of an agreement is
/// not in the answers, unless it stands in the text to the last digit.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_about_a_release_has_the_amount_of_an_agreement() {
    let running = sample().await;
    let clients = &running.clients;
    let amounts = amounts(&running).await;
    assert!(amounts.len() > 100, "{}", amounts.len());
    for language in ["en", "zh"] {
        let created = clients
            .create_release(EDITION, language, summary(language))
            .await;
        let name = created.unwrap().name;
        clients.bring_out(&name).await;
        let published = clients.published(&name).await.unwrap();
        let mut printed = BTreeSet::new();
        for claim in published.claims.iter().filter_map(|it| it.claim.as_ref()) {
            let units = claim.value.as_ref().map(|it| exact(it).to_integer());
            printed.extend(units.into_iter().flat_map(|units| [units, units * 100]));
        }
        let figures = published.claims.iter().map(|claim| &claim.figure);
        let figures: BTreeSet<_> = figures.filter_map(|it| it.split('/').next_back()).collect();
        let mut asked = 0;
        for figure_id in figures.iter().filter(|it| !it.is_empty()) {
            let explained = clients.explain_published(&name, figure_id).await.unwrap();
            let mut told = BTreeSet::new();
            numbers_in(&explained, &mut told);
            let mut readings = 0;
            walk(&explained, &mut |it| readings += it.cells.len());
            for reading in 0..i32::try_from(readings).unwrap() {
                let behind = clients.published_evidence(&name, figure_id, reading).await;
                let behind = behind.unwrap();
                let each = behind.iter().map(|it| it.evidence.as_ref().unwrap());
                told.extend(each.map(|it| i128::from(it.contribution)));
                asked += 1;
            }
            let leaked: Vec<_> = told
                .intersection(&amounts)
                .filter(|it| !printed.contains(it))
                .collect();
            assert!(leaked.is_empty(), "{language} {figure_id}: {leaked:?}");
        }
        assert!(asked > 40, "{asked}");
    }
}

/// A token that an outlet makes up does not lead beyond what was published.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_of_evidence_is_of_a_later_position() {
    let running = sample().await;
    let clients = &running.clients;
    let name = name_of("closing");
    open_press_desk(clients).await;
    void_an_agreement(&running).await;
    let mut desk = clients.press_desk.clone();
    let mut request = ListPublishedEvidenceRequest {
        name,
        figure_id: "contract-count".to_owned(),
        page_size: 1,
        ..ListPublishedEvidenceRequest::default()
    };
    let first = desk.list_published_evidence(request.clone()).await.unwrap();
    let token = first.into_inner().next_page_token;
    let mut bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
    request.page_token.clone_from(&token);
    desk.list_published_evidence(request.clone()).await.unwrap();
    // Version, digest of the question, sequence: the next one, and the checksum anew.
    let sequence = 1 + DIGEST_BYTES..1 + DIGEST_BYTES + 8;
    let number = i64::from_be_bytes(bytes[sequence.clone()].try_into().unwrap());
    bytes[sequence].copy_from_slice(&(number + 1).to_be_bytes());
    bytes.truncate(bytes.len() - DIGEST_BYTES);
    let mut checksum = blake3::Hasher::new_derive_key("tradefair page token");
    checksum.update(&bytes);
    bytes.extend(&checksum.finalize().as_bytes()[..DIGEST_BYTES]);
    request.page_token = URL_SAFE_NO_PAD.encode(bytes);
    let refusal = refused(desk.list_published_evidence(request).await);
    refusal.is(Code::InvalidArgument, "PAGE_TOKEN_INVALID");
}
