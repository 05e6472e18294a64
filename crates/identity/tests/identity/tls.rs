//! Keys from an issuer behind TLS.

use std::{io, net::SocketAddr, path::PathBuf, sync::Arc};

use axum::serve::Listener;
use identity::{
    CannotStart, KeySet, KeysFrom, NoKeys, Source,
    mint::{MintedKey, Signs},
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{
    ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{PrivateKeyDer, pem::PemObject},
};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::web::WebIssuer;

/// Takes connections over TLS.
struct TlsListener {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        loop {
            let (stream, from) = self.listener.accept().await.unwrap();
            // Whoever does not trust it goes away.
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, from);
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// An authority, with its certificate in a file.
struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: TempDir,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let authority = Self {
            issuer: CertifiedIssuer::self_signed(params, key).unwrap(),
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::write(authority.file(), authority.issuer.pem()).unwrap();
        authority
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("authority.pem")
    }

    /// An issuer that it certifies to be the host of that name.
    async fn certified(&self, host: &str, key: &MintedKey) -> WebIssuer {
        let own = KeyPair::generate().unwrap();
        let params = CertificateParams::new([host.to_owned()]).unwrap();
        let certificate = params.signed_by(&own, &self.issuer).unwrap();
        let secret = PrivateKeyDer::from_pem_slice(own.serialize_pem().as_bytes()).unwrap();
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], secret)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TlsListener { listener, acceptor };
        WebIssuer::behind(listener, format!("https://127.0.0.1:{port}"), [key])
    }
}

async fn fetch(issuer: &WebIssuer, authorities: PathBuf) -> Result<KeySet, NoKeys> {
    let mut settings = issuer.settings();
    let authorities = Some(authorities);
    settings.keys = KeysFrom::Issuer { authorities };
    settings.source().unwrap().keys().await
}

#[tokio::test]
async fn an_issuer_is_believed_whom_an_authority_vouches_for() {
    let authority = Authority::new();
    let key = MintedKey::new("key", Signs::EdDsa);
    let issuer = authority.certified("127.0.0.1", &key).await;
    assert_eq!(fetch(&issuer, authority.file()).await.unwrap().len(), 1);

    let stranger = Authority::new();
    let elsewhere = authority.certified("127.0.0.2", &key).await;
    let plain = {
        let mut issuer = WebIssuer::plain([&key]).await;
        issuer.address = issuer.address.replace("http://", "https://");
        issuer
    };
    for (what, issuer, file) in [
        ("another authority", &issuer, stranger.file()),
        ("another host", &elsewhere, authority.file()),
        ("no TLS", &plain, authority.file()),
    ] {
        let refused = fetch(issuer, file).await;
        let is_out_of_reach = matches!(refused, Err(NoKeys::Unreachable { .. }));
        assert!(is_out_of_reach, "{what}: {refused:?}");
    }
}

#[tokio::test]
async fn a_file_of_authorities_must_have_some() {
    let key = MintedKey::new("key", Signs::EdDsa);
    let issuer = WebIssuer::plain([&key]).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authorities.pem");
    let begin = || {
        let mut settings = issuer.settings();
        let authorities = Some(file.clone());
        settings.keys = KeysFrom::Issuer { authorities };
        settings.source().map(|_| ())
    };
    let refuses = |what: &str| {
        let refused = begin();
        let is_told = matches!(refused, Err(CannotStart::Authorities { .. }));
        assert!(is_told, "{what}: {refused:?}");
    };
    refuses("no file");
    let garbled = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (what, text) in [
        ("an empty file", ""),
        ("another file", "keys: []\n"),
        ("a certificate that is none", garbled),
        ("half a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n"),
    ] {
        std::fs::write(&file, text).unwrap();
        refuses(what);
    }
}
