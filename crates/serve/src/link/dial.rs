//! How a connection to an address is made.

use std::{io, net::SocketAddr};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};

/// Bytes both ways between this process and an address.
pub trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<W: AsyncRead + AsyncWrite + Send + Unpin> Wire for W {}

/// Makes wires. Tests hand in wires of their own.
#[tonic::async_trait]
pub trait Dial: Send + Sync {
    /// A wire to the address. How long it may take is bounded by the caller.
    async fn dial(&self, address: SocketAddr) -> io::Result<Box<dyn Wire>>;
}

/// Makes wires over TCP.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tcp;

#[tonic::async_trait]
impl Dial for Tcp {
    async fn dial(&self, address: SocketAddr) -> io::Result<Box<dyn Wire>> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Box::new(stream))
    }
}
