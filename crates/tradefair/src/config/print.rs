//! The effective configuration as lines.

use std::io::{self, Write};

use super::Config;
use crate::bookshelf::without_password;

/// Writes one line for each setting: name, value and where the value came from.
/// The lines are TOML, so that they can be kept as a configuration file; only a
/// password is left out.
///
/// # Errors
/// When the lines cannot be written.
pub fn print(config: &Config, out: &mut dyn Write) -> io::Result<()> {
    for chosen in &config.chosen {
        let key = chosen.setting.key;
        match &chosen.value {
            Some(value) => {
                let value = without_password(value);
                let value = toml::Value::String(value);
                writeln!(out, "{key} = {value}  # {}", chosen.source)?;
            }
            None => writeln!(out, "# {key} is not set")?,
        }
    }
    Ok(())
}
