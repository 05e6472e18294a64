//! What a store keeps, row by row.

use crate::{
    CellKey, Fact, Fair, Hash, LogPlace, Position, RecordedAt, RequestKey, Revision, State, Totals,
    fact::unpack,
    hash::{SALT_BYTES, body_digest},
    store::StoreError,
};

/// The head of a fair: where its books end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The newest sequence; zero before the first commit.
    pub sequence: i64,
    /// When it was recorded; none at sequence zero.
    pub recorded_at: Option<RecordedAt>,
    /// The latest time that was answered to a reader: later commits must be
    /// recorded later than it.
    pub floor: RecordedAt,
    /// The hash of the newest position.
    pub hash: Hash,
}

impl Head {
    /// The newest position of the fair.
    #[must_use]
    pub fn position(&self, fair: &Fair) -> Position {
        Position {
            fair: fair.clone(),
            sequence: self.sequence,
            recorded_at: self.recorded_at,
            hash: self.hash,
        }
    }
}

/// One position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PositionRow {
    /// The sequence.
    pub sequence: i64,
    /// When it was recorded.
    pub recorded_at: RecordedAt,
    /// How many changes it holds.
    pub changes: i64,
    /// Its hash.
    pub hash: Hash,
}

impl PositionRow {
    /// The position, of that fair.
    #[must_use]
    pub fn position(&self, fair: &Fair) -> Position {
        Position {
            fair: fair.clone(),
            sequence: self.sequence,
            recorded_at: Some(self.recorded_at),
            hash: self.hash,
        }
    }
}

/// One change in the log: a revision as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredChange {
    /// Where it stands.
    pub place: LogPlace,
    /// When its position was recorded.
    pub recorded_at: RecordedAt,
    /// The full name of the record.
    pub name: String,
    /// The number of the revision.
    pub revision: i64,
    /// What becomes of the record.
    pub state: State,
    /// Why.
    pub reason: String,
    /// What takes its place.
    pub moved_to: String,
    /// The salt of the body digest; none if the body was erased.
    pub salt: Option<[u8; SALT_BYTES]>,
    /// The body; none if it was erased.
    pub body: Option<Vec<u8>>,
    /// The salted digest of the body; it stays when the body is erased.
    pub body_digest: Hash,
    /// The packed facts.
    pub facts: Vec<u8>,
}

impl StoredChange {
    /// The stored facts.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when they cannot be unpacked.
    pub fn unpack_facts(&self) -> Result<Vec<Fact>, StoreError> {
        unpack(&self.facts).ok_or_else(|| StoreError::Damaged {
            why: format!(
                "the facts of {} revision {} cannot be unpacked",
                self.name, self.revision
            ),
        })
    }

    /// The revision.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the facts cannot be unpacked.
    pub fn into_revision(self) -> Result<Revision, StoreError> {
        let facts = self.unpack_facts()?;
        Ok(Revision {
            facts,
            name: self.name,
            revision: self.revision,
            sequence: self.place.sequence,
            ordinal: self.place.ordinal,
            recorded_at: self.recorded_at,
            state: self.state,
            reason: self.reason,
            moved_to: self.moved_to,
            erased: self.body.is_none(),
            body: self.body.unwrap_or_default(),
        })
    }

    /// Whether the body is the one the digest was made of; true when it was
    /// erased, for then there is nothing to compare.
    #[must_use]
    pub fn body_is_intact(&self) -> bool {
        match (&self.salt, &self.body) {
            (Some(salt), Some(body)) => body_digest(salt, body) == self.body_digest,
            (None, None) => true,
            _ => false,
        }
    }
}

/// The stored answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRequest {
    /// The digest of the request.
    pub digest: [u8; 32],
    /// The sequence of the position that was answered.
    pub sequence: i64,
    /// Where the revisions that were answered stand in the log.
    pub answer: Vec<LogPlace>,
}

/// A request to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRequest {
    /// The key, with the digest.
    pub key: RequestKey,
    /// Where the revisions of the answer stand in the log.
    pub answer: Vec<LogPlace>,
}

/// A stored request with its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRow {
    /// The key, with the digest.
    pub key: RequestKey,
    /// The sequence of the position that was answered.
    pub sequence: i64,
    /// Where the revisions of the answer stand in the log.
    pub answer: Vec<LogPlace>,
}

/// A row of the index of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRow {
    /// The collection.
    pub collection: String,
    /// The id in the collection.
    pub id: String,
    /// The revision.
    pub revision: i64,
    /// Where it stands in the log.
    pub place: LogPlace,
}

/// A row of the cell history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellRow {
    /// The cell.
    pub key: CellKey,
    /// The sequence at which it was touched.
    pub sequence: i64,
    /// The totals from then on.
    pub totals: Totals,
}

/// A registered roll-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollUpRow {
    /// The id the store gave it; ignored when registering.
    pub id: i64,
    /// The cube.
    pub cube: String,
    /// The dimensions, in the order of the cell's key, joined by commas; each
    /// optional one is followed by a question mark.
    pub dimensions: String,
    /// The quantities of the cube, in the order of the cell's totals, joined by
    /// commas.
    pub quantities: String,
}

/// Everything one commit says of one fair.
#[derive(Clone, Copy, Debug)]
pub struct FairCommit<'a> {
    /// The fair.
    pub fair: &'a Fair,
    /// The head from now on.
    pub head: &'a Head,
    /// The new position; none if only the floor or requests are new.
    pub position: Option<&'a PositionRow>,
    /// Its changes, in the order of their ordinals.
    pub changes: &'a [StoredChange],
    /// The requests it answers, at the sequence of the head.
    pub requests: &'a [NewRequest],
    /// The history rows of the cells it touched.
    pub cells: &'a [CellRow],
}

/// The places of an answer as stores keep them: sequence and ordinal of each, least
/// byte first.
pub(super) fn pack_places(places: &[LogPlace]) -> Vec<u8> {
    places
        .iter()
        .flat_map(|place| [place.sequence, place.ordinal])
        .flat_map(i64::to_le_bytes)
        .collect()
}

/// Reads the places of an answer back.
pub(super) fn unpack_places(bytes: &[u8]) -> Result<Vec<LogPlace>, &'static str> {
    let (numbers, rest) = bytes.as_chunks::<8>();
    let (pairs, odd) = numbers.as_chunks::<2>();
    if !rest.is_empty() || !odd.is_empty() {
        return Err("the answer of a request is cut off");
    }
    let place = |[sequence, ordinal]: &[[u8; 8]; 2]| LogPlace {
        sequence: i64::from_le_bytes(*sequence),
        ordinal: i64::from_le_bytes(*ordinal),
    };
    Ok(pairs.iter().map(place).collect())
}
