//! What tests of secured connections begin with: certificates in a folder, listeners and
//! links that hold them, and others that are bare rustls, so that they can do what ours
//! never would.

use std::{io, net::SocketAddr, sync::Arc};

use ledger::SystemClock;
use rustls::{
    ClientConfig, RootCertStore, ServerConfig, SupportedProtocolVersion,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject},
};
use serve::{
    CertificateFiles, Certificates, CertificatesError, Dial, Link, Means, Resolve, Tcp, Wire,
};
use tempfile::TempDir;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{TlsAcceptor, TlsConnector};

use crate::{
    authority::{Authority, Files, Given},
    desk::{Client, Served},
    odd::Odd,
};

/// The name that servers are reached by.
pub const NAME: &str = "forums.fair.example";

/// The certificates of a process.
pub struct Holder {
    pub files: Files,
    pub certificates: Certificates,
    _folder: TempDir,
}

impl Holder {
    pub fn of(given: &Given, authorities: &[&Authority]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::of(folder.path());
        files.write(given, authorities);
        Self {
            certificates: read(&files).unwrap(),
            files,
            _folder: folder,
        }
    }

    /// A service that is served with them.
    pub async fn serves(&self) -> (Odd, Served) {
        let odd = Odd::new();
        let certificates = Some(self.certificates.clone());
        let served = Served::start_with(odd.service.clone(), |serving| {
            serving.certificates = certificates;
        });
        let served = served.await;
        (odd, served)
    }

    /// A link with them to a target, all of whose names lead to that address.
    pub fn link(&self, target: &str, address: SocketAddr) -> Link {
        self.link_over(target, address, Arc::new(Tcp))
    }

    pub fn link_over(&self, target: &str, address: SocketAddr, dial: Arc<dyn Dial>) -> Link {
        link(target, address, dial, Some(&self.certificates))
    }
}

pub fn read(files: &Files) -> Result<Certificates, CertificatesError> {
    Certificates::read(named(files), Arc::new(SystemClock::new()))
}

pub fn named(files: &Files) -> CertificateFiles {
    CertificateFiles {
        certificate: files.certificate.clone(),
        key: files.key.clone(),
        authorities: files.authorities.clone(),
    }
}

pub fn link(
    target: &str,
    address: SocketAddr,
    dial: Arc<dyn Dial>,
    certificates: Option<&Certificates>,
) -> Link {
    let means = Means {
        resolver: Arc::new(Leads(address)),
        dial,
        certificates: certificates.cloned(),
        seed: 7,
    };
    Link::remote_by("forums", &target.parse().unwrap(), means)
}

/// All names lead there.
struct Leads(SocketAddr);

#[tonic::async_trait]
impl Resolve for Leads {
    async fn resolve(&self, _: &str, _: u16) -> io::Result<Vec<SocketAddr>> {
        Ok(vec![self.0])
    }
}

/// What somebody bare shows, and which versions of TLS it speaks.
pub struct Bare<'a> {
    pub shows: Option<&'a Given>,
    pub trusts: &'a Authority,
    pub versions: &'static [&'static SupportedProtocolVersion],
}

impl Bare<'_> {
    /// A client that goes to `name`, as something that makes wires.
    pub fn client(&self, name: &str) -> Arc<dyn Dial> {
        let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_protocol_versions(self.versions)
            .unwrap()
            .with_root_certificates(roots(self.trusts));
        let mut config = match self.shows.map(shown) {
            Some((chain, key)) => config.with_client_auth_cert(chain, key).unwrap(),
            None => config.with_no_client_auth(),
        };
        config.alpn_protocols = vec![b"h2".to_vec()];
        Arc::new(BareDial {
            connector: TlsConnector::from(Arc::new(config)),
            name: name.to_owned().try_into().unwrap(),
        })
    }

    /// A server that hands on what comes to that address, and where it listens.
    pub async fn server(&self, before: SocketAddr) -> SocketAddr {
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_protocol_versions(self.versions)
            .unwrap()
            .with_no_client_auth();
        let mut config = match self.shows.map(shown) {
            Some((chain, key)) => config.with_single_cert(chain, key).unwrap(),
            None => config.with_cert_resolver(Arc::new(Nobody)),
        };
        config.alpn_protocols = vec![b"h2".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let mut secured = acceptor.accept(stream).await?;
                    let mut plain = TcpStream::connect(before).await?;
                    copy_bidirectional(&mut secured, &mut plain).await
                });
            }
        });
        address
    }
}

#[derive(Debug)]
struct Nobody;

impl rustls::server::ResolvesServerCert for Nobody {
    fn resolve(
        &self,
        _: rustls::server::ClientHello<'_>,
    ) -> Option<Arc<rustls::sign::CertifiedKey>> {
        None
    }
}

struct BareDial {
    connector: TlsConnector,
    name: ServerName<'static>,
}

#[tonic::async_trait]
impl Dial for BareDial {
    async fn dial(&self, address: SocketAddr) -> io::Result<Box<dyn Wire>> {
        let wire = Tcp.dial(address).await?;
        Ok(Box::new(
            self.connector.connect(self.name.clone(), wire).await?,
        ))
    }
}

fn roots(authority: &Authority) -> RootCertStore {
    let mut roots = RootCertStore::empty();
    let pem = authority.pem();
    roots
        .add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap())
        .unwrap();
    roots
}

fn shown(given: &Given) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
    let chain = CertificateDer::pem_slice_iter(given.chain.as_bytes());
    let key = PrivateKeyDer::from_pem_slice(given.key.as_bytes());
    (chain.collect::<Result<_, _>>().unwrap(), key.unwrap())
}

/// A client over a link.
pub fn over(link: Link) -> Client {
    Client::new(link)
}
