//! The figures of the process itself, by the names of OpenTelemetry. What is read from
//! `/proc` is left out where there is none.

use std::fs;

use tokio::time::Instant;

use crate::figure::Figure;

const UPTIME: Figure = Figure {
    name: "process.uptime",
    unit: "s",
    description: "How long the process has run",
};

const MEMORY: Figure = Figure {
    name: "process.memory.usage",
    unit: "By",
    description: "The memory of the process that is resident",
};

const FILES: Figure = Figure {
    name: "process.unix.file_descriptor.count",
    unit: "{file_descriptor}",
    description: "The files and connections the process has open",
};

/// Measures the process from now on.
pub(crate) fn measure() {
    let began = Instant::now();
    UPTIME.stands_at(move || Some(began.elapsed().as_secs()));
    MEMORY.stands_at(|| resident_bytes(&fs::read_to_string("/proc/self/status").ok()?));
    FILES.stands_at(|| {
        let open = fs::read_dir("/proc/self/fd").ok()?;
        u64::try_from(open.count()).ok()
    });
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
