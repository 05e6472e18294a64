//! A transaction of either kind, on a connection of its own.

use std::collections::BTreeSet;

use deadpool::managed::Object;
use tokio_postgres::{Row, types::ToSql};

use crate::{Fair, store::StoreError};

use super::{
    access::{Access, Borrowed, RollUpsSeen},
    rows::column,
};

/// What a statement is told.
pub(super) type Values<'v> = [&'v (dyn ToSql + Sync)];

/// Writers share this lock and who changes the roll-ups has it alone. The table stands
/// for its schema, so that services in one database do not wait for each other.
const SHARE: &str = "SELECT pg_advisory_xact_lock_shared('roll_up'::regclass::oid::bigint)";
const ALONE: &str = "SELECT pg_advisory_xact_lock('roll_up'::regclass::oid::bigint)";

/// Tells whether other roll-ups are registered than before.
const ROLL_UPS_SEEN: &str = "SELECT count(*), coalesce(max(id), 0) FROM roll_up";

/// A transaction. Dropping it takes everything back.
pub(super) struct Session<'s> {
    pub(super) access: &'s Access,
    /// None once it is given back.
    connection: Option<Borrowed>,
    /// Fairs whose head this transaction made only to lock it.
    pub(super) placeholders: BTreeSet<Fair>,
    /// Whether the roll-ups are no longer those it began with.
    pub(super) roll_ups_changed: bool,
    state: State,
}

/// How the transaction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Sound,
    /// A statement failed, so the server takes everything back, whatever it is told.
    Doomed,
    /// Nobody knows what the connection is doing.
    Lost,
}

impl<'s> Session<'s> {
    /// A transaction that reads: it sees one moment.
    pub(super) fn reading(access: &'s Access) -> Result<Self, StoreError> {
        // The moment of a snapshot is its first read, which is made here.
        Self::begin(access, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    /// A transaction that writes, beside those of other processes.
    pub(super) fn writing(access: &'s Access) -> Result<Self, StoreError> {
        // Each statement sees what was committed before it: what a lock waited for.
        Self::begin(
            access,
            &format!("BEGIN ISOLATION LEVEL READ COMMITTED; {SHARE}"),
        )
    }

    /// A transaction that writes while nobody else does.
    pub(super) fn alone(access: &'s Access) -> Result<Self, StoreError> {
        let mut session = Self::open(access)?;
        session.run(
            "beginning a transaction",
            &format!("BEGIN ISOLATION LEVEL READ COMMITTED; {ALONE}"),
        )?;
        // Whoever is alone sees to the roll-ups, so it counts on what it finds.
        let seen = session.roll_ups_seen()?;
        access.made(seen);
        Ok(session)
    }

    fn begin(access: &'s Access, how: &str) -> Result<Self, StoreError> {
        let mut session = Self::open(access)?;
        session.run("beginning a transaction", how)?;
        let seen = session.roll_ups_seen()?;
        access.count_on(seen)?;
        Ok(session)
    }

    fn open(access: &'s Access) -> Result<Self, StoreError> {
        Ok(Self {
            connection: Some(access.connection()?),
            access,
            placeholders: BTreeSet::new(),
            roll_ups_changed: false,
            state: State::Sound,
        })
    }

    pub(super) fn roll_ups_seen(&mut self) -> Result<RollUpsSeen, StoreError> {
        let seen = self.all("looking at the roll-ups", ROLL_UPS_SEEN, &[])?;
        match seen.first() {
            Some(row) => Ok((column(row, 0)?, column(row, 1)?)),
            None => Ok((0, 0)),
        }
    }

    /// The rows of a question.
    pub(super) fn all(
        &mut self,
        doing: &'static str,
        sql: &str,
        values: &Values<'_>,
    ) -> Result<Vec<Row>, StoreError> {
        let access = self.access;
        let connection = self.connection()?;
        let asked = access.ask(doing, async {
            let statement = connection.prepared(sql).await?;
            connection.client.query(&statement, values).await
        });
        self.noted(asked)
    }

    /// The one row of a question, if there is one.
    pub(super) fn one(
        &mut self,
        doing: &'static str,
        sql: &str,
        values: &Values<'_>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.all(doing, sql, values)?.into_iter().next())
    }

    /// Runs statements without values or rows.
    fn run(&mut self, doing: &'static str, sql: &str) -> Result<(), StoreError> {
        let Some(connection) = &self.connection else {
            return Err(ended(doing));
        };
        let ran = self.access.ask(doing, connection.client.batch_execute(sql));
        self.noted(ran)
    }

    /// Remembers what an answer means for the transaction.
    pub(super) fn noted<T>(&mut self, answer: Result<T, StoreError>) -> Result<T, StoreError> {
        match &answer {
            Ok(_) => {}
            Err(StoreError::Unreachable { .. }) => self.state = State::Lost,
            Err(_) if self.state == State::Sound => self.state = State::Doomed,
            Err(_) => {}
        }
        answer
    }

    pub(super) fn connection(&mut self) -> Result<&mut Borrowed, StoreError> {
        self.connection
            .as_mut()
            .ok_or_else(|| ended("asking the database"))
    }

    /// Commits. After any error the outcome is unknown.
    pub(super) fn settle(mut self) -> Result<(), StoreError> {
        const DOING: &str = "committing";
        if self.state != State::Sound {
            // The server would take it back and call that a success.
            return Err(StoreError::Failed {
                doing: DOING,
                source: "a statement of the transaction has failed".into(),
            });
        }
        let Some(connection) = self.connection.take() else {
            return Err(ended(DOING));
        };
        let before = connection.warnings();
        let committed = self
            .access
            .ask(DOING, connection.client.batch_execute("COMMIT"));
        if committed.is_err() {
            discard(connection);
            return committed;
        }
        // Whoever cancels the wait for a synchronous standby makes the server report a
        // success, with a warning that the standby may not have it.
        if connection.warnings() != before {
            return Err(StoreError::Unreachable {
                doing: DOING,
                source: "the server warned that a standby may not have the commit".into(),
            });
        }
        Ok(())
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else {
            return;
        };
        if self.state == State::Lost {
            return discard(connection);
        }
        let taken_back = self.access.ask(
            "taking a transaction back",
            connection.client.batch_execute("ROLLBACK"),
        );
        if let Err(error) = taken_back {
            tracing::debug!(%error, "a connection is given up, and its transaction with it");
            discard(connection);
        }
    }
}

/// Closes a connection whose state nobody knows. The server takes back what it had open.
fn discard(connection: Borrowed) {
    drop(Object::take(connection));
}

fn ended(doing: &'static str) -> StoreError {
    StoreError::Failed {
        doing,
        source: "the transaction has ended".into(),
    }
}
