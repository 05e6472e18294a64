//! A connection of which no more is read than can be dealt with.

use std::{
    future::Future,
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf, Take},
    sync::oneshot,
    task::{JoinHandle, yield_now},
};
use tonic::transport::server::Connected;

use super::{
    admission::{Debt, Pace, Turn},
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
    turn: Option<oneshot::Receiver<Turn>>,
    /// While others look at what was read last.
    others: Option<JoinHandle<()>>,
}

/// How much may be read.
enum Portion {
    All,
    Little,
    Of(Turn),
}

impl Portion {
    fn bytes(&self) -> u64 {
        match self {
            Self::All => u64::MAX,
            Self::Little => LITTLE_BYTES,
            Self::Of(turn) => u64::from(turn.calls) * CALL_BYTES,
        }
    }
}

impl<S: AsyncRead + Unpin> Paced<S> {
    pub(super) fn at(pace: Pace, stream: S) -> Self {
        Self {
            stream: stream.take(u64::MAX),
            pace,
            debt: Debt::default(),
            turn: None,
            others: None,
        }
    }

    /// What is noted of it when its calls are refused.
    #[cfg(test)]
    pub(super) fn debt(&self) -> &Debt {
        &self.debt
    }

    /// How much may be read, after waiting for whatever must be before.
    fn poll_portion(&mut self, context: &mut Context<'_>) -> Poll<Portion> {
        if let Some(others) = &mut self.others {
            let _ = ready!(Pin::new(others).poll(context));
            self.others = None;
        }
        if self.turn.is_none() && self.debt.is_owed() {
            self.turn = Some(self.pace.turn(&self.debt));
        }
        if let Some(turn) = &mut self.turn {
            let turn = ready!(Pin::new(turn).poll(context));
            self.turn = None;
            // Nobody gives turns any more when the process ends.
            return Poll::Ready(turn.map_or(Portion::Little, Portion::Of));
        }
        Poll::Ready(match self.pace.is_slow() {
            true => Portion::Little,
            false => Portion::All,
        })
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Paced<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let portion = ready!(self.poll_portion(context));
        self.stream.set_limit(portion.bytes());
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        match &portion {
            Portion::All => {}
            Portion::Little if polled.is_pending() => {}
            // The calls in it come in, in tasks of their own, before more is read.
            Portion::Little => self.others = Some(tokio::spawn(yield_now())),
            Portion::Of(turn) => {
                let read = u64::try_from(buffer.filled().len() - before).unwrap_or(u64::MAX);
                let calls = u32::try_from(read.div_ceil(CALL_BYTES)).unwrap_or(turn.calls);
                self.pace.came(&self.debt, turn, calls);
            }
        }
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
