//! The spans of what is asked of the store, by the names that the conventions of
//! OpenTelemetry for databases give them. They hold no statement and no value.
//!
//! A read has one span, in the trace of the call that reads. A commit has one too; it
//! carries the writes of many calls, so it lies in the trace of the write that came first,
//! and the span of each write has a link to it.

use fault::Fault;
use tracing::{Level, Span, field::Empty};

use crate::{
    Store,
    watching::{Commit, Stored},
};

/// Below INFO, so that they are not made for the log's sake. Who exports spans asks for
/// this target by its name.
const TARGET: &str = "tradefair::db";

/// The span the caller works in; none where no span of the store is wanted, so that
/// nobody pays for holding it.
pub(crate) fn here() -> Span {
    if tracing::enabled!(target: TARGET, Level::DEBUG) {
        Span::current()
    } else {
        Span::none()
    }
}

/// The span of one write, in that of the caller: from when it is handed in until it is
/// answered.
pub(crate) fn of_write() -> Span {
    tracing::debug_span!(target: TARGET, "write", otel.kind = "internal")
}

/// Makes the spans of one store.
#[derive(Debug)]
pub(crate) struct DatabaseSpans {
    system: &'static str,
    namespace: Option<String>,
}

impl DatabaseSpans {
    pub(crate) fn of(store: &dyn Store) -> Self {
        Self {
            system: store.system(),
            namespace: store.namespace(),
        }
    }

    /// The span of a read, mostly of that table, for the caller whose span that is.
    pub(crate) fn read(&self, caller: &Span, table: &'static str) -> Span {
        if caller.is_disabled() {
            return Span::none();
        }
        // Whoever decides whether it is wanted sees what it lies in.
        let _around = caller.enter();
        tracing::debug_span!(
            target: TARGET,
            "db",
            otel.kind = "client",
            otel.name = format_args!("SELECT {table}"),
            otel.status_code = Empty,
            error.type = Empty,
            db.system.name = self.system,
            db.namespace = self.namespace.as_deref(),
            db.operation.name = "SELECT",
            db.collection.name = table,
        )
    }

    /// The span of a commit that carries these writes.
    pub(crate) fn commit<'a>(&self, writes: impl Iterator<Item = &'a Span> + Clone) -> Span {
        let Some(first) = writes.clone().find(|write| !write.is_disabled()) else {
            return Span::none();
        };
        let around = first.enter();
        let commit = tracing::debug_span!(
            target: TARGET,
            "db",
            otel.kind = "client",
            otel.name = "COMMIT",
            otel.status_code = Empty,
            error.type = Empty,
            db.system.name = self.system,
            db.namespace = self.namespace.as_deref(),
            db.operation.name = "COMMIT",
            tradefair.ledger.commit.writes = Empty,
            tradefair.ledger.commit.cells = Empty,
        );
        drop(around);
        for write in writes {
            let _ = write.follows_from(&commit);
        }
        commit
    }
}

/// Says in the span of a commit how it ended.
pub(crate) fn end_commit(span: &Span, commit: &Commit) {
    match commit.outcome {
        Ok(Stored { writes, cells }) => {
            span.record("tradefair.ledger.commit.writes", writes);
            span.record("tradefair.ledger.commit.cells", cells);
        }
        Err(kind) => fail(span, kind),
    }
}

/// Says in the span of a read how it ended, if the store failed: what is not found or
/// refused was read well.
pub(crate) fn end_read<T>(span: &Span, outcome: &Result<T, Fault>) {
    match outcome {
        Err(Fault::Unreachable { .. }) => fail(span, "unreachable"),
        Err(Fault::BooksDamaged { .. }) => fail(span, "damaged"),
        Err(Fault::Defect { .. }) => fail(span, "failed"),
        _ => {}
    }
}

fn fail(span: &Span, kind: &'static str) {
    span.record("error.type", kind);
    span.record("otel.status_code", "ERROR");
}
