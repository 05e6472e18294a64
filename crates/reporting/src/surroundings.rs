//! What must be so around a record of reporting before it is written: the fair and
//! the editions it names exist, and no other record says the same.
//!
//! That no other says the same is looked up before the write and not inside it: two
//! callers who record the same pair in the same moment may both succeed. Figures do
//! not suffer from that, because the evaluation refuses to choose between two.

use fault::Fault;
use prost::Message;
use resource::Name;
use serve::{Naming, keeper::Record, nameable};

use crate::{Reporting, sources::Held};

impl Reporting {
    /// Whether the record of that name is new, or was there before.
    pub(crate) async fn naming<R: Record<Self>>(&self, name: &Name) -> Result<Naming, Fault> {
        let held: Option<Held<R>> = self.newest(name.as_str()).await?;
        Ok(if held.is_some() {
            Naming::Old
        } else {
            Naming::New
        })
    }

    /// A record of reporting as it is now.
    pub(crate) async fn newest<M: Message + Default>(
        &self,
        name: &str,
    ) -> Result<Option<Held<M>>, Fault> {
        let fair = Name::parse(name).map_err(|wrong| Fault::field("name", wrong.to_string()))?;
        let newest = self.books.newest(fair.fair()).await?;
        self.books.held(name, &newest).await
    }

    /// Passes when the fair can take the record.
    ///
    /// # Errors
    /// [`Fault::ReferenceMissing`] when it does not exist, or is archived and the
    /// record new.
    pub(crate) async fn require_fair(&self, fair: &str, naming: Naming) -> Result<(), Fault> {
        let found = self.record_keepers.fair(fair, None).await?;
        nameable(
            found.as_ref(),
            |found| found.entry.as_ref(),
            naming,
            "parent",
            fair,
        )?;
        Ok(())
    }

    /// Passes when the edition of the record can take it.
    ///
    /// # Errors
    /// [`Fault::ReferenceMissing`] when the edition or its fair does not exist, or is
    /// archived and the record new.
    pub(crate) async fn require_edition(&self, name: &Name, naming: Naming) -> Result<(), Fault> {
        self.require_fair(name.fair(), naming).await?;
        self.require_edition_as(name.parent(), naming, "parent")
            .await
    }

    /// Passes when the edition exists; one that is archived may be spoken of.
    ///
    /// # Errors
    /// [`Fault::ReferenceMissing`] when it does not exist.
    pub(crate) async fn require_edition_exists(
        &self,
        edition: &str,
        field: &str,
    ) -> Result<(), Fault> {
        self.require_edition_as(edition, Naming::Old, field).await
    }

    async fn require_edition_as(
        &self,
        edition: &str,
        naming: Naming,
        field: &str,
    ) -> Result<(), Fault> {
        let found = self.record_keepers.edition(edition, None).await?;
        nameable(
            found.as_ref(),
            |found| found.entry.as_ref(),
            naming,
            field,
            edition,
        )?;
        Ok(())
    }

    /// Passes when no other live record of the same edition says the same.
    ///
    /// # Errors
    /// [`Fault::Refused`] with the reason of a state that forbids the change, naming
    /// the other.
    pub(crate) async fn require_alone<R: Record<Self>>(
        &self,
        name: &Name,
        what_it_does: &str,
        says_the_same: impl Fn(&R) -> bool + Send,
    ) -> Result<(), Fault> {
        let newest = self.books.newest(name.fair()).await?;
        let collection = format!("{}/{}", name.parent(), R::COLLECTION);
        let all: Vec<(String, Held<R>)> = self.books.all(&collection, false, &newest).await?;
        let other = all
            .iter()
            .find(|(id, held)| id != name.id() && says_the_same(&held.record));
        match other {
            None => Ok(()),
            Some((id, _)) => Err(Fault::Refused {
                reason: "STATE_FORBIDS",
                subject: name.as_str().to_owned(),
                why: format!("{collection}/{id} {what_it_does} already; change or void that one"),
            }),
        }
    }
}
