//! The verdict on a change: against which edition it is told, and whether it is so.

use std::ops::Range;

use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};
use reader::{Claim, Exact, Kind, Language, Unit};

use super::{
    Desk, id, plain,
    total::{agrees, verdict_of},
};
use crate::{
    accord::Accord,
    books::{Figure, Nature},
    calendar,
    lexicon::Cue,
    text::Placed,
    verdict::{Checked, Verdict},
};

/// What a change is told against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    /// Nothing is said.
    Unsaid,
    /// The edition of this ordinal.
    Edition(i128),
    /// The year before that of the edition.
    YearBefore,
}

/// Whether the words around a number in percent tell a change.
pub(crate) fn is_told(desk: &Desk<'_>, place: usize, claim: &Claim) -> bool {
    let falls = claim.value.is_some_and(|value| value.is_negative());
    let times = claim.unit == Some(Unit::Ratio) && claim.value > Some(Exact::from_integer(1));
    let near = calendar::around(desk, place, 5, 0);
    let leads = desk.window(place).is_some_and(|window| {
        let before = near.start.max(window.before.start)..window.before.end;
        desk.says(&before, Cue::Growth)
    });
    falls || times || leads || desk.own_says(place, Cue::Growth) || is_told_behind(desk, place)
}

/// "40 percent more", "at 23 percent, the growth of the volume".
fn is_told_behind(desk: &Desk<'_>, place: usize) -> bool {
    let Some(window) = desk.window(place) else {
        return false;
    };
    let behind = window.after.start..(window.after.start + 4).min(window.after.end);
    let first = desk
        .text
        .words
        .get(behind.start)
        .filter(|_| !behind.is_empty());
    let compares = first.is_some_and(|word| {
        matches!(
            word.text.as_str(),
            "more" | "fewer" | "less" | "above" | "below"
        )
    });
    let parted = first.is_some_and(|word| word.parts.is_some());
    compares
        || (parted && desk.says(&behind, Cue::Growth) && desk.text.language == Language::English)
}

/// The verdict on a change in percent.
pub(super) fn judge(desk: &Desk<'_>, place: usize, claim: &Claim, figure: &Figure) -> Checked {
    let own = desk.books.ordinal();
    let called = id(&figure.name);
    let Nature::Growth { base, of } = figure.nature else {
        return Checked::by(figure, claim, Verdict::Untraceable, None, String::new());
    };
    let levels = of.and_then(|of| desk.books.figures.get(of));
    let against = |ordinal: i128| levels.and_then(|of| growth(of, own, ordinal));
    let told = base_told(desk, place);
    let true_value = figure.value(own).map(|value| in_unit(claim, value.number));
    let holds = |value: Option<Exact>| {
        value.map_or(Accord::Off, |value| agrees(claim, in_unit(claim, value)))
    };
    let by_books = true_value.map_or(Accord::Off, |value| agrees(claim, value));
    let wrong = |of: i128, reason: String| {
        let value = against(of).map(|value| in_unit(claim, value));
        Checked::by(figure, claim, Verdict::WrongBase, value, reason)
    };
    if let Base::Edition(named) = told
        && base != Some(named)
    {
        let by_named = holds(against(named));
        if by_named.is_true() {
            let reason = format!("{called} against edition {named} is so");
            let value = against(named).map(|value| in_unit(claim, value));
            return Checked::by(figure, claim, verdict_of(by_named), value, reason);
        }
        if by_books.is_true() {
            let base = base.unwrap_or_default();
            let reason = format!("it is true against edition {base}, not {named}");
            return wrong(base, reason);
        }
    }
    if told == Base::YearBefore && by_books.is_true() && !is_year_before(desk, base) {
        let base = base.unwrap_or_default();
        let year = desk
            .books
            .year_of(base)
            .map_or_else(String::new, |year| format!(" of {year}"));
        let reason =
            format!("it is true against edition {base}{year}, and not against the year before");
        return wrong(base, reason);
    }
    if by_books.is_true() {
        let base = base.map_or_else(String::new, |base| format!(" against edition {base}"));
        let value = true_value.map_or_else(String::new, plain);
        let reason = format!("{called} is {value} percent{base}");
        return Checked::by(figure, claim, verdict_of(by_books), true_value, reason);
    }
    let mut others = desk.books.editions.iter().map(|edition| edition.ordinal);
    if let Some(other) =
        others.find(|other| Some(*other) != base && holds(against(*other)).is_true())
    {
        return wrong(
            other,
            format!("it is true against edition {other}, which is not the base that is named"),
        );
    }
    let Some(value) = true_value else {
        let reason = format!("{called} has no value: {}", figure.refusal);
        return Checked::by(figure, claim, Verdict::Untraceable, None, reason);
    };
    let reason = format!("{called} is {} percent", plain(value));
    let per_unit = match claim.unit {
        Some(Unit::Ratio) => Exact::new(1, 100),
        _ => Exact::from_integer(1),
    };
    Checked {
        per_unit: Some(per_unit),
        ..Checked::by(figure, claim, Verdict::Contradicted, Some(value), reason)
    }
}

/// Whether the figure at a place has another that tells its growth.
pub(super) fn has_growth(desk: &Desk<'_>, at: usize) -> bool {
    let mut figures = desk.books.figures.iter();
    figures.any(|growth| matches!(growth.nature, Nature::Growth { of, .. } if of == Some(at)))
}

