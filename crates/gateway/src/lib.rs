//! The gateway: releases whose every number is read from the books.
//!
//! `PressDeskService` turns the figures of an edition into a text a newspaper
//! could print. It keeps no books. For one summary it asks *reporting* for all
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
//! It deliberately knows no fair. Names, cities, currencies, ordinals and sectors
//! come from records and from the titles of figures; a figure that reporting
//! refuses takes its sentence out of the text and is told as an omission.

mod against;
mod assemble;
mod checked_claim;
mod country;
mod extracted_claim;
mod handler;
mod language;
mod noun;
mod sheet;
mod summary;
mod wanted;

#[cfg(test)]
mod tests;

use proto::gateway::v1::press_desk_service_server::{PressDeskServiceServer, SERVICE_NAME};
use serve::{Link, Service};
use tonic::service::Routes;

/// The name by which errors and addresses call this service.
pub const NAME: &str = "gateway";

/// The service, with the ways to the services it asks.
#[must_use]
pub fn service(exhibitions: Link, reporting: Link) -> Service {
    let desk = assemble::Desk::new(exhibitions, reporting);
    let server = PressDeskServiceServer::new(handler::Handler::new(desk));
    Service {
        name: NAME,
        grpc_name: SERVICE_NAME,
        routes: Routes::new(server),
        descriptors: proto::DESCRIPTORS,
    }
}
