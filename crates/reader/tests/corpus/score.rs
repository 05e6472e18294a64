//! Labels against what was read.

use std::ops::Range;

use reader::{Claim, Kind, Language};

use crate::sentence::{self, Label};

/// What a reading must reach, in thousandths.
pub(crate) struct Goals {
    /// Of the statistics, those found with their exact value, at least.
    pub(crate) found: usize,
    /// Of those, the ones with the right unit, at least.
    pub(crate) units: usize,
    /// Of those, the ones with the right qualifier, at least.
    pub(crate) qualifiers: usize,
    /// Of what is read as a statistic, what is none, at most.
    pub(crate) false_statistics: usize,
}

/// What was counted.
#[derive(Debug, Default)]
pub(crate) struct Score {
    statistics: usize,
    found: usize,
    units: usize,
    qualifiers: usize,
    read: usize,
    false_statistics: usize,
    others: usize,
    others_found: usize,
    /// What went wrong, a line each.
    wrong: Vec<String>,
}

/// Reads a file of the corpus.
pub(crate) fn of(file: &str, language: Language) -> Score {
    let mut score = Score::default();
    for sentence in sentence::all(file) {
        let read = reader::read(&sentence.text, language);
        score.take(&sentence.text, &sentence.placed(), &read);
    }
    score
}

impl Score {
    fn take(&mut self, text: &str, labels: &[(Range<usize>, Label)], read: &[Claim]) {
        for (place, label) in labels {
            let met: Vec<_> = read.iter().filter(|claim| shares(place, claim)).collect();
            if label.kind == "statistic" {
                self.statistic(text, label, &met);
            } else if label.kind != "idiom" {
                self.other(text, label, &met);
            }
        }
        for claim in read.iter().filter(|claim| claim.kind == Kind::Statistic) {
            self.read += 1;
            let is_one = labels
                .iter()
                .any(|(place, label)| label.kind == "statistic" && shares(place, claim));
            if !is_one {
                self.false_statistics += 1;
                self.wrong
                    .push(format!("no statistic: {:?} in {text}", claim.quote));
            }
        }
    }

    fn statistic(&mut self, text: &str, label: &Label, met: &[&Claim]) {
        self.statistics += 1;
        let exact = met
            .iter()
            .find(|claim| claim.kind == Kind::Statistic && is_value(claim, label));
        let Some(claim) = exact else {
            let instead: Vec<_> = met.iter().map(|claim| told(claim)).collect();
            self.wrong
                .push(format!("missed: {label:?}, read {instead:?} in {text}"));
            return;
        };
        self.found += 1;
        let unit = claim.unit.map(reader::Unit::as_str);
        if unit == label.unit.as_deref() {
            self.units += 1;
        } else {
            self.wrong.push(format!(
                "unit: {:?} is {:?}, read {unit:?} in {text}",
                label.quote, label.unit
            ));
        }
        if claim.qualifier.as_str() == label.qualifier {
            self.qualifiers += 1;
        } else {
            self.wrong.push(format!(
                "qualifier: {:?} is {}, read {} in {text}",
                label.quote,
                label.qualifier,
                claim.qualifier.as_str()
            ));
        }
    }

    fn other(&mut self, text: &str, label: &Label, met: &[&Claim]) {
        self.others += 1;
        let is_it = |claim: &&&Claim| {
            claim.kind.as_str() == label.kind && (label.kind != "ordinal" || is_value(claim, label))
        };
        if met.iter().any(|claim| is_it(&claim)) {
            self.others_found += 1;
        } else {
            let instead: Vec<_> = met.iter().map(|claim| told(claim)).collect();
            self.wrong.push(format!(
                "{}: {:?}, read {instead:?} in {text}",
                label.kind, label.quote
            ));
        }
    }

    /// Tells all that is wrong, and fails unless the goals are reached.
    #[track_caller]
    #[expect(
        clippy::print_stdout,
        reason = "whoever runs it wants to see the score"
    )]
    pub(crate) fn must_reach(&self, goals: &Goals) {
        let told = format!(
            "{}\nfound {} of {} statistics, units {}, qualifiers {}; {} of {} read are none; \
             {} of {} dates, ordinals, names and ranks",
            self.wrong.join("\n"),
            self.found,
            self.statistics,
            self.units,
            self.qualifiers,
            self.false_statistics,
            self.read,
            self.others_found,
            self.others,
        );
        println!("{told}");
        let reaches = |part: usize, of: usize, goal: usize| part * 1000 >= of * goal;
        let reached = reaches(self.found, self.statistics, goals.found)
            && reaches(self.units, self.found, goals.units)
            && reaches(self.qualifiers, self.found, goals.qualifiers)
            && self.false_statistics * 1000 <= self.read * goals.false_statistics
            && self.statistics > 0;
        assert!(reached, "{told}");
    }

    /// Tries the score itself.
    pub(crate) fn counts_what_is_wrong() {
        let label = |quote: &str, kind: &str, value: f64| Label {
            quote: quote.to_owned(),
            value: Some(value),
            unit: Some("count".to_owned()),
            qualifier: "exact".to_owned(),
            kind: kind.to_owned(),
        };
        let claim = |start: usize, end: usize, value: i128| Claim {
            quote: "?".to_owned(),
            start,
            end,
            kind: Kind::Statistic,
            value: Some(reader::Exact::from_integer(value)),
            step: None,
            unit: Some(reader::Unit::Persons),
            qualifier: reader::Qualifier::Over,
        };
        let mut score = Score::default();
        let labels = [
            (0..2, label("12", "statistic", 12.0)),
            (5..6, label("3", "statistic", 3.0)),
            (9..13, label("2016", "date", 0.0)),
        ];
        score.take(
            "12 or 3 in 2016",
            &labels,
            &[claim(1, 2, 12), claim(9, 13, 2016)],
        );
        assert_eq!((score.statistics, score.found), (2, 1));
        assert_eq!((score.units, score.qualifiers), (0, 0));
        assert_eq!((score.read, score.false_statistics), (2, 1));
        assert_eq!((score.others, score.others_found), (1, 0));
    }
}

fn shares(place: &Range<usize>, claim: &Claim) -> bool {
    claim.start < place.end && place.start < claim.end
}

/// Whether the value is the one of the label, as exactly as a label can say it.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "labels are in JSON, which has no fractions"
)]
fn is_value(claim: &Claim, label: &Label) -> bool {
    let (Some(value), Some(labelled)) = (claim.value, label.value) else {
        return claim.value.is_none() && label.value.is_none();
    };
    let value = *value.numer() as f64 / *value.denom() as f64;
    (value - labelled).abs() <= labelled.abs() * 1e-9
}

fn told(claim: &Claim) -> String {
    format!(
        "{} {:?} {:?} {:?}",
        claim.kind.as_str(),
        claim.quote,
        claim.value.map(|value| value.to_string()),
        claim.unit
    )
}
