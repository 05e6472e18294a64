//! The effective configuration, and where each value came from.
//!
//! A value is looked for in four places, and the first that has it wins: the
//! command line, the environment, the file named by `--config`, the default.

mod door;
mod identification;
mod layers;
mod print;
mod settings;

pub use layers::{Layers, Source};
pub use print::print;
pub use settings::{SETTINGS, Setting};

use std::{net::SocketAddr, str::FromStr};

use crate::{
    assembly::Door,
    bookshelf::{Bookshelf, without_password},
    identification::Identification,
    topology::{Addresses, ServiceName},
};

/// What the process was told.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the books are kept.
    pub books: Bookshelf,
    /// Where calls are taken, and how that ends.
    pub door: Door,
    /// Who callers are, and who this process is to those it calls.
    pub identification: Identification,
    /// Where services elsewhere are.
    pub addresses: Addresses,
    /// What the process says of its own work.
    pub telemetry: telemetry::Config,
    /// Every setting with its value and source, for [`print()`].
    pub chosen: Vec<Chosen>,
}

/// One setting, as it was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The setting.
    pub setting: &'static Setting,
    /// Its value; `None` when nobody gave one and there is no default.
    pub value: Option<String>,
    /// Where the value came from.
    pub source: Source,
}

/// Why there is no configuration, as a sentence.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be used.
    #[error("the configuration file {path} {why}")]
    File {
        /// The file.
        path: String,
        /// What is the matter with it.
        why: String,
    },
    /// Keys were given, and not whose they are.
    #[error("token_keys are given ({source_name}) without issuer, whose tokens they are for")]
    KeysOfNobody {
        /// Where they were given.
        source_name: String,
    },
    /// Authorities were given that vouch for an issuer, and none is asked for its keys.
    #[error(
        "issuer_authorities are given ({source_name}), and no issuer is asked for its keys: give issuer, and no token_keys"
    )]
    AuthoritiesOfNobody {
        /// Where they were given.
        source_name: String,
    },
    /// Two places for the books were given at once.
    #[error("the books are to stand in two places ({source_name}): give one of them")]
    TwoPlaces {
        /// Where the two were given.
        source_name: String,
    },
    /// Some of the files that TLS needs were given, and not all.
    #[error(
        "{given} is given ({source_name}) without {missing}: TLS needs tls_certificate, tls_key and tls_authorities, or none of them"
    )]
    PartOfTls {
        /// What was given.
        given: &'static str,
        /// Where it was given.
        source_name: String,
        /// What was not.
        missing: &'static str,
    },
    /// A service is reached by TLS, and there is nothing to do that with.
    #[error(
        "{service} is at {target} ({source_name}), which is reached by TLS: give tls_certificate, tls_key and tls_authorities too"
    )]
    NoTls {
        /// The service.
        service: ServiceName,
        /// Where it is.
        target: String,
        /// Where that was given.
        source_name: String,
    },
    /// Two doors were given one address.
    #[error(
        "operations_listen is {address} ({source_name}), where calls are taken: give it another port"
    )]
    OneDoor {
        /// The address.
        address: SocketAddr,
        /// Where it was given.
        source_name: String,
    },
    /// A value has the wrong form.
    #[error("{key} is {value:?} ({source_name}), which is not {expected}")]
    Value {
        /// The setting.
        key: &'static str,
        /// What was given.
        value: String,
        /// Where it was given.
        source_name: String,
        /// What would be right.
        expected: &'static str,
    },
}

/// What an address of a service must be.
const A_TARGET: &str = "an address, such as http://host:50051 or https://host:50051, nor several of one kind with commas between";

impl Config {
    /// Decides every setting.
    ///
    /// # Errors
    /// [`ConfigError`] for a value that has the wrong form.
    pub fn decide(layers: &Layers) -> Result<Self, ConfigError> {
        let chosen: Vec<_> = SETTINGS
            .iter()
            .map(|setting| layers.choose(setting))
            .collect();
        let read = Read(&chosen);
        let mut addresses = Addresses::new();
        for service in ServiceName::ALL {
            if let Some(target) = read.optional(service.as_str(), A_TARGET)? {
                addresses.insert(service, target);
            }
        }
        let door = read.door()?;
        if door.certificates.is_none() {
            read.nobody_secured(&addresses)?;
        }
        Ok(Self {
            books: read.books()?,
            door,
            identification: read.identification()?,
            addresses,
            telemetry: read.telemetry()?,
            chosen,
        })
    }
}

