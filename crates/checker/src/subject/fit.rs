//! How well a figure fits what is said around a claim.

use std::collections::HashSet;

use reader::{Claim, Unit};

use super::{Carried, Fit, is_amount_without_unit, mentioned::Mentioned};
use crate::{
    books::{Books, Figure, Nature, Part},
    judge::Desk,
    lexicon::{Aspect, Cue, Lexicon},
    window::LEADING,
};

/// All of several values that the figure puts together.
const ALL_OF_SEVERAL: i32 = 20;
/// What the claim before was about and the figure is not.
const LEFT_BEHIND: i32 = 15;
/// An aspect of the figure that nothing mentions.
const MISSING: i32 = 60;
/// One of several values that the figure puts together.
const MISSING_OF_SEVERAL: i32 = 30;
/// What is said and the figure is not about.
const STRANGE: i32 = 60;
/// What is said and contradicts what the figure is about.
const EXCLUDED: i32 = 120;
/// What the unit alone says.
const BY_UNIT: i32 = 60;
/// A figure in another currency.
const CONVERTED: i32 = 40;

/// What figures count, with a dimension by which that is told apart.
pub(crate) type ToldApart = HashSet<(Aspect, Option<u32>)>;

/// How well a figure fits; `None` if it does not.
pub(super) fn fit(
    desk: &Desk<'_>,
    claim: &Claim,
    (at, figure): (usize, &Figure),
    mentioned: &Mentioned,
    carried: &Carried,
) -> Option<Fit> {
    let lexicon = desk.lexicon;
    let mut score = 0;
    let mut missing = 0;
    let mut narrowed = false;
    let mut sure = false;
    let mut unsaid = false;
    for part in &figure.aspects {
        let (weight, all) = weight_of(claim, figure, part, mentioned, carried, lexicon)?;
        score += weight;
        unsaid |= !all && !part.optional;
        if weight > 0 {
            narrowed |= !part.head && !part.any_of.iter().any(|it| lexicon.is_cue(*it));
            let said = |it: &Aspect| mentioned.said.contains(it) || carried.aspects.contains(it);
            sure |= !part.optional && part.any_of.iter().any(said);
        } else if part.any_of.len() > 1 && !part.optional {
            score -= MISSING_OF_SEVERAL;
        } else if !part.optional {
            missing += 1;
            score -= MISSING;
        }
    }
    let (against, strange) = strangers(desk, figure, mentioned);
    let misfit = misfit(claim, figure, mentioned, lexicon);
    score -= against + misfit + left_behind(figure, carried, lexicon);
    score -= converted(claim, figure);
    score += spoken_of(figure, carried);
    let passed_on = !mentioned.begins_anew(carried);
    let head_said = figure.heads().any(|head| {
        mentioned.said.contains(&head) || (passed_on && carried.aspects.contains(&head))
    });
    let named = |part: &Part| part.any_of.iter().any(|it| mentioned.said.contains(it));
    let by_name = figure
        .aspects
        .iter()
        .any(|part| part.by_name && named(part));
    let fits = score > 0 && missing <= i32::from(narrowed);
    fits.then_some(Fit {
        at,
        score,
        sure,
        narrower: strange && !by_name,
        consistent: !unsaid && head_said && against == 0 && misfit == 0,
    })
}

/// What all claims of the sentence before were about decides between equals.
fn spoken_of(figure: &Figure, carried: &Carried) -> i32 {
    let spoken_of = |part: &&Part| part.any_of.iter().all(|it| carried.sentence.contains(it));
    let parts = figure.aspects.iter().filter(spoken_of).count();
    i32::try_from(parts).unwrap_or_default()
}

/// How much is said of one respect in which a figure is about something. `None` if it is
/// what the figure counts, and nothing is said of it.
fn weight_of(
    claim: &Claim,
    figure: &Figure,
    part: &Part,
    mentioned: &Mentioned,
    carried: &Carried,
    lexicon: &Lexicon,
) -> Option<(i32, bool)> {
    let several = i32::try_from(part.any_of.len()).ok()?;
    let passed_on = !carried.heads_only || part.head || several > 1;
    // Another noun begins anew.
    let begins_anew = mentioned.begins_anew(carried);
    // What has a word of its own is not passed on: "81 forums and 41 talks".
    let has_own = |aspect: Aspect| {
        let mut near = mentioned.near.iter();
        let another = near.any(|near| lexicon.exclude_each_other(*near, aspect));
        another && !mentioned.near.contains(&aspect)
    };
    let mut total = 0;
    let mut all = true;
    for aspect in &part.any_of {
        let by_unit = weight_by_unit(claim, *aspect, lexicon);
        let measure = if part.head {
            weight_of_measure(claim, figure)
        } else {
            0
        };
        let going_on =
            passed_on && carried.aspects.contains(aspect) && !begins_anew && !has_own(*aspect);
        let going_on = if going_on { carried.weight } else { 0 };
        let weight = mentioned
            .weight(*aspect)
            .max(by_unit)
            .max(measure)
            .max(going_on);
        all &= weight > 0;
        total += weight;
    }
    let mut weight = total / several.max(1);
    if all && several > 1 {
        weight += ALL_OF_SEVERAL;
    }
    // An amount of a sector may be told without a word for what was signed.
    let must = part.head && !matches!(claim.unit, Some(Unit::Currency(_)));
    (weight > 0 || !must).then_some((weight, all))
}

