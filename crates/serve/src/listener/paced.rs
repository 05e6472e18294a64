//! A connection of which no more is read than can be dealt with.

use std::{
    future::Future,
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf, Take};
use tonic::transport::server::Connected;

use super::{
    admission::{Debt, Pace},
    connection::Origin,
};

/// How much a call takes, about: the headers, mostly, and a short request.
const CALL_BYTES: u64 = 256;

/// How much is read at a time when there is too much, of somebody who was not refused.
const LITTLE_BYTES: u64 = 64 * CALL_BYTES;

/// A connection.
pub(super) struct Paced<S> {
    stream: Take<S>,
    pace: Pace,
    debt: Debt,
    /// While it waits to be read again.
    turn: Option<Pin<Box<dyn Future<Output = u32> + Send>>>,
    /// Whether what was read last has not been looked at.
    is_fresh: bool,
}

impl<S: AsyncRead + Unpin> Paced<S> {
    pub(super) fn at(pace: Pace, stream: S) -> Self {
        Self {
            stream: stream.take(u64::MAX),
            pace,
            debt: Debt::default(),
            turn: None,
            is_fresh: false,
        }
    }

    /// What is noted of it when its calls are refused.
    #[cfg(test)]
    pub(super) fn debt(&self) -> &Debt {
        &self.debt
    }

    /// How many bytes may be read, after waiting for whatever must be before.
    fn poll_bytes(&mut self, context: &mut Context<'_>) -> Poll<u64> {
        if std::mem::take(&mut self.is_fresh) {
            // The calls in it come in meanwhile, in tasks of their own.
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.turn.is_none() && self.debt.is_owed() {
            self.turn = Some(Box::pin(self.pace.clone().turn()));
        }
        if let Some(turn) = &mut self.turn {
            let calls = ready!(turn.as_mut().poll(context));
            self.turn = None;
            return Poll::Ready(u64::from(calls) * CALL_BYTES);
        }
        Poll::Ready(match self.pace.is_slow() {
            true => LITTLE_BYTES,
            false => u64::MAX,
        })
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Paced<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let bytes = ready!(self.poll_bytes(context));
        self.stream.set_limit(bytes);
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.is_fresh = bytes < u64::MAX && polled.is_ready();
        if polled.is_pending() {
            self.debt.forget();
        }
        polled
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Paced<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(self.stream.get_mut()).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(self.stream.get_mut()).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.get_ref().is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(self.stream.get_mut()).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(self.stream.get_mut()).poll_shutdown(context)
    }
}

impl<S: AsyncRead + Connected<ConnectInfo = Origin>> Connected for Paced<S> {
    type ConnectInfo = Origin;

    fn connect_info(&self) -> Origin {
        self.stream.get_ref().connect_info().owing(&self.debt)
    }
}
