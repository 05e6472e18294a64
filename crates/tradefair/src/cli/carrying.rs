//! The verbs that carry people's data in and out.

use std::path::PathBuf;

use clap::Args;
use serve::Target;

use super::{SettingFlags, reading::server};
use crate::moment::Moment;

/// `tradefair import`.
#[derive(Clone, Debug, Args)]
pub struct ImportArgs {
    /// The tables: files of separated values, workbooks, or folders of both. The
    /// name of a file or of a sheet tells what its rows are: agreements.csv.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// What the rows are, whatever the files are called: agreements, visits …
    #[arg(long, value_name = "NAME")]
    pub resource: Option<String>,
    /// The fair the tables are for, for example fairs/ciftis. Without it, the one
    /// in fairs.csv, or the only one the books know.
    #[arg(long, value_name = "FAIR")]
    pub fair: Option<String>,
    /// Tells what would become of the rows, and stores nothing. What the services
    /// cannot tell beforehand is found out in books of no account, in the folder for
    /// temporary files.
    #[arg(long)]
    pub dry_run: bool,
    /// Stores the rows that are right, and writes the others to NAME.rejects.csv
    /// beside their file, each with the reason.
    #[arg(long, conflicts_with = "dry_run")]
    pub partial: bool,
    /// The server that is written to, with all services behind one address. Without
    /// it, and without --data, the one at the address --listen names.
    #[arg(long, value_name = "URL", value_parser = server, conflicts_with = "data")]
    pub server: Option<Target>,
    /// The settings.
    #[command(flatten)]
    pub settings: SettingFlags,
}

/// `tradefair export`.
#[derive(Clone, Debug, Args)]
pub struct ExportArgs {
    /// The folder the tables are written to. It is made if it is missing, and must
    /// hold none of them yet.
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// The fair, for example fairs/ciftis. Without it, the only one the books know.
    #[arg(long, value_name = "FAIR")]
    pub fair: Option<String>,
    /// Only the records of this edition, for example editions/4, with those of the
    /// fair itself. All editions if it is not given.
    #[arg(long, value_name = "EDITION")]
    pub edition: Option<String>,
    /// The moment: a time such as 2016-06-01T18:00:00+08:00, or a cut such as
    /// contracts=12,exhibitions=40,forums=3,reporting=9. The newest if it is not
    /// given.
    #[arg(long, value_name = "MOMENT")]
    pub as_of: Option<Moment>,
    /// Writes one workbook, tables.xlsx, with a sheet for each table.
    #[arg(long)]
    pub xlsx: bool,
    /// The server that is asked, with all services behind one address. Without it,
    /// and without --data, the one at the address --listen names.
    #[arg(long, value_name = "URL", value_parser = server, conflicts_with = "data")]
    pub server: Option<Target>,
    /// The settings.
    #[command(flatten)]
    pub settings: SettingFlags,
}
