//! A copy of the whole book, piece by piece.

use std::{
    io::{self, Read},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use fault::Fault;
use futures_util::Stream;
use proto::statistics::v1::BackUpBooksChunk;
use tokio::{runtime::Handle, sync::mpsc, time::timeout};
use tonic::Status;

use super::Keeper;

/// How many bytes one piece has, but for the last ones.
const CHUNK_BYTES: usize = 256 * 1024;

/// How many pieces wait for whoever takes them; then reading waits too, so that a
/// slow caller costs no memory.
const WAITING: usize = 2;

/// How long a piece waits for a caller that takes none. A copy holds room on the
/// disk, and the next one waits for it to go.
const PATIENCE: Duration = Duration::from_secs(60);

/// One piece, or why there is no further one.
type Chunk = Result<BackUpBooksChunk, Status>;

/// The pieces of a copy, as they are sent.
pub struct Chunks(mpsc::Receiver<Chunk>);

impl Stream for Chunks {
    type Item = Chunk;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Chunk>> {
        self.0.poll_recv(context)
    }
}

impl<Service> Keeper<Service> {
    /// A copy of the book as it stands at one moment, in pieces; the last piece has
    /// the digest of them all. The copy is made before the first piece comes, which
    /// may be after the deadline of a call: the stream has none.
    ///
    /// What goes wrong comes in place of a piece.
    ///
    /// # Panics
    /// Outside of a Tokio runtime.
    #[must_use]
    pub fn back_up(&self) -> Chunks {
        let (send, chunks) = mpsc::channel(WAITING);
        let book = self.book.clone();
        tokio::spawn(async move {
            let copied = tokio::select! {
                copied = book.back_up() => copied,
                // Who has gone needs no copy.
                () = send.closed() => return,
            };
            match copied {
                Ok(back_up) => {
                    // It ends when all is sent or nobody takes it any more.
                    tokio::task::spawn_blocking(move || send_all(back_up, &send, PATIENCE));
                }
                Err(fault) => {
                    // Nobody may be there to hear it.
                    let _ = send.send(Err(fault.into())).await;
                }
            }
        });
        Chunks(chunks)
    }
}

/// Sends a copy piece by piece, and its digest last; gives up on a caller that has
/// gone or takes nothing for too long, which sees a copy without its last piece.
fn send_all(mut copy: impl Read, to: &mpsc::Sender<Chunk>, patience: Duration) {
    let runtime = Handle::current();
    let is_taken = |piece: Chunk| {
        let sending = async { timeout(patience, to.send(piece)).await };
        matches!(runtime.block_on(sending), Ok(Ok(())))
    };
    let mut hasher = blake3::Hasher::new();
    loop {
        let mut data = Vec::with_capacity(CHUNK_BYTES);
        match take(&mut copy, &mut data) {
            Ok(()) if data.is_empty() => break,
            Ok(()) => {
                hasher.update(&data);
                let digest = Vec::new();
                if !is_taken(Ok(BackUpBooksChunk { data, digest })) {
                    return;
                }
            }
            Err(error) => {
                let fault = Fault::defect("reading a copy of the books", error);
                is_taken(Err(fault.into()));
                return;
            }
        }
    }
    let digest = hasher.finalize().as_bytes().to_vec();
    let data = Vec::new();
    is_taken(Ok(BackUpBooksChunk { data, digest }));
}

/// Reads the next piece; an empty one is the end.
fn take(from: &mut impl Read, piece: &mut Vec<u8>) -> io::Result<()> {
    let most = u64::try_from(CHUNK_BYTES).unwrap_or(u64::MAX);
    from.take(most).read_to_end(piece).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_caller_that_takes_nothing_is_given_up() {
        let (send, mut chunks) = mpsc::channel(WAITING);
        let copy = io::repeat(7).take(16 * 1024 * 1024);
        let sending = tokio::task::spawn_blocking(move || {
            send_all(copy, &send, Duration::from_millis(20));
        });
        sending.await.unwrap();
        let mut waiting = 0;
        while let Some(chunk) = chunks.recv().await {
            assert!(chunk.unwrap().digest.is_empty(), "it has no end");
            waiting += 1;
        }
        assert_eq!(waiting, WAITING, "no more is held than may wait");
    }
}
