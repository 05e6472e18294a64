//! The contracts service: the books of what was agreed.
//!
//! An *agreement* is anything that was agreed at or through the fair, from a
//! preliminary intention to a contract. Its *stage* says how far it goes, and decides
//! whether it is *counted* towards the edition's total of contracts, unless the
//! caller decides. Its *scope* says where the parties come from, seen from the host
//! of the edition: from abroad, from another region, or from the host's own. An
//! agreement without an amount is an agreement still: no amount is not zero. It may
//! name the activity it was *reached through* and the earlier agreement it *follows*,
//! so that one can count what came of activities and of intentions.
//!
//! Pieces: [`agreement`] says what is right for an agreement and what the service
//! writes into it; [`party`], [`reached`], [`scope`], [`signing`] and [`standing`]
//! are its rules, one each; [`facts`] declares the cubes and makes the facts;
//! [`exhibitions`] asks the exhibitions service for the [`surroundings`] of an
//! agreement: the edition it lies in and the organisations that are its parties;
//! [`handler`] answers calls; [`lengths`] bounds texts. What all record keepers do
//! alike is in the crate `serve`.
//!
//! It deliberately knows no rate and adds up no two currencies: amounts are kept per
//! currency and converted where figures are made. It asks no other service than
//! exhibitions, so the activity an agreement was reached through is taken as the
//! caller names it.

mod agreement;
mod exhibitions;
mod facts;
mod handler;
mod lengths;
mod party;
mod reached;
#[cfg(test)]
mod samples;
mod scope;
mod signing;
mod standing;
mod surroundings;

use fault::Fault;
use ledger::{Book, Fact, Revision};
use proto::contracts::v1::{
    Agreement,
    contracts_service_server::{ContractsServiceServer, SERVICE_NAME},
};
use serve::{
    Link, Service,
    keeper::{Keeper, Kinds},
};
use tonic::service::Routes;

pub use facts::cubes;

/// The name by which positions, errors and addresses call this service.
pub const NAME: &str = "contracts";

/// The service on a book that was opened with [`cubes`]; `exhibitions` leads to the
/// exhibitions service.
#[must_use]
pub fn service(book: Book, exhibitions: Link) -> Service {
    let contracts = Contracts {
        exhibitions: exhibitions::Exhibitions::new(exhibitions),
    };
    let keeper = Keeper::new(NAME, book, kinds(), contracts);
    let server = ContractsServiceServer::new(handler::Handler::new(keeper));
    Service {
        name: NAME,
        grpc_name: SERVICE_NAME,
        routes: Routes::new(server),
        descriptors: proto::DESCRIPTORS,
    }
}

/// Makes the facts of a stored revision anew, for the audit.
///
/// # Errors
/// [`Fault::BooksDamaged`] when the revision cannot be read.
pub fn recompute(revision: &Revision) -> Result<Vec<Fact>, Fault> {
    kinds().facts(revision)
}

fn kinds() -> Kinds {
    Kinds::new().with::<Contracts, Agreement>()
}

/// This service, as its keeper knows it: what it asks other services with.
struct Contracts {
    exhibitions: exhibitions::Exhibitions,
}
