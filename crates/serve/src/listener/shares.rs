//! A fixed number of something, of which nobody may have more than a part.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// A fixed number of something.
#[derive(Debug)]
pub(super) struct Shares<K: Ord> {
    at_once: usize,
    of_one: usize,
    taken: Mutex<Taken<K>>,
}

#[derive(Debug)]
struct Taken<K> {
    all: usize,
    /// Only those who have some.
    by_key: BTreeMap<K, usize>,
}

impl<K: Ord + Clone> Shares<K> {
    /// So many in all, and so many of one.
    pub(super) fn of(at_once: usize, of_one: usize) -> Arc<Self> {
        Arc::new(Self {
            at_once,
            of_one,
            taken: Mutex::new(Taken {
                all: 0,
                by_key: BTreeMap::new(),
            }),
        })
    }

    /// One of them, given back when it is dropped, if there is one. Without a key it
    /// counts among all and is nobody's.
    pub(super) fn take(self: &Arc<Self>, key: Option<K>) -> Option<Share<K>> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.all >= self.at_once {
            return None;
        }
        if let Some(key) = &key {
            let own = taken.by_key.get(key).copied().unwrap_or(0);
            if own >= self.of_one {
                return None;
            }
            taken.by_key.insert(key.clone(), own + 1);
        }
        taken.all += 1;
        Some(Share {
            of: Arc::clone(self),
            key,
        })
    }

    fn give_back(&self, key: Option<&K>) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all = taken.all.saturating_sub(1);
        if let Some(key) = key
            && let Some(own) = taken.by_key.get_mut(key)
        {
            *own = own.saturating_sub(1);
            if *own == 0 {
                taken.by_key.remove(key);
            }
        }
    }
}

/// One of a fixed number.
#[derive(Debug)]
pub(super) struct Share<K: Ord + Clone> {
    of: Arc<Shares<K>>,
    key: Option<K>,
}

impl<K: Ord + Clone> Drop for Share<K> {
    fn drop(&mut self) {
        self.of.give_back(self.key.as_ref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_has_more_than_a_part_and_all_together_no_more_than_there_is() {
        let shares = Shares::of(3, 2);
        let first = shares.take(Some("a"));
        let second = shares.take(Some("a"));
        assert!(first.is_some() && second.is_some());
        assert!(shares.take(Some("a")).is_none(), "one beyond the part");
        let third = shares.take(Some("b"));
        assert!(third.is_some());
        assert!(shares.take(Some("c")).is_none(), "one beyond all");
        assert!(shares.take(None).is_none(), "nobody's counts among all");
        drop(first);
        assert!(shares.take(Some("a")).is_some());
    }

    #[test]
    fn what_is_nobodys_is_bounded_by_all_alone() {
        let shares = Shares::<&str>::of(3, 1);
        let held: Vec<_> = (0..3).filter_map(|_| shares.take(None)).collect();
        assert_eq!(held.len(), 3);
        assert!(shares.take(None).is_none());
        drop(held);
        assert!(shares.take(None).is_some());
        assert!(shares.taken.lock().unwrap().by_key.is_empty());
    }
}
