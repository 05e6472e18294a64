//! Choices that are left to chance: which members are compared, and how long a
//! lost one is left alone. They need not be secret, only uneven between processes.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use ledger::{Randomness, SystemRandomness};

/// Throws of dice, the same for the same seed.
#[derive(Debug)]
pub(super) struct Dice {
    state: AtomicU64,
}

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            state: AtomicU64::new(seed),
        }
    }

    /// A number below `sides`; zero when there are none.
    pub(super) fn below(&self, sides: usize) -> usize {
        let wide = u128::from(self.throw()) * (sides as u128);
        usize::try_from(wide >> 64).unwrap_or_default()
    }

    /// Between half the time and all of it.
    pub(super) fn about(&self, time: Duration) -> Duration {
        let half = time / 2;
        let microseconds = usize::try_from(half.as_micros()).unwrap_or(usize::MAX);
        half + Duration::from_micros(self.below(microseconds) as u64)
    }

    /// The next 64 bits (the generator is SplitMix64: one addition that any number
    /// of threads can make at once, and a mixing of its sum).
    fn throw(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut mixed = self
            .state
            .fetch_add(STEP, Ordering::Relaxed)
            .wrapping_add(STEP);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// A seed that differs between processes; the same everywhere when the system has
/// none to give, which costs only evenness.
pub(super) fn seed() -> u64 {
    let mut bytes = [0; 8];
    if let Ok(mut randomness) = SystemRandomness::new() {
        randomness.fill(&mut bytes);
    }
    u64::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_side_falls_about_as_often() {
        let dice = Dice::new(7);
        let mut fallen = [0; 5];
        for _ in 0..5_000 {
            fallen[dice.below(5)] += 1;
        }
        assert!(fallen.iter().all(|&times| times > 850), "{fallen:?}");
        assert_eq!(dice.below(0), 0);
    }

    #[test]
    fn times_vary_between_half_and_all() {
        let dice = Dice::new(7);
        let all = Duration::from_millis(100);
        let times: Vec<_> = (0..100).map(|_| dice.about(all)).collect();
        assert!(times.iter().all(|&time| time >= all / 2 && time < all));
        assert!(times.iter().any(|&time| time < all * 6 / 10));
        assert!(times.iter().any(|&time| time > all * 9 / 10));
    }
}
