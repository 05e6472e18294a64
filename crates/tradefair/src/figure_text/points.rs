//! A series: the same figure over the editions of the fair.

use proto::reporting::v1::{ObservationStatus, SeriesPoint};

use super::{number, status_of};

/// How many editions have a value: `3 of 4 editions`.
pub(super) fn in_short(points: &[SeriesPoint]) -> String {
    let with_value = points.iter().filter(|point| point.value.is_some()).count();
    format!("{with_value} of {} editions", points.len())
}

/// Each edition with its value or why it has none, oldest first.
pub(super) fn all(points: &[SeriesPoint], unit: &str) -> String {
    let points: Vec<_> = points.iter().map(|point| one(point, unit)).collect();
    points.join("; ")
}

fn one(point: &SeriesPoint, unit: &str) -> String {
    let (ordinal, year) = (point.ordinal, point.year);
    let told = match &point.value {
        None if point.refusal.is_empty() => status_of(point.status()),
        None => point.refusal.clone(),
        Some(value) if point.status() == ObservationStatus::Normal => number(value, unit),
        Some(value) => format!("{} {}", number(value, unit), status_of(point.status())),
    };
    format!("{year} (edition {ordinal}): {told}")
}

#[cfg(test)]
mod tests {
    use proto::reporting::v1::Ratio;

    use super::*;

    #[test]
    fn an_edition_without_a_value_stands_with_its_reason() {
        let value = Ratio {
            numerator: "5000000000".to_owned(),
            denominator: "1".to_owned(),
        };
        let mut first = SeriesPoint {
            ordinal: 1,
            year: 2012,
            value: Some(value),
            ..SeriesPoint::default()
        };
        first.set_status(ObservationStatus::Estimated);
        let second = SeriesPoint {
            ordinal: 2,
            year: 2013,
            refusal: "missing: no figure was reported".to_owned(),
            ..SeriesPoint::default()
        };
        let points = [first, second];
        assert_eq!(in_short(&points), "1 of 2 editions");
        assert_eq!(
            all(&points, "CNY"),
            "2012 (edition 1): 5,000,000,000 estimated; 2013 (edition 2): missing: no figure was reported"
        );
    }
}
