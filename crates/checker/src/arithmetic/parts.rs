//! A whole, and the parts that follow it.

use num_traits::{CheckedAdd, CheckedDiv, CheckedMul};
use reader::{Exact, Kind, Unit};

use super::{Finding, bounds, settle};
use crate::{
    judge::{Desk, agrees, change, plain},
    lexicon::Cue,
    text::Break,
    verdict::Checked,
};

/// The most parts of a whole.
const PARTS_AT_MOST: usize = 12;

pub(super) fn compare(desk: &Desk<'_>, checked: &mut [Checked]) {
    for whole in 0..checked.len() {
        sums(desk, checked, whole);
        shares(desk, checked, whole);
    }
}

/// The statistics behind one in its sentence.
fn behind(desk: &Desk<'_>, whole: usize) -> impl Iterator<Item = usize> {
    let sentence = desk.placed(whole).map(|placed| placed.sentence.clone());
    let following = whole + 1..desk.text.claims.len();
    following
        .take(2 * PARTS_AT_MOST)
        .take_while(move |place| desk.placed(*place).map(|it| &it.sentence) == sentence.as_ref())
        .filter(move |place| {
            desk.placed(*place)
                .is_some_and(|it| it.claim.kind == Kind::Statistic)
        })
}

/// Parts that exceed their whole, or that are all of it and do not add up to it.
fn sums(desk: &Desk<'_>, checked: &mut [Checked], whole: usize) {
    let Some(of) = desk
        .placed(whole)
        .filter(|it| it.claim.kind == Kind::Statistic)
    else {
        return;
    };
    let unit = of.claim.unit;
    if matches!(unit, Some(Unit::Percent | Unit::Ratio)) {
        return;
    }
    let parts: Vec<usize> = behind(desk, whole)
        .filter(|place| desk.placed(*place).is_some_and(|it| it.claim.unit == unit))
        .take(PARTS_AT_MOST)
        .collect();
    let parts = side_by_side(desk, parts);
    let Some(first) = parts.first().and_then(|first| desk.placed(*first)) else {
        return;
    };
    let between = of.words.end..first.words.start;
    let lists = desk.text.strongest_break(&between) == Some(Break::Colon);
    if parts.len() < 2 || between.len() > 20 || !(lists || desk.says(&between, Cue::PartsFollow)) {
        return;
    }
    let Some((least, most)) = total(desk, &parts) else {
        return;
    };
    let Some((whole_least, whole_most)) = bounds(&of.claim) else {
        return;
    };
    let all = lists || desk.says(&between, Cue::AllPartsFollow);
    let exceed = least > whole_most;
    let fall_short = all && most < whole_least;
    if !exceed && !fall_short {
        return;
    }
    let told = parts
        .iter()
        .filter_map(|place| Some(plain(desk.placed(*place)?.claim.value?)));
    let told: Vec<_> = told.collect();
    let value = of.claim.value.map_or_else(String::new, plain);
    let why = format!(
        "the parts {} do not come to the whole of {value}",
        told.join(" and ")
    );
    let mut at_fault = parts.into_iter().rev().chain([whole]);
    at_fault.find(|place| {
        let finding = Finding {
            place: *place,
            ought: None,
            why: why.clone(),
            holds: false,
        };
        settle(checked, finding)
    });
}

/// The first of some claims, as far as no more than a few words stand between them.
fn side_by_side(desk: &Desk<'_>, claims: Vec<usize>) -> Vec<usize> {
    let mut end = None;
    let near = |place: &usize| {
        let Some(words) = desk.placed(*place).map(|placed| placed.words.clone()) else {
            return false;
        };
        let near = end.is_none_or(|end: usize| words.start <= end + 6);
        end = Some(words.end);
        near
    };
    claims.into_iter().take_while(near).collect()
}

/// What parts come to, at the least and at the most.
fn total(desk: &Desk<'_>, parts: &[usize]) -> Option<(Exact, Exact)> {
    let mut total = (Exact::from_integer(0), Exact::from_integer(0));
    for place in parts {
        let (least, most) = bounds(&desk.placed(*place)?.claim)?;
        total = (total.0.checked_add(&least)?, total.1.checked_add(&most)?);
    }
    Some(total)
}

/// "Of 500 stands 300, or 60 percent": a share, behind its part and that behind its whole.
fn shares(desk: &Desk<'_>, checked: &mut [Checked], whole: usize) {
    let following: Vec<usize> = behind(desk, whole).take(2).collect();
    let [part, share] = following.as_slice() else {
        return;
    };
    let claim = |place: usize| desk.placed(place).map(|placed| &placed.claim);
    let (Some(of), Some(one), Some(told)) = (claim(whole), claim(*part), claim(*share)) else {
        return;
    };
    let is_share = told.unit == Some(Unit::Percent) && !change::is_told(desk, *share, told);
    let smaller = one.value < of.value && of.kind == Kind::Statistic && of.unit == one.unit;
    let near = desk
        .placed(*part)
        .zip(desk.placed(*share))
        .is_some_and(|(part, share)| share.words.start <= part.words.end + 6)
        && desk.own_says(*share, Cue::Share);
    if !is_share || !smaller || !near || one.unit == Some(Unit::Percent) {
        return;
    }
    let reckoned = one
        .value
        .zip(of.value)
        .and_then(|(one, of)| one.checked_div(&of));
    let Some(reckoned) = reckoned.and_then(|share| share.checked_mul(&Exact::from_integer(100)))
    else {
        return;
    };
    let why = format!(
        "by the numbers of the text it is {} percent",
        plain(reckoned)
    );
    let finding = Finding {
        place: *share,
        ought: Some(reckoned),
        why,
        holds: agrees(told, reckoned).is_true(),
    };
    settle(checked, finding);
}
