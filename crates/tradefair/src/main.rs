//! The books and the press desk of a trade fair.

use std::{
    env,
    io::{self, Write},
    process::ExitCode,
};

use tradefair::{
    Failure, audit, backup, check, claims,
    cli::{self, Asked, Cli, Verb},
    config::{self, Config, Layers},
    demo, explain, exporting, figures, health, importing, migrating, restore, serving,
};

fn main() -> ExitCode {
    let outcome = match cli::read(env::args_os()) {
        Ok(Asked::Tell(text)) => io::stdout().write_all(text.as_bytes()).map_err(Into::into),
        Ok(Asked::Do(cli)) => run(*cli),
        Err(wrong) => Err(wrong.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nothing is left to do when even standard error is closed.
            let _ = writeln!(io::stderr(), "tradefair: {}", in_full(&*failure));
            ExitCode::FAILURE
        }
    }
}

/// Does what was asked: settings first, then telemetry, then the verb.
fn run(cli: Cli) -> Result<(), Failure> {
    let mut config = settings(&cli)?;
    if matches!(cli.verb, Verb::Config { .. }) {
        return Ok(config::print(&config, &mut io::stdout().lock())?);
    }
    let telemetry = telemetry::start(&telemetry_for(&cli.verb, &config))?;
    config.door.pages = telemetry.metrics_page();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let outcome = match cli.verb {
        Verb::Serve { services, .. } => runtime.block_on(serving::run(&config, &services)),
        Verb::Demo {
            once,
            sample,
            language,
            ..
        } => runtime.block_on(demo::run(&config, sample.as_deref(), &language, once)),
        Verb::Audit { .. } => audit::run(&config, &mut io::stdout().lock()),
        Verb::Import(asked) => runtime.block_on(importing::run(&config, &asked)),
        Verb::Export(asked) => runtime.block_on(exporting::run(&config, &asked)),
        Verb::Figures(asked) => runtime.block_on(figures::run(&config, &asked)),
        Verb::Check(asked) => runtime.block_on(check::run(&config, &asked)),
        Verb::Claims(asked) => claims::run(&asked),
        Verb::Explain(asked) => runtime.block_on(explain::run(&config, &asked)),
        Verb::Backup(asked) => runtime.block_on(backup::run(&config, &asked)),
        Verb::Restore(asked) => restore::run(&config, &asked, &mut io::stdout().lock()),
        Verb::Health(asked) => {
            runtime.block_on(health::run(&config, &asked, &mut io::stdout().lock()))
        }
        Verb::Migrate { .. } => migrating::run(&config, &mut io::stdout().lock()),
        Verb::Config { .. } => Ok(()),
    };
    if let Err(unflushed) = telemetry.finish() {
        tracing::warn!("{unflushed}");
    }
    outcome
}

/// The settings from everywhere they can come from.
fn settings(cli: &Cli) -> Result<Config, Failure> {
    let flags = cli.verb.settings();
    let mut layers = Layers::default()
        .with_flags(flags.given())
        .with_environment(|variable| env::var(variable).ok());
    if let Some(file) = &flags.config {
        layers = layers.with_file(file)?;
    }
    Ok(Config::decide(&layers)?)
}

/// Only a server tells of its own work; the other verbs have something else to
/// tell, so they are quiet about it unless they are told not to be.
fn telemetry_for(verb: &Verb, config: &Config) -> telemetry::Config {
    let mut telemetry = config.telemetry.clone();
    if !matches!(verb, Verb::Serve { .. }) && config.is_default("log") {
        "warn".clone_into(&mut telemetry.log_filter);
    }
    // It runs every few seconds beside the server whose settings it shares, and must not
    // be taken for it.
    if matches!(verb, Verb::Health(_)) {
        telemetry.otlp_endpoint = None;
    }
    let tells_metrics = matches!(verb, Verb::Serve { .. } | Verb::Demo { .. });
    telemetry.metrics_page = tells_metrics && config.door.operations.is_some();
    telemetry
}

/// A failure with what lies behind it.
fn in_full(failure: &(dyn std::error::Error + 'static)) -> String {
    let mut text = failure.to_string();
    let mut behind = failure.source();
    while let Some(cause) = behind {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        behind = cause.source();
    }
    text
}
