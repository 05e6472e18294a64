//! The answer to one figure: its value or refusal, with everything it was
//! computed from.

use std::sync::Arc;

use proto::{
    reporting::v1::{
        Figure, FigureBasis, FigureDefinition, FigurePart, ObservationStatus, SeriesPoint,
    },
    statistics::v1::Evidence,
};

use crate::{
    edition_status::least_reliable, question::Reading, range::Range, refusal::Refusal,
    sources::Held, value::Exact,
};

/// What stands in an explanation where nothing could be computed.
const NOTHING_COMPUTED: &str = "nothing was computed";

/// What a rule yields.
#[derive(Clone, Debug)]
pub(crate) enum Yield {
    /// One value.
    Value(Exact),
    /// Records, to be named.
    Records(Vec<Evidence>),
    /// A value for each edition.
    Points(Vec<SeriesPoint>),
}

/// What some rules tell beside the value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beside {
    /// What the value is out of; 0 where it is out of nothing.
    pub(crate) out_of: i64,
    /// The edition beyond which a streak is not proved; else empty.
    pub(crate) not_proven_beyond: String,
    /// The values a rank was found among.
    pub(crate) points: Vec<SeriesPoint>,
    /// The parts of a total.
    pub(crate) parts: Vec<FigurePart>,
    /// How far the base of a growth can be relied on; unspecified for other rules.
    pub(crate) base_status: ObservationStatus,
}

/// What was worked out by a rule, with the pedigree.
#[derive(Clone, Debug)]
pub(crate) struct Worked {
    /// The result.
    pub(crate) outcome: Result<Yield, Refusal>,
    /// How far it can be relied on.
    pub(crate) status: ObservationStatus,
    /// Whether it comes from records or was reported.
    pub(crate) basis: FigureBasis,
    /// Whether it, or an input, was given as approximate.
    pub(crate) approximate: bool,
    /// What the value can be, where it is not known exactly.
    pub(crate) range: Option<Range>,
    /// The edition a growth is measured against; else empty.
    pub(crate) base_edition: String,
    /// What is told beside the value.
    pub(crate) beside: Beside,
    /// How the result came about, in one sentence.
    pub(crate) computation: String,
    /// The figures it was computed from.
    pub(crate) inputs: Vec<Arc<Answer>>,
    /// The cells it was read from.
    pub(crate) readings: Vec<Reading>,
    /// The records that decided it, as name@revision.
    pub(crate) grounds: Vec<String>,
}

impl Worked {
    /// Something computed from records, still without a result.
    pub(crate) fn from_records() -> Self {
        Self {
            outcome: Err(Refusal::new(NOTHING_COMPUTED)),
            status: ObservationStatus::Normal,
            basis: FigureBasis::Records,
            approximate: false,
            range: None,
            base_edition: String::new(),
            beside: Beside::default(),
            computation: NOTHING_COMPUTED.to_owned(),
            inputs: Vec::new(),
            readings: Vec::new(),
            grounds: Vec::new(),
        }
    }

    /// Something computed from other figures: as reliable as the least reliable
    /// of them, reported if one of them was, approximate if one of them is. What it
    /// can be when one of them is not known exactly, only some rules can tell.
    pub(crate) fn from_inputs(inputs: Vec<Arc<Answer>>) -> Self {
        let mut worked = Self::from_records();
        for input in &inputs {
            worked.status = least_reliable(worked.status, input.worked.status);
            worked.approximate |= input.worked.approximate;
            if input.worked.range.is_some() {
                worked.range = Some(Range::UNBOUNDED);
            }
            if input.worked.basis == FigureBasis::Reported {
                worked.basis = FigureBasis::Reported;
            }
        }
        worked.inputs = inputs;
        worked
    }

    /// Something that cannot be given.
    pub(crate) fn refused(refusal: Refusal) -> Self {
        Self {
            outcome: Err(refusal),
            ..Self::from_records()
        }
    }

