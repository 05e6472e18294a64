//! What the value of a figure is told against: a rank against the values it was found
//! among, a streak against where it could be followed to, a coverage against its list.

use fault::Fault;
use prose::{Against, Exact};
use proto::reporting::v1::{Figure, ObservationStatus};

use crate::{
    noun::{RANK, STREAK},
    sheet::exact,
};

/// What a figure is told against; `None` for a number by itself.
///
/// A rank that came without the values it was found among is told against nothing, and
/// then prose has nothing that proves it.
///
/// # Errors
/// [`Fault::Defect`] when the answer has no meaning.
pub(crate) fn of(figure: &Figure) -> Result<Option<Against>, Fault> {
    match figure.unit.as_str() {
        RANK => ranked(figure),
        STREAK => Ok(Some(run(figure))),
        _ if figure.out_of > 0 => Ok(Some(Against::OutOf(figure.out_of.into()))),
        _ => Ok(None),
    }
}

/// The value of the edition, and those of the others it was ranked with, if they are as
/// many as the rank is out of. An estimate that is equal to the edition's value may in
/// truth be another: that the place is shared is then not known, nor that it is not.
fn ranked(figure: &Figure) -> Result<Option<Against>, Fault> {
    let (edition, _) = figure.name.split_once("/figures/").unwrap_or_default();
    let mut own = None;
    let mut others = Vec::new();
    for point in &figure.points {
        let Some(value) = &point.value else { continue };
        let value = (
            exact(value)?,
            point.status() == ObservationStatus::Estimated,
        );
        if point.edition == edition {
            own = Some(value);
        } else {
            others.push(value);
        }
    }
    let all = i64::try_from(others.len()).is_ok_and(|found| found + 1 == figure.out_of);
    let Some((own, estimated)) = own.filter(|_| all) else {
        return Ok(None);
    };
    let is_open = |(other, guess): &(Exact, bool)| *other == own && (estimated || *guess);
    if others.iter().any(is_open) {
        return Ok(None);
    }
    let others = others.into_iter().map(|(other, _)| other).collect();
    Ok(Some(Against::Ranked { own, others }))
}

fn run(figure: &Figure) -> Against {
    let beyond = figure.not_proven_beyond.clone();
    Against::Run {
        unproven_beyond: Some(beyond).filter(|beyond| !beyond.is_empty()),
    }
}