impl Config {
    /// Whether nobody gave a value for the setting of this key.
    #[must_use]
    pub fn is_default(&self, key: &str) -> bool {
        Read(&self.chosen).source(key) == &Source::Default
    }
}

/// Reads typed values out of the decided texts.
struct Read<'a>(&'a [Chosen]);

impl Read<'_> {
    fn find(&self, key: &str) -> Option<&Chosen> {
        self.0.iter().find(|chosen| chosen.setting.key == key)
    }

    fn source(&self, key: &str) -> &Source {
        self.find(key)
            .map_or(&Source::Default, |chosen| &chosen.source)
    }

    /// The store or the folder, whichever was given nearer to the command line.
    fn books(&self) -> Result<Bookshelf, ConfigError> {
        let (store, data) = (self.source("store"), self.source("data"));
        let folder = Bookshelf::Folder(self.required("data", "a folder")?);
        let Some(given) = self.optional::<String>("store", "a store")? else {
            return Ok(folder);
        };
        if data.rank() > store.rank() {
            return Ok(folder);
        }
        if data.rank() == store.rank() {
            return Err(ConfigError::TwoPlaces {
                source_name: format!("{store} and {data}"),
            });
        }
        let certificates = self.optional("store_certificates", "a file")?;
        Bookshelf::read(&given, certificates).ok_or_else(|| ConfigError::Value {
            key: "store",
            value: without_password(&given),
            source_name: store.to_string(),
            expected: "sqlite: with a folder after it, or the postgres:// address of a database",
        })
    }

    fn telemetry(&self) -> Result<telemetry::Config, ConfigError> {
        let attributes: Option<Attributes> = self.optional(
            "resource_attributes",
            "a list of key=value with commas between",
        )?;
        let mut attributes = attributes.map(|pairs| pairs.0).unwrap_or_default();
        if !attributes.iter().any(|(key, _)| key == SERVICE_VERSION) {
            let version = env!("CARGO_PKG_VERSION").to_owned();
            attributes.push((SERVICE_VERSION.to_owned(), version));
        }
        Ok(telemetry::Config {
            service_name: self.required("service_name", "a name")?,
            resource_attributes: attributes,
            log_format: self.required("log_format", "text or json")?,
            log_filter: self.required("log", "a log filter")?,
            otlp_endpoint: self.optional("otlp_endpoint", "an http address")?,
            metrics_page: false,
            sampling: telemetry::Sampling {
                sampler: self
                    .required("traces_sampler", "the name of a sampler of OpenTelemetry")?,
                part: self
                    .required::<Part>("traces_sampler_arg", "a part between 0 and 1")?
                    .0,
            },
        })
    }

    fn optional<T: FromStr>(
        &self,
        key: &str,
        expected: &'static str,
    ) -> Result<Option<T>, ConfigError> {
        let Some(chosen) = self.find(key) else {
            return Ok(None);
        };
        let Some(value) = &chosen.value else {
            return Ok(None);
        };
        value.parse().map(Some).map_err(|_| ConfigError::Value {
            key: chosen.setting.key,
            value: value.clone(),
            source_name: chosen.source.to_string(),
            expected,
        })
    }

    fn required<T: FromStr>(
        &self,
        key: &'static str,
        expected: &'static str,
    ) -> Result<T, ConfigError> {
        self.optional(key, expected)?
            .ok_or_else(|| ConfigError::Value {
                key,
                value: String::new(),
                source_name: Source::Default.to_string(),
                expected,
            })
    }
}

/// The attribute that tells releases apart, told of this one unless it was given.
const SERVICE_VERSION: &str = "service.version";

/// A part of all, from 0 to 1.
struct Part(f64);

impl FromStr for Part {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let part = text.parse().ok().filter(|part| (0.0..=1.0).contains(part));
        part.map(Self).ok_or(())
    }
}

/// Attributes in the form OpenTelemetry gives them.
struct Attributes(Vec<(String, String)>);

impl FromStr for Attributes {
    type Err = telemetry::Error;

    fn from_str(text: &str) -> Result<Self, telemetry::Error> {
        telemetry::resource_attributes(text).map(Self)
    }
}
