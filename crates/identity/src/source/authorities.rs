//! Who vouches for an issuer.

use std::path::Path;

use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};

use crate::CannotStart;

/// The authorities that this machine trusts, and those of the file.
pub(super) fn trusted(file: Option<&Path>) -> Result<RootCertStore, CannotStart> {
    let mut trusted = RootCertStore::empty();
    // Machines have certificates that nobody can read any more; they vouch for nothing.
    let machine = rustls_native_certs::load_native_certs();
    trusted.add_parsable_certificates(machine.certs);
    if let Some(path) = file {
        for certificate in of_file(path)? {
            let added = trusted.add(certificate);
            added.map_err(|error| unreadable(path, error.to_string()))?;
        }
    }
    match trusted.is_empty() {
        true => Err(CannotStart::NoAuthorities),
        false => Ok(trusted),
    }
}

/// The certificates of the file, of which there must be one.
fn of_file(path: &Path) -> Result<Vec<CertificateDer<'static>>, CannotStart> {
    let unreadable = |cause: String| unreadable(path, cause);
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let certificates = read.map_err(|error| unreadable(error.to_string()))?;
    match certificates.is_empty() {
        true => Err(unreadable("there is no certificate in it".to_owned())),
        false => Ok(certificates),
    }
}

fn unreadable(path: &Path, cause: String) -> CannotStart {
    CannotStart::Authorities {
        path: path.to_owned(),
        cause,
    }
}
