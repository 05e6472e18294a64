//! Which spans and events leave the process.

use tracing::level_filters::LevelFilter;
use tracing::{Metadata, Subscriber, subscriber::Interest};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Filter};
use tracing_subscriber::registry::LookupSpan;

use crate::sampling;

/// The exporter is made of these, and what they say would be exported again.
const OF_THE_EXPORTER: [&str; 5] = ["hyper", "h2", "tonic", "tower", "opentelemetry"];

/// The target of the spans of databases, which are below INFO for the log's sake.
const OF_DATABASES: &str = "tradefair::db";

/// What leaves the process: INFO and above, the spans of databases, and nothing of the
/// exporter's own; and of all that what lies in a trace that is kept.
#[derive(Debug)]
pub(crate) struct Exported {
    targets: Targets,
}

impl Default for Exported {
    fn default() -> Self {
        Self {
            targets: Targets::new()
                .with_default(LevelFilter::INFO)
                .with_target(OF_DATABASES, LevelFilter::DEBUG)
                .with_targets(OF_THE_EXPORTER.map(|target| (target, LevelFilter::OFF))),
        }
    }
}

impl<S> Filter<S> for Exported
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    fn enabled(&self, metadata: &Metadata<'_>, context: &Context<'_, S>) -> bool {
        if !self.is_wanted(metadata) || sampling::is_unkept_here() {
            return false;
        }
        // The threads of books do not know of a trace that is not kept: what they do for
        // a call lies in its span, and that is seen here only where it is exported.
        metadata.target() != OF_DATABASES || context.lookup_current().is_some()
    }

    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        match self.is_wanted(metadata) {
            true => Interest::sometimes(),
            false => Interest::never(),
        }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::DEBUG)
    }
}

impl Exported {
    fn is_wanted(&self, metadata: &Metadata<'_>) -> bool {
        self.targets
            .would_enable(metadata.target(), metadata.level())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use tracing::{Span, span};
    use tracing_subscriber::Layer;
    use tracing_subscriber::layer::SubscriberExt;

    use super::*;
    use crate::propagation;

    /// Counts the spans it is shown.
    struct Counts(Arc<AtomicUsize>);

    impl<S: Subscriber> Layer<S> for Counts {
        fn on_new_span(&self, _: &span::Attributes<'_>, _: &span::Id, _: Context<'_, S>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many spans are exported of a call that reads on a thread of the books.
    fn exported_of_a_call(is_kept: bool) -> usize {
        let seen = Arc::new(AtomicUsize::new(0));
        let exporter = Counts(Arc::clone(&seen)).with_filter(Exported::default());
        // Somebody else who wants the span of the call, as the log does.
        let log = Counts(Arc::default()).with_filter(LevelFilter::INFO);
        let subscriber = tracing_subscriber::registry().with(exporter).with(log);
        tracing::subscriber::with_default(subscriber, || {
            let call = {
                let _attached = (!is_kept).then(|| propagation::begin(false).attach());
                tracing::info_span!(target: "tradefair::rpc", "rpc")
            };
            let read = |call: &Span| {
                let _around = call.enter();
                tracing::debug_span!(target: OF_DATABASES, "db")
            };
            drop(read(&call));
        });
        seen.load(Ordering::Relaxed)
    }

    #[test]
    fn what_is_read_for_a_call_goes_with_it() {
        assert_eq!(exported_of_a_call(true), 2);
        assert_eq!(exported_of_a_call(false), 0);
    }
}
