//! What a certificate proves: by whom it is vouched for, for what, until when, and the
//! names it is given to.

use rustls::{
    RootCertStore,
    client::verify_server_cert_signed_by_trust_anchor,
    crypto::CryptoProvider,
    pki_types::{CertificateDer, UnixTime},
    server::{ParsedCertificate, danger::ClientCertVerifier},
};
use webpki::EndEntityCert;
use x509_cert::{der::Decode, ext::pkix::SubjectAltName};

use super::words;

/// Makes sure that others accept the certificates, the first one's first, of a server and
/// of a client; an error says in words why they do not.
pub(super) fn require(
    chain: &[CertificateDer<'_>],
    roots: &RootCertStore,
    verifier: &dyn ClientCertVerifier,
    provider: &CryptoProvider,
    now: UnixTime,
) -> Result<(), String> {
    let Some((leaf, others)) = chain.split_first() else {
        return Err("there is none".to_owned());
    };
    let algorithms = provider.signature_verification_algorithms.all;
    let parsed = ParsedCertificate::try_from(leaf).map_err(|wrong| words::of_own(&wrong))?;
    verify_server_cert_signed_by_trust_anchor(&parsed, roots, others, now, algorithms)
        .map_err(|wrong| words::of_own(&wrong))?;
    verifier
        .verify_client_cert(leaf, others, now)
        .map_err(|wrong| words::of_own(&wrong))?;
    Ok(())
}

/// When a certificate ends, in seconds since 1970 (UTC). One that was given to nobody is
/// refused, as nobody could verify it.
pub(super) fn expiry_seconds(certificate: &CertificateDer<'_>) -> Result<u64, String> {
    let read = x509_cert::Certificate::from_der(certificate).map_err(|wrong| wrong.to_string())?;
    let given_to = read.tbs_certificate.get::<SubjectAltName>();
    if !matches!(given_to, Ok(Some(_))) {
        return Err("it was given to no name and no address (subject alternative name)".to_owned());
    }
    let end = read.tbs_certificate.validity.not_after;
    Ok(end.to_unix_duration().as_secs())
}

/// The DNS names of a certificate that was verified, in small letters.
pub(crate) fn names(certificate: &CertificateDer<'_>) -> Vec<String> {
    let Ok(read) = EndEntityCert::try_from(certificate) else {
        return Vec::new();
    };
    let names = read.valid_dns_names();
    names.map(str::to_ascii_lowercase).collect()
}
