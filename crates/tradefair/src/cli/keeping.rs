//! The verbs that keep the books safe: where from, and where to.

use std::path::PathBuf;

use clap::Args;
use serve::Target;

use super::{SettingFlags, reading::server};

/// `tradefair health`.
#[derive(Clone, Debug, Args)]
pub struct HealthArgs {
    /// What is asked for: whether it should be sent calls, or whether it lives.
    #[arg(value_name = "STATUS", default_value = "readiness", value_parser = ["readiness", "liveness"])]
    pub of: String,
    /// The server. Without it, the one at the address --operations-listen names, or --listen.
    #[arg(long, value_name = "URL", value_parser = server)]
    pub server: Option<Target>,
    /// The settings.
    #[command(flatten)]
    pub settings: SettingFlags,
}

/// `tradefair backup`.
#[derive(Clone, Debug, Args)]
pub struct BackupArgs {
    /// The folder the backup is made in: an empty one, or one that is not there.
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// The server whose books are copied, with all services behind one address.
    /// Without it, and without --data, the one at the address --listen names.
    #[arg(long, value_name = "URL", value_parser = server, conflicts_with = "data")]
    pub server: Option<Target>,
    /// The settings. The books of --data may be in use by a server.
    #[command(flatten)]
    pub settings: SettingFlags,
}

/// `tradefair restore`.
#[derive(Clone, Debug, Args)]
pub struct RestoreArgs {
    /// The folder of the backup.
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// The settings. --data names the new folder: an empty one, or one that is not
    /// there.
    #[command(flatten)]
    pub settings: SettingFlags,
}
