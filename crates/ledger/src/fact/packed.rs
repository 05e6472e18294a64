//! How the facts of a revision are packed into one column.
//!
//! A protobuf message with a table of texts, so that the names of dimensions
//! are written once per revision, and with nothing but names in it: the bytes
//! can be read for ever, whatever the cubes are declared as by then.

use std::{borrow::Cow, collections::HashMap};

use prost::Message;

use crate::Fact;

/// The facts of one revision.
#[derive(Clone, PartialEq, Message)]
struct PackedFacts {
    /// Every text, once, in the order of first use.
    #[prost(string, repeated, tag = "1")]
    texts: Vec<String>,
    /// The facts, in the order the rule gave them.
    #[prost(message, repeated, tag = "2")]
    facts: Vec<PackedFact>,
}

/// One fact; every number that stands for a text is its place in the table.
#[derive(Clone, PartialEq, Message)]
struct PackedFact {
    /// The cube.
    #[prost(uint32, tag = "1")]
    cube: u32,
    /// Dimension, value, dimension, value, and so on.
    #[prost(uint32, repeated, tag = "2")]
    values: Vec<u32>,
    /// The names of the quantities.
    #[prost(uint32, repeated, tag = "3")]
    quantities: Vec<u32>,
    /// The amounts, in the same order.
    #[prost(sint64, repeated, tag = "4")]
    amounts: Vec<i64>,
}

/// Packs facts. No facts make no bytes.
pub(crate) fn pack(facts: &[Fact]) -> Vec<u8> {
    let mut table = Table::default();
    let packed = facts
        .iter()
        .map(|fact| PackedFact {
            cube: table.place(&fact.cube),
            values: fact
                .values
                .iter()
                .flat_map(|(dimension, value)| [table.place(dimension), table.place(value)])
                .collect(),
            quantities: fact
                .quantities
                .keys()
                .map(|name| table.place(name))
                .collect(),
            amounts: fact.quantities.values().copied().collect(),
        })
        .collect();
    let texts = table.texts.into_iter().map(str::to_owned).collect();
    PackedFacts {
        texts,
        facts: packed,
    }
    .encode_to_vec()
}

/// Unpacks facts; none when the bytes are damaged.
pub(crate) fn unpack(bytes: &[u8]) -> Option<Vec<Fact>> {
    let packed = PackedFacts::decode(bytes).ok()?;
    packed
        .facts
        .iter()
        .map(|fact| unpack_one(fact, &packed.texts))
        .collect()
}

fn unpack_one(packed: &PackedFact, texts: &[String]) -> Option<Fact> {
    let text = |place: u32| texts.get(usize::try_from(place).ok()?).cloned();
    let name = |place: u32| text(place).map(Cow::Owned);
    let mut fact = Fact::of(name(packed.cube)?);
    let pairs = packed.values.chunks_exact(2);
    if !pairs.remainder().is_empty() || packed.quantities.len() != packed.amounts.len() {
        return None;
    }
    for pair in pairs {
        fact.values.insert(name(pair[0])?, text(pair[1])?);
    }
    for (&quantity, &amount) in packed.quantities.iter().zip(&packed.amounts) {
        fact.quantities.insert(name(quantity)?, amount);
    }
    Some(fact)
}

#[derive(Default)]
struct Table<'a> {
    texts: Vec<&'a str>,
    places: HashMap<&'a str, u32>,
}

impl<'a> Table<'a> {
    fn place(&mut self, text: &'a str) -> u32 {
        // A revision with 2^32 texts would not fit in memory.
        let next = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        *self.places.entry(text).or_insert_with(|| {
            self.texts.push(text);
            next
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_come_out_as_they_went_in() {
        let facts = vec![
            Fact::of("parties")
                .under("edition", "4")
                .under("country", "BR")
                .with("parties", 1),
            Fact::of("parties")
                .under("edition", "4")
                .under("country", "")
                .with("parties", -7),
            Fact::of("empty"),
        ];
        assert_eq!(unpack(&pack(&facts)), Some(facts));
        assert_eq!(pack(&[]), Vec::<u8>::new());
        assert_eq!(unpack(&[]), Some(Vec::new()));
    }

    #[test]
    fn damage_is_noticed() {
        let bytes = pack(&[Fact::of("parties").under("edition", "4")]);
        assert_eq!(unpack(&bytes[..bytes.len() - 1]), None);
        let mut dangling = bytes;
        let last = dangling.len() - 1;
        dangling[last] = 9;
        assert_eq!(unpack(&dangling), None);
    }
}
