//! Why a figure has no value.

use fault::Fault;

use crate::value::OutOfRange;

/// The reason for which a figure cannot be given, in words for the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The reason.
    pub(crate) why: String,
    /// Whether it is that a number left its range.
    pub(crate) out_of_range: bool,
}

impl Refusal {
    /// A reason that lies in the books.
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            out_of_range: false,
        }
    }

    /// A figure that cannot be given because `input`, which it is computed from,
    /// cannot be.
    pub(crate) fn of_input(&self, input: &str) -> Self {
        Self {
            why: format!("{input} cannot be given: {}", self.why),
            out_of_range: self.out_of_range,
        }
    }

    /// The fault for a caller who asked for `figure` alone.
    pub(crate) fn fault(&self, figure: &str) -> Fault {
        if self.out_of_range {
            Fault::AmountOutOfRange {
                what: format!("{figure}: {}; it", self.why),
            }
        } else {
            Fault::Refused {
                reason: "FIGURE_REFUSED",
                subject: figure.to_owned(),
                why: self.why.clone(),
            }
        }
    }
}

impl From<OutOfRange> for Refusal {
    fn from(_: OutOfRange) -> Self {
        Self {
            why: "a number of the computation leaves what 128 bits hold".to_owned(),
            out_of_range: true,
        }
    }
}
