//! The connections that come in.
//!
//! The loop is our own: the one of the gRPC library reads certificates once, when it
//! starts. Handshakes go on beside each other, each in a task of its own, so that one
//! that is slow holds up none; and there is a bound on them, since whoever has not shown
//! who he is can begin one.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use futures_util::{Stream, stream};
use rustls::ServerConfig;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy, sink},
    net::{TcpListener, TcpStream},
    select,
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;

use super::{
    connection::Connection,
    connections::{Places, Seated},
};
use crate::certificates::{self, Certificates};

/// How long a handshake may take.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(5);

/// How many handshakes go on at the same time. Who comes when there are more waits.
const HANDSHAKES_AT_ONCE: usize = 512;

/// How long nobody is let in when the system cannot give one more connection.
const PAUSE: Duration = Duration::from_millis(100);

/// How much is read of one whose handshake failed, so that he hears why.
const HEARD_OUT_BYTES: u64 = 64 * 1024;

/// Lets connections in.
pub(super) struct Incoming {
    listener: TcpListener,
    places: Places,
    certificates: Option<Certificates>,
    handshakes: JoinSet<Option<Seated<Connection>>>,
}

impl Incoming {
    /// With certificates, connections are secured by TLS before they are handed on.
    pub(super) fn at(
        listener: TcpListener,
        places: Places,
        certificates: Option<Certificates>,
    ) -> Self {
        Self {
            listener,
            places,
            certificates,
            handshakes: JoinSet::new(),
        }
    }

    /// The connections, for ever.
    pub(super) fn connections(self) -> impl Stream<Item = io::Result<Seated<Connection>>> + Send {
        stream::unfold(self, |mut incoming| async move {
            let connection = incoming.next().await;
            Some((Ok(connection), incoming))
        })
    }

    async fn next(&mut self) -> Seated<Connection> {
        loop {
            select! {
                accepted = self.listener.accept(), if self.handshakes.len() < HANDSHAKES_AT_ONCE => {
                    match accepted {
                        Ok((stream, address)) => {
                            if let Some(connection) = self.take_in(stream, address) {
                                return connection;
                            }
                        }
                        Err(wrong) => pause_after(&wrong).await,
                    }
                }
                Some(ended) = self.handshakes.join_next() => {
                    if let Ok(Some(connection)) = ended {
                        return connection;
                    }
                }
            }
        }
    }

    /// A connection that needs no more; else its handshake begins.
    fn take_in(&mut self, stream: TcpStream, address: SocketAddr) -> Option<Seated<Connection>> {
        // Before the handshake, which costs more than anything else here.
        let place = self.places.take(address)?;
        if let Err(wrong) = stream.set_nodelay(true) {
            tracing::debug!(%wrong, "a connection ended before it began");
            return None;
        }
        let Some(certificates) = &self.certificates else {
            return Some(place.seat(Connection::Plain(stream)));
        };
        // What is held now: the next one may be shown other certificates.
        let config = certificates.server();
        self.handshakes.spawn(async move {
            let secured = timeout(HANDSHAKE_TIMEOUT, secure(stream, config, address)).await;
            let secured = secured.unwrap_or_else(|_| {
                tracing::debug!(%address, "a TLS handshake took too long");
                None
            });
            Some(place.seat(secured?))
        });
        None
    }
}

/// A handshake.
async fn secure(
    stream: TcpStream,
    config: Arc<ServerConfig>,
    address: SocketAddr,
) -> Option<Connection> {
    let shaken = TlsAcceptor::from(config).accept(stream).into_fallible();
    match shaken.await {
        Ok(stream) => Some(Connection::Secured(Box::new(stream))),
        Err((wrong, stream)) => {
            match certificates::in_handshake(&wrong) {
                Some(why) => tracing::debug!(%address, "a TLS handshake failed: {why}"),
                // Somebody who only looks whether the port is open.
                None => tracing::debug!(%address, %wrong, "a TLS handshake broke off"),
            }
            // It fails for nobody else.
            let _ = hear_out(stream).await;
            None
        }
    }
}

/// Reads what the other side had sent meanwhile. To hang up on it unread would have the
/// system take back the alert, and with it the reason.
async fn hear_out(mut stream: TcpStream) -> io::Result<()> {
    stream.shutdown().await?;
    copy(&mut stream.take(HEARD_OUT_BYTES), &mut sink()).await?;
    Ok(())
}

/// Waits a little when it is this process, and not the other side, that went wrong.
async fn pause_after(wrong: &io::Error) {
    match wrong.kind() {
        io::ErrorKind::ConnectionAborted
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionRefused
        | io::ErrorKind::Interrupted => {}
        _ => {
            tracing::warn!(%wrong, "no connection can be let in");
            sleep(PAUSE).await;
        }
    }
}
