//! The reporting service: what figures are, and what they are worth.
//!
//! A *figure definition* says, as data, how a figure is computed: read from cells of
//! a record keeper, from the record of an edition, or from other figures. Rates, code
//! lists, judgements of comparability, statuses of editions and figures that were
//! reported elsewhere decide values too, so they are records with revisions like any
//! other, and the books of reporting are part of every *cut*. Reading a figure makes a
//! cut first and reads everything at it; the same cut gives the same figures for ever.
//!
//! Values are exact fractions. What has no sound value is refused with the reason: a
//! growth without a comparable base, a rank among editions of which one is not known,
//! an amount without a rate, an edition whose books hold nothing. Missing is not zero,
//! and what is not known is not absent: a streak says beyond which edition nothing
//! proves it.
//!
//! Pieces: [`cut`] makes cuts; [`evaluate`] turns definitions into answers, by plain
//! computation over what is [`known`], and says how statuses are inherited; what it
//! needs to know comes from [`sources`], which are these [`books`] and the
//! [`record_keepers`]; [`value`] holds exact values, [`range`] what a value can be that
//! is not known exactly, [`answer`] and [`refusal`] what comes out, and [`explain`]
//! shows how. [`figure_definition`], [`code_list`], [`rate`], [`comparability`],
//! [`edition_status`], [`reported_figure`] and [`report`] are the resources,
//! [`surroundings`] is what they ask of others before they are written, [`catalogue`]
//! the shipped definitions, and [`handler`] answers calls. What all record keepers do
//! alike is in the crate `serve`.
//!
//! It deliberately knows no record of another service but fairs and editions, and
//! nothing of prose: it neither rounds nor words a value. Which cubes there are it
//! asks the record keepers.

mod answer;
mod books;
mod catalogue;
mod code_list;
mod comparability;
mod cut;
mod edition_status;
mod evaluate;
mod explain;
mod figure;
mod figure_definition;
mod handler;
mod known;
mod lengths;
mod question;
mod range;
mod rate;
mod record_keeper;
mod record_keepers;
mod refusal;
mod report;
mod reported_figure;
mod sources;
mod surroundings;
#[cfg(test)]
mod tables;
mod value;

use fault::Fault;
use ledger::{Book, Cubes, Fact, Revision};
use proto::reporting::v1::{
    CodeList, Comparability, EditionStatus, FigureDefinition, Rate, Report, ReportedFigure,
    reporting_service_server::{ReportingServiceServer, SERVICE_NAME},
};
use serve::{
    Link, Service,
    keeper::{Keeper, Kinds},
};
use tonic::service::Routes;

/// The name by which positions, errors and addresses call this service.
pub const NAME: &str = "reporting";

/// The service on a book that was opened with [`cubes`]; the links lead to the
/// services that keep the records figures are made of.
#[must_use]
pub fn service(book: Book, exhibitions: Link, forums: Link, contracts: Link) -> Service {
    let reporting = Reporting {
        books: books::Books::new(book.clone()),
        record_keepers: record_keepers::RecordKeepers::new(exhibitions, forums, contracts),
    };
    let keeper = Keeper::new(NAME, book, kinds(), reporting);
    let server = ReportingServiceServer::new(handler::Handler::new(keeper));
    Service {
        name: NAME,
        grpc_name: SERVICE_NAME,
        routes: Routes::new(server),
        descriptors: proto::DESCRIPTORS,
    }
}

/// The cubes of the service: none, its records contribute to no totals.
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
    Kinds::new()
        .with::<Reporting, FigureDefinition>()
        .with::<Reporting, CodeList>()
        .with::<Reporting, Rate>()
        .with::<Reporting, Comparability>()
        .with::<Reporting, EditionStatus>()
        .with::<Reporting, ReportedFigure>()
        .with::<Reporting, Report>()
}

/// This service, as its keeper knows it: its own books, and what it asks the record
/// keepers with.
pub(crate) struct Reporting {
    pub(crate) books: books::Books,
    pub(crate) record_keepers: record_keepers::RecordKeepers,
}
