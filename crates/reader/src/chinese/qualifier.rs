//! Words before and after a number that tell how the text takes it.

use super::scan::{Place, Scan};
use crate::claim::Qualifier;

/// Words before a number, with what they make of it; the longest of those that fit
/// decides, so "不超过" is not "超过".
const BEFORE: &[(&str, Qualifier)] = &[
    ("不超过", Qualifier::UpTo),
    ("不多于", Qualifier::UpTo),
    ("不高于", Qualifier::UpTo),
    ("不大于", Qualifier::UpTo),
    ("未超过", Qualifier::UpTo),
    ("至多", Qualifier::UpTo),
    ("最多", Qualifier::UpTo),
    ("不足", Qualifier::UpTo),
    ("不到", Qualifier::UpTo),
    ("不满", Qualifier::UpTo),
    ("少于", Qualifier::UpTo),
    ("低于", Qualifier::UpTo),
    ("小于", Qualifier::UpTo),
    ("不少于", Qualifier::Over),
    ("不低于", Qualifier::Over),
    ("不小于", Qualifier::Over),
    ("不下", Qualifier::Over),
    ("不止", Qualifier::Over),
    ("至少", Qualifier::Over),
    ("最少", Qualifier::Over),
    ("超过", Qualifier::Over),
    ("超越", Qualifier::Over),
    ("超出", Qualifier::Over),
    ("超", Qualifier::Over),
    ("逾", Qualifier::Over),
    ("突破", Qualifier::Over),
    ("冲破", Qualifier::Over),
    ("破", Qualifier::Over),
    ("高于", Qualifier::Over),
    ("多于", Qualifier::Over),
    ("大于", Qualifier::Over),
    ("过", Qualifier::Over),
    ("将近", Qualifier::Nearly),
    ("接近", Qualifier::Nearly),
    ("逼近", Qualifier::Nearly),
    ("临近", Qualifier::Nearly),
    ("近", Qualifier::Nearly),
    ("大约", Qualifier::About),
    ("约为", Qualifier::About),
    ("约有", Qualifier::About),
    ("约合", Qualifier::About),
    ("约占", Qualifier::About),
    ("约达", Qualifier::About),
    ("大概", Qualifier::About),
    ("大致", Qualifier::About),
    ("约", Qualifier::About),
];

/// Words that end like one of those and take no number.
const NONE_BEFORE: [&str; 28] = [
    "签约",
    "合约",
    "条约",
    "公约",
    "契约",
    "邀约",
    "预约",
    "节约",
    "违约",
    "履约",
    "解约",
    "最近",
    "附近",
    "就近",
    "靠近",
    "贴近",
    "亲近",
    "经过",
    "走过",
    "通过",
    "不过",
    "举办过",
    "参加过",
    "来过",
    "高超",
    "打破",
    "爆破",
    "路过",
];

/// Words after a number and its unit.
const AFTER: &[(&str, Qualifier)] = &[
    ("以上", Qualifier::Over),
    ("有余", Qualifier::Over),
    ("之多", Qualifier::Exact),
    ("左右", Qualifier::About),
    ("上下", Qualifier::About),
    ("许", Qualifier::About),
    ("以下", Qualifier::UpTo),
    ("以内", Qualifier::UpTo),
    ("之内", Qualifier::UpTo),
];

/// What stands before a number: how the text takes it, and where its words begin.
pub(super) fn before(scan: &Scan, at: Place) -> (Option<Qualifier>, Place) {
    let at = scan.back_over_space(at);
    let fits = |word: &str| scan.ends_with(at, word);
    let longest = BEFORE
        .iter()
        .filter(|(word, _)| fits(word))
        .max_by_key(|(word, _)| word.len());
    let Some((word, qualifier)) = longest else {
        return (None, at);
    };
    let is_other_word = NONE_BEFORE
        .iter()
        .any(|other| other.len() > word.len() && fits(other));
    match is_other_word {
        true => (None, at),
        false => (Some(*qualifier), at - word.chars().count()),
    }
}

/// What stands after a number and its unit.
pub(super) fn after(scan: &Scan, at: Place) -> Option<Qualifier> {
    if scan.at(at) == '+' {
        return Some(Qualifier::Over);
    }
    // "上下游" is a word of its own.
    let fits = |(word, _): &&(&str, Qualifier)| {
        scan.after_word(at, word)
            .is_some_and(|end| scan.at(end) != '游')
    };
    AFTER.iter().find(fits).map(|(_, qualifier)| *qualifier)
}
