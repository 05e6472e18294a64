//! A connection that came in, in the clear or by TLS.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use http::Request;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tokio_rustls::server::TlsStream;
use tonic::{
    body::Body,
    transport::server::{Connected, TcpConnectInfo},
};
use tower::util::MapRequestLayer;

use super::{PeerNames, admission::Debt};
use crate::certificates;

/// A connection.
pub(super) enum Connection {
    Plain(TcpStream),
    Secured(Box<TlsStream<TcpStream>>),
}

/// What every request of a connection is told of it.
#[derive(Clone)]
pub(super) struct Origin {
    names: PeerNames,
    tcp: TcpConnectInfo,
    debt: Debt,
}

impl Origin {
    /// Tells the requests, behind it, what it is.
    pub(super) fn layer() -> MapRequestLayer<fn(Request<Body>) -> Request<Body>> {
        MapRequestLayer::new(Self::tell)
    }

    /// Puts what is known among the extensions of a request, each thing by itself.
    fn tell(mut request: Request<Body>) -> Request<Body> {
        if let Some(Self { names, tcp, debt }) = request.extensions_mut().remove::<Self>() {
            request.extensions_mut().insert(names);
            request.extensions_mut().insert(tcp);
            request.extensions_mut().insert(debt);
        }
        request
    }

    /// The same, with what is noted of a connection that is refused too often.
    pub(super) fn owing(self, debt: &Debt) -> Self {
        let debt = debt.clone();
        Self { debt, ..self }
    }
}

impl Connected for Connection {
    type ConnectInfo = Origin;

    fn connect_info(&self) -> Origin {
        match self {
            Self::Plain(stream) => Origin {
                names: PeerNames::default(),
                tcp: stream.connect_info(),
                debt: Debt::default(),
            },
            Self::Secured(stream) => {
                let (stream, tls) = stream.get_ref();
                // The first one is that of the other side; those that lead from it to an
                // authority follow. They were verified in the handshake.
                let leaf = tls.peer_certificates().and_then(<[_]>::first);
                Origin {
                    names: leaf
                        .map(certificates::names)
                        .into_iter()
                        .flatten()
                        .collect(),
                    tcp: stream.connect_info(),
                    debt: Debt::default(),
                }
            }
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Secured(stream) => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Secured(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write_vectored(context, slices),
            Self::Secured(stream) => Pin::new(stream).poll_write_vectored(context, slices),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain(stream) => stream.is_write_vectored(),
            Self::Secured(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(context),
            Self::Secured(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Secured(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}
