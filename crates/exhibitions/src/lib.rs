//! The exhibitions service: the books of who took part.
//!
//! A *fair* is held again and again, and its books are kept apart from those of
//! every other fair. An *edition* is one holding of it, with an ordinal, days, a
//! time zone and a host. An *organisation* is whoever has dealings with the fair:
//! exhibitor, buyer, party of an agreement, host of a forum; it has one identity for
//! all services and editions. A *participation* is the part an organisation took in
//! an edition, and is what this service counts.
//!
//! Figures of other services are seen from the host of an edition and from the
//! country of an organisation, so both are fixed from the beginning. Fairs, editions
//! and organisations are archived, never deleted: a name that was good once is good
//! for ever.
//!
//! Pieces: one file per resource ([`fair`], [`edition`], [`organisation`],
//! [`participation`]) says what is right for it and reads its requests; [`places`]
//! knows which subdivisions go by a country code; [`facts`] declares the cube and
//! makes the facts; [`handler`] answers calls; [`lengths`] bounds texts. What all
//! record keepers do alike is in the crate `serve`.
//!
//! It deliberately knows no other service, and nothing of what is done with its
//! figures: whether an edition may be compared with another, or what a release says
//! of it, is not written here.

mod edition;
mod facts;
mod fair;
mod handler;
mod lengths;
mod organisation;
mod participation;
mod places;
#[cfg(test)]
mod samples;

use fault::Fault;
use ledger::{Book, Fact, Revision};
use proto::exhibitions::v1::{
    Edition, Fair, Organisation, Participation,
    exhibitions_service_server::{ExhibitionsServiceServer, SERVICE_NAME},
};
use serve::{
    Service,
    keeper::{Keeper, Kinds},
};
use tonic::service::Routes;

pub use facts::cubes;

/// The name by which positions, errors and addresses call this service.
pub const NAME: &str = "exhibitions";

/// The service on a book that was opened with [`cubes`].
#[must_use]
pub fn service(book: Book) -> Service {
    let keeper = Keeper::new(NAME, book, kinds(), Exhibitions);
    let server = ExhibitionsServiceServer::new(handler::Handler::new(keeper));
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
    Kinds::new()
        .with::<Exhibitions, Fair>()
        .with::<Exhibitions, Edition>()
        .with::<Exhibitions, Organisation>()
        .with::<Exhibitions, Participation>()
}

/// This service, as its keeper knows it: it asks no other.
#[derive(Clone, Copy, Debug)]
struct Exhibitions;