/// What speaks against a figure, and whether the words speak of less than it is about. A
/// phrase of which a part is what the figure is about does not; nor does one of a
/// dimension by which the records that the figure counts are not told apart.
fn strangers(desk: &Desk<'_>, figure: &Figure, mentioned: &Mentioned) -> (i32, bool) {
    let lexicon = desk.lexicon;
    let mut total = 0;
    let mut narrower = false;
    let is_told_apart = |aspect: &Aspect| {
        let dimension = lexicon.dimension(*aspect);
        let mut heads = figure.heads();
        heads.any(|head| desk.told_apart.contains(&(head, dimension)))
    };
    let is_about = |aspect: &Aspect| figure.is_about(*aspect);
    for phrase in &mentioned.own {
        let excluded = |aspect: &Aspect| {
            let excludes = |known| lexicon.exclude_each_other(known, *aspect);
            !is_about(aspect) && figure.about().any(excludes)
        };
        if phrase.iter().any(excluded) {
            total += EXCLUDED;
        } else if !phrase.iter().any(is_about) && phrase.iter().any(is_told_apart) {
            narrower = true;
            total += STRANGE;
        }
    }
    (total, narrower)
}

/// By which dimensions the records that figures count are told apart, by what they count.
pub(crate) fn told_apart(books: &Books, lexicon: &Lexicon) -> ToldApart {
    let mut apart = ToldApart::new();
    for figure in &books.figures {
        for head in figure.heads() {
            let dimensions = figure.about().map(|aspect| lexicon.dimension(aspect));
            apart.extend(dimensions.map(|dimension| (head, dimension)));
        }
    }
    apart
}

/// What the claim before was about and the figure is not.
fn left_behind(figure: &Figure, carried: &Carried, lexicon: &Lexicon) -> i32 {
    let is_left = |aspect: &Aspect| !figure.is_about(*aspect) && !lexicon.is_cue(*aspect);
    match carried.heads_only || !carried.aspects.iter().any(is_left) {
        true => 0,
        false => LEFT_BEHIND,
    }
}

/// An amount where it is said that things are counted, and the other way round; and a value
/// by which a change is told, where another figure may tell it itself.
fn misfit(claim: &Claim, figure: &Figure, mentioned: &Mentioned, lexicon: &Lexicon) -> i32 {
    let mut total = 0;
    let amount = lexicon.cue(Cue::Amount);
    let is_amount = figure.is_about(amount);
    let is_part = matches!(claim.unit, Some(Unit::Percent | Unit::Ratio));
    if is_amount && mentioned.weight(lexicon.cue(Cue::Number)) >= LEADING {
        total += EXCLUDED;
    }
    let changes = matches!(figure.nature, Nature::Growth { .. } | Nature::Total);
    if is_part && changes && !is_amount && mentioned.cues.contains(&amount) {
        total += EXCLUDED;
    }
    if is_part && figure.nature == Nature::Total {
        total += STRANGE;
    }
    total
}

/// What another currency costs.
fn converted(claim: &Claim, figure: &Figure) -> i32 {
    match (claim.unit, figure.unit) {
        (Some(Unit::Currency(claimed)), Some(Unit::Currency(kept))) if claimed != kept => CONVERTED,
        _ => 0,
    }
}

/// What the unit of a claim mentions by itself: a number in dollars is an amount.
fn weight_by_unit(claim: &Claim, aspect: Aspect, lexicon: &Lexicon) -> i32 {
    let told = match claim.unit {
        Some(Unit::Currency(_)) => lexicon.cue(Cue::Amount) == aspect,
        Some(Unit::Count) if is_amount_without_unit(claim) => lexicon.cue(Cue::Amount) == aspect,
        _ => false,
    };
    if told { BY_UNIT } else { 0 }
}

/// What a unit says of which only one thing is told: square metres, days, visits.
fn weight_of_measure(claim: &Claim, figure: &Figure) -> i32 {
    let telling = matches!(
        claim.unit,
        Some(Unit::SquareMetres | Unit::Days | Unit::Years | Unit::Visits)
    );
    if telling && claim.unit == figure.unit {
        BY_UNIT
    } else {
        0
    }
}
