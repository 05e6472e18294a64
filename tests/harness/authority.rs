//! Certificates for tests: authorities, and what they give to processes, good and bad.
//!
//! It stands by itself, so that tests of crates below the harness can take it in too.

use std::{
    fs, io,
    net::IpAddr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, SanType, date_time_ymd,
};

/// The years in which a certificate is valid.
pub const VALID: (i32, i32) = (2_000, 2_100);

/// Somebody who gives certificates.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    /// What leads from those it gives to an authority that others know.
    between: String,
}

/// What is to stand in a certificate.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The DNS names it is given to.
    pub names: Vec<String>,
    /// The addresses it is given to.
    pub addresses: Vec<IpAddr>,
    /// For a server, and for a client.
    pub uses: (bool, bool),
    /// From the beginning of a year to the beginning of another.
    pub years: (i32, i32),
    /// Whether it is that of an authority.
    pub is_authority: bool,
}

/// A certificate with its key, as PEM.
#[derive(Clone, Debug)]
pub struct Given {
    /// The certificate, and those between it and an authority that others know.
    pub chain: String,
    /// The certificate alone.
    pub certificate: String,
    /// The key.
    pub key: String,
}

impl Wanted {
    /// A good certificate of this name and of this machine.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self {
            names: vec![name.to_owned(), "localhost".to_owned()],
            addresses: vec![[127, 0, 0, 1].into()],
            uses: (true, true),
            years: VALID,
            is_authority: false,
        }
    }

    fn params(&self) -> CertificateParams {
        let mut params = CertificateParams::new(self.names.clone()).expect("names of DNS");
        let addresses = self.addresses.iter().copied().map(SanType::IpAddress);
        params.subject_alt_names.extend(addresses);
        let (server, client) = self.uses;
        let uses = [
            (server, ExtendedKeyUsagePurpose::ServerAuth),
            (client, ExtendedKeyUsagePurpose::ClientAuth),
        ];
        let uses = uses
            .into_iter()
            .filter_map(|(wanted, is)| wanted.then_some(is));
        params.extended_key_usages = uses.collect();
        params.not_before = date_time_ymd(self.years.0, 1, 1);
        params.not_after = date_time_ymd(self.years.1, 1, 1);
        if self.is_authority {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        }
        let subject = self.names.first().map_or("nobody", String::as_str);
        params.distinguished_name.push(DnType::CommonName, subject);
        params
    }

    /// A certificate that nobody vouches for but whoever it is given to.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn self_signed(&self) -> Given {
        let key = key();
        let made = self.params().self_signed(&key).expect("it can be made");
        Given {
            chain: made.pem(),
            certificate: made.pem(),
            key: key.serialize_pem(),
        }
    }
}

impl Authority {
    /// An authority of that name.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let issuer = CertifiedIssuer::self_signed(authority(name), key());
        Self {
            issuer: issuer.expect("an authority can be made"),
            between: String::new(),
        }
    }

    /// An authority that this one vouches for.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn below(&self, name: &str) -> Self {
        let issuer = CertifiedIssuer::signed_by(authority(name), key(), &self.issuer);
        let issuer = issuer.expect("an authority can be made");
        let between = issuer.pem() + &self.between;
        Self { issuer, between }
    }

    /// What others know it by.
    #[must_use]
    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// Gives a certificate.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn gives(&self, wanted: &Wanted) -> Given {
        let key = key();
        let made = wanted.params().signed_by(&key, &self.issuer);
        let certificate = made.expect("a certificate can be made").pem();
        Given {
            chain: certificate.clone() + &self.between,
            certificate,
            key: key.serialize_pem(),
        }
    }
}

fn authority(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = date_time_ymd(VALID.0, 1, 1);
    params.not_after = date_time_ymd(VALID.1, 1, 1);
    params
}

fn key() -> KeyPair {
    KeyPair::generate().expect("a key can be made")
}

/// The three files of a process, in a folder.
#[derive(Clone, Debug)]
pub struct Files {
    /// The certificate, and those between.
    pub certificate: PathBuf,
    /// Its key, which only the owner may read.
    pub key: PathBuf,
    /// The authorities that vouch for others.
    pub authorities: PathBuf,
}

impl Files {
    /// Where they are in that folder.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        Self {
            certificate: folder.join("tls.crt"),
            key: folder.join("tls.key"),
            authorities: folder.join("ca.crt"),
        }
    }

    /// Writes them, in place of those there were.
    ///
    /// # Panics
    /// When they cannot be written.
    pub fn write(&self, given: &Given, authorities: &[&Authority]) {
        let authorities: String = authorities
            .iter()
            .map(|authority| authority.pem())
            .collect();
        for (path, text) in [
            (&self.certificate, &given.chain),
            (&self.key, &given.key),
            (&self.authorities, &authorities),
        ] {
            replace(path, text).expect("a file can be written");
        }
    }
}

/// Nobody ever reads half of it.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let new = path.with_extension("new");
    fs::write(&new, text)?;
    fs::set_permissions(&new, fs::Permissions::from_mode(0o600))?;
    fs::rename(&new, path)
}
