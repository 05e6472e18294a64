//! What a text dropped of the release it was edited from, and what it added.

use std::collections::HashMap;

use reader::{Exact, Kind, Qualifier, Unit};

use crate::verdict::{Checked, Verdict};

/// What a claim says, wherever it stands.
#[derive(PartialEq, Eq, Hash)]
struct Said {
    figure: Option<String>,
    kind: Kind,
    value: Option<Exact>,
    unit: Option<Unit>,
    qualifier: Qualifier,
    /// The words of a claim without a number.
    words: Option<String>,
}

impl Said {
    fn of(checked: &Checked) -> Self {
        let claim = &checked.claim;
        Self {
            figure: checked.figure.clone(),
            kind: claim.kind,
            value: claim.value,
            unit: claim.unit,
            qualifier: claim.qualifier,
            words: claim.value.is_none().then(|| without_space(&claim.quote)),
        }
    }
}

/// Words as they are wherever their line is broken.
fn without_space(quote: &str) -> String {
    quote.chars().filter(|it| !it.is_whitespace()).collect()
}

/// Whether a claim is one that a release must keep: all but an idiom, which says nothing.
fn counts(checked: &Checked) -> bool {
    checked.claim.kind != Kind::Idiom
}

/// Marks what has no counterpart in the release, and adds what of the release is missing.
/// First those that say the same are paired, then those that speak of the same figure: a
/// number that was altered is judged where it stands, and is not dropped.
pub(crate) fn compare(checked: &mut Vec<Checked>, release: Vec<Checked>) {
    let mut left: Vec<Option<Checked>> = release.into_iter().filter(counts).map(Some).collect();
    let mut unpaired: Vec<usize> = Vec::new();
    let mut same: HashMap<Said, Vec<usize>> = HashMap::new();
    for (place, before) in left.iter().enumerate().rev() {
        if let Some(before) = before {
            same.entry(Said::of(before)).or_default().push(place);
        }
    }
    for (place, now) in checked.iter().enumerate() {
        if !counts(now) {
            continue;
        }
        let pair = same.get_mut(&Said::of(now)).and_then(Vec::pop);
        match pair.and_then(|pair| left.get_mut(pair)) {
            Some(before) => *before = None,
            None => unpaired.push(place),
        }
    }
    let mut of_figure: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, before) in left.iter().enumerate().rev() {
        let figure = before.as_ref().and_then(|before| before.figure.clone());
        if let Some(figure) = figure {
            of_figure.entry(figure).or_default().push(place);
        }
    }
    for place in unpaired {
        let Some(now) = checked.get_mut(place) else {
            continue;
        };
        let pair = now
            .figure
            .as_ref()
            .and_then(|figure| of_figure.get_mut(figure)?.pop());
        match pair.and_then(|pair| left.get_mut(pair)) {
            Some(before) => now.release_quote = before.take().map(|before| before.claim.quote),
            None => now.added = true,
        }
    }
    checked.extend(left.into_iter().flatten().map(dropped));
}

fn dropped(before: Checked) -> Checked {
    Checked {
        verdict: Verdict::Dropped,
        reason: "it stood in the release that the text was edited from".to_owned(),
        ..before
    }
}
