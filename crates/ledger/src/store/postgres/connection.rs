//! Connections: how they are made, and what is kept beside each.

use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use deadpool::managed::{Manager, Metrics, RecycleError, RecycleResult};
use futures_util::{StreamExt, stream};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use tokio_postgres::{
    AsyncMessage, Client, Config, NoTls, Socket, Statement,
    config::{Host, SslMode, TargetSessionAttrs},
    error::Severity,
    tls::MakeTlsConnect,
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{PostgresConfig, error::chain, sound};

/// How long the making of a connection may take, if the address does not say.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a peer may be silent before it is asked for a sign, how often it is asked
/// again, and how often in all; and how long what was sent may stay unanswered.
const SILENCE: Duration = Duration::from_secs(15);
const ASKED_AGAIN: Duration = Duration::from_secs(5);
const SIGNS_MISSING: u32 = 3;

/// How old a connection may grow: the settings of a server are looked at when one is
/// made, and may change.
const OLDEST: Duration = Duration::from_secs(300);

/// Makes connections.
pub(super) struct Connect {
    config: Config,
    schema: String,
    patience: Duration,
    tls: Option<MakeRustlsConnect>,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unconnected {
    /// The server or the way to it.
    #[error(transparent)]
    Server(#[from] tokio_postgres::Error),
    /// The server does not make commits durable.
    #[error("{0}")]
    Unsound(String),
}

/// A connection with what is kept beside it.
pub(super) struct Connection {
    pub(super) client: Client,
    statements: HashMap<String, Statement>,
    warnings: Arc<AtomicU64>,
}

impl Connect {
    /// Reads where the database is.
    pub(super) fn new(config: &PostgresConfig) -> Result<Self, String> {
        let mut server: Config = config.address.parse().map_err(|error| {
            // The error says what is wrong, never the address, which may hold a password.
            format!(
                "its address is none that PostgreSQL understands: {}",
                chain(&error)
            )
        })?;
        server
            // After a failover an address may lead to a standby, which cannot write.
            .target_session_attrs(TargetSessionAttrs::ReadWrite)
            .keepalives(true)
            .keepalives_idle(SILENCE)
            .keepalives_interval(ASKED_AGAIN)
            .keepalives_retries(SIGNS_MISSING)
            .tcp_user_timeout(SILENCE);
        if server.get_connect_timeout().is_none() {
            server.connect_timeout(CONNECT_TIMEOUT);
        }
        if server.get_application_name().is_none() {
            server.application_name("tradefair");
        }
        let tls = config.certificates.as_deref().map(tls).transpose()?;
        if tls.is_none() {
            require_plain(&mut server)?;
        } else if server.get_ssl_mode() == SslMode::Prefer {
            server.ssl_mode(SslMode::Require);
        }
        Ok(Self {
            config: server,
            schema: config.schema.clone(),
            patience: config.patience,
            tls,
        })
    }

    /// What to call the place in a message to a person: no user, no password.
    pub(super) fn place(&self) -> String {
        let hosts: Vec<_> = self.config.get_hosts().iter().map(host_name).collect();
        let database = self.config.get_dbname().unwrap_or("its default");
        let (schema, hosts) = (&self.schema, hosts.join(", "));
        format!("the schema {schema} of database {database} at {hosts}")
    }

    /// The database and the schema, as the conventions of OpenTelemetry put them together.
    pub(super) fn namespace(&self) -> String {
        // Whose name is not given is called as the user, as the server takes it.
        let database = self.config.get_dbname().or_else(|| self.config.get_user());
        format!("{}|{}", database.unwrap_or_default(), self.schema)
    }

    async fn connect<T>(&self, tls: T) -> Result<Connection, Unconnected>
    where
        T: MakeTlsConnect<Socket>,
        T::Stream: Send + 'static,
    {
        let (client, mut wire) = self.config.connect(tls).await?;
        let warnings = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&warnings);
        // Messages come in order, so a warning is counted before the answer of the
        // command it is about.
        let mut messages = stream::poll_fn(move |context| wire.poll_message(context));
        tokio::spawn(async move {
            while let Some(message) = messages.next().await {
                match message {
                    Ok(AsyncMessage::Notice(notice)) => {
                        if notice.parsed_severity() == Some(Severity::Warning) {
                            counted.fetch_add(1, Ordering::SeqCst);
                        }
                        tracing::debug!(severity = notice.severity(), "{}", notice.message());
                    }
                    Ok(_) => {}
                    Err(error) => {
                        tracing::debug!(%error, "a connection to the database broke");
                        return;
                    }
                }
            }
        });
        sound::require(&client, &self.schema, self.patience).await?;
        Ok(Connection {
            client,
            statements: HashMap::new(),
            warnings,
        })
    }
}

impl Manager for Connect {
    type Type = Connection;
    type Error = Unconnected;

    async fn create(&self) -> Result<Connection, Unconnected> {
        match &self.tls {
            Some(tls) => self.connect(tls.clone()).await,
            None => self.connect(NoTls).await,
        }
    }

    async fn recycle(
        &self,
        connection: &mut Connection,
        metrics: &Metrics,
    ) -> RecycleResult<Unconnected> {
        if connection.client.is_closed() {
            return Err(RecycleError::message("the connection is closed"));
        }
        if metrics.age() > OLDEST {
            return Err(RecycleError::message("the connection is old"));
        }
        Ok(())
    }
}

impl Connection {
    /// The statement, prepared once for each connection.
    pub(super) async fn prepared(&mut self, sql: &str) -> Result<Statement, tokio_postgres::Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).await?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// How many warnings the server has sent so far.
    pub(super) fn warnings(&self) -> u64 {
        self.warnings.load(Ordering::SeqCst)
    }
}

/// TLS that trusts the certificates of a file.
fn tls(file: &Path) -> Result<MakeRustlsConnect, String> {
    let unreadable = |error: &dyn std::fmt::Display| {
        format!(
            "the certificates in {} cannot be used: {error}",
            file.display()
        )
    };
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(file).map_err(|error| unreadable(&error))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|error| unreadable(&error))?;
        roots.add(certificate).map_err(|error| unreadable(&error))?;
    }
    if roots.is_empty() {
        return Err(unreadable(&"there is none in it"));
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unreadable(&error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// Lets a connection go unencrypted only where nobody can listen, or where the address
/// says so in as many words.
fn require_plain(server: &mut Config) -> Result<(), String> {
    // An address that is given beside a name is the one that is connected to.
    let far_address = server.get_hostaddrs().iter().find(|ip| !ip.is_loopback());
    let far = server.get_hosts().iter().find(|host| !is_near(host));
    let far = far_address
        .map(ToString::to_string)
        .or_else(|| far.map(host_name));
    match (far, server.get_ssl_mode()) {
        (_, SslMode::Disable) | (None, SslMode::Prefer) => {
            server.ssl_mode(SslMode::Disable);
            Ok(())
        }
        (Some(host), SslMode::Prefer) => Err(format!(
            "{host} is another machine, and the connection would not be encrypted: name the certificates that vouch for it with --store-certificates FILE, or write sslmode=disable into the address"
        )),
        _ => Err(
            "its address asks for encryption: name the certificates that vouch for the server with --store-certificates FILE"
                .to_owned(),
        ),
    }
}

/// Whether the host is this machine.
fn is_near(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse()
                    .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

fn host_name(host: &Host) -> String {
    match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(path) => path.display().to_string(),
    }
}
