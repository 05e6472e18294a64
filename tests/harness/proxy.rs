//! A proxy between two processes, over which the way from one to the other fails as a
//! test says.

use std::{io, net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    select,
    sync::watch,
    task::JoinHandle,
    time::sleep,
};

/// How bytes go over a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// At once.
    Passes,
    /// Not at all, and nobody is told: as when a network is parted.
    Lost,
    /// What is asked arrives, and no answer does.
    AnswersLost,
    /// Slowly: each piece, either way, takes longer than a caller has.
    Slow,
    /// Connections break, and so does each that is made.
    Broken,
}

/// How long a piece takes that goes slowly.
const SLOW: Duration = Duration::from_millis(2_000);

/// A proxy. It ends when it goes out of scope.
pub struct Proxy {
    /// Where it listens.
    pub address: SocketAddr,
    manner: watch::Sender<Manner>,
    listening: JoinHandle<()>,
}

impl Proxy {
    /// A proxy before that address, over which bytes pass at first.
    ///
    /// # Panics
    /// When the system has no port for it.
    pub async fn before(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a port is free");
        let own = listener.local_addr().expect("it is bound");
        let (manner, told) = watch::channel(Manner::Passes);
        let listening = tokio::spawn(async move {
            while let Ok((asker, _)) = listener.accept().await {
                let told = told.clone();
                tokio::spawn(async move {
                    // A connection that fails is one that ends.
                    let _ = carry(asker, address, told).await;
                });
            }
        });
        Self {
            address: own,
            manner,
            listening,
        }
    }

    /// From now on bytes go like that, over the connections there are and those to come.
    pub fn now(&self, manner: Manner) {
        self.manner.send_replace(manner);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// Carries the bytes of a connection both ways until either side ends it, or it breaks.
async fn carry(
    asker: TcpStream,
    address: SocketAddr,
    mut manner: watch::Receiver<Manner>,
) -> io::Result<()> {
    if *manner.borrow() == Manner::Broken {
        return Ok(());
    }
    let asked = TcpStream::connect(address).await?;
    asker.set_nodelay(true)?;
    asked.set_nodelay(true)?;
    let (from_asker, to_asker) = asker.into_split();
    let (from_asked, to_asked) = asked.into_split();
    select! {
        there = pass(from_asker, to_asked, manner.clone(), false) => there,
        back = pass(from_asked, to_asker, manner.clone(), true) => back,
        _ = manner.wait_for(|manner| *manner == Manner::Broken) => Ok(()),
    }
}

/// Carries bytes one way.
async fn pass(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut manner: watch::Receiver<Manner>,
    is_answer: bool,
) -> io::Result<()> {
    let mut piece = vec![0; 64 * 1024];
    loop {
        let length = from.read(&mut piece).await?;
        if length == 0 {
            return Ok(());
        }
        // What waits here is not lost for ever: it goes on when the way is whole again,
        // as what TCP sends again does.
        let passes = |manner: &Manner| match manner {
            Manner::Passes | Manner::Slow => true,
            Manner::AnswersLost => !is_answer,
            Manner::Lost | Manner::Broken => false,
        };
        let now = manner.wait_for(passes).await.map(|manner| *manner);
        match now {
            Ok(Manner::Slow) => select! {
                () = sleep(SLOW) => {}
                _ = manner.wait_for(|manner| *manner == Manner::Passes) => {}
            },
            Ok(_) => {}
            // The test has ended.
            Err(_) => return Ok(()),
        }
        to.write_all(&piece[..length]).await?;
    }
}
