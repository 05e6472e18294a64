//! Which traces are kept. It is decided where a trace comes in, before anything is made
//! for it, and holds for all of it: the decision travels in the trace context.

use opentelemetry::trace::{Link, SpanContext, SpanKind, TraceContextExt, TraceId};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::{Sampler, SamplingDecision, SamplingResult, ShouldSample};

use crate::config::Error;

/// The name that every span of a call begins with.
pub(crate) const CALL: &str = "rpc";

/// Which traces are kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampling {
    /// How it is decided: `OTEL_TRACES_SAMPLER`.
    pub sampler: TraceSampler,
    /// The part of all traces that is kept, from 0 to 1, where the sampler goes by one:
    /// `OTEL_TRACES_SAMPLER_ARG`.
    pub part: f64,
}

impl Sampling {
    /// All traces are kept, but for those that whoever calls does not keep.
    pub const ALL: Self = Self {
        sampler: TraceSampler::ParentOrOn,
        part: 1.0,
    };

    fn sdk(self) -> Sampler {
        let part = Sampler::TraceIdRatioBased(self.part);
        match self.sampler {
            TraceSampler::On => Sampler::AlwaysOn,
            TraceSampler::Off => Sampler::AlwaysOff,
            TraceSampler::Part => part,
            TraceSampler::ParentOrOn => Sampler::ParentBased(Box::new(Sampler::AlwaysOn)),
            TraceSampler::ParentOrOff => Sampler::ParentBased(Box::new(Sampler::AlwaysOff)),
            TraceSampler::ParentOrPart => Sampler::ParentBased(Box::new(part)),
        }
    }
}

/// How it is decided whether a trace is kept, by the names that OpenTelemetry gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TraceSampler {
    /// `always_on`
    On,
    /// `always_off`
    Off,
    /// `traceidratio`
    Part,
    /// `parentbased_always_on`
    ParentOrOn,
    /// `parentbased_always_off`
    ParentOrOff,
    /// `parentbased_traceidratio`
    ParentOrPart,
}

impl std::str::FromStr for TraceSampler {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Ok(match text {
            "always_on" => Self::On,
            "always_off" => Self::Off,
            "traceidratio" => Self::Part,
            "parentbased_always_on" => Self::ParentOrOn,
            "parentbased_always_off" => Self::ParentOrOff,
            "parentbased_traceidratio" => Self::ParentOrPart,
            other => {
                return Err(Error::Sampler {
                    given: other.to_owned(),
                });
            }
        })
    }
}

/// Decides for calls.
#[derive(Debug)]
pub(crate) struct Decision(Sampler);

impl Decision {
    pub(crate) fn by(sampling: Sampling) -> Self {
        Self(sampling.sdk())
    }

    /// Whether the trace of that id is kept; `parent` is what whoever calls says.
    pub(crate) fn keeps(&self, parent: Option<&Context>, id: TraceId) -> bool {
        let result = self
            .0
            .should_sample(parent, id, CALL, &SpanKind::Server, &[], &[]);
        result.decision == SamplingDecision::RecordAndSample
    }
}

/// Whether the work at hand belongs to a trace that is not kept.
pub(crate) fn is_unkept_here() -> bool {
    Context::map_current(|context| {
        let span = context.span();
        let ids: &SpanContext = span.span_context();
        ids.is_valid() && !ids.is_sampled()
    })
}

/// What the library asks of each span. Calls have been decided about when their spans are
/// made, and what lies in them goes with them. What would begin a trace by itself lies in
/// a call that is not kept, on a thread that does not know it.
#[derive(Debug, Clone)]
pub(crate) struct AsDecided;

impl ShouldSample for AsDecided {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        _id: TraceId,
        name: &str,
        _kind: &SpanKind,
        _attributes: &[KeyValue],
        _links: &[Link],
    ) -> SamplingResult {
        let parent = parent.filter(|context| context.has_active_span());
        let is_kept = match parent {
            Some(parent) => parent.span().span_context().is_sampled() || name == CALL,
            None => name == CALL,
        };
        SamplingResult {
            decision: match is_kept {
                true => SamplingDecision::RecordAndSample,
                false => SamplingDecision::Drop,
            },
            attributes: Vec::new(),
            trace_state: parent.map_or_else(Default::default, |parent| {
                parent.span().span_context().trace_state().clone()
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::propagation;

    fn decision(sampler: &str, part: f64) -> Decision {
        let sampler = sampler.parse().unwrap();
        Decision::by(Sampling { sampler, part })
    }

    #[test]
    fn a_part_of_the_traces_is_kept_and_what_the_caller_says_holds() {
        let traces: Vec<TraceId> = (0..1_000)
            .map(|_| propagation::begin(true).span().span_context().trace_id())
            .collect();
        let kept = |decision: &Decision, parent: Option<&Context>| {
            let kept = traces.iter().filter(|id| decision.keeps(parent, **id));
            kept.count()
        };
        let [yes, no] = [true, false].map(propagation::begin);
        let some = decision("parentbased_traceidratio", 0.25);
        assert!((100..400).contains(&kept(&some, None)));
        assert_eq!(kept(&some, Some(&yes)), 1_000);
        assert_eq!(kept(&some, Some(&no)), 0);
        assert_eq!(kept(&decision("always_off", 1.0), Some(&yes)), 0);
        assert_eq!(kept(&decision("always_on", 0.0), Some(&no)), 1_000);
        assert_eq!(kept(&decision("traceidratio", 0.0), Some(&yes)), 0);
    }

    #[test]
    fn another_name_is_refused() {
        let refused = "sometimes".parse::<TraceSampler>().unwrap_err();
        assert!(refused.to_string().contains("sometimes"), "{refused}");
    }
}
