//! Stored facts against those the newest code makes of the same body.
//!
//! A release may tell more of a record than the one that wrote it: name a dimension
//! that was not declared then, keep a cube there was not. The stored facts stay, and
//! with them every figure that was ever read; the record tells the rest when it is
//! next changed. That is no difference an operator could do anything about, so it is
//! counted and not reported. It hides no damage: stored facts are in the chain.

use std::{borrow::Cow, collections::BTreeSet};

use crate::{Fact, layout::Layout};

/// How stored facts stand to recomputed ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// They are the same.
    Same,
    /// They say nothing else, but less, in ways an earlier release may have.
    Less,
    /// They say something else.
    Other,
}

/// Compares the facts of one revision.
pub(super) fn compare(stored: &[Fact], recomputed: Vec<Fact>, layout: &Layout) -> Standing {
    let mut unmatched = recomputed;
    let differing: Vec<&Fact> = stored
        .iter()
        .filter(|fact| !take(&mut unmatched, |made| made == *fact))
        .collect();
    if differing.is_empty() && unmatched.is_empty() {
        return Standing::Same;
    }
    let told = differing
        .into_iter()
        .all(|fact| take(&mut unmatched, |made| tells_more(made, fact, layout)));
    let kept: BTreeSet<&Cow<'_, str>> = stored.iter().map(|fact| &fact.cube).collect();
    if told && unmatched.iter().all(|made| !kept.contains(&made.cube)) {
        Standing::Less
    } else {
        Standing::Other
    }
}

/// Takes out the first fact that passes; tells whether there was one.
fn take(facts: &mut Vec<Fact>, passes: impl Fn(&Fact) -> bool) -> bool {
    let found = facts.iter().position(passes);
    found.map(|index| facts.swap_remove(index)).is_some()
}

/// Whether a fact says all that the stored one says, and only names optional
/// dimensions beside.
fn tells_more(made: &Fact, stored: &Fact, layout: &Layout) -> bool {
    let Some(layout) = layout.cube(&made.cube) else {
        return false;
    };
    let is_optional = |name: &str| {
        let index = layout.cube.dimension_index(name);
        index.is_some_and(|index| layout.cube.dimensions[index].optional)
    };
    let agree = stored
        .values
        .iter()
        .all(|(name, value)| made.values.get(name) == Some(value));
    let beside = made
        .values
        .keys()
        .filter(|name| !stored.values.contains_key(*name));
    made.cube == stored.cube
        && made.quantities == stored.quantities
        && agree
        && beside.into_iter().all(|name| is_optional(name))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::{Cube, Cubes, Dimension, Quantity};

    fn layout() -> Layout {
        let cube = |name| Cube {
            name,
            description: "One walk.",
            dimensions: vec![
                Dimension::new("year", "The year."),
                Dimension::new("gate", "The gate."),
                Dimension::new("guide", "The guide.").optional(),
            ],
            quantities: vec![Quantity::new("walks", "Walks.")],
            roll_ups: vec![vec!["year"]],
        };
        let cubes = Cubes::new(vec![cube("walks"), cube("rests")]).unwrap();
        Layout::new(&cubes, &HashMap::new())
    }

    fn walk(gate: &str) -> Fact {
        let walk = Fact::of("walks").under("year", "2016");
        walk.under("gate", gate).with("walks", 1)
    }

    fn rest() -> Fact {
        let rest = Fact::of("rests").under("year", "2016");
        rest.under("gate", "a").with("walks", 1)
    }

    #[test]
    fn less_is_what_an_earlier_release_may_have_said() {
        use Standing::{Less, Other, Same};
        let guided = |gate| walk(gate).under("guide", "g");
        let mut gateless = walk("a");
        gateless.values.remove("gate");
        let table = [
            (vec![], vec![], Same),
            (vec![walk("a")], vec![walk("a")], Same),
            (vec![walk("a"), walk("b")], vec![walk("b"), walk("a")], Same),
            // A dimension that was not declared, a cube that was not kept.
            (vec![walk("a")], vec![guided("a")], Less),
            (vec![walk("a")], vec![rest(), walk("a")], Less),
            (vec![walk("a")], vec![guided("a"), rest(), rest()], Less),
            (
                vec![walk("a"), walk("b")],
                vec![guided("b"), guided("a")],
                Less,
            ),
            (vec![], vec![walk("a")], Less),
            // Anything else is said by no release before.
            (vec![walk("a")], vec![walk("b")], Other),
            (vec![walk("a")], vec![guided("b")], Other),
            (vec![guided("a")], vec![walk("a")], Other),
            (vec![walk("a")], vec![], Other),
            (vec![walk("a")], vec![walk("a"), walk("b")], Other),
            (vec![walk("a"), walk("a")], vec![walk("a")], Other),
            (vec![walk("a"), walk("a")], vec![guided("a"), rest()], Other),
            (vec![gateless.clone()], vec![walk("a")], Other),
            (vec![walk("a")], vec![guided("a").with("walks", 2)], Other),
            (vec![rest()], vec![guided("a")], Other),
        ];
        for (stored, recomputed, standing) in table {
            let found = compare(&stored, recomputed.clone(), &layout());
            assert_eq!(found, standing, "{stored:?} against {recomputed:?}");
        }
    }
}
