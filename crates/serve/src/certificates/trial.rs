//! Whether certificates are of use, and what is made of those that are.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use ledger::Clock;
use rustls::{
    ClientConfig, InconsistentKeys, RootCertStore, ServerConfig,
    client::Resumption,
    crypto::{CryptoProvider, aws_lc_rs},
    pki_types::{CertificateDer, PrivateKeyDer, UnixTime, pem::PemObject},
    server::{NoServerSessionStorage, WebPkiClientVerifier, danger::ClientCertVerifier},
    sign::{CertifiedKey, SingleCertAndKey},
    time_provider::TimeProvider,
    version::TLS13,
};

use super::{
    files::{CertificateFiles, Material},
    proof, words,
};

/// What is spoken within TLS, the better first.
const HTTP_2: &[u8] = b"h2";
const HTTP_1: &[u8] = b"http/1.1";

/// Why certificates are of no use, as a sentence for whoever looks after the process.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CertificatesError {
    /// A file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Everybody on the machine can get at the key.
    #[error("the key {0} is open to everybody on this machine: close it with chmod o= {0}", path.display())]
    OpenKey {
        /// The file.
        path: PathBuf,
    },
    /// A file does not hold what it should.
    #[error("{} holds no {wanted} that can be read: {why}", path.display())]
    Garbled {
        /// The file.
        path: PathBuf,
        /// What should be in it.
        wanted: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The key is another one's.
    #[error("the key {} is not that of the certificate {}: give the two that were made together", key.display(), certificate.display())]
    OtherKey {
        /// The file of the certificate.
        certificate: PathBuf,
        /// The file of the key.
        key: PathBuf,
    },
    /// Nobody would accept the certificate.
    #[error("the certificate {} is of no use: {why}", path.display())]
    Useless {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
}

/// Certificates that are of use.
pub(super) struct Held {
    /// Of the files they are from.
    pub(super) digest: blake3::Hash,
    pub(super) server: Arc<ServerConfig>,
    pub(super) client: Arc<ClientConfig>,
    pub(super) expiry_seconds: u64,
    pub(super) names: Vec<String>,
}

impl Held {
    /// Tries what the files hold.
    pub(super) fn of(
        files: &CertificateFiles,
        material: &Material,
        clock: &Arc<dyn Clock>,
    ) -> Result<Self, CertificatesError> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let time = Arc::new(Time(Arc::clone(clock)));
        let useless = |why: String| CertificatesError::Useless {
            path: files.certificate.clone(),
            why,
        };
        let roots = Arc::new(roots(&files.authorities, &material.authorities)?);
        let own = Arc::new(own(files, material, &provider)?);
        let of_library = |wrong: rustls::Error| useless(words::of_own(&wrong));
        let verifier = verifier(&roots, &provider).map_err(of_library)?;
        proof::require(&own.cert, &roots, &*verifier, &provider, time.now()).map_err(useless)?;
        let leaf = own.end_entity_cert().map_err(of_library)?;
        let expiry_seconds = proof::expiry_seconds(leaf).map_err(useless)?;
        let names = proof::names(leaf);
        let own = Arc::new(SingleCertAndKey::from(own));
        Ok(Self {
            digest: material.digest(),
            server: Arc::new(server(verifier, &own, &provider, &time).map_err(of_library)?),
            client: Arc::new(client(&roots, &own, &provider, &time).map_err(of_library)?),
            expiry_seconds,
            names,
        })
    }
}

/// The authorities of a file.
fn roots(path: &Path, pem: &[u8]) -> Result<RootCertStore, CertificatesError> {
    let mut roots = RootCertStore::empty();
    for authority in certificates(path, pem)? {
        roots
            .add(authority)
            .map_err(|wrong| garbled(path, CERTIFICATE, &wrong))?;
    }
    Ok(roots)
}

