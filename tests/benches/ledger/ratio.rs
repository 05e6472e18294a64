//! Ratios of interleaved rounds.

use std::time::Duration;

/// Pairs of durations, one pair a round.
#[derive(Default)]
pub(crate) struct Ratio {
    rounds: Vec<(Duration, Duration)>,
}

impl Ratio {
    /// Notes one round.
    pub(crate) fn round(&mut self, one: Duration, other: Duration) {
        self.rounds.push((one, other));
    }

    /// Prints the median ratio of one over the other with its range, and what
    /// one call takes on either side.
    pub(crate) fn print(&self, what: &str, names: (&str, &str), calls: usize, goal: &str) {
        let mut ratios: Vec<u128> = self
            .rounds
            .iter()
            .map(|(one, other)| per_mille(*one, *other))
            .collect();
        ratios.sort_unstable();
        let (least, most) = (ratios[0], ratios[ratios.len() - 1]);
        let median = ratios[ratios.len() / 2];
        println!(
            "{what}: {} [{}..{}], goal {goal}, {} rounds of {calls} calls",
            decimal(median),
            decimal(least),
            decimal(most),
            ratios.len()
        );
        for (name, side) in [(names.0, 0), (names.1, 1)] {
            let mut times: Vec<Duration> = self
                .rounds
                .iter()
                .map(|(one, other)| if side == 0 { *one } else { *other })
                .collect();
            times.sort_unstable();
            let median = times[times.len() / 2];
            let calls = u128::try_from(calls).expect("few calls");
            let nanoseconds = median.as_nanos() / calls;
            let per_second = 1_000_000_000 / nanoseconds.max(1);
            println!(
                "  {name}: {} us a call, {per_second} calls a second",
                nanoseconds / 1_000
            );
        }
    }
}

/// One duration over another, in thousandths.
fn per_mille(one: Duration, other: Duration) -> u128 {
    one.as_nanos() * 1_000 / other.as_nanos().max(1)
}

fn decimal(per_mille: u128) -> String {
    format!("{}.{:03}", per_mille / 1_000, per_mille % 1_000)
}
