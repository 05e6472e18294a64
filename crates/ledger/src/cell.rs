//! Cells: the running totals of a roll-up under one value of each of its
//! dimensions.

use std::fmt;

/// How many quantities a cell can hold.
pub const QUANTITIES: usize = 4;

/// The running totals of a cell at a position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many facts are in the cell. A value is present while this is not
    /// zero.
    pub facts: i64,
    /// The sums of the quantities, in the order the roll-up was registered
    /// with; unused places are zero.
    pub quantities: [i64; QUANTITIES],
}

impl Totals {
    /// The totals after a change; none when a total leaves the range of the
    /// books.
    #[must_use]
    pub(crate) fn plus(&self, delta: &Delta) -> Option<Self> {
        let facts = narrow(i128::from(self.facts) + i128::from(delta.facts))?;
        let mut quantities = [0; QUANTITIES];
        for (index, quantity) in quantities.iter_mut().enumerate() {
            *quantity = narrow(i128::from(self.quantities[index]) + delta.quantities[index])?;
        }
        Some(Self { facts, quantities })
    }
}

/// A total must fit `i64`, checked, never wrapped.
fn narrow(total: i128) -> Option<i64> {
    i64::try_from(total).ok()
}

/// What a write adds to a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Delta {
    facts: i64,
    quantities: [i128; QUANTITIES],
}

impl Delta {
    /// Puts a fact in. The sums cannot overflow: a write would need 2^63
    /// quantities of the largest size.
    pub(crate) fn put_in(&mut self, quantities: [i64; QUANTITIES]) {
        self.facts += 1;
        for (sum, quantity) in self.quantities.iter_mut().zip(quantities) {
            *sum += i128::from(quantity);
        }
    }

    /// Takes a fact out.
    pub(crate) fn take_out(&mut self, quantities: [i64; QUANTITIES]) {
        self.facts -= 1;
        for (sum, quantity) in self.quantities.iter_mut().zip(quantities) {
            *sum -= i128::from(quantity);
        }
    }
}

/// Which cell: the registered roll-up, and the values of its dimensions.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey {
    /// The id the store gave the roll-up.
    pub roll_up: i64,
    /// The values in the order of the roll-up, each ended by a NUL, which no
    /// value contains: so keys sort as their values do, and no two lists of
    /// values make the same key.
    pub values: Vec<u8>,
}

impl fmt::Debug for CellKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "roll-up {} {:?}",
            self.roll_up,
            String::from_utf8_lossy(&self.values)
                .split_terminator('\0')
                .collect::<Vec<_>>()
        )
    }
}

/// The end of a value in a key.
pub(crate) const END_OF_VALUE: u8 = 0;

/// Joins values to a key.
pub(crate) fn join_values<'a>(values: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let mut key = Vec::with_capacity(48);
    for value in values {
        key.extend_from_slice(value.as_bytes());
        key.push(END_OF_VALUE);
    }
    key
}

/// Takes a key apart; none when it is not one of `count` values.
#[must_use]
pub(crate) fn split_values(key: &[u8], count: usize) -> Option<Vec<&str>> {
    let text = std::str::from_utf8(key).ok()?;
    let values: Vec<_> = text.split_terminator('\0').collect();
    let whole = key.last() == Some(&END_OF_VALUE) && values.len() == count;
    whole.then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_as_their_values_do_and_come_apart_again() {
        let lists = [
            ["", "b"],
            ["a", ""],
            ["a", "b"],
            ["a\u{1}", "a"],
            ["ab", "a"],
        ];
        let keys: Vec<_> = lists.map(join_values).to_vec();
        assert!(keys.is_sorted());
        for (list, key) in lists.iter().zip(&keys) {
            assert_eq!(split_values(key, 2).as_deref(), Some(&list[..]));
        }
        assert_eq!(split_values(b"a\0b", 2), None);
        assert_eq!(split_values(b"a\0", 2), None);
    }

    #[test]
    fn a_total_that_leaves_the_range_is_none() {
        let full = Totals {
            facts: 1,
            quantities: [i64::MAX - 1, 0, 0, 0],
        };
        let mut delta = Delta::default();
        delta.put_in([1, 0, 0, 0]);
        let at_the_edge = full.plus(&delta).unwrap();
        assert_eq!(at_the_edge.quantities[0], i64::MAX);
        assert_eq!(at_the_edge.plus(&delta), None);
    }
}
