//! Where the books of a fair stand: fairs, positions, and the moments they are
//! asked for at.

use std::{fmt, sync::Arc};

use fault::Fault;

use crate::hash::Hash;

/// The name of a fair, for example `fairs/ciftis`. The fair is the unit of
/// sharding: every key in the books begins with it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fair(Arc<str>);

impl Fair {
    /// The fair of that name: `fairs/` and an id.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] on the field `name` if it is not such a name.
    pub fn parse(name: &str) -> Result<Self, Fault> {
        match Self::of(name)? {
            fair if fair.as_str() == name => Ok(fair),
            _ => Err(Self::malformed(name)),
        }
    }

    /// The fair a resource belongs to: the first two segments of its name.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] on the field `name` if the name does not begin
    /// with a fair.
    pub fn of(resource: &str) -> Result<Self, Fault> {
        let mut segments = resource.split('/');
        match (segments.next(), segments.next()) {
            (Some("fairs"), Some(id)) if !id.is_empty() => {
                let length = "fairs/".len() + id.len();
                Ok(Self(Arc::from(&resource[..length])))
            }
            _ => Err(Self::malformed(resource)),
        }
    }

    /// The name of the fair.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the resource is the fair or lies below it.
    #[must_use]
    pub fn holds(&self, resource: &str) -> bool {
        resource
            .strip_prefix(self.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    fn malformed(name: &str) -> Fault {
        Fault::field(
            "name",
            format!("{name:?} does not name a fair; write fairs/ and its id"),
        )
    }
}

impl fmt::Display for Fair {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for Fair {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", &*self.0)
    }
}

/// A moment of recording, in microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordedAt(pub i64);

impl RecordedAt {
    /// The microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn microseconds(self) -> i64 {
        self.0
    }

    /// The earliest moment after this one that the books tell apart.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// One durable commit of one fair. Sequences are dense, times strictly rise,
/// and each hash covers the one before.
///
/// Take positions from [`Book::resolve`](crate::Book::resolve) or from a
/// receipt: every read answers as of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The fair.
    pub fair: Fair,
    /// The number of the commit; zero is the empty book.
    pub sequence: i64,
    /// When it was recorded; none at sequence zero.
    pub recorded_at: Option<RecordedAt>,
    /// The chained hash of everything up to and including this commit; zeros
    /// at sequence zero.
    pub hash: Hash,
}

impl Position {
    /// The empty book of a fair, before its first commit.
    #[must_use]
    pub fn origin(fair: Fair) -> Self {
        Self {
            fair,
            sequence: 0,
            recorded_at: None,
            hash: Hash::default(),
        }
    }
}

/// The moment a read asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The newest position.
    Newest,
    /// What the books knew at this time.
    Time(RecordedAt),
    /// What the books knew at this sequence.
    Sequence(i64),
}
