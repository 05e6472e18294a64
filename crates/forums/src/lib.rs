//! The forums service: the books of what was sought and what was held.
//!
//! A *demand* is what an organisation seeks: partners for a project, or something it
//! wants to procure. A *publication* is a project that was published; it may answer a
//! demand. An *activity* is anything that was held on or beside the fair: a forum, a
//! talk, a negotiation, a promotion; it may be held for a demand. An *attendance* is a
//! count of people at an activity. So one can count how many demands led to an
//! activity; what came of the activity is in the books of the contracts service.
//!
//! Pieces: [`activity`], [`attendance`], [`demand`] and [`publication`] say what is
//! right for a record; [`publisher`] looks at the organisation behind a demand or a
//! project, [`period`] at days; [`facts`] declares the cubes and makes the facts;
//! [`exhibitions`] asks the exhibitions service for the [`surroundings`] of a record:
//! the edition it lies in and the organisations it names; [`handler`] answers calls;
//! [`lengths`] bounds texts. What all record keepers do alike is in the crate `serve`.
//!
//! It deliberately knows nothing of what was agreed at an activity: agreements name
//! the activity they were reached through, not the other way round.

mod activity;
mod attendance;
mod demand;
mod exhibitions;
mod facts;
mod handler;
mod lengths;
mod period;
mod publication;
mod publisher;
#[cfg(test)]
mod samples;
mod surroundings;

use fault::Fault;
use ledger::{Book, Fact, Revision};
use proto::forums::v1::{
    Activity, Attendance, Demand, Publication,
    forums_service_server::{ForumsServiceServer, SERVICE_NAME},
};
use serve::{
    Link, Service,
    keeper::{Keeper, Kinds},
};
use tonic::service::Routes;

pub use facts::cubes;

/// The name by which positions, errors and addresses call this service.
pub const NAME: &str = "forums";

/// The service on a book that was opened with [`cubes`]; `exhibitions` leads to the
/// exhibitions service.
#[must_use]
pub fn service(book: Book, exhibitions: Link) -> Service {
    let forums = Forums {
        exhibitions: exhibitions::Exhibitions::new(exhibitions),
    };
    let keeper = Keeper::new(NAME, book, kinds(), forums);
    let server = ForumsServiceServer::new(handler::Handler::new(keeper));
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
        .with::<Forums, Activity>()
        .with::<Forums, Attendance>()
        .with::<Forums, Demand>()
        .with::<Forums, Publication>()
}

/// This service, as its keeper knows it: what it asks other services with.
struct Forums {
    exhibitions: exhibitions::Exhibitions,
}
