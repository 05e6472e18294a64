//! Runs the body of a test in a process of its own.

use std::process::{Command, Output};

const CHILD: &str = "TELEMETRY_TEST_IN_CHILD";

/// Runs `body` in a new process in which only `test`, the full name of the
/// calling test, is selected. Returns what the process wrote when it has ended
/// well; `None` inside the new process, after the body.
pub(crate) fn own_process(test: &str, body: impl FnOnce()) -> Option<Output> {
    if std::env::var_os(CHILD).is_some() {
        body();
        return None;
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let written = String::from_utf8_lossy(&output.stdout);
    // A name that selects nothing would end well too.
    assert!(
        output.status.success() && written.contains("1 passed"),
        "{test}: {}\n{written}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr),
    );
    Some(output)
}

/// A runtime with nothing to spare: one thread does everything.
pub(crate) fn current_thread() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

/// The runtime of a pod with one processor.
pub(crate) fn one_worker() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
}
