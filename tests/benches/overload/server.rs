//! The process that serves, and what it takes of the machine.

use std::{
    fs,
    net::SocketAddr,
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use harness::{
    process::{Binary, Process},
    standing,
};
use indicatif::ProgressBar;
use tempfile::TempDir;
use tokio::time::interval;

use crate::load;

/// How many agreements there are beforehand.
const AGREEMENTS: usize = 1_000;

/// A process that serves.
pub(crate) struct Server {
    process: Process,
    _folder: TempDir,
}

/// Keeps this process off the first processor; false where that cannot be.
pub(crate) fn stay_on_the_second_processor() -> bool {
    let asked = Command::new("taskset")
        .args(["-a", "-c", "-p", "1", &std::process::id().to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    asked.is_ok_and(|status| status.success())
}

impl Server {
    /// Serves a fair that has some agreements, on the first processor if that can be.
    pub(crate) async fn start(on_the_first_processor: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Another one can be measured beside it.
        let binary = std::env::var("TRADEFAIR_TEST_BINARY");
        let binary = binary.unwrap_or_else(|_| env!("CARGO_BIN_EXE_tradefair").to_owned());
        let mut binary = Binary::at(binary);
        if on_the_first_processor {
            binary = binary.on_processor(0);
        }
        let process = binary.serve(folder.path());
        let clients = process.connect().await;
        standing::open_books(&clients).await;
        standing::open_reporting(&clients).await;
        let bar = ProgressBar::hidden();
        load::create_agreements(process.address, "a", 0..AGREEMENTS, &bar).await;
        Self {
            process,
            _folder: folder,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.process.address
    }

    /// The time that processors have spent on it.
    pub(crate) fn work(&self) -> Duration {
        work(self.process.id())
    }

    /// The memory it has now.
    pub(crate) fn memory_kb(&self) -> u64 {
        memory_kb(self.process.id())
    }

    /// Looks at its memory again and again from now on.
    pub(crate) fn watch_memory(&self) -> Watched {
        let most_kb = Arc::new(AtomicU64::new(0));
        let (id, seen_kb) = (self.process.id(), Arc::clone(&most_kb));
        let watching = tokio::spawn(async move {
            let mut ticks = interval(Duration::from_millis(100));
            loop {
                ticks.tick().await;
                seen_kb.fetch_max(memory_kb(id), Ordering::Relaxed);
            }
        });
        Watched { most_kb, watching }
    }
}

/// A look at memory that goes on until it is asked.
pub(crate) struct Watched {
    most_kb: Arc<AtomicU64>,
    watching: tokio::task::JoinHandle<()>,
}

impl Watched {
    /// The most that was seen.
    pub(crate) fn most_kb(self) -> u64 {
        self.watching.abort();
        self.most_kb.load(Ordering::Relaxed)
    }
}

/// The time that processors have spent on a process, as Linux tells it: in hundredths of a
/// second, after the name in brackets.
pub(crate) fn work(process: u32) -> Duration {
    let told = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let (_, numbers) = told.rsplit_once(')').unwrap();
    let spent = numbers.split_whitespace().skip(11).take(2);
    let hundredths: u64 = spent.map(|ticks| ticks.parse::<u64>().unwrap()).sum();
    Duration::from_millis(10 * hundredths)
}

fn memory_kb(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = resident.and_then(|rest| rest.split_whitespace().next());
    number.unwrap().parse().unwrap()
}
