//! The command line.

mod carrying;
mod keeping;
mod reading;
mod settings;

pub use carrying::{ExportArgs, ImportArgs};
pub use keeping::{BackupArgs, HealthArgs, RestoreArgs};
pub use reading::{CheckArgs, ClaimsArgs, ExplainArgs, FiguresArgs, Reading};
pub use settings::SettingFlags;

use std::path::PathBuf;

use clap::{Parser, Subcommand, error::ErrorKind};

use crate::topology::ServiceName;

/// The books and the press desk of a trade fair.
#[derive(Debug, Parser)]
#[command(name = "tradefair", version, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Serves the fair: all services, or those named.
    Serve {
        /// The services to run here; all of them if none is named.
        #[arg(value_name = "SERVICE")]
        services: Vec<ServiceName>,
        /// The settings.
        #[command(flatten)]
        settings: SettingFlags,
    },

    /// Loads the sample fair through the public API, prints its press release
    /// and serves it.
    ///
    /// With the addresses of all five services it loads into that deployment
    /// and starts none.
    Demo {
        /// Ends after the release is printed.
        #[arg(long)]
        once: bool,
        /// A folder of tables to load in place of the sample fair.
        #[arg(long, value_name = "FOLDER")]
        sample: Option<PathBuf>,
        /// The language of the release.
        #[arg(long, value_name = "TAG", default_value = "en", value_parser = ["en", "zh"])]
        language: String,
        /// The settings.
        #[command(flatten)]
        settings: SettingFlags,
    },

    /// Checks the books and prints what was checked; fails at the exact place
    /// where something is off.
    Audit {
        /// The settings.
        #[command(flatten)]
        settings: SettingFlags,
    },

    /// Brings tables into the books: all of their rows or, with a fault anywhere,
    /// none.
    Import(ImportArgs),

    /// Writes the books as tables that can be imported.
    Export(ExportArgs),

    /// Prints the figures of an edition, each with its value or the reason why it
    /// has none.
    Figures(FiguresArgs),

    /// Explains a figure: a tree of what it was computed from, down to the records.
    Explain(ExplainArgs),

    /// Reads a text from standard input and tells what its numbers claim.
    Claims(ClaimsArgs),

    /// Holds a text against the books: which of its numbers are so, which are not, and
    /// why. Fails when one is contradicted.
    Check(CheckArgs),

    /// Copies the books of all services into a new folder, while they are in use.
    Backup(BackupArgs),

    /// Makes the books of a new folder from a backup, and audits them.
    Restore(RestoreArgs),

    /// Makes the books in a database or brings them up to date, before the processes of
    /// this release are started on it. Books in a folder are so when they are opened.
    Migrate {
        /// The settings.
        #[command(flatten)]
        settings: SettingFlags,
    },

    /// Asks a server whether it is ready for calls, and fails when it is not: for the
    /// health check of a container.
    Health(HealthArgs),

    /// Prints the effective configuration and where each value came from.
    Config {
        /// The settings.
        #[command(flatten)]
        settings: SettingFlags,
    },
}

impl Verb {
    /// The settings given with the verb.
    #[must_use]
    pub fn settings(&self) -> &SettingFlags {
        match self {
            Self::Serve { settings, .. }
            | Self::Demo { settings, .. }
            | Self::Audit { settings }
            | Self::Migrate { settings }
            | Self::Config { settings } => settings,
            Self::Import(asked) => &asked.settings,
            Self::Export(asked) => &asked.settings,
            Self::Figures(asked) => &asked.settings,
            Self::Explain(asked) => &asked.settings,
            Self::Check(asked) => &asked.settings,
            Self::Claims(asked) => &asked.settings,
            Self::Backup(asked) => &asked.settings,
            Self::Restore(asked) => &asked.settings,
            Self::Health(asked) => &asked.settings,
        }
    }
}

/// What came of reading the command line.
#[derive(Debug)]
pub enum Asked {
    /// Something to do.
    Do(Box<Cli>),
    /// A text that was asked for: the help or the version.
    Tell(String),
}

/// A command line that asks for nothing we know, as one sentence.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}; try tradefair --help")]
pub struct NotUnderstood(pub String);

/// Reads the command line.
///
/// # Errors
/// [`NotUnderstood`] says in one sentence what is wrong.
pub fn read<T: Into<std::ffi::OsString> + Clone>(
    arguments: impl IntoIterator<Item = T>,
) -> Result<Asked, NotUnderstood> {
    let error = match Cli::try_parse_from(arguments) {
        Ok(cli) => return Ok(Asked::Do(Box::new(cli))),
        Err(error) => error,
    };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ok(Asked::Tell(error.to_string())),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            Err(NotUnderstood(
                "no verb is given: serve, demo, audit, import, export, figures, explain, claims, check, backup, restore, migrate, health or config"
                    .to_owned(),
            ))
        }
        _ => Err(NotUnderstood(first_sentence(&error.to_string()))),
    }
}

/// The parser answers with several lines; the first says what is wrong.
fn first_sentence(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    first.strip_prefix("error: ").unwrap_or(first).to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use clap::CommandFactory;

    use super::*;
    use crate::config::SETTINGS;

    fn refusal(arguments: &[&str]) -> String {
        let line = [&["tradefair"], arguments].concat();
        match read(line) {
            Err(wrong) => wrong.to_string(),
            Ok(asked) => panic!("{arguments:?} was understood: {asked:?}"),
        }
    }

    #[test]
    fn every_setting_has_a_flag_and_every_flag_is_handed_on() {
        let command = Cli::command();
        let serve = command.find_subcommand("serve").unwrap();
        for setting in SETTINGS {
            let flag = format!("--{}", setting.key.replace('_', "-"));
            let known = serve.get_arguments().any(|argument| {
                argument.get_long() == flag.strip_prefix("--") && argument.get_help().is_some()
            });
            assert!(known, "{flag} is missing or has no help");
            let line = ["tradefair", "serve", flag.as_str(), "x"];
            let Asked::Do(cli) = read(line).unwrap() else {
                panic!("{flag} was not understood");
            };
            let given = cli.verb.settings().given();
            assert_eq!(
                given.into_iter().collect::<Vec<_>>(),
                [(setting.key, "x".to_owned())]
            );
        }
    }

    #[test]
    fn what_is_not_understood_is_told_in_one_sentence() {
        let table: [(&[&str], &str); 5] = [
            (
                &[],
                "no verb is given: serve, demo, audit, import, export, figures, explain, claims, check, backup, restore, migrate, health or config; try tradefair --help",
            ),
            (
                &["fly"],
                "unrecognized subcommand 'fly'; try tradefair --help",
            ),
            (
                &["serve", "contract"],
                "invalid value 'contract' for '[SERVICE]...': there is no service \"contract\"; the services are exhibitions, forums, contracts, reporting and gateway; try tradefair --help",
            ),
            (
                &["serve", "--port", "1"],
                "unexpected argument '--port' found; try tradefair --help",
            ),
            (
                &["audit", "contracts"],
                "unexpected argument 'contracts' found; try tradefair --help",
            ),
        ];
        for (arguments, sentence) in table {
            assert_eq!(refusal(arguments), sentence);
        }
    }

    #[test]
    fn help_and_version_are_told() {
        for flag in ["--help", "--version"] {
            let asked = read(["tradefair", flag]).unwrap();
            assert!(
                matches!(asked, Asked::Tell(text) if text.contains("tradefair")),
                "{flag}"
            );
        }
    }
}