    /// The same with what came out. `rule` says in words how it is computed;
    /// the outcome brings the numbers.
    pub(crate) fn concluded(
        mut self,
        rule: String,
        outcome: Result<(Yield, String), Refusal>,
    ) -> Self {
        match outcome {
            Ok((result, numbers)) => {
                self.computation = if numbers.is_empty() {
                    rule
                } else {
                    format!("{rule}: {numbers}")
                };
                self.outcome = Ok(result);
            }
            Err(refusal) => {
                self.computation = rule;
                self.outcome = Err(refusal);
            }
        }
        self
    }

    /// The same, where a single value came out with the numbers that show it.
    pub(crate) fn valued(self, rule: String, outcome: Result<(Exact, String), Refusal>) -> Self {
        self.concluded(
            rule,
            outcome.map(|(value, numbers)| (Yield::Value(value), numbers)),
        )
    }
}

/// The answer to one figure of one edition.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The full name of the edition.
    pub(crate) edition: String,
    /// The id of the figure, which is that of its definition.
    pub(crate) id: String,
    /// The definition, if the books have one.
    pub(crate) definition: Arc<Option<Held<FigureDefinition>>>,
    /// What came out.
    pub(crate) worked: Worked,
}

impl Answer {
    /// The full name of the figure.
    pub(crate) fn name(&self) -> String {
        format!("{}/figures/{}", self.edition, self.id)
    }

    /// The figure as a sentence names it.
    pub(crate) fn in_words(&self) -> String {
        format!("{} of {}", self.id, self.edition)
    }

    /// The value, for a figure that is computed from this one.
    pub(crate) fn value(&self) -> Result<Exact, Refusal> {
        match self.worked.beside.not_proven_beyond.as_str() {
            "" => self.at_hand(),
            beyond => Err(Refusal::new(format!(
                "{} is not proved beyond {beyond}, so it is no value to compute with",
                self.in_words()
            ))),
        }
    }

    /// What the value can be.
    pub(crate) fn range(&self) -> Result<Range, Refusal> {
        let value = self.at_hand()?;
        Ok(self.worked.range.unwrap_or(Range::exactly(value)))
    }

    /// The value, however far it is proved.
    fn at_hand(&self) -> Result<Exact, Refusal> {
        match &self.worked.outcome {
            Ok(Yield::Value(value)) => Ok(*value),
            Ok(_) => Err(Refusal::new(format!(
                "{} has no single value to compute with",
                self.in_words()
            ))),
            Err(refusal) => Err(refusal.of_input(&self.in_words())),
        }
    }

    /// Why there is no value, if there is none.
    pub(crate) fn refusal(&self) -> Option<&Refusal> {
        self.worked.outcome.as_ref().err()
    }

    /// The unit of the value.
    pub(crate) fn unit(&self) -> &str {
        self.held().map_or("", |held| &held.record.unit)
    }

    fn held(&self) -> Option<&Held<FigureDefinition>> {
        self.definition.as_ref().as_ref()
    }

    /// The figure as it is sent.
    pub(crate) fn figure(&self) -> Figure {
        let mut figure = Figure {
            name: self.name(),
            base_edition: self.worked.base_edition.clone(),
            ..Figure::default()
        };
        if let Some(held) = self.held() {
            figure.definition = held.pedigree.clone();
            figure.title = held.record.title.clone();
            figure.unit = held.record.unit.clone();
        }
        match &self.worked.outcome {
            Err(refusal) => {
                figure.refusal = refusal.why.clone();
                figure.set_status(ObservationStatus::Missing);
                return figure;
            }
            Ok(Yield::Value(value)) => {
                let beside = &self.worked.beside;
                figure.value = Some((*value).into());
                figure.out_of = beside.out_of;
                figure
                    .not_proven_beyond
                    .clone_from(&beside.not_proven_beyond);
                figure.set_base_status(beside.base_status);
                figure.points.clone_from(&beside.points);
                figure.parts.clone_from(&beside.parts);
            }
            Ok(Yield::Records(records)) => figure.records.clone_from(records),
            Ok(Yield::Points(points)) => figure.points.clone_from(points),
        }
        figure.approximate = self.worked.approximate;
        figure.set_status(self.worked.status);
        figure.set_basis(self.worked.basis);
        figure
    }
}
