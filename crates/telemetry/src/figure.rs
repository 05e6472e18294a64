//! Figures that whoever has them keeps by themselves, as a number that is looked at
//! whenever figures are collected: nothing is paid for them meanwhile.

use crate::metrics::instruments;

/// A figure, by the name and in the unit of OpenTelemetry: `s`, `By`, or what is counted in
/// braces, `{call}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The name, with dots.
    pub name: &'static str,
    /// The unit.
    pub unit: &'static str,
    /// What it tells, in a few words.
    pub description: &'static str,
}

impl Figure {
    /// Tells how much there is of something now; nothing while `read` gives nothing. To be
    /// called once, after [`start`](crate::start): nobody hears of it otherwise.
    pub fn stands_at(self, read: impl Fn() -> Option<u64> + Send + Sync + 'static) {
        let Some(instruments) = instruments() else {
            return;
        };
        // The meter keeps what it calls back, so that nothing need be held here.
        let _gauge = instruments
            .meter
            .u64_observable_gauge(self.name)
            .with_unit(self.unit)
            .with_description(self.description)
            .with_callback(move |observer| {
                if let Some(now) = read() {
                    observer.observe(now, &[]);
                }
            })
            .build();
    }

    /// Tells how often something has happened since the process began, which never falls.
    /// To be called as [`stands_at`](Self::stands_at).
    pub fn adds_up_to(self, read: impl Fn() -> u64 + Send + Sync + 'static) {
        let Some(instruments) = instruments() else {
            return;
        };
        let _counter = instruments
            .meter
            .u64_observable_counter(self.name)
            .with_unit(self.unit)
            .with_description(self.description)
            .with_callback(move |observer| observer.observe(read(), &[]))
            .build();
    }
}
