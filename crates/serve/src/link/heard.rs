//! A wire that tells when the other side has said something, or why it says nothing.
//!
//! The system of a peer accepts connections also while its process hangs or is
//! about to end. Only the first bytes, which every HTTP/2 server sends on its own,
//! show that somebody is there.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    sync::oneshot,
};

use super::dial::Wire;
use crate::certificates::in_handshake;

/// Whether the first that was heard was what was hoped for. A server tells by TLS itself
/// why it lets nobody in, and whoever reads the wire passes on that it failed, not why.
pub(super) type FirstHeard = Result<(), String>;

/// The wire.
pub(super) struct Heard {
    wire: Box<dyn Wire>,
    tell: Option<oneshot::Sender<FirstHeard>>,
}

impl Heard {
    /// The wire, and what is told when the first bytes arrive.
    pub(super) fn on(wire: Box<dyn Wire>) -> (Self, oneshot::Receiver<FirstHeard>) {
        let (tell, heard) = oneshot::channel();
        let tell = Some(tell);
        (Self { wire, tell }, heard)
    }
}

impl AsyncRead for Heard {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.wire).poll_read(context, buffer);
        let first = match &polled {
            Poll::Ready(Err(wrong)) => in_handshake(wrong).map(Err),
            _ => (buffer.filled().len() > before).then_some(Ok(())),
        };
        if let Some(first) = first
            && let Some(tell) = self.tell.take()
        {
            let _ = tell.send(first); // nobody may be waiting any more
        }
        polled
    }
}

impl AsyncWrite for Heard {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.wire).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.wire).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.wire.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.wire).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.wire).poll_shutdown(context)
    }
}
