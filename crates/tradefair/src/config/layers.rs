//! The places a value can come from.

use std::{
    collections::BTreeMap,
    fmt, fs,
    path::{Path, PathBuf},
};

use super::{Chosen, ConfigError, SETTINGS, Setting};

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The command line.
    Flag(&'static str),
    /// The environment.
    Environment(&'static str),
    /// The configuration file.
    File(PathBuf),
    /// Nobody gave one.
    Default,
}

impl Source {
    /// The greater, the nearer to whoever starts the process.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Flag(_) => 3,
            Self::Environment(_) => 2,
            Self::File(_) => 1,
            Self::Default => 0,
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(key) => write!(out, "flag --{}", key.replace('_', "-")),
            Self::Environment(variable) => write!(out, "environment {variable}"),
            Self::File(path) => write!(out, "file {}", path.display()),
            Self::Default => out.write_str("default"),
        }
    }
}

/// What each place says, before one is chosen.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    flags: BTreeMap<&'static str, String>,
    environment: BTreeMap<&'static str, String>,
    file: BTreeMap<String, String>,
    file_path: PathBuf,
}

impl Layers {
    /// What the command line says, by key.
    #[must_use]
    pub fn with_flags(mut self, flags: BTreeMap<&'static str, String>) -> Self {
        self.flags = flags;
        self
    }

    /// What the environment says, as `look_up` tells. Variables of other names
    /// are not looked at: Kubernetes puts some with our prefix there. An empty
    /// variable counts as not set.
    #[must_use]
    pub fn with_environment(mut self, look_up: impl Fn(&str) -> Option<String>) -> Self {
        let said = |setting: &Setting| look_up(setting.variable).filter(|value| !value.is_empty());
        self.environment = SETTINGS
            .iter()
            .filter_map(|setting| Some((setting.key, said(setting)?)))
            .collect();
        self
    }

    /// What the file says.
    ///
    /// # Errors
    /// When it cannot be read, is no TOML, or has a key that is no setting.
    pub fn with_file(mut self, path: &Path) -> Result<Self, ConfigError> {
        let wrong = |why: String| ConfigError::File {
            path: path.display().to_string(),
            why,
        };
        let text =
            fs::read_to_string(path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
        let table: toml::Table = text
            .parse()
            .map_err(|error: toml::de::Error| wrong(format!("is no TOML: {}", error.message())))?;
        for (key, value) in table {
            if !SETTINGS.iter().any(|setting| setting.key == key) {
                return Err(wrong(format!("has the key {key:?}, which is no setting")));
            }
            let toml::Value::String(value) = value else {
                return Err(wrong(format!("must have a text in quotes for {key}")));
            };
            self.file.insert(key, value);
        }
        path.clone_into(&mut self.file_path);
        Ok(self)
    }

    /// The value of one setting from the first place that has it.
    pub(super) fn choose(&self, setting: &'static Setting) -> Chosen {
        let key = setting.key;
        let (value, source) = if let Some(value) = self.flags.get(key) {
            (Some(value.clone()), Source::Flag(key))
        } else if let Some(value) = self.environment.get(key) {
            (Some(value.clone()), Source::Environment(setting.variable))
        } else if let Some(value) = self.file.get(key) {
            (Some(value.clone()), Source::File(self.file_path.clone()))
        } else {
            (setting.default.map(str::to_owned), Source::Default)
        };
        Chosen {
            setting,
            value,
            source,
        }
    }
}
