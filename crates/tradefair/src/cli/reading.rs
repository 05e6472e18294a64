//! The verbs that read: which edition, at which moment, from where.

use std::path::PathBuf;

use clap::Args;
use serve::{NoTarget, Target};

use super::SettingFlags;
use crate::{explain::HowMany, moment::Moment};

/// `tradefair figures`.
#[derive(Clone, Debug, Args)]
pub struct FiguresArgs {
    /// The edition, for example fairs/ciftis/editions/4.
    #[arg(long, value_name = "EDITION")]
    pub edition: String,
    /// How it is read.
    #[command(flatten)]
    pub reading: Reading,
    /// The settings.
    #[command(flatten)]
    pub settings: SettingFlags,
}

/// `tradefair explain`.
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// The figure, for example fairs/ciftis/editions/4/figures/contract-count.
    #[arg(value_name = "FIGURE")]
    pub figure: String,
    /// How many records to show behind each reading of the books: a number, or all.
    /// Five are shown if it is not given, and with --json none.
    #[arg(long, value_name = "N")]
    pub records: Option<HowMany>,
    /// How it is read.
    #[command(flatten)]
    pub reading: Reading,
    /// The settings.
    #[command(flatten)]
    pub settings: SettingFlags,
}

/// `tradefair claims`.
#[derive(Clone, Debug, Args)]
pub struct ClaimsArgs {
    /// The language of the text.
    #[arg(long, value_name = "TAG", value_parser = ["en", "zh"])]
    pub language: String,
    /// Tells each claim as a JSON object on a line of its own.
    #[arg(long)]
    pub json: bool,
    /// The settings.
    #[command(flatten)]
    pub settings: SettingFlags,
}

/// `tradefair check`.
#[derive(Clone, Debug, Args)]
pub struct CheckArgs {
    /// The file with the text; "-" for standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The edition the text is about, for example fairs/ciftis/editions/4.
    #[arg(long, value_name = "EDITION")]
    pub edition: String,
    /// Holds it against the sample fair, whose books are made for that.
    #[arg(long, conflicts_with_all = ["data", "server"])]
    pub sample: bool,
    /// The language of the text. Without it, it is told by the characters.
    #[arg(long, value_name = "TAG", value_parser = ["en", "zh"])]
    pub language: Option<String>,
    /// The file with the release the text was edited from: what was dropped of it is
    /// told. Without it, the summary of the edition is taken if most sentences of the
    /// text stand in it.
    #[arg(long, value_name = "FILE")]
    pub edited_from: Option<PathBuf>,
    /// How it is read.
    #[command(flatten)]
    pub reading: Reading,
    /// The settings.
    #[command(flatten)]
    pub settings: SettingFlags,
}

/// Where the books are read, at which moment, and how it is told.
#[derive(Clone, Debug, Default, Args)]
pub struct Reading {
    /// The server that is asked, with all services behind one address. Without it,
    /// and without --data, the one at the address --listen names.
    #[arg(long, value_name = "URL", value_parser = server, conflicts_with = "data")]
    pub server: Option<Target>,
    /// The moment: a time such as 2016-06-01T18:00:00+08:00, or a cut such as
    /// contracts=12,exhibitions=40,forums=3,reporting=9. The newest if it is not
    /// given.
    #[arg(long, value_name = "MOMENT")]
    pub as_of: Option<Moment>,
    /// Tells it in JSON, the messages of the API, one on each line.
    #[arg(long)]
    pub json: bool,
}

/// Reads the address of a server.
pub(super) fn server(text: &str) -> Result<Target, &'static str> {
    text.parse()
        .map_err(|NoTarget| "must be an http address, such as http://127.0.0.1:50051")
}
