//! What came of calls.

use std::{collections::BTreeMap, time::Duration};

use tonic::Code;

/// How calls ended, and how long each took.
#[derive(Debug, Default)]
pub(super) struct Told {
    by_code: BTreeMap<i32, Vec<Duration>>,
}

impl Told {
    pub(super) fn add(&mut self, code: Code, took: Duration) {
        self.by_code.entry(code.into()).or_default().push(took);
    }

    pub(super) fn join(&mut self, other: Self) {
        for (code, took) in other.by_code {
            self.by_code.entry(code).or_default().extend(took);
        }
    }

    pub(super) fn all(parts: Vec<Self>) -> Self {
        let mut all = Self::default();
        for part in parts {
            all.join(part);
        }
        all
    }

    pub(super) fn count(&self, code: Code) -> usize {
        self.took(code).len()
    }

    pub(super) fn answered_each_second(&self, time: Duration) -> f64 {
        self.count(Code::Ok) as f64 / time.as_secs_f64()
    }

    /// The time that so large a part of the calls with this end did not take longer than.
    pub(super) fn quantile(&self, code: Code, part: f64) -> Duration {
        let mut took = self.took(code).to_vec();
        took.sort_unstable();
        let last = took.len().saturating_sub(1);
        let nth = Duration::from_secs_f64(last as f64 * part).as_secs();
        let nth = usize::try_from(nth).expect("a few calls");
        took.get(nth).copied().unwrap_or_default()
    }

    /// The slowest of those that were answered.
    pub(super) fn slowest_answer(&self) -> Duration {
        self.quantile(Code::Ok, 1.0)
    }

    /// No call ended otherwise.
    pub(super) fn only(&self, codes: [Code; 3]) {
        for code in self.by_code.keys().copied().map(Code::from) {
            assert!(codes.contains(&code), "{code:?}: {}", self.count(code));
        }
    }

    pub(super) fn print(&self, what: &str, time: Duration) {
        println!("{what}, {time:.1?}:");
        for code in self.by_code.keys().copied().map(Code::from) {
            let [half, most, nearly_all] = [0.5, 0.99, 0.999].map(|part| self.quantile(code, part));
            println!(
                "  {:>8} {code:?}: half in {half:.1?}, 99 % in {most:.1?}, 99.9 % in {nearly_all:.1?}",
                self.count(code)
            );
        }
    }

    fn took(&self, code: Code) -> &[Duration] {
        let code: i32 = code.into();
        self.by_code.get(&code).map_or(&[], Vec::as_slice)
    }
}

/// The memory of this process, callers and fair together, in kB: now, and the most so far.
pub(super) fn memory() -> Option<[u64; 2]> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let read = |name| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse().ok()
    };
    Some([read("VmRSS:")?, read("VmHWM:")?])
}

/// The seconds of work that this process has had from the machine so far, whatever else the
/// machine has to do: as the kernel counts them, in hundredths.
pub(super) fn worked() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in brackets, may have blanks.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<f64>().ok();
    Some((next()? + next()?) / 100.0)
}
