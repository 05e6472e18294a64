//! The gateway: releases whose every number is read from the books.
//!
//! `PressDeskService` turns the figures of an edition into a text a newspaper
//! could print. For one summary it asks *reporting* for all
//! figures at one cut, then *exhibitions* for the fair and the edition at that
//! same cut, and fills a template with them. If either cannot answer there is no
//! text: nothing is assembled from partial data. The same cut gives the same text.
//!
//! Pieces, in the order of a call: [`wanted`] reads the request; [`assemble`] asks
//! the other services; [`sheet`] makes of their answers what a template may draw
//! on, with the nouns of [`noun`], the country names of [`country`] and what [`against`]
//! says a value is told against;
//! [`summary`] has the template filled and says of every place of the text what it
//! prints. The templates are `templates/summary.*.txt`; the crate `prose` proves what
//! they print.
//!
//! Of texts that others wrote, [`extracted_claim`] tells what they claim by themselves,
//! and [`checked_claim`] holds them against the books, with the crate `checker`.
//!
//! A text that is to be published is a [`release`], the one kind of record this service
//! keeps. Whenever its text is saved, and before it is approved, it is read back: held
//! against the books like any other text. What was published is frozen
//! ([`published_release`]), with the cut at which it was approved; there [`published_figure`]
//! shows outlets what its numbers are made of, but for what is [`withheld`].
//!
//! It deliberately knows no fair. Names, cities, currencies, ordinals and sectors
//! come from records and from the titles of figures; a figure that reporting
//! refuses takes its sentence out of the text and is told as an omission.

mod against;
mod assemble;
mod checked_claim;
mod country;
mod extracted_claim;
mod handler;
mod keepers;
mod language;
mod noun;
mod published_figure;
mod published_release;
mod release;
mod sheet;
mod summary;
mod wanted;
mod withheld;

#[cfg(test)]
mod tests;

use fault::Fault;
use ledger::{Book, Cubes, Fact, Revision};
use proto::gateway::v1::{
    Release,
    press_desk_service_server::{PressDeskServiceServer, SERVICE_NAME},
};
use serve::{
    Link, Service,
    keeper::{Keeper, Kinds},
};
use tonic::service::Routes;

/// The name by which positions, errors and addresses call this service.
pub const NAME: &str = "gateway";

/// The service on a book that was opened with [`cubes`], with the ways to the services it
/// asks.
#[must_use]
pub fn service(
    book: Book,
    exhibitions: Link,
    forums: Link,
    contracts: Link,
    reporting: Link,
) -> Service {
    let desk = PressDesk {
        desk: assemble::Desk::new(exhibitions.clone(), reporting),
        keepers: keepers::Keepers::new(exhibitions, forums, contracts),
        writer: summary::Writer::new(),
    };
    let keeper = Keeper::new(NAME, book, kinds(), desk);
    let server = PressDeskServiceServer::new(handler::Handler::new(keeper));
    Service {
        name: NAME,
        grpc_name: SERVICE_NAME,
        routes: Routes::new(server),
        descriptors: proto::DESCRIPTORS,
    }
}

/// The cubes of the service: none, releases contribute to no totals.
#[must_use]
pub fn cubes() -> Cubes {
    Cubes::none()
}

/// Makes the facts of a stored revision anew, for the audit: none, if the revision
/// can be read.
///
/// # Errors
/// [`Fault::BooksDamaged`] when the revision cannot be read.
pub fn recompute(revision: &Revision) -> Result<Vec<Fact>, Fault> {
    kinds().facts(revision)
}

fn kinds() -> Kinds {
    Kinds::new().with::<PressDesk, Release>()
}

/// This service, as its keeper knows it: by what it asks the others, and by what it writes.
pub(crate) struct PressDesk {
    pub(crate) desk: assemble::Desk,
    pub(crate) keepers: keepers::Keepers,
    pub(crate) writer: summary::Writer,
}
