//! A moment in the history of the books, as a person writes it: a time, or the
//! cut that an answer told.

use std::{collections::BTreeMap, str::FromStr};

use proto::statistics::v1::{AsOf, Cut, Position, as_of};

use crate::topology::ServiceName;

/// A moment that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// What the books knew at this time.
    Time(jiff::Timestamp),
    /// What the books knew at these positions: a sequence for each service whose records
    /// decide figures.
    Cut(BTreeMap<ServiceName, i64>),
}

/// Why a text names no moment, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoMoment {
    /// It is neither a time nor a cut.
    #[error(
        "must be a time such as 2016-06-01T18:00:00+08:00, or a cut such as contracts=12,exhibitions=40,forums=3,reporting=9"
    )]
    Form,
    /// It names a service whose records decide no figure, or none at all.
    #[error("{0:?} decides no figure; a cut names contracts, exhibitions, forums and reporting")]
    Service(String),
    /// It names a service twice.
    #[error("the cut names {0} twice")]
    Twice(ServiceName),
    /// It leaves a service out.
    #[error(
        "the cut has no position of {0}; a cut names contracts, exhibitions, forums and reporting"
    )]
    Missing(ServiceName),
}

impl FromStr for Moment {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<Self, NoMoment> {
        if !text.contains('=') {
            return text.parse().map(Self::Time).map_err(|_| NoMoment::Form);
        }
        let mut sequences = BTreeMap::new();
        for part in text.split(',') {
            let (service, sequence) = part.split_once('=').ok_or(NoMoment::Form)?;
            let service = named_in_cuts(service.trim())?;
            let sequence: i64 = sequence.trim().parse().map_err(|_| NoMoment::Form)?;
            if sequence < 0 {
                return Err(NoMoment::Form);
            }
            if sequences.insert(service, sequence).is_some() {
                return Err(NoMoment::Twice(service));
            }
        }
        let mut keepers = ServiceName::ALL
            .into_iter()
            .filter(|one| one.decides_figures());
        match keepers.find(|service| !sequences.contains_key(service)) {
            Some(missing) => Err(NoMoment::Missing(missing)),
            None => Ok(Self::Cut(sequences)),
        }
    }
}

impl Moment {
    /// The moment as a service is asked for it, of the books of a fair.
    #[must_use]
    pub fn as_of(&self, fair: &str) -> AsOf {
        let moment = match self {
            Self::Time(time) => as_of::Moment::Time(prost_types::Timestamp {
                seconds: time.as_microsecond().div_euclid(1_000_000),
                nanos: nanos_of(*time),
            }),
            Self::Cut(sequences) => as_of::Moment::Cut(Cut {
                positions: sequences
                    .iter()
                    .map(|(service, &sequence)| Position {
                        service: service.to_string(),
                        fair: fair.to_owned(),
                        sequence,
                        recorded_at: None,
                    })
                    .collect(),
            }),
        };
        AsOf {
            moment: Some(moment),
        }
    }
}

/// A cut as it can be given back: `contracts=12,exhibitions=40,forums=3,reporting=9`.
#[must_use]
pub fn cut_text(cut: &Cut) -> String {
    let mut parts: Vec<_> = cut
        .positions
        .iter()
        .map(|position| format!("{}={}", position.service, position.sequence))
        .collect();
    parts.sort();
    parts.join(",")
}

fn named_in_cuts(name: &str) -> Result<ServiceName, NoMoment> {
    let service = name.parse::<ServiceName>().ok();
    service
        .filter(|service| service.decides_figures())
        .ok_or_else(|| NoMoment::Service(name.to_owned()))
}

/// What a time has beyond its second, cut off at the microsecond, which is the
/// finest the books know.
fn nanos_of(time: jiff::Timestamp) -> i32 {
    let microseconds = time.as_microsecond().rem_euclid(1_000_000);
    i32::try_from(microseconds * 1_000).unwrap_or_default() // below 10^9: always fits
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_cut_that_was_told_can_be_given_back() {
        let text = "contracts=12,exhibitions=40,forums=3,reporting=9";
        let moment: Moment = text.parse().unwrap();
        let Some(as_of::Moment::Cut(cut)) = moment.as_of("fairs/ciftis").moment else {
            panic!("{moment:?} is no cut");
        };
        assert!(cut.positions.iter().all(|one| one.fair == "fairs/ciftis"));
        assert_eq!(cut_text(&cut), text);
        let spaced: Moment = "reporting=9, forums=3, contracts=12, exhibitions=40"
            .parse()
            .unwrap();
        assert_eq!(spaced, moment);
    }

    #[test]
    fn a_time_is_read_with_its_offset() {
        let moment: Moment = "2016-06-01T18:00:00.0000019+08:00".parse().unwrap();
        let Some(as_of::Moment::Time(time)) = moment.as_of("fairs/ciftis").moment else {
            panic!("{moment:?} is no time");
        };
        assert_eq!((time.seconds, time.nanos), (1_464_775_200, 1_000));
    }

    #[test]
    fn what_names_no_moment_is_refused_in_a_sentence() {
        for (text, begins) in [
            ("", "must be a time"),
            ("yesterday", "must be a time"),
            ("2016-06-01", "must be a time"),
            ("contracts=x", "must be a time"),
            ("contracts=-1", "must be a time"),
            ("gateway=1", "\"gateway\" decides no figure"),
            ("contracts=1,contracts=1", "the cut names contracts twice"),
            (
                "contracts=1,exhibitions=1,forums=1",
                "the cut has no position of reporting",
            ),
        ] {
            let wrong = text.parse::<Moment>().unwrap_err().to_string();
            assert!(wrong.starts_with(begins), "{text:?}: {wrong}");
        }
    }
}
