//! The wires of a pool, secured by TLS where its target says so.

use std::{net::SocketAddr, sync::Arc};

use rustls::pki_types::ServerName;
use tokio_rustls::TlsConnector;

use super::{
    cause::why,
    dial::{Dial, Wire},
};
use crate::Certificates;

/// Somebody who can be connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Whom {
    pub(super) address: SocketAddr,
    /// Whom his certificate must be given to, where he is reached by TLS.
    pub(super) certified: Option<ServerName<'static>>,
}

/// What wires are made with.
pub(super) struct Wiring {
    pub(super) dial: Arc<dyn Dial>,
    pub(super) certificates: Option<Certificates>,
}

impl Wiring {
    /// A wire to somebody; an error says why there is none, in words for callers.
    pub(super) async fn wire(&self, whom: &Whom) -> Result<Box<dyn Wire>, String> {
        let wire = self.dial.dial(whom.address).await;
        let wire = wire.map_err(|wrong| why(&wrong))?;
        let Some(name) = &whom.certified else {
            return Ok(wire);
        };
        let certificates = self.certificates.as_ref();
        let certificates = certificates.ok_or("there are no certificates here to reach it with")?;
        // What is held now: the next wire may be made with other certificates.
        let connector = TlsConnector::from(certificates.client());
        match connector.connect(name.clone(), wire).await {
            Ok(secured) => Ok(Box::new(secured)),
            Err(wrong) => Err(why(&wrong)),
        }
    }
}
