//! What a service says of a record.

use std::time::Duration;

use fault::{Fault, Violations};
use ledger::Fact;
use proto::statistics::v1::{BookEntry, RecordDigest};
use resource::{Level, Name, time};
use tokio::time::timeout;

/// A message that is kept in the books. The message is its own stored form, with
/// `etag` and `entry` emptied.
///
/// `Service` is a type of the service's own crate: what it asks other services
/// with, or a plain marker. The messages belong to the crate of the contracts, and
/// the language lets another crate implement this trait for them only if the trait
/// names a type of that crate (the orphan rule): `impl Record<Notary> for Note`.
pub trait Record<Service>:
    prost::Message + prost::Name + Default + Clone + PartialEq + Send + Sync + 'static
{
    /// The collection in its names: `notes`.
    const COLLECTION: &'static str;

    /// What it belongs to.
    const LEVEL: Level;

    /// The field that holds it in the requests to create and update it; paths of
    /// violations begin with it: `note`. The id is in the field of that name
    /// with `_id`.
    const FIELD: &'static str;

    /// The fields that the service writes, besides name, etag and entry, as paths
    /// of field names, which may lead through a repeated field: `scope`,
    /// `authors.country_code`. A caller who sends one when creating is refused;
    /// when updating, what is sent there is dropped and naming one in the mask is
    /// refused.
    const WRITTEN_BY_SERVICE: &'static [&'static str];

    /// What the service must learn from other services before it can settle the
    /// record; `()` when nothing.
    type Known: Send + 'static;

    /// Learns it, by asking other services through `service`. The fields have been
    /// checked; on an update `self` is the record as it will be. Without anything to
    /// learn: `async fn learn(..) -> Result<(), Fault> { Ok(()) }`.
    ///
    /// # Errors
    /// The reason why the record cannot be written, for example
    /// [`Fault::ReferenceMissing`] with the path of the field as the caller sees it
    /// (`parent`, or beginning with [`FIELD`](Self::FIELD)). A request that was
    /// answered before is answered again whatever is said here.
    fn learn(
        &self,
        name: &Name,
        service: &Service,
    ) -> impl Future<Output = Result<Self::Known, Fault>> + Send;

    /// What other services and other records tell is wrong with a record that is refused
    /// anyway, so that the refusal tells it too; [`learn`](Self::learn) is asked about
    /// sound records only. `told` is what is told already, with paths relative to the
    /// record, as are those of the answer. Without a right name there is none, and what
    /// cannot be looked up is passed over.
    fn wrong_beside(
        &self,
        _name: Option<&Name>,
        _service: &Service,
        _told: &Violations,
    ) -> impl Future<Output = Violations> + Send {
        std::future::ready(Violations::new())
    }

    /// The first three fields.
    fn header(&mut self) -> Header<'_>;

    /// Notes what is wrong with the fields a caller writes, with paths relative to
    /// the record. Called before other services are asked, and on an update with the
    /// record as it will be. The name is set, unless the request gives none that is
    /// right.
    fn check(&self, violations: &mut Violations);

    /// The records of the same book that must exist and be live for this one to
    /// name them, the parent among them where the book keeps it
    /// ([`Reference::parents`]). On an update only those that are new are looked at.
    fn references(&self, name: &Name) -> Vec<Reference>;

    /// Fills what the service writes, and notes changes of fixed fields. Called
    /// inside the transaction, with the name set, the stored revision before (on an
    /// update), what [`learn`](Self::learn) told and the records that are referred to.
    /// Whatever it fills it must fill anew each time a caller may have changed what
    /// it follows from.
    ///
    /// # Errors
    /// Any fault but wrong fields, which are noted; [`Found::overtaken`] when
    /// `known` does not tell what the record needs because another update came
    /// between.
    fn settle(
        &mut self,
        before: Option<&Self>,
        known: &Self::Known,
        found: &Found<'_>,
        violations: &mut Violations,
    ) -> Result<(), Fault>;

    /// The facts it contributes to the cubes of the service while it is live or
    /// archived.
    fn facts(&self) -> Vec<Fact>;

    /// What prose may say of it.
    fn digest(&self) -> RecordDigest;

    /// Whether it was made up to fill a sample.
    fn synthetic(&self) -> bool;
}

