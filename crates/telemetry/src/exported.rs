//! Which spans and events leave the process.

use tracing::level_filters::LevelFilter;
use tracing::{Metadata, subscriber::Interest};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Filter};

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

impl<S> Filter<S> for Exported {
    fn enabled(&self, metadata: &Metadata<'_>, _context: &Context<'_, S>) -> bool {
        self.is_wanted(metadata) && !sampling::is_unkept_here()
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