/// The verdict on a change of a figure that has no figure of its growth, by its values.
pub(super) fn of_total(desk: &Desk<'_>, place: usize, claim: &Claim, figure: &Figure) -> Checked {
    let own = desk.books.ordinal();
    let told = base_told(desk, place);
    let base = match told {
        Base::Edition(base) => base,
        _ => own - 1,
    };
    let called = id(&figure.name);
    let against = |base: i128| growth(figure, own, base).map(|grown| in_unit(claim, grown));
    let holds = |base: i128| against(base).map_or(Accord::Off, |value| agrees(claim, value));
    let found = holds(base);
    if found.is_true() && told == Base::YearBefore && !is_year_before(desk, Some(base)) {
        let reason = format!("it is true against edition {base}, and not against the year before");
        return Checked::by(figure, claim, Verdict::WrongBase, against(base), reason);
    }
    let mut others = desk.books.editions.iter().map(|edition| edition.ordinal);
    if !found.is_true()
        && let Some(other) = others.find(|other| holds(*other).is_true())
    {
        let reason =
            format!("it is true against edition {other}, which is not the base that is named");
        return Checked::by(figure, claim, Verdict::WrongBase, against(other), reason);
    }
    let Some(value) = against(base) else {
        let reason = format!("the books do not have {called} of edition {base}");
        return Checked::by(figure, claim, Verdict::Untraceable, None, reason);
    };
    let reason = format!(
        "since edition {base} the change of {called} is {}",
        plain(value)
    );
    Checked::by(figure, claim, verdict_of(found), Some(value), reason)
}

/// A growth in percent in the unit of the claim: "by a third" tells the part that was
/// added, "doubled" how many times as much it became.
fn in_unit(claim: &Claim, percent: Exact) -> Exact {
    if claim.unit != Some(Unit::Ratio) {
        return percent;
    }
    let one = Exact::from_integer(1);
    let Some(added) = percent.checked_mul(&Exact::new(1, 100)) else {
        return percent;
    };
    let times = added.checked_add(&one).unwrap_or(added);
    if claim.value.is_some_and(|value| value > one) && agrees(claim, times).is_true() {
        return times;
    }
    added
}

/// The growth of a figure against its value in an earlier edition, in percent.
fn growth(of: &Figure, own: i128, base: i128) -> Option<Exact> {
    let (now, then) = (of.value(own)?.number, of.value(base)?.number);
    if own == base || then.is_zero() {
        return None;
    }
    let grown = now.checked_sub(&then)?.checked_div(&then)?;
    grown.checked_mul(&Exact::from_integer(100))
}

fn is_year_before(desk: &Desk<'_>, base: Option<i128>) -> bool {
    let year = |ordinal: i128| desk.books.year_of(ordinal);
    let base = base.and_then(year);
    let own = year(desk.books.ordinal());
    matches!((base, own), (Some(base), Some(own)) if base + 1 == own)
}

/// The base that the sentence names: the nearest to the claim.
fn base_told(desk: &Desk<'_>, place: usize) -> Base {
    let Some(placed) = desk.placed(place) else {
        return Base::Unsaid;
    };
    let own = desk.books.ordinal();
    let window = desk.window(place);
    let near = window.map(|window| window.before.start..window.after.end);
    let near = near.unwrap_or_else(|| placed.sentence.clone());
    told_within(desk, place, &near, own)
        .or_else(|| told_within(desk, place, &reach(placed), own))
        .unwrap_or(Base::Unsaid)
}

/// The sentence, as far as a base is looked for.
fn reach(placed: &Placed) -> Range<usize> {
    let start = placed
        .words
        .start
        .saturating_sub(120)
        .max(placed.sentence.start);
    start..(placed.words.end + 60).min(placed.sentence.end)
}

fn told_within(desk: &Desk<'_>, place: usize, words: &Range<usize>, own: i128) -> Option<Base> {
    let of_edition = calendar::editions_within(desk, place, words)
        .into_iter()
        .find(|ordinal| *ordinal != own)
        .map(Base::Edition);
    of_edition.or_else(|| {
        if desk.says(words, Cue::PreviousEdition) {
            return Some(Base::Edition(own - 1));
        }
        let year_before = desk.says(words, Cue::YearBefore)
            || calendar::years_within(desk, words).contains(&own_year(desk)?.saturating_sub(1));
        year_before.then_some(Base::YearBefore)
    })
}

fn own_year(desk: &Desk<'_>) -> Option<i32> {
    desk.books.year_of(desk.books.ordinal())
}

/// The verdict on a number that tells a change in units: "95 more than at the last
/// edition". `None` if it tells none.
pub(super) fn in_units(
    desk: &Desk<'_>,
    place: usize,
    claim: &Claim,
    figure: &Figure,
) -> Option<Checked> {
    let own = desk.books.ordinal();
    if claim.kind != Kind::Statistic || !desk.own_says(place, Cue::Growth) {
        return None;
    }
    let base = match base_told(desk, place) {
        Base::Edition(base) => base,
        Base::YearBefore if !is_year_before(desk, Some(own - 1)) => return None,
        _ => own - 1,
    };
    let (now, then) = (figure.value(own)?.number, figure.value(base)?.number);
    let grown = now.checked_sub(&then)?;
    let found = agrees(claim, grown);
    found.is_true().then(|| {
        let reason = format!(
            "{} changed by {} since edition {base}",
            id(&figure.name),
            plain(grown)
        );
        Checked::by(figure, claim, verdict_of(found), Some(grown), reason)
    })
}
