//! Sentences with the verdicts that people expect who did not know the checker, and how
//! many of them it gives. Each set was scored once before its misses were looked at; what
//! was scored then stands beside it.

use harness::clients::Clients;
use proto::gateway::v1::{CheckTextResponse, CheckedClaim};
use serde_json::Value;

use super::{check, quote, sample};

/// A set of the corpus.
struct Set {
    name: &'static str,
    lines: &'static str,
    /// How many verdicts of a hundred are as expected, at the least: what was measured when
    /// the set was last looked at, rounded down.
    as_expected: usize,
    /// How many true claims are taken for false, at the most.
    false_alarms: usize,
    /// How many false claims are taken for true, at the most.
    believed: usize,
}

/// On first sight: English late 79.7 %, 15 of 139 true claims alarmed, 1 of 35 false ones
/// believed; Chinese late 77.0 %, 18 of 152, 2 of 39; English newsrooms 68.6 %, 18 of 174,
/// 2 of 49; Chinese newsrooms 78.2 %, 27 of 187, 1 of 54.
const SETS: [Set; 6] = [
    Set {
        name: "english seen",
        lines: include_str!("english.seen.jsonl"),
        as_expected: 96,
        false_alarms: 2,
        believed: 0,
    },
    Set {
        name: "english late",
        lines: include_str!("english.late.jsonl"),
        as_expected: 88,
        false_alarms: 6,
        believed: 0,
    },
    Set {
        name: "english newsrooms",
        lines: include_str!("english.newsrooms.jsonl"),
        as_expected: 69,
        false_alarms: 19,
        believed: 1,
    },
    Set {
        name: "chinese seen",
        lines: include_str!("chinese.seen.jsonl"),
        as_expected: 93,
        false_alarms: 3,
        believed: 0,
    },
    Set {
        name: "chinese late",
        lines: include_str!("chinese.late.jsonl"),
        as_expected: 91,
        false_alarms: 7,
        believed: 0,
    },
    Set {
        name: "chinese newsrooms",
        lines: include_str!("chinese.newsrooms.jsonl"),
        as_expected: 79,
        false_alarms: 22,
        believed: 1,
    },
];

/// What came of a set.
#[derive(Debug, Default)]
struct Score {
    expected: usize,
    as_expected: usize,
    false_alarms: usize,
    believed: usize,
}

/// A claim that is expected, and the verdicts that are.
struct Expected {
    start: usize,
    end: usize,
    verdicts: Vec<String>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_corpus_gets_the_verdicts_that_people_expect() {
    let (running, _) = sample().await;
    for set in SETS {
        let mut score = Score::default();
        for line in set.lines.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            judge(&running.clients, &line, &mut score).await;
        }
        println!("{}: {score:?}", set.name);
        assert!(
            score.as_expected * 100 >= score.expected * set.as_expected,
            "{}: {score:?}",
            set.name
        );
        assert!(
            score.false_alarms <= set.false_alarms,
            "{}: {score:?}",
            set.name
        );
        assert!(score.believed <= set.believed, "{}: {score:?}", set.name);
    }
}

async fn judge(clients: &Clients, line: &Value, score: &mut Score) {
    let text = line["text"].as_str().unwrap();
    // Most sentences of no line stand in the release, so it is not taken for an edited one.
    let checked = check(clients, text, "").await;
    let mut used = vec![false; checked.claims.len()];
    for expected in expected_of(text, line) {
        let found = find(&checked, &used, &expected);
        if let Some(found) = found {
            used[found] = true;
        }
        let verdict = found.map(|found| verdict_of(&checked.claims[found]));
        count(&expected.verdicts, verdict.as_deref(), score);
    }
}

/// The claims that a line expects, each behind the one before that is told alike.
fn expected_of(text: &str, line: &Value) -> Vec<Expected> {
    let mut from = 0;
    let mut all = Vec::new();
    for expected in line["expect"].as_array().unwrap() {
        let quote = expected["quote"].as_str().unwrap();
        let at = text[from..].find(quote).map(|at| from + at);
        let at = at
            .or_else(|| text.find(quote))
            .expect("the quote stands in the text");
        let first = text[at..].chars().next().map_or(1, char::len_utf8);
        from = at + first;
        let start = text[..at].chars().count();
        let verdicts = match &expected["verdict"] {
            Value::Array(several) => several
                .iter()
                .map(|it| it.as_str().unwrap().to_owned())
                .collect(),
            one => vec![one.as_str().unwrap().to_owned()],
        };
        all.push(Expected {
            start,
            end: start + quote.chars().count(),
            verdicts,
        });
    }
    all
}

/// The claim that shares characters with an expected one; a statistic rather than another.
fn find(checked: &CheckTextResponse, used: &[bool], expected: &Expected) -> Option<usize> {
    let place = |point: i32| usize::try_from(point).unwrap();
    let mut found: Vec<usize> = (0..checked.claims.len())
        .filter(|at| !used[*at])
        .filter(|at| {
            let claim = checked.claims[*at].claim.as_ref().unwrap();
            place(claim.start) < expected.end && place(claim.end) > expected.start
        })
        .collect();
    let is_other = |at: &usize| {
        let claim = checked.claims[*at].claim.as_ref().unwrap();
        claim.kind() != proto::gateway::v1::ExtractedClaimKind::Statistic
    };
    found.sort_by_key(is_other);
    found.first().copied()
}

fn verdict_of(claim: &CheckedClaim) -> String {
    assert!(!quote(claim).is_empty());
    let name = claim.verdict().as_str_name();
    name.strip_prefix("VERDICT_").unwrap().to_lowercase()
}

/// Rounded, truncated and backed are one here: all three are true.
fn count(expected: &[String], found: Option<&str>, score: &mut Score) {
    let is_true = |verdict: &str| matches!(verdict, "backed" | "rounded" | "truncated");
    let expects_truth = expected.iter().any(|it| is_true(it));
    let found_true = found.is_some_and(is_true);
    let as_expected = match found {
        Some(found) => expected.iter().any(|it| it == found) || (expects_truth && found_true),
        None => expected == ["not_a_statistic"],
    };
    score.expected += 1;
    score.as_expected += usize::from(as_expected);
    let alarmed = matches!(found, Some("contradicted" | "wrong_base"));
    score.false_alarms += usize::from(expects_truth && alarmed);
    let expects_falsehood = expected
        .iter()
        .all(|it| matches!(it.as_str(), "contradicted" | "wrong_base"));
    score.believed += usize::from(expects_falsehood && found_true);
}
