//! How well the reader reads, on labelled sentences.
//!
//! `*.seen.jsonl` were labelled before the reader was written, by somebody else, and it was
//! written with them; `*.checked.jsonl` were labelled afterwards with its help and checked by
//! eye, so they only hold what works. `README.md` says what the labels mean. A claim counts
//! as found when a claim of the reader shares characters with it.

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

const CHECKED: Goals = Goals {
    found: 1_000,
    units: 1_000,
    qualifiers: 1_000,
    false_statistics: 0,
};

#[test]
fn english_seen() {
    score::of("english.seen.jsonl", Language::English).must_reach(&SEEN);
}

#[test]
fn chinese_checked() {
    score::of("chinese.checked.jsonl", Language::Chinese).must_reach(&CHECKED);
}

#[test]
fn a_score_counts_what_is_wrong() {
    Score::counts_what_is_wrong();
}
