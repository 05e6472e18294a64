//! The settings, as flags that every verb takes.

use std::{collections::BTreeMap, path::PathBuf};

use clap::Args;

/// Settings on the command line. Their form is checked where all sources of a
/// value meet, in [`crate::config`].
#[derive(Clone, Debug, Default, Args)]
pub struct SettingFlags {
    /// A TOML file of settings.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// The folder of the books. The demo takes a temporary one if none is given.
    #[arg(long, value_name = "FOLDER")]
    pub data: Option<String>,

    /// Where the books are kept, in place of a folder of this machine: sqlite:FOLDER, or
    /// the postgres:// address of a database, which several processes may share.
    #[arg(long, value_name = "STORE")]
    pub store: Option<String>,

    /// A file of certificates (PEM) that vouch for the server of the database.
    #[arg(long, value_name = "FILE")]
    pub store_certificates: Option<String>,

    /// Where calls are taken.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,

    /// Whose tokens are believed: the address of an OpenID Connect issuer. With it, callers
    /// are asked who they are.
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,

    /// For whom a token must be meant.
    #[arg(long, value_name = "NAME")]
    pub audience: Option<String>,

    /// A file with the public keys of the issuer, a JSON Web Key Set, in place of what the
    /// issuer publishes. It is read again when it changes.
    #[arg(long, value_name = "FILE")]
    pub token_keys: Option<String>,

    /// A PEM file of authorities that vouch for the issuer, beside those that the machine
    /// trusts: for an issuer of one's own.
    #[arg(long, value_name = "FILE")]
    pub issuer_authorities: Option<String>,

    /// Whether whoever reaches the address is taken for somebody who works at this machine,
    /// also where it can be reached from elsewhere: only for a network of its own.
    #[arg(long, value_name = "BOOL")]
    pub trusted_network: Option<String>,

    /// A file with the token that this command shows to the services it calls.
    #[arg(long, value_name = "FILE")]
    pub token: Option<String>,

    /// Where whoever watches over the process asks for its health and its metrics, in the
    /// clear. There is no such door if none is given.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub operations_listen: Option<String>,

    /// A file with the certificate of this process (PEM), and after it those that lead from
    /// it to an authority. With this, --tls-key and --tls-authorities calls are taken by
    /// TLS, and https:// addresses can be called. The files are read again and again.
    #[arg(long, value_name = "FILE")]
    pub tls_certificate: Option<String>,

    /// A file with the key of that certificate (PEM), closed to others than owner and group.
    #[arg(long, value_name = "FILE")]
    pub tls_key: Option<String>,

    /// A file with the certificates of the authorities that vouch for others (PEM).
    #[arg(long, value_name = "FILE")]
    pub tls_authorities: Option<String>,

    /// How long calls are still taken once the process was asked to end and is not ready
    /// any more: what those who send them need to hear of it.
    #[arg(long, value_name = "MILLISECONDS")]
    pub drain_delay_ms: Option<String>,

    /// How long calls that run then may take to finish.
    #[arg(long, value_name = "MILLISECONDS")]
    pub drain_limit_ms: Option<String>,

    /// Where exhibitions runs, if not here: http://HOST:PORT, or https://HOST:PORT, or several
    /// of one kind with commas between. All addresses that a name has share the calls.
    #[arg(long, value_name = "URL")]
    pub exhibitions: Option<String>,

    /// Where forums runs, if not here.
    #[arg(long, value_name = "URL")]
    pub forums: Option<String>,

    /// Where contracts runs, if not here.
    #[arg(long, value_name = "URL")]
    pub contracts: Option<String>,

    /// Where reporting runs, if not here.
    #[arg(long, value_name = "URL")]
    pub reporting: Option<String>,

    /// Where gateway runs, if not here.
    #[arg(long, value_name = "URL")]
    pub gateway: Option<String>,

    /// Which log lines are written: a level, or a filter of targets and levels.
    #[arg(long, value_name = "FILTER")]
    pub log: Option<String>,

    /// The form of log lines: text or json.
    #[arg(long, value_name = "FORM")]
    pub log_format: Option<String>,

    /// The name of this process in traces and metrics.
    #[arg(long, value_name = "NAME")]
    pub service_name: Option<String>,

    /// What else traces and metrics say of this process: key=value, with commas
    /// between.
    #[arg(long, value_name = "PAIRS")]
    pub resource_attributes: Option<String>,

    /// Where traces and metrics are sent, by OTLP over gRPC.
    #[arg(long, value_name = "URL")]
    pub otlp_endpoint: Option<String>,

    /// Which traces are sent, by the names of OpenTelemetry: `parentbased_traceidratio` keeps
    /// those that whoever calls keeps, and a part of the others; `parentbased_always_on`
    /// keeps all of the others, at a cost.
    #[arg(long, value_name = "NAME")]
    pub traces_sampler: Option<String>,

    /// The part of all traces that is sent, from 0 to 1, where the sampler goes by one.
    #[arg(long, value_name = "PART")]
    pub traces_sampler_arg: Option<String>,
}

impl SettingFlags {
    /// Whether the command line says where the books are.
    #[must_use]
    pub fn name_books(&self) -> bool {
        self.data.is_some() || self.store.is_some()
    }

    /// The flags that were given, by the key of the setting.
    #[must_use]
    pub fn given(&self) -> BTreeMap<&'static str, String> {
        let all = [
            ("data", &self.data),
            ("store", &self.store),
            ("store_certificates", &self.store_certificates),
            ("listen", &self.listen),
            ("issuer", &self.issuer),
            ("audience", &self.audience),
            ("token_keys", &self.token_keys),
            ("issuer_authorities", &self.issuer_authorities),
            ("trusted_network", &self.trusted_network),
            ("token", &self.token),
            ("operations_listen", &self.operations_listen),
            ("tls_certificate", &self.tls_certificate),
            ("tls_key", &self.tls_key),
            ("tls_authorities", &self.tls_authorities),
            ("drain_delay_ms", &self.drain_delay_ms),
            ("drain_limit_ms", &self.drain_limit_ms),
            ("exhibitions", &self.exhibitions),
            ("forums", &self.forums),
            ("contracts", &self.contracts),
            ("reporting", &self.reporting),
            ("gateway", &self.gateway),
            ("log", &self.log),
            ("log_format", &self.log_format),
            ("service_name", &self.service_name),
            ("resource_attributes", &self.resource_attributes),
            ("otlp_endpoint", &self.otlp_endpoint),
            ("traces_sampler", &self.traces_sampler),
            ("traces_sampler_arg", &self.traces_sampler_arg),
        ];
        all.into_iter()
            .filter_map(|(key, value)| Some((key, value.clone()?)))
            .collect()
    }
}
