//! The exhibitions service: the books of who took part.
//!
//! A *fair* is held again and again, and its books are kept apart from those of
//! every other fair. An *edition* is one holding of it, with an ordinal, days, a
//! time zone and a host. An *organisation* is whoever has dealings with the fair:
//! exhibitor, buyer, party of an agreement, host of a forum; it has one identity for
//! all services and editions. A *participation* is the part an organisation took in
//! an edition.
//!
//! An edition has *sections* with areas, and *visits*: how often people of one class
//! and country came through one gate on one day. Visitors are counted, never named.
//! *Persons* are the few that a release may name, with the terms of their offices;
//! *delegations* come from a city, a region or a country, with a person at their head
//! where the books know one; *delegates* are counted by rank and country; a
//! *highlight* is something that a person, a delegation or an organisation did. What
//! a person is called and which office they held when the edition opened is written
//! into the record that names them: a later change of the person does not reach back.
//!
//! Figures of other services are seen from the host of an edition and from the
//! country of an organisation, so both are fixed from the beginning. Fairs, editions,
//! organisations and persons are archived, never deleted: a name that was good once
//! is good for ever.
//!
//! Records come one by one, many in one commit, or, visits, in a stream of chunks,
//! each a commit of its own that is acknowledged when it is durable.
//!
//! Pieces: one file per resource ([`fair`], [`edition`], [`organisation`],
//! [`section`], [`participation`], [`visit`], [`person`], [`delegation`],
//! [`delegate`], [`highlight`]) says what is right for it and reads its requests;
//! [`places`] knows which subdivisions go by a country code, and the form of city
//! codes; [`facts`] declares the cubes and makes the facts; [`handler`] answers
//! calls; [`lengths`] bounds texts. What all record keepers do alike is in the crate
//! `serve`.
//!
//! It deliberately knows no other service, and nothing of what is done with its
//! figures: whether an edition may be compared with another, or what a release says
//! of it, is not written here.

mod delegate;
mod delegation;
mod edition;
mod facts;
mod fair;
mod handler;
mod highlight;
mod lengths;
mod organisation;
mod participation;
mod person;
mod places;
#[cfg(test)]
mod samples;
mod section;
mod visit;

use fault::Fault;
use ledger::{Book, Fact, Revision};
use proto::exhibitions::v1::{
    Delegate, Delegation, Edition, Fair, Highlight, Organisation, Participation, Person, Section,
    Visit,
    exhibitions_service_server::{ExhibitionsServiceServer, SERVICE_NAME},
};
use serve::{
    MESSAGE_BYTES, Service,
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
    // A stream has no bound as a whole, so each message of it has one.
    let server = ExhibitionsServiceServer::new(handler::Handler::new(keeper))
        .max_decoding_message_size(MESSAGE_BYTES);
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
        .with::<Exhibitions, Section>()
        .with::<Exhibitions, Participation>()
        .with::<Exhibitions, Visit>()
        .with::<Exhibitions, Person>()
        .with::<Exhibitions, Delegation>()
        .with::<Exhibitions, Delegate>()
        .with::<Exhibitions, Highlight>()
}

/// This service, as its keeper knows it: it asks no other.
#[derive(Clone, Copy, Debug)]
struct Exhibitions;
