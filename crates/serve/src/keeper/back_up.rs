//! A copy of the whole book, piece by piece.

use std::{
    io::{self, Read},
    pin::Pin,
    task::{Context, Poll},
};

use fault::Fault;
use futures_util::Stream;
use ledger::BackUp;
use proto::statistics::v1::BackUpBooksChunk;
use tokio::sync::mpsc;
use tonic::Status;

use super::Keeper;

/// How many bytes one piece has, but for the last ones.
const CHUNK_BYTES: usize = 256 * 1024;

/// How many pieces wait for whoever takes them; then reading waits too, so that a
/// slow caller costs no memory.
const WAITING: usize = 2;

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
                    tokio::task::spawn_blocking(move || send_all(back_up, &send));
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

/// Sends a copy piece by piece, and its digest last.
fn send_all(mut back_up: BackUp, to: &mpsc::Sender<Chunk>) {
    let mut hasher = blake3::Hasher::new();
    loop {
        let mut data = Vec::with_capacity(CHUNK_BYTES);
        let piece = match take(&mut back_up, &mut data) {
            Ok(()) if data.is_empty() => break,
            Ok(()) => {
                hasher.update(&data);
                let digest = Vec::new();
                Ok(BackUpBooksChunk { data, digest })
            }
            Err(error) => Err(Fault::defect("reading a copy of the books", error).into()),
        };
        let is_last = piece.is_err();
        if to.blocking_send(piece).is_err() || is_last {
            return;
        }
    }
    let digest = hasher.finalize().as_bytes().to_vec();
    let data = Vec::new();
    // Who has gone by now misses nothing but the end.
    let _ = to.blocking_send(Ok(BackUpBooksChunk { data, digest }));
}

/// Reads the next piece; an empty one is the end.
fn take(from: &mut BackUp, piece: &mut Vec<u8>) -> io::Result<()> {
    let most = u64::try_from(CHUNK_BYTES).unwrap_or(u64::MAX);
    from.take(most).read_to_end(piece).map(drop)
}
