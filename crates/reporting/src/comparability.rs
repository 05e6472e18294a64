//! Comparabilities: judgements whether two editions may be compared.

mod requests;

pub(crate) use requests::{create, list, listed, update, void};

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{reporting::v1::Comparability, statistics::v1::RecordDigest};
use resource::{Level, Name, text};
use serve::keeper::{Found, Header, Record, Reference};

use crate::{Reporting, edition_status::require_family, lengths};

impl Record<Reporting> for Comparability {
    const COLLECTION: &'static str = "comparabilities";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "comparability";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &[];
    type Known = ();

    async fn learn(&self, name: &Name, reporting: &Reporting) -> Result<(), Fault> {
        let naming = reporting.naming::<Self>(name).await?;
        reporting.require_edition(name, naming).await?;
        reporting
            .require_edition_exists(&self.base_edition, "comparability.base_edition")
            .await?;
        let what = format!("judges {} against {}", self.family, self.base_edition);
        let same = |other: &Self| {
            (&other.family, &other.base_edition) == (&self.family, &self.base_edition)
        };
        reporting.require_alone(name, &what, same).await
    }

    fn header(&mut self) -> Header<'_> {
        Header {
            name: &mut self.name,
            etag: &mut self.etag,
            entry: &mut self.entry,
        }
    }

    fn check(&self, violations: &mut Violations) {
        require_family(&self.family, violations);
        check_base(self, violations);
        text::required(&self.grounds, lengths::GROUNDS, "grounds", violations);
        text::required(&self.source, lengths::SOURCE, "source", violations);
    }

    /// None: editions are in the books of exhibitions.
    fn references(&self, _: &Name) -> Vec<Reference> {
        Vec::new()
    }

    fn settle(
        &mut self,
        _: Option<&Self>,
        (): &(),
        _: &Found<'_>,
        _: &mut Violations,
    ) -> Result<(), Fault> {
        Ok(())
    }

    fn facts(&self) -> Vec<Fact> {
        Vec::new()
    }

    fn digest(&self) -> RecordDigest {
        RecordDigest::default()
    }

    fn synthetic(&self) -> bool {
        false
    }
}

/// The base is another edition of the same fair.
fn check_base(judgement: &Comparability, violations: &mut Violations) {
    const FIELD: &str = "base_edition";
    let base = &judgement.base_edition;
    let Some(base) = Name::require(base, Level::InFair, "editions", FIELD, violations) else {
        return;
    };
    // Without a name of its own, the judgement is refused for that.
    if let Ok(own) = Name::parse(&judgement.name) {
        let own_edition = own.edition_name().unwrap_or_default();
        if base.fair() != own.fair() {
            violations.add(FIELD, format!("must be an edition of {}", own.fair()));
        } else if base.as_str() == own_edition {
            violations.add(
                FIELD,
                "must be another edition than the one that is compared",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_is_another_edition_of_the_same_fair() {
        let wrong = |base_edition: &str| {
            let record = Comparability {
                name: "fairs/ciftis/editions/4/comparabilities/contracts-3".to_owned(),
                family: "contracts".to_owned(),
                base_edition: base_edition.to_owned(),
                grounds: "Same counting rule".to_owned(),
                source: "Statistics office".to_owned(),
                ..Comparability::default()
            };
            let mut violations = Violations::new();
            record.check(&mut violations);
            violations
                .found()
                .iter()
                .map(|found| found.field.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(wrong("fairs/ciftis/editions/3"), Vec::<String>::new());
        for base in [
            "",
            "3",
            "fairs/ciftis",
            "fairs/ciftis/editions/4",
            "fairs/other/editions/3",
            "fairs/ciftis/organisations/gremio",
        ] {
            assert_eq!(wrong(base), ["base_edition"], "{base}");
        }
    }
}