/// The fields every record begins with.
pub struct Header<'a> {
    /// The resource name.
    pub name: &'a mut String,
    /// The tag of the revision.
    pub etag: &'a mut String,
    /// Where the record stands in the books.
    pub entry: &'a mut Option<BookEntry>,
}

/// A record of the same book that must exist and be live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The path of the field that names it, as the caller sees it.
    pub(crate) field: String,
    /// Whether the path is relative to the record.
    pub(crate) within_record: bool,
    /// The full name of the record.
    pub(crate) name: String,
}

impl Reference {
    /// A record that is named in a field, by its path relative to this record.
    pub fn field(path: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            field: path.into(),
            within_record: true,
            name: name.into(),
        }
    }

    /// A record that is named in a field of the request itself.
    pub(crate) fn absolute(path: &str, name: &str) -> Self {
        Self {
            field: path.to_owned(),
            within_record: false,
            name: name.to_owned(),
        }
    }

    /// The path of the field, as the caller sees it.
    pub(crate) fn path(&self, record_field: &str) -> String {
        if self.within_record && !record_field.is_empty() {
            format!("{record_field}.{}", self.field)
        } else {
            self.field.clone()
        }
    }

    /// Everything above a record in its name: the edition and the fair.
    #[must_use]
    pub fn parents(name: &Name) -> Vec<Self> {
        let above = [name.edition_name(), Some(name.fair())];
        let above = above
            .into_iter()
            .flatten()
            .filter(|above| *above != name.as_str());
        above.map(|above| Self::absolute("parent", above)).collect()
    }
}

/// The records of the same book that a record refers to, as the transaction sees
/// them.
pub struct Found<'a> {
    pub(crate) name: &'a Name,
    pub(crate) loaded: &'a ledger::Loaded,
    pub(crate) current_etag: String,
}

impl Found<'_> {
    /// The name of the record that is written.
    #[must_use]
    pub fn name(&self) -> &Name {
        self.name
    }

    /// A record that [`Record::references`] names. Always there, unless the import
    /// that records this one creates it too: such records are of one kind, so only a
    /// record that refers to its own kind must do without.
    ///
    /// # Errors
    /// [`Fault::BooksDamaged`] when the stored form cannot be read.
    pub fn get<M: prost::Message + Default>(&self, name: &str) -> Result<Option<M>, Fault> {
        let Some(revision) = self.loaded.record(name) else {
            return Ok(None);
        };
        super::kinds::decode(revision).map(Some)
    }

    /// When the newest revision of the record was recorded; nothing when it is new.
    #[must_use]
    pub fn recorded_before(&self) -> Option<prost_types::Timestamp> {
        let before = self.loaded.record(self.name.as_str())?;
        Some(time::timestamp(before.recorded_at.microseconds()))
    }

    /// The fault for an update that another one overtook, so that what was learned
    /// before no longer fits.
    #[must_use]
    pub fn overtaken(&self) -> Fault {
        Fault::EtagMismatch {
            resource: self.name.as_str().to_owned(),
            current_etag: self.current_etag.clone(),
        }
    }
}

/// How long a refusal waits for what others know of it.
const A_MOMENT: Duration = Duration::from_millis(500);

/// What is wrong beside what is told already, as far as it is known within a moment: whoever
/// sent a wrong request is not to wait for a service that does not answer.
pub(super) async fn wrong_beside<Service, R: Record<Service>>(
    record: &R,
    name: Option<&Name>,
    service: &Service,
    told: &Violations,
) -> Violations {
    let known = timeout(A_MOMENT, record.wrong_beside(name, service, told)).await;
    known.unwrap_or_else(|_| Violations::new())
}
