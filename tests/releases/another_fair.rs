//! The release of a fair nobody thought of when the templates were written.

use harness::{
    clients::at_cut,
    desk::exact,
    fair::RunningFair,
    second_fair::{self, EDITION, counted_by_hand, deals},
};
use proto::gateway::v1::{ClaimKind, Summary};

use crate::{claims::check_claims, spans};

/// The seeds the fair is made up from.
const SEEDS: [u64; 3] = [1, 7, 21];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_release_of_another_fair_is_true_without_a_change_of_code() {
    for seed in SEEDS {
        let running = RunningFair::start().await;
        second_fair::open_books(&running.clients, seed).await;
        let summary = running.clients.summary(EDITION, None).await.unwrap();
        println!(
            "{}\n\n{}",
            summary.headline,
            summary.paragraphs.join("\n\n")
        );
        spans::check_quotes(&summary);
        spans::check_that_no_number_is_naked(&summary);
        check_claims(&running.clients, &summary).await;
        check_against_the_count_by_hand(&running, &summary, seed).await;
        check_names(&summary);
        check_that_nothing_is_compared(&running, &summary).await;
        assert!(summary.headline.contains("21st"), "{}", summary.headline);
        assert!(!summary.editor_note.is_empty(), "some deals are made up");
    }
}

/// Every figure, and every number that is printed, is what was counted by hand.
async fn check_against_the_count_by_hand(running: &RunningFair, summary: &Summary, seed: u64) {
    let by_hand = counted_by_hand(&deals(seed));
    let cut = at_cut(summary.cut.as_ref().unwrap());
    for (id, value) in &by_hand {
        let answer = running.clients.figure(EDITION, id, cut.clone()).await;
        let answer = answer.unwrap_or_else(|refusal| panic!("seed {seed}, {id}: {refusal:?}"));
        let given = harness::desk::value_of(&answer.figure.unwrap());
        assert_eq!(given, *value, "seed {seed}, {id}");
    }
    let mut printed = 0;
    for claim in &summary.claims {
        if claim.kind() != ClaimKind::Statistic {
            continue;
        }
        let id = claim.figure.rsplit('/').next().unwrap();
        let Some(value) = by_hand.get(id) else {
            assert_eq!(
                id, "focus-sector-series",
                "a number nobody counted: {claim:?}"
            );
            continue;
        };
        printed += 1;
        assert_eq!(
            exact(claim.value.as_ref().unwrap()),
            *value,
            "seed {seed}: {claim:?}"
        );
    }
    assert!(printed >= 8, "a release prints numbers: {printed}");
}

/// Names are printed as they stand, numerals and emoji included.
fn check_names(summary: &Summary) {
    let named: Vec<&str> = summary
        .claims
        .iter()
        .filter(|claim| claim.kind() == ClaimKind::Name)
        .map(|claim| claim.quote.as_str())
        .collect();
    for name in [
        "21st Century Media deal",
        "42 Hotels",
        "Sunflower 🌻 Trading",
        "Messebau 2000",
        "Family 👩‍👩‍👧‍👦 Games",
        "9M Abrasives",
        "Taipei No. 1 Tea",
        "Hundred Acre Wood Toys",
    ] {
        assert!(named.contains(&name), "{name} is named: {named:?}");
    }
}

/// The edition before is missing, so that nothing is compared, and the desk
/// sees what is not said.
async fn check_that_nothing_is_compared(running: &RunningFair, summary: &Summary) {
    for id in ["contract-count-growth", "contract-volume-growth"] {
        assert!(
            summary
                .claims
                .iter()
                .all(|claim| !claim.figure.ends_with(id)),
            "there is no edition to compare with"
        );
        assert!(
            running.clients.figure(EDITION, id, None).await.is_err(),
            "{id} is refused"
        );
        let omitted = summary
            .omissions
            .iter()
            .find(|omitted| omitted.figure.ends_with(id));
        let omitted = omitted.unwrap_or_else(|| panic!("{id} is told to be left out"));
        assert!(!omitted.reason.is_empty());
    }
    let text = format!("{}\n{}", summary.headline, summary.paragraphs.join("\n")).to_lowercase();
    for word in ["previous edition", "growth", "higher than", "increase"] {
        assert!(!text.contains(word), "nothing is compared: {word}");
    }
}
