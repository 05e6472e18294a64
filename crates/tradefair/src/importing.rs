//! Brings files into the books and tells what became of their rows.

use std::io::{self, Write};

use crate::{
    Failure,
    bar::Bar,
    cli::ImportArgs,
    config::Config,
    import::{Extent, ImportFaults, Links, Plan, Report, Table, TableKind, only_fair},
    reach::Reach,
};

/// Imports what was asked for. Faults are written to standard error as they are
/// found, what became of each table to standard output.
///
/// # Errors
/// One sentence on what was in the way, or on how much was not stored.
pub async fn run(config: &Config, asked: &ImportArgs) -> Result<(), Failure> {
    let tables = tables(asked)?;
    let reach = Reach::open(config, &asked.settings, asked.server.as_ref())?;
    let outcome = import(asked, &tables, &reach).await;
    reach.close().await;
    outcome
}

/// Loads a whole plan, with a bar.
///
/// # Errors
/// Every fault that was found; or one sentence on what was in the way.
pub(crate) async fn load(plan: &Plan, links: &Links) -> Result<(), Failure> {
    let mut bar = Bar::keeping_faults();
    let loaded = plan.run(links, Extent::Whole, &mut bar).await;
    let faults = bar.end();
    match loaded?.is_whole() {
        true => Ok(()),
        false => Err(ImportFaults(faults).into()),
    }
}

async fn import(asked: &ImportArgs, tables: &[Table], reach: &Reach) -> Result<(), Failure> {
    let links = reach.links();
    let brings_the_fair = tables.iter().any(|table| table.resource() == "fairs");
    let fair = match &asked.fair {
        Some(fair) => Some(fair.clone()),
        None if brings_the_fair => None,
        None => Some(only_fair(links).await?),
    };
    let plan = Plan::new(tables, fair.as_deref())?;
    let extent = match (asked.dry_run, asked.partial) {
        (true, _) => Extent::DryRun,
        (false, true) => Extent::Partial,
        (false, false) => Extent::Whole,
    };
    let mut bar = Bar::writing_faults();
    let outcome = plan.run(links, extent, &mut bar).await;
    bar.end();
    let report = outcome?;
    let out = &mut io::stdout().lock();
    if !report.stored {
        writeln!(out, "Nothing was stored. What would become of the rows:")?;
    }
    write!(out, "{report}")?;
    match verdict(&report, extent) {
        Some(why) => Err(why.into()),
        None => Ok(()),
    }
}

/// The tables of all files.
fn tables(asked: &ImportArgs) -> Result<Vec<Table>, Failure> {
    if let Some(resource) = &asked.resource
        && TableKind::named(resource).is_none()
    {
        let known: Vec<_> = TableKind::names().collect();
        return Err(format!("{resource:?} is none of the tables: {}", known.join(", ")).into());
    }
    let (mut tables, mut faults) = (Vec::new(), Vec::new());
    for file in &asked.files {
        match Table::of(file, asked.resource.as_deref()) {
            Ok(found) => tables.extend(found),
            Err(wrong) => faults.extend(wrong.0),
        }
    }
    match faults.is_empty() {
        true if tables.is_empty() => Err("there is no table in what was given".into()),
        true => Ok(tables),
        false => Err(ImportFaults(faults).into()),
    }
}

/// Why an import is no success, if it is none.
fn verdict(report: &Report, extent: Extent) -> Option<String> {
    let faulty = report.faulty();
    if !report.stored {
        return match extent {
            Extent::DryRun if faulty == 0 => None,
            Extent::DryRun => Some(format!(
                "{faulty} row(s) or table(s) with faults; nothing is stored in a dry run"
            )),
            _ => Some(format!(
                "{faulty} row(s) or table(s) with faults, so nothing was stored; mend them, or store the rest with --partial"
            )),
        };
    }
    if report.is_whole() && faulty == 0 {
        return None;
    }
    let missing: u64 = report
        .tables
        .iter()
        .map(crate::import::TableReport::not_stored)
        .sum();
    Some(format!(
        "{missing} row(s) were not stored; what was stored stays, and importing again is safe"
    ))
}
