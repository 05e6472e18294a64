//! How well the reader reads, on sentences that were labelled before it was written.
//!
//! `*.seen.jsonl` are what it was written with, `*.unseen.jsonl` were kept from whoever
//! wrote it; `README.md` says what the labels mean. A claim counts as found when a claim
//! of the reader shares characters with it.

mod score;
mod sentence;

use reader::Language;
use score::{Goals, Score};

const SEEN: Goals = Goals {
    found: 980,
    units: 950,
    qualifiers: 950,
    false_statistics: 20,
};

#[test]
fn english_seen() {
    score::of("english.seen.jsonl", Language::English).must_reach(&SEEN);
}

#[test]
fn chinese_seen() {
    score::of("chinese.seen.jsonl", Language::Chinese).must_reach(&SEEN);
}

#[test]
fn a_score_counts_what_is_wrong() {
    Score::counts_what_is_wrong();
}
