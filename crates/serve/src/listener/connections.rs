//! A bound on the connections that are open at the same time.

use std::{
    hash::{BuildHasher, RandomState},
    io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep},
};
use tonic::transport::server::Connected;

use super::shares::{Share, Shares};

/// How many connections a listener keeps, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    /// The most that are open at the same time; more are closed at once.
    pub at_once: usize,
    /// The most of one address, unless it is this machine's own.
    pub of_one_address: usize,
    /// How old one grows before its other side is asked to make a new one, so that calls
    /// spread again when there are more processes to send them to. What it carries is
    /// finished. Every listener adds up to a fifth, so that those that were started
    /// together do not end theirs together.
    pub age: Duration,
    /// How long the first bytes may take to come.
    pub silence: Duration,
}

impl Default for Connections {
    /// Suits one machine.
    fn default() -> Self {
        Self {
            at_once: 1_024,
            of_one_address: 256,
            age: Duration::from_secs(25 * 60),
            silence: Duration::from_secs(10),
        }
    }
}

impl Connections {
    /// The age of the connections of one listener.
    pub(super) fn own_age(&self) -> Duration {
        // Nothing but the moment of an end depends on it.
        let chance = RandomState::new().hash_one(0) % 1_000;
        let thousandths = u32::try_from(chance).unwrap_or_default();
        self.age + self.age / 5 * thousandths / 1_000
    }
}

/// The places of connections.
#[derive(Clone, Debug)]
pub(super) struct Places {
    shares: Arc<Shares<IpAddr>>,
    silence: Duration,
}

impl Places {
    pub(super) fn of(bounds: Connections) -> Self {
        Self {
            shares: Shares::of(bounds.at_once, bounds.of_one_address),
            silence: bounds.silence,
        }
    }

    /// A place for a connection from an address, if there is one.
    pub(super) fn take(&self, address: SocketAddr) -> Option<Place> {
        // Behind the machine's own address are all its processes: those that watch it, and
        // all who come through a program that hands connections on.
        let address = address.ip().to_canonical();
        let key = (!address.is_loopback()).then_some(address);
        let share = self.shares.take(key);
        if share.is_none() {
            tracing::debug!(%address, "a connection is closed, as there are too many");
        }
        Some(Place {
            silence: self.silence,
            share: share?,
        })
    }
}

/// A place, free again when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    silence: Duration,
    share: Share<IpAddr>,
}

impl Place {
    /// Gives it to a connection for as long as that is open. From now on it may be
    /// silent for a while.
    pub(super) fn seat<S>(self, stream: S) -> Seated<S> {
        Seated {
            stream,
            silence: Some(Box::pin(sleep(self.silence))),
            _share: self.share,
        }
    }
}

/// A connection with a place, which is free again when it has ended.
#[derive(Debug)]
pub(super) struct Seated<S> {
    stream: S,
    /// Until something has come.
    silence: Option<Pin<Box<Sleep>>>,
    _share: Share<IpAddr>,
}

impl<S: Connected> Connected for Seated<S> {
    type ConnectInfo = S::ConnectInfo;

    fn connect_info(&self) -> S::ConnectInfo {
        self.stream.connect_info()
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Seated<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        let Some(silence) = &mut self.silence else {
            return polled;
        };
        match polled {
            Poll::Ready(read) => {
                self.silence = None;
                Poll::Ready(read)
            }
            Poll::Pending => silence
                .as_mut()
                .poll(context)
                .map(|()| Err(io::ErrorKind::TimedOut.into())),
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Seated<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(at_once: usize, of_one_address: usize) -> Places {
        Places::of(Connections {
            at_once,
            of_one_address,
            ..Connections::default()
        })
    }

    fn address(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    #[test]
    fn one_address_has_a_part_of_the_places_and_this_machine_all() {
        let far = places(256, 64);
        let seated: Vec<_> = (0..64)
            .map(|_| far.take(address("192.0.2.1:5")).unwrap())
            .collect();
        // The same address, as it looks to a listener that takes both kinds.
        assert!(far.take(address("[::ffff:192.0.2.1]:6")).is_none());
        assert!(far.take(address("192.0.2.2:5")).is_some());
        drop(seated);
        assert!(far.take(address("192.0.2.1:5")).is_some());
        let near = places(256, 64);
        let seated: Vec<_> = (0..256)
            .filter_map(|_| near.take(address("127.0.0.1:5")))
            .collect();
        assert_eq!(seated.len(), 256);
        assert!(near.take(address("127.0.0.1:5")).is_none());
    }

    #[test]
    fn ages_differ_by_a_fifth_at_most() {
        let bounds = Connections::default();
        for _ in 0..100 {
            let age = bounds.own_age();
            assert!(age >= bounds.age && age <= bounds.age * 6 / 5, "{age:?}");
        }
    }
}
