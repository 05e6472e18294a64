//! Scans: which cells of a roll-up are wanted, and how to leap over the rest.

use std::collections::BTreeSet;

use crate::cell::{END_OF_VALUE, join_values, split_values};

/// The cells of a roll-up whose values all pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// The id of the roll-up.
    pub roll_up: i64,
    /// What is allowed for each dimension, in the order of the key.
    pub allowed: Vec<Allowed>,
}

/// What a scan allows for one dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Every value.
    Any,
    /// These values.
    OneOf(BTreeSet<String>),
    /// The values from the first, before the second; a missing bound is none.
    Range(Option<String>, Option<String>),
}

/// What to do with a key that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanStep {
    /// The cell is wanted; then go on at the first key that is not less than
    /// this one.
    Take(Vec<u8>),
    /// The cell is not wanted; go on at the first key that is not less than
    /// this one, which lies beyond the key found.
    Seek(Vec<u8>),
    /// Neither this cell nor any later one is wanted.
    End,
    /// The key is not one of this roll-up.
    Damaged,
}

impl Scan {
    /// Where to begin: no wanted key is less.
    #[must_use]
    pub fn start(&self) -> Vec<u8> {
        let least = self.allowed.iter().map_while(Allowed::least);
        join_values(least)
    }

    /// What to do with the key found.
    #[must_use]
    pub fn step(&self, key: &[u8]) -> ScanStep {
        let Some(values) = split_values(key, self.allowed.len()) else {
            return ScanStep::Damaged;
        };
        for (index, allowed) in self.allowed.iter().enumerate() {
            if allowed.passes(values[index]) {
                continue;
            }
            let before = values[..index].iter().copied();
            return match allowed.next_after(values[index]) {
                Some(next) => ScanStep::Seek(join_values(before.chain([next]))),
                None if index == 0 => ScanStep::End,
                None => ScanStep::Seek(beyond(join_values(before))),
            };
        }
        ScanStep::Take(beyond(key.to_vec()))
    }
}

/// The least key that does not begin with these values.
fn beyond(mut key: Vec<u8>) -> Vec<u8> {
    if let Some(end) = key.last_mut() {
        *end = END_OF_VALUE + 1;
    }
    key
}

impl Allowed {
    fn passes(&self, value: &str) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(values) => values.contains(value),
            Self::Range(from, before) => {
                from.as_deref().is_none_or(|from| from <= value)
                    && before.as_deref().is_none_or(|before| value < before)
            }
        }
    }

    /// The least value allowed, if it is known.
    fn least(&self) -> Option<&str> {
        match self {
            Self::Any => None,
            Self::OneOf(values) => values.first().map(String::as_str),
            Self::Range(from, _) => from.as_deref(),
        }
    }

    /// The least value that is greater than one that does not pass, and that
    /// may pass.
    fn next_after(&self, value: &str) -> Option<&str> {
        match self {
            Self::Any => None,
            Self::OneOf(values) => values.iter().map(String::as_str).find(|one| *one > value),
            Self::Range(from, _) => from.as_deref().filter(|from| *from > value),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a scan takes from a sorted list of keys, and how many it looks at.
    fn run(scan: &Scan, keys: &BTreeSet<Vec<u8>>) -> (Vec<Vec<u8>>, usize) {
        let (mut taken, mut looked_at) = (Vec::new(), 0);
        let mut from = scan.start();
        while let Some(key) = keys.range(from.clone()..).next() {
            looked_at += 1;
            match scan.step(key) {
                ScanStep::Take(next) => {
                    assert!(next > *key);
                    taken.push(key.clone());
                    from = next;
                }
                ScanStep::Seek(next) => {
                    assert!(next > *key, "a seek must go forward");
                    from = next;
                }
                ScanStep::End => break,
                ScanStep::Damaged => panic!("damaged"),
            }
        }
        (taken, looked_at)
    }

    fn one_of(values: &[&str]) -> Allowed {
        Allowed::OneOf(values.iter().map(|&value| value.to_owned()).collect())
    }

    #[test]
    fn a_pinned_dimension_leaps_over_the_rest() {
        let keys: BTreeSet<_> = (0..1000)
            .map(|number| {
                join_values([
                    "4",
                    &format!("{:03}", number / 10),
                    &format!("{}", number % 10),
                ])
            })
            .collect();
        let scan = Scan {
            roll_up: 1,
            allowed: vec![one_of(&["4"]), one_of(&["007", "500"]), one_of(&["3"])],
        };
        let (taken, looked_at) = run(&scan, &keys);
        assert_eq!(taken, vec![join_values(["4", "007", "3"])]);
        assert!(looked_at < 8, "{looked_at}");
    }

    fn allowed() -> impl Strategy<Value = Allowed> {
        let value = "[a-c]{0,2}";
        prop_oneof![
            Just(Allowed::Any),
            proptest::collection::btree_set(value, 0..3).prop_map(Allowed::OneOf),
            (proptest::option::of(value), proptest::option::of(value))
                .prop_map(|(from, before)| Allowed::Range(from, before)),
        ]
    }

    proptest! {
        #[test]
        fn a_scan_takes_exactly_what_passes(
            allowed in proptest::collection::vec(allowed(), 3),
            lists in proptest::collection::vec(proptest::array::uniform3("[a-c]{0,2}"), 0..60),
        ) {
            let scan = Scan { roll_up: 1, allowed };
            let keys: BTreeSet<_> = lists
                .iter()
                .map(|list| join_values(list.iter().map(String::as_str)))
                .collect();
            let wanted: Vec<_> = keys
                .iter()
                .filter(|key| {
                    let values = split_values(key, 3).unwrap();
                    scan.allowed.iter().zip(values).all(|(one, value)| one.passes(value))
                })
                .cloned()
                .collect();
            prop_assert_eq!(run(&scan, &keys).0, wanted);
        }
    }
}
