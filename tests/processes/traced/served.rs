//! A fair that exports to a collector.

use harness::{
    clients::Clients,
    collector::Collector,
    fleet::Fleet,
    process::{Binary, Process},
};
use tempfile::TempDir;
use tradefair::{bookshelf::Bookshelf, topology::ServiceName};

use crate::process::binary;

/// What every process is told: where to export to, and to say in a line of JSON of each
/// call that it was answered.
fn exporting_to(endpoint: &str) -> Binary {
    binary()
        .with_setting("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
        .with_setting("OTEL_TRACES_SAMPLER", "parentbased_always_on")
        .with_setting("TRADEFAIR_LOG_FORMAT", "json")
        .with_setting(
            "TRADEFAIR_LOG",
            "info,tradefair::rpc=debug,tradefair::db=debug",
        )
}

/// A fair and who hears of it.
pub(super) struct Served {
    processes: Processes,
    collector: Collector,
    _folder: TempDir,
}

enum Processes {
    One(Process),
    Five(Fleet),
}

impl Served {
    /// Starts it, in one process or, apart, in five.
    pub(super) fn start(apart: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (collector, endpoint) = Collector::start();
        let binary = exporting_to(&endpoint);
        let processes = if apart {
            let books = Bookshelf::Folder(folder.path().to_owned());
            Processes::Five(Fleet::start(&binary, &books, 1))
        } else {
            Processes::One(binary.serve(folder.path()))
        };
        Self {
            processes,
            collector,
            _folder: folder,
        }
    }

    pub(super) async fn connect(&self) -> Clients {
        match &self.processes {
            Processes::One(process) => process.connect().await,
            Processes::Five(fleet) => fleet.connect().await,
        }
    }

    /// Ends the fair, so that it has exported everything, and gives what was heard of it:
    /// by the collector, and in lines on standard error.
    pub(super) fn end(self) -> (Collector, Vec<String>) {
        let mut said = Vec::new();
        match self.processes {
            Processes::One(process) => {
                process.ask_to_end();
                said = process.wait().1;
            }
            Processes::Five(mut fleet) => {
                for service in ServiceName::ALL.into_iter().rev() {
                    said.extend(fleet.end(service, 0).1);
                }
            }
        }
        (self.collector, said)
    }
}
