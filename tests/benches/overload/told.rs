//! What came of calls.

use std::{collections::BTreeMap, time::Duration};

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    /// With an answer.
    Answered,
    /// With one that came when no more was sent.
    AnsweredLate,
    /// As there was too much.
    Refused,
    /// As its time was over, says the service.
    TimeOver,
    /// As whoever called waited no longer.
    GaveUp,
    /// In any other way.
    Failed,
    /// It was not even begun: the other side takes no more at the same time, or the
    /// callers could not keep up.
    NotSent,
}

impl End {
    /// What a status of gRPC means.
    pub(crate) fn by_status(status: &[u8]) -> Self {
        match status {
            b"0" => Self::Answered,
            b"8" => Self::Refused,
            b"4" => Self::TimeOver,
            _ => Self::Failed,
        }
    }
}

/// How calls ended, and how long each took.
#[derive(Debug, Default)]
pub(crate) struct Told {
    by_end: BTreeMap<End, Vec<Duration>>,
    /// How many were answered in each second, where that is kept.
    answered_in: Vec<usize>,
    /// Whether answers come late by now.
    pub(crate) is_late: bool,
}

impl Told {
    pub(crate) fn add(&mut self, end: End, took: Duration) {
        self.by_end.entry(end).or_default().push(took);
    }

    /// Notes a call that ended at that time.
    pub(crate) fn add_at(&mut self, time: Duration, end: End, took: Duration) {
        let end = match end {
            End::Answered if self.is_late => End::AnsweredLate,
            other => other,
        };
        if end == End::Answered {
            let second = usize::try_from(time.as_secs()).expect("some seconds");
            if self.answered_in.len() <= second {
                self.answered_in.resize(second + 1, 0);
            }
            self.answered_in[second] += 1;
        }
        self.add(end, took);
    }

    pub(crate) fn join(&mut self, other: Self) {
        let seconds = self.answered_in.len().max(other.answered_in.len());
        self.answered_in.resize(seconds, 0);
        for (own, others) in self.answered_in.iter_mut().zip(&other.answered_in) {
            *own += others;
        }
        for (end, took) in other.by_end {
            self.by_end.entry(end).or_default().extend(took);
        }
    }

    pub(crate) fn all(parts: Vec<Self>) -> Self {
        let mut all = Self::default();
        for part in parts {
            all.join(part);
        }
        all
    }

    pub(crate) fn count(&self, end: End) -> usize {
        self.took(end).len()
    }

    /// How many were sent.
    pub(crate) fn count_sent(&self) -> usize {
        let all: usize = self.by_end.values().map(Vec::len).sum();
        all - self.count(End::NotSent)
    }

    pub(crate) fn each_second(&self, end: End, time: Duration) -> f64 {
        self.count(end) as f64 / time.as_secs_f64()
    }

    /// The time that so large a part of the calls with this end did not take longer than.
    pub(crate) fn quantile(&self, end: End, part: f64) -> Duration {
        let mut took = self.took(end).to_vec();
        took.sort_unstable();
        let last = took.len().saturating_sub(1);
        let nth = Duration::from_secs_f64(last as f64 * part).as_secs();
        let nth = usize::try_from(nth).expect("a few calls");
        took.get(nth).copied().unwrap_or_default()
    }

    pub(crate) fn print(&self, whose: &str) {
        for (end, took) in &self.by_end {
            let [half, most, longest] = [0.5, 0.99, 1.0].map(|part| self.quantile(*end, part));
            println!(
                "{whose}: {} {end:?}, half in {half:.1?}, 99 % in {most:.1?}, all in {longest:.1?}",
                took.len()
            );
        }
        if !self.answered_in.is_empty() {
            println!("{whose}: answered in each second {:?}", self.answered_in);
        }
    }

    fn took(&self, end: End) -> &[Duration] {
        self.by_end.get(&end).map_or(&[], Vec::as_slice)
    }
}
