//! The figures of the process itself, by the names of OpenTelemetry. What is read from
//! `/proc` is left out where there is none.

use std::fs;

use opentelemetry::metrics::Meter;
use tokio::time::Instant;

/// Measures the process from now on, whenever the figures are collected.
pub(crate) fn measure(meter: &Meter) {
    let began = Instant::now();
    // The meter keeps what it calls back, so that nothing need be held here.
    let _uptime = meter
        .f64_observable_gauge("process.uptime")
        .with_unit("s")
        .with_description("How long the process has run")
        .with_callback(move |observer| observer.observe(began.elapsed().as_secs_f64(), &[]))
        .build();
    let _memory = meter
        .u64_observable_gauge("process.memory.usage")
        .with_unit("By")
        .with_description("The memory of the process that is resident")
        .with_callback(|observer| {
            let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
            if let Some(bytes) = resident_bytes(&status) {
                observer.observe(bytes, &[]);
            }
        })
        .build();
    let _files = meter
        .u64_observable_gauge("process.unix.file_descriptor.count")
        .with_unit("{file_descriptor}")
        .with_description("The files and connections the process has open")
        .with_callback(|observer| {
            let open = fs::read_dir("/proc/self/fd").map(Iterator::count);
            if let Ok(Ok(open)) = open.map(u64::try_from) {
                observer.observe(open, &[]);
            }
        })
        .build();
}

/// The resident memory that the status of a process tells, in kibibytes.
fn resident_bytes(status: &str) -> Option<u64> {
    let told = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = told.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resident_memory_is_read_from_its_line() {
        let status = "Name:\ttradefair\nVmPeak:\t  300 kB\nVmRSS:\t   9876 kB\nThreads:\t4\n";
        assert_eq!(resident_bytes(status), Some(9876 * 1024));
        for strange in ["", "VmRSS:", "VmRSS: 5 MB", "VmRSS: many kB"] {
            assert_eq!(resident_bytes(strange), None, "{strange}");
        }
    }
}
