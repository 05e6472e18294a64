//! Moments, as callers write them and as the ledger reads them.

use fault::{Fault, Violations};
use ledger::{Moment, RecordedAt};
use proto::statistics::v1::{AsOf, Cut, as_of};
use resource::time;

/// Reads the moment a caller asked for of a fair, in the field `as_of`.
///
/// # Errors
/// [`Fault::AsOfInvalid`] when a cut does not tell one position of this service, or
/// one of another fair.
pub(crate) fn read(
    as_of: Option<&AsOf>,
    service: &str,
    fair: &str,
    violations: &mut Violations,
) -> Result<Moment, Fault> {
    match as_of.and_then(|as_of| as_of.moment.as_ref()) {
        None => Ok(Moment::Newest),
        Some(as_of::Moment::Time(timestamp)) => {
            let microseconds = time::read(timestamp, "as_of.time", violations);
            Ok(microseconds.map_or(Moment::Newest, |microseconds| {
                Moment::Time(RecordedAt(microseconds))
            }))
        }
        Some(as_of::Moment::Cut(cut)) => Ok(Moment::Sequence(sequence_of(cut, service, fair)?)),
    }
}

/// The sequence a cut tells of a service and a fair. A sequence of one fair means
/// nothing in the book of another.
fn sequence_of(cut: &Cut, service: &str, fair: &str) -> Result<i64, Fault> {
    let mut told = cut
        .positions
        .iter()
        .filter(|position| position.service == service);
    let why = match (told.next(), told.next()) {
        (Some(position), None) if !position.fair.is_empty() && position.fair != fair => {
            format!(
                "the position of {service} in the cut is of {:?}; {fair} is asked",
                position.fair
            )
        }
        (Some(position), None) if position.sequence >= 0 => return Ok(position.sequence),
        (Some(_), None) => format!("the sequence of {service} in the cut is negative"),
        (Some(_), Some(_)) => format!("the cut has more than one position of {service}"),
        (None, _) => format!("the cut has no position of {service}, which is asked"),
    };
    Err(Fault::AsOfInvalid { why })
}
