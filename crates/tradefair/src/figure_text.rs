//! A figure in words for a person at a terminal: its value, and in a note what
//! else must be known of it.
//!
//! This is the one place that knows what a figure can hold. A figure of a new kind
//! gets its words in [`value`], and a file of its own below where it needs more than
//! a line; the verbs take whatever stands here.
//!
//! It is no prose: nothing here is printed in a release. What is rounded is marked
//! so, and what is not known is said.

mod number;
mod parts;
mod points;
mod records;

pub use number::{grouped, number};
pub use records::record;

use proto::reporting::v1::{Figure, FigureBasis, ObservationStatus, Ratio};

/// The value in short: `331`, `≈40.25`, `about 5,000,000,000`, `3 of 4`, `at least 2`,
/// `3 of 4 editions`, `4 records`, `refused`.
#[must_use]
pub fn value(figure: &Figure) -> String {
    if !figure.refusal.is_empty() {
        return "refused".to_owned();
    }
    match &figure.value {
        Some(value) => told_against(
            figure,
            approximated(value, &figure.unit, figure.approximate),
        ),
        None if !figure.points.is_empty() => points::in_short(&figure.points),
        None => records::counted(figure.records.len()),
    }
}

/// What else must be known of the value: why it was refused, against which edition
/// it is measured, how far a run is proved, the points of a series, the parts of a
/// total, the first of the records. Empty when the value says it all.
#[must_use]
pub fn note(figure: &Figure) -> String {
    let mut parts = Vec::new();
    if !figure.refusal.is_empty() {
        parts.push(figure.refusal.clone());
    }
    if !figure.base_edition.is_empty() {
        parts.push(format!("against {}", edition(&figure.base_edition)));
    }
    if !figure.not_proven_beyond.is_empty() {
        let beyond = edition(&figure.not_proven_beyond);
        parts.push(format!("not proved beyond {beyond}"));
    }
    if !figure.points.is_empty() {
        parts.push(points::all(&figure.points, &figure.unit));
    }
    if !figure.parts.is_empty() {
        parts.push(parts::all(&figure.parts, &figure.unit));
    }
    if !figure.records.is_empty() {
        parts.push(records::first(&figure.records));
    }
    parts.join("; ")
}

/// The status: `provisional`.
#[must_use]
pub fn status(figure: &Figure) -> String {
    status_of(figure.status())
}

/// What the value comes from: `records`, `reported`; `-` for a figure without one.
#[must_use]
pub fn basis(figure: &Figure) -> String {
    match figure.basis() {
        FigureBasis::Unspecified => "-".to_owned(),
        basis => in_words(basis.as_str_name(), "FIGURE_BASIS_"),
    }
}

/// The unit; `-` for a figure without one.
#[must_use]
pub fn unit(figure: &Figure) -> String {
    let has_one = !figure.unit.is_empty();
    if has_one { &figure.unit } else { "-" }.to_owned()
}

/// An edition in short: `edition 3`.
#[must_use]
pub fn edition(name: &str) -> String {
    match name.rsplit_once("/editions/") {
        Some((_, id)) => format!("edition {id}"),
        None => name.to_owned(),
    }
}

/// A figure by its id and edition: `contract-count of edition 4`.
#[must_use]
pub fn name(figure: &Figure) -> String {
    match figure.name.split_once("/figures/") {
        Some((of, id)) => format!("{id} of {}", edition(of)),
        None => figure.name.clone(),
    }
}

/// A value with what it is out of, or as the least it can be.
fn told_against(figure: &Figure, value: String) -> String {
    if figure.out_of > 0 {
        format!("{value} of {}", grouped(figure.out_of))
    } else if figure.not_proven_beyond.is_empty() {
        value
    } else {
        format!("at least {value}")
    }
}

/// A number, marked where it was given as approximate.
fn approximated(value: &Ratio, unit: &str, approximate: bool) -> String {
    let number = number(value, unit);
    if approximate {
        format!("about {number}")
    } else {
        number
    }
}

fn status_of(status: ObservationStatus) -> String {
    in_words(status.as_str_name(), "OBSERVATION_STATUS_")
}

/// The name of an enum value as words.
fn in_words(name: &str, prefix: &str) -> String {
    let word = name.strip_prefix(prefix).unwrap_or(name);
    word.to_lowercase().replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure() -> Figure {
        let mut figure = Figure {
            name: "fairs/ciftis/editions/4/figures/contract-count".to_owned(),
            unit: "agreements".to_owned(),
            value: Some(Ratio {
                numerator: "331".to_owned(),
                denominator: "1".to_owned(),
            }),
            ..Figure::default()
        };
        figure.set_status(ObservationStatus::DefinitionDiffers);
        figure.set_basis(FigureBasis::Records);
        figure
    }

    #[test]
    fn a_value_is_told_with_what_it_is() {
        let figure = figure();
        assert_eq!(name(&figure), "contract-count of edition 4");
        assert_eq!(value(&figure), "331");
        assert_eq!(note(&figure), "");
        assert_eq!(unit(&figure), "agreements");
        assert_eq!(status(&figure), "definition differs");
        assert_eq!(basis(&figure), "records");
    }

    #[test]
    fn what_makes_a_value_weaker_is_said() {
        let figure = Figure {
            approximate: true,
            base_edition: "fairs/ciftis/editions/3".to_owned(),
            ..figure()
        };
        assert_eq!(value(&figure), "about 331");
        assert_eq!(note(&figure), "against edition 3");
    }

    #[test]
    fn what_a_value_is_told_against_stands_beside_it() {
        let place = Figure {
            out_of: 400,
            ..figure()
        };
        assert_eq!(value(&place), "331 of 400");
        let run = Figure {
            not_proven_beyond: "fairs/ciftis/editions/3".to_owned(),
            ..figure()
        };
        assert_eq!(value(&run), "at least 331");
        assert_eq!(note(&run), "not proved beyond edition 3");
    }

    #[test]
    fn a_refusal_is_told_with_its_reason() {
        let figure = Figure {
            value: None,
            basis: 0,
            unit: String::new(),
            refusal: "nobody says how the books stand".to_owned(),
            ..figure()
        };
        assert_eq!(value(&figure), "refused");
        assert_eq!(note(&figure), "nobody says how the books stand");
        assert_eq!((unit(&figure), basis(&figure)), ("-".into(), "-".into()));
    }
}
