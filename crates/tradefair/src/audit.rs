//! Checks the books of every service and prints what was checked.

use std::io::{self, Write};

use ledger::{AuditReport, Finding};

use crate::{
    Failure,
    assembly::{BOOKS, BooksKind},
    bookshelf::Bookshelf,
    config::Config,
};

/// Audits the books.
///
/// # Errors
/// As [`of`].
pub fn run(config: &Config, out: &mut dyn Write) -> Result<(), Failure> {
    of(&config.books, out)
}

/// Audits the books on a shelf. They are only read, so a process may be serving
/// them.
///
/// # Errors
/// When there are no books, when they cannot be read, or when something is off;
/// the exact places are printed before.
pub fn of(books: &Bookshelf, out: &mut dyn Write) -> Result<(), Failure> {
    let (kept, elsewhere): (Vec<_>, Vec<_>) = BOOKS
        .iter()
        .partition(|kind| books.seems_to_hold(kind.service));
    if kept.is_empty() {
        return Err(format!("there are no books in {books}; name their folder with --data").into());
    }
    let mut off = 0;
    for kind in kept {
        off += audit(kind, books, out)?;
    }
    // A service may keep its books on another machine, so this is no fault; but
    // nobody shall take books that were not looked at for sound ones.
    for kind in elsewhere {
        writeln!(
            out,
            "{}: no books in this folder, not audited",
            kind.service
        )?;
    }
    if off > 0 {
        return Err(format!("the audit found {off} thing(s) that are off; see above").into());
    }
    Ok(())
}

/// Audits the books of one service and tells how many things are off.
fn audit(kind: &BooksKind, books: &Bookshelf, out: &mut dyn Write) -> Result<usize, Failure> {
    let store = books.open_read_only(kind.service)?;
    let report = ledger::audit(&*store, &(kind.cubes)(), &kind.recompute, &mut |_| {})
        .map_err(|fault| format!("the books of {} cannot be audited: {fault}", kind.service))?;
    print(kind, &report, out)?;
    Ok(report.findings.len() + report.differences.len())
}

fn print(kind: &BooksKind, report: &AuditReport, out: &mut dyn Write) -> io::Result<()> {
    let counts = report.counts;
    let looked_at = [
        counted(counts.fairs, "fair"),
        counted(counts.positions, "position"),
        counted(counts.revisions, "revision"),
        counted(counts.cell_rows, "cell row"),
        counted(counts.requests, "request"),
    ];
    writeln!(out, "{}: {}", kind.service, looked_at.join(", "))?;
    if counts.outgrown > 0 {
        let outgrown = counted(counts.outgrown, "revision");
        writeln!(
            out,
            "  {outgrown} of an earlier release, of which this one tells more once they are changed"
        )?;
    }
    for finding in &report.findings {
        writeln!(out, "  off: {}", place_and_fault(finding))?;
    }
    for difference in &report.differences {
        writeln!(
            out,
            "  differs by this release: {}",
            place_and_fault(difference)
        )?;
    }
    if report.findings.is_empty() && report.differences.is_empty() {
        let made_anew = match counts.outgrown {
            0 => "facts made anew",
            _ => "facts made anew but for those",
        };
        writeln!(
            out,
            "  sound: the chain holds, and cells = stored facts = {made_anew}, at every position"
        )?;
    }
    Ok(())
}

fn counted(count: u64, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

fn place_and_fault(finding: &Finding) -> String {
    let sequence = finding
        .sequence
        .map(|sequence| format!("position {sequence}"));
    let ordinal = finding.ordinal.map(|ordinal| format!("change {ordinal}"));
    let fair = (!finding.fair.is_empty()).then(|| finding.fair.clone());
    let place: Vec<_> = [fair, sequence, ordinal, finding.subject.clone()]
        .into_iter()
        .flatten()
        .collect();
    format!("{}: {}", place.join(", "), finding.what)
}
