//! Which records the tables bring, and where each of them stands.

use std::collections::HashMap;

/// The names of all rows, as digests.
///
/// A name takes eight bytes and its place four; with the room a hash table keeps
/// free that is 15 to 30 bytes for each row, 27 MB for a million. Two names of a
/// million share a digest once in forty million imports; then a row is refused that
/// is right, and nothing wrong is stored.
#[derive(Debug, Default)]
pub(super) struct Keys {
    places: HashMap<[u8; 8], [u8; 4]>,
}

impl Keys {
    /// Notes that a record stands at this place, and tells where it stood before.
    pub(super) fn note(&mut self, name: &str, place: u32) -> Option<u32> {
        use std::collections::hash_map::Entry;
        match self.places.entry(digest(name)) {
            Entry::Occupied(known) => Some(u32::from_le_bytes(*known.get())),
            Entry::Vacant(free) => {
                free.insert(place.to_le_bytes());
                None
            }
        }
    }

    /// Where a record stands first.
    pub(super) fn place(&self, name: &str) -> Option<u32> {
        let place = self.places.get(&digest(name))?;
        Some(u32::from_le_bytes(*place))
    }
}

fn digest(name: &str) -> [u8; 8] {
    let mut digest = [0; 8];
    blake3::Hasher::new()
        .update(name.as_bytes())
        .finalize_xof()
        .fill(&mut digest);
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_first_place() {
        let mut keys = Keys::default();
        assert_eq!(keys.note("fairs/a/editions/1", 7), None);
        assert_eq!(keys.note("fairs/a/editions/2", 8), None);
        assert_eq!(keys.note("fairs/a/editions/1", 9), Some(7));
        assert_eq!(keys.place("fairs/a/editions/1"), Some(7));
        assert_eq!(keys.place("fairs/a/editions/3"), None);
    }
}
