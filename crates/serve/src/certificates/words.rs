//! What goes wrong with TLS, in words for callers and for those who look after a process.
//! They name the cause and neither a name nor an address: callers may be anybody.

use std::io;

use rustls::{AlertDescription, CertificateError, Error, OtherError};

/// What went wrong with a handshake, if it was TLS that did.
pub(crate) fn in_handshake(wrong: &io::Error) -> Option<String> {
    let inner = wrong.get_ref()?;
    inner.downcast_ref::<Error>().map(of_handshake)
}

/// What went wrong with a handshake.
fn of_handshake(wrong: &Error) -> String {
    match wrong {
        Error::InvalidCertificate(why) => {
            format!("its certificate is not accepted: {}", of_certificate(why))
        }
        Error::AlertReceived(alert) => of_alert(*alert),
        Error::InvalidMessage(_) => "what it speaks is not TLS".to_owned(),
        Error::PeerIncompatible(_) => {
            "it speaks another version of TLS, or knows no cipher that is known here".to_owned()
        }
        _ => "the TLS handshake failed".to_owned(),
    }
}

/// What is wrong with the certificates of this process.
pub(super) fn of_own(wrong: &Error) -> String {
    match wrong {
        Error::InvalidCertificate(why) => of_certificate(why).to_owned(),
        wrong => wrong.to_string(),
    }
}

fn of_certificate(wrong: &CertificateError) -> &'static str {
    match wrong {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet"
        }
        CertificateError::UnknownIssuer => {
            "none of the authorities vouches for it; where certificates stand between, they must be sent with it"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it was given to another name"
        }
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "it is not for this use, as a server or a client"
        }
        CertificateError::BadSignature => "its signature is wrong",
        CertificateError::Other(other) if is_authority(other) => {
            "it is that of an authority, which is not to be shown itself"
        }
        _ => "it cannot be verified",
    }
}

fn is_authority(wrong: &OtherError) -> bool {
    let inner = wrong.0.downcast_ref::<webpki::Error>();
    inner.is_some_and(|inner| *inner == webpki::Error::CaUsedAsEndEntity)
}

/// What the other side said before it hung up.
fn of_alert(alert: AlertDescription) -> String {
    let why = match alert {
        AlertDescription::CertificateExpired => "it has expired, or is not valid yet",
        AlertDescription::UnknownCA => "it knows no authority that vouches for it",
        AlertDescription::UnsupportedCertificate => "it is not for this use",
        AlertDescription::BadCertificate
        | AlertDescription::CertificateRevoked
        | AlertDescription::CertificateUnknown
        | AlertDescription::DecryptError => "it cannot be verified",
        AlertDescription::ProtocolVersion => return "it speaks another version of TLS".to_owned(),
        other => return format!("it ended the TLS handshake ({other:?})"),
    };
    format!("it does not accept the certificate of this process: {why}")
}
