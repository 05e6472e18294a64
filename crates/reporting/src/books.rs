//! The books of reporting, as the service itself reads them.

use fault::Fault;
use ledger::{Book, Fair, Moment, Position, Revision, State};
use prost::Message;

use crate::sources::Held;

/// How many records are read at once.
const AT_ONCE: usize = 1_000;

/// Reads the service's own records.
pub(crate) struct Books {
    book: Book,
}

impl Books {
    pub(crate) fn new(book: Book) -> Self {
        Self { book }
    }

    /// The newest position of the book of a fair.
    pub(crate) async fn newest(&self, fair: &str) -> Result<Position, Fault> {
        self.book.resolve(&Fair::parse(fair)?, Moment::Newest).await
    }

    /// The position with this number.
    pub(crate) async fn at_sequence(&self, fair: &str, sequence: i64) -> Result<Position, Fault> {
        let moment = Moment::Sequence(sequence);
        self.book.resolve(&Fair::parse(fair)?, moment).await
    }

    /// A record at a position, whatever its state.
    pub(crate) async fn held<M: Message + Default>(
        &self,
        name: &str,
        at: &Position,
    ) -> Result<Option<Held<M>>, Fault> {
        let revision = self.book.record(name, at).await?;
        revision.as_ref().map(read).transpose()
    }

    /// A record at a position, if it is live.
    pub(crate) async fn live<M: Message + Default>(
        &self,
        name: &str,
        at: &Position,
    ) -> Result<Option<Held<M>>, Fault> {
        Ok(self.held(name, at).await?.filter(|held| held.live))
    }

    /// The records of a collection at a position, in the order of their ids, with
    /// these; those that are not live only if `also_retired`.
    pub(crate) async fn all<M: Message + Default>(
        &self,
        collection: &str,
        also_retired: bool,
        at: &Position,
    ) -> Result<Vec<(String, Held<M>)>, Fault> {
        let mut all = Vec::new();
        loop {
            let after = all.last().map(|(id, _): &(String, Held<M>)| id.as_str());
            let revisions = self
                .book
                .records(collection, after, AT_ONCE, also_retired, at)
                .await?;
            let count = revisions.len();
            for revision in &revisions {
                let id = ledger::split_name(&revision.name).map_or("", |(_, id)| id);
                all.push((id.to_owned(), read(revision)?));
            }
            if count < AT_ONCE {
                return Ok(all);
            }
        }
    }
}

fn read<M: Message + Default>(revision: &Revision) -> Result<Held<M>, Fault> {
    let pedigree = format!("{}@{}", revision.name, revision.revision);
    match M::decode(revision.body.as_slice()) {
        Ok(record) => Ok(Held {
            record,
            pedigree,
            live: revision.state == State::Live,
        }),
        Err(wrong) => Err(Fault::BooksDamaged {
            why: format!("{pedigree} cannot be read: {wrong}"),
        }),
    }
}
