//! Cuts: the positions of all books that figures rest on.
//!
//! Without a moment, the newest positions are read, dependents first: contracts,
//! forums, exhibitions, reporting. So no record of a record keeper names one that the
//! cut does not hold. A record of reporting may: one that was written for a new
//! edition after exhibitions had been read is in the cut, and its edition is not; the
//! figures of that edition are then not found at the cut. A time is resolved by each
//! service, which makes each of them count what it records from then on as later. A
//! cut is taken as it is given: each service confirms its position and refuses one it
//! has not reached.

use fault::Fault;
use proto::statistics::v1::{AsOf, Cut, Position, as_of::Moment};
use serve::keeper::Keeper;

use crate::{NAME, Reporting, record_keeper::RecordKeeper};

/// A cut, with what the service needs to read its own books at it.
#[derive(Clone, Debug)]
pub(crate) struct At {
    /// The cut.
    pub(crate) cut: ReadCut,
    /// Its position in the books of reporting.
    pub(crate) own: ledger::Position,
}

impl At {
    /// The name of the fair.
    pub(crate) fn fair(&self) -> &str {
        self.own.fair.as_str()
    }
}

/// One position for each service whose books figures rest on, all of one fair.
/// Every read of an evaluation is made at it, of the books of reporting too.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ReadCut {
    pub(crate) exhibitions: Position,
    pub(crate) forums: Position,
    pub(crate) contracts: Position,
    pub(crate) reporting: Position,
}

impl ReadCut {
    /// The position of a record keeper.
    pub(crate) fn position(&self, keeper: RecordKeeper) -> &Position {
        match keeper {
            RecordKeeper::Exhibitions => &self.exhibitions,
            RecordKeeper::Forums => &self.forums,
            RecordKeeper::Contracts => &self.contracts,
        }
    }

    /// The moment as a record keeper is asked for it.
    pub(crate) fn as_of(&self, keeper: RecordKeeper) -> AsOf {
        at(self.position(keeper))
    }

    /// The cut as it is sent.
    pub(crate) fn message(&self) -> Cut {
        Cut {
            positions: vec![
                self.exhibitions.clone(),
                self.forums.clone(),
                self.contracts.clone(),
                self.reporting.clone(),
            ],
        }
    }
}

/// Makes the cut of a fair at the moment asked for.
///
/// # Errors
/// [`Fault::AsOfInvalid`] and the refusals of the record keepers for a moment that
/// cannot be read; the faults of a service that does not answer.
pub(crate) async fn make(
    keeper: &Keeper<Reporting>,
    fair: &str,
    as_of: Option<AsOf>,
) -> Result<At, Fault> {
    let ask = |record_keeper: RecordKeeper| {
        let asked = &keeper.service().record_keepers;
        asked.position(record_keeper, fair, as_of.clone())
    };
    let (exhibitions, forums, contracts);
    if as_of.is_none() {
        contracts = ask(RecordKeeper::Contracts).await?;
        forums = ask(RecordKeeper::Forums).await?;
        exhibitions = ask(RecordKeeper::Exhibitions).await?;
    } else {
        // A moment is the same whatever is asked first.
        (contracts, forums, exhibitions) = tokio::try_join!(
            ask(RecordKeeper::Contracts),
            ask(RecordKeeper::Forums),
            ask(RecordKeeper::Exhibitions),
        )?;
    }
    let own = keeper.resolve(fair, as_of).await?;
    let reporting = keeper.position(&own);
    Ok(At {
        cut: ReadCut {
            exhibitions,
            forums,
            contracts,
            reporting,
        },
        own,
    })
}

/// The same cut again, from its message as this service made it.
///
/// # Errors
/// [`Fault::AsOfInvalid`] when it is not whole.
pub(crate) async fn again(
    reporting: &Reporting,
    fair: &str,
    cut: Option<&Cut>,
) -> Result<At, Fault> {
    let position = |service: &str| {
        let positions = cut.map_or(&[][..], |cut| &cut.positions);
        let found = positions
            .iter()
            .find(|position| position.service == service);
        found.cloned().ok_or_else(|| Fault::AsOfInvalid {
            why: format!("the cut has no position of {service}"),
        })
    };
    let cut = ReadCut {
        exhibitions: position(RecordKeeper::Exhibitions.name())?,
        forums: position(RecordKeeper::Forums.name())?,
        contracts: position(RecordKeeper::Contracts.name())?,
        reporting: position(NAME)?,
    };
    let own = reporting
        .books
        .at_sequence(fair, cut.reporting.sequence)
        .await?;
    Ok(At { cut, own })
}

/// The moment of one position, in the short form that is enough to read at it.
fn at(position: &Position) -> AsOf {
    let position = Position {
        recorded_at: None,
        ..position.clone()
    };
    AsOf {
        moment: Some(Moment::Cut(Cut {
            positions: vec![position],
        })),
    }
}
