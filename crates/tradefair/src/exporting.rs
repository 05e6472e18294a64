//! Writes the books as tables and tells what they hold.

use std::io::{self, Write};

use indicatif::ProgressBar;

use crate::{
    Failure,
    cli::ExportArgs,
    config::Config,
    export::{self, Exported, Form, Wanted},
    import::only_fair,
    moment::cut_text,
    reach::Reach,
};

/// Exports what was asked for.
///
/// # Errors
/// One sentence on what was in the way.
pub async fn run(config: &Config, asked: &ExportArgs) -> Result<(), Failure> {
    let reach = Reach::find(config, &asked.settings, asked.server.as_ref())?;
    let outcome = write(asked, &reach).await;
    reach.close().await;
    let exported = outcome?;
    let out = &mut io::stdout().lock();
    for (resource, rows) in &exported.tables {
        writeln!(out, "{resource}: {rows} row(s)")?;
    }
    writeln!(out, "read at {}", cut_text(&exported.cut))?;
    Ok(())
}

async fn write(asked: &ExportArgs, reach: &Reach) -> Result<Exported, Failure> {
    let fair = match &asked.fair {
        Some(fair) => fair.clone(),
        None => only_fair(reach.links()).await?,
    };
    let wanted = Wanted {
        as_of: asked.as_of.as_ref().map(|moment| moment.as_of(&fair)),
        edition: asked
            .edition
            .as_ref()
            .map(|edition| match edition.starts_with("fairs/") {
                true => edition.clone(),
                false => format!("{fair}/{edition}"),
            }),
        fair,
    };
    let form = if asked.xlsx {
        Form::Workbook
    } else {
        Form::Text
    };
    let bar = ProgressBar::new_spinner();
    let mut passed = || bar.inc(1);
    let exported = export::write(reach.links(), &wanted, &asked.folder, form, &mut passed).await;
    bar.finish_and_clear();
    exported
}