/// The certificate of the process with its key.
fn own(
    files: &CertificateFiles,
    material: &Material,
    provider: &CryptoProvider,
) -> Result<CertifiedKey, CertificatesError> {
    let chain = certificates(&files.certificate, &material.certificate)?;
    // What is wrong with a key is told in the words of a library that never shows one.
    let key = PrivateKeyDer::from_pem_slice(&material.key)
        .map_err(|wrong| garbled(&files.key, "key", &wrong))?;
    CertifiedKey::from_der(chain, key, provider).map_err(|wrong| match wrong {
        rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
            CertificatesError::OtherKey {
                certificate: files.certificate.clone(),
                key: files.key.clone(),
            }
        }
        rustls::Error::InvalidCertificate(_) => {
            garbled(&files.certificate, CERTIFICATE, &words::of_own(&wrong))
        }
        wrong => garbled(&files.key, "key", &wrong),
    })
}

const CERTIFICATE: &str = "certificate";

/// The certificates of a file, of which there is one at least.
fn certificates(
    path: &Path,
    pem: &[u8],
) -> Result<Vec<CertificateDer<'static>>, CertificatesError> {
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let read = read.map_err(|wrong| garbled(path, CERTIFICATE, &wrong))?;
    match read.is_empty() {
        true => Err(garbled(path, CERTIFICATE, &"there is none in it")),
        false => Ok(read),
    }
}

fn garbled(path: &Path, wanted: &'static str, why: &impl ToString) -> CertificatesError {
    CertificatesError::Garbled {
        path: path.to_owned(),
        wanted,
        why: why.to_string(),
    }
}

/// Takes in who shows no certificate, too: people come with other proofs of who they are.
/// Who shows one must be vouched for.
fn verifier(
    roots: &Arc<RootCertStore>,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ClientCertVerifier>, rustls::Error> {
    WebPkiClientVerifier::builder_with_provider(Arc::clone(roots), Arc::clone(provider))
        .allow_unauthenticated()
        .build()
        .map_err(|wrong| rustls::Error::General(wrong.to_string()))
}

fn server(
    verifier: Arc<dyn ClientCertVerifier>,
    own: &Arc<SingleCertAndKey>,
    provider: &Arc<CryptoProvider>,
    time: &Arc<Time>,
) -> Result<ServerConfig, rustls::Error> {
    let (provider, time) = (Arc::clone(provider), Arc::clone(time));
    let mut config = ServerConfig::builder_with_details(provider, time)
        .with_protocol_versions(&[&TLS13])?
        .with_client_cert_verifier(verifier)
        .with_cert_resolver(Arc::clone(own) as _);
    config.alpn_protocols = vec![HTTP_2.to_vec(), HTTP_1.to_vec()];
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(config)
}

fn client(
    roots: &Arc<RootCertStore>,
    own: &Arc<SingleCertAndKey>,
    provider: &Arc<CryptoProvider>,
    time: &Arc<Time>,
) -> Result<ClientConfig, rustls::Error> {
    let (provider, time) = (Arc::clone(provider), Arc::clone(time));
    let mut config = ClientConfig::builder_with_details(provider, time)
        .with_protocol_versions(&[&TLS13])?
        .with_root_certificates(Arc::clone(roots))
        .with_client_cert_resolver(Arc::clone(own) as _);
    config.alpn_protocols = vec![HTTP_2.to_vec()];
    config.resumption = Resumption::disabled();
    Ok(config)
}

/// The time that certificates are held against.
struct Time(Arc<dyn Clock>);

impl Time {
    fn now(&self) -> UnixTime {
        let microseconds = u64::try_from(self.0.now().0).unwrap_or_default();
        UnixTime::since_unix_epoch(Duration::from_micros(microseconds))
    }
}

impl TimeProvider for Time {
    fn current_time(&self) -> Option<UnixTime> {
        Some(self.now())
    }
}

impl std::fmt::Debug for Time {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Time")
    }
}
