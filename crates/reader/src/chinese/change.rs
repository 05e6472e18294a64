//! Whether a number is a decline.

use super::scan::{Place, Scan};

/// Verbs and nouns of a decline.
const DECLINES: [&str; 29] = [
    "缩短",
    "压缩",
    "下降",
    "下滑",
    "下跌",
    "减少",
    "回落",
    "降低",
    "缩减",
    "缩小",
    "收窄",
    "萎缩",
    "下挫",
    "下调",
    "递减",
    "锐减",
    "骤减",
    "骤降",
    "微降",
    "略降",
    "减",
    "降",
    "跌",
    "负增长",
    "降幅",
    "跌幅",
    "减幅",
    "少",
    "低",
];

/// What may stand between the verb and the number, or its qualifier.
const BETWEEN: [&str; 7] = ["了", "幅度为", "幅度达", "为", "达", "达到", "的"];

/// Whether the words that end at a place, right before a number and its qualifier, say
/// that it is what something lost.
pub(super) fn declines(scan: &Scan, from: Place) -> bool {
    let mut at = scan.back_over_space(from);
    if let Some(word) = BETWEEN.iter().find(|word| scan.ends_with(at, word)) {
        at -= word.chars().count();
    }
    // "减少至", "降到" tell what is left.
    // "缩短为4天" tells what is left, "降幅为" what was lost.
    let level_of = scan.ends_with(scan.back_over_space(from), "为") && !scan.ends_with(at, "幅");
    let is_level = level_of || ["至", "到"].iter().any(|word| scan.ends_with(at, word));
    let is_other = [
        "不少", "至少", "最少", "较少", "最低", "较低", "稍低", "很少", "多少",
    ]
    .iter()
    .any(|word| scan.ends_with(at, word));
    !is_level && !is_other && DECLINES.iter().any(|word| scan.ends_with(at, word))
}
