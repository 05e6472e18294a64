//! Statuses: how the books of an edition stand for a family of figures.

mod requests;

pub(crate) use requests::{create, list, listed, update, void};

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
    reporting::v1::{EditionStatus, FigureBasis, ObservationStatus},
    statistics::v1::RecordDigest,
};
use resource::{Level, Name, choice, text};
use serve::keeper::{Found, Header, Record, Reference};

use crate::{Reporting, lengths};

/// The families of figures.
pub(crate) const FAMILIES: [&str; 9] = [
    "activities",
    "contracts",
    "delegations",
    "demands",
    FAMILY_OF_THE_FAIR,
    "highlights",
    "participations",
    "space",
    "visits",
];

/// The family of what the fair and the edition are. It needs no status: these
/// records are in the books, or there is no edition.
pub(crate) const FAMILY_OF_THE_FAIR: &str = "fair";

impl Record<Reporting> for EditionStatus {
    const COLLECTION: &'static str = "statuses";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "edition_status";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &[];
    type Known = ();

    async fn learn(&self, name: &Name, reporting: &Reporting) -> Result<(), Fault> {
        let naming = reporting.naming::<Self>(name).await?;
        reporting.require_edition(name, naming).await
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
        let basis = choice::required::<FigureBasis>(self.basis, "basis", violations);
        let status = choice::required::<ObservationStatus>(self.status, "status", violations);
        let something = matches!(basis, Some(FigureBasis::Records | FigureBasis::Reported));
        if something && status == Some(ObservationStatus::Missing) {
            violations.add(
                "status",
                "must not be missing where the basis says what there is",
            );
        }
        text::required(&self.source, lengths::SOURCE, "source", violations);
    }

    /// None: the edition is in the books of exhibitions.
    fn references(&self, _: &Name) -> Vec<Reference> {
        Vec::new()
    }

    fn settle(
        &mut self,
        _: Option<&Self>,
        (): &(),
        found: &Found<'_>,
        violations: &mut Violations,
    ) -> Result<(), Fault> {
        let id = found.name().id();
        if self.family != id {
            let description = format!("must be the id of the status, which is {id:?}");
            violations.add("family", description);
        }
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

/// Notes a violation unless `family` is one of the families of figures.
pub(crate) fn require_family(family: &str, violations: &mut Violations) {
    if !FAMILIES.contains(&family) {
        let description = format!("must be one of: {}", FAMILIES.join(", "));
        violations.add("family", description);
    }
}

/// The less reliable of two statuses. From the best to the worst: normal,
/// provisional, estimated, break, definition differs, missing.
pub(crate) fn least_reliable(
    one: ObservationStatus,
    other: ObservationStatus,
) -> ObservationStatus {
    if doubt(one) >= doubt(other) {
        one
    } else {
        other
    }
}

/// How little a value of the status can be relied on.
fn doubt(status: ObservationStatus) -> u8 {
    match status {
        ObservationStatus::Normal => 0,
        ObservationStatus::Provisional => 1,
        ObservationStatus::Estimated => 2,
        ObservationStatus::Break => 3,
        ObservationStatus::DefinitionDiffers => 4,
        // What nobody said is relied on no more than what is missing.
        ObservationStatus::Missing | ObservationStatus::Unspecified => 5,
    }
}

/// The status as a sentence names it.
pub(crate) fn status_text(status: ObservationStatus) -> &'static str {
    match status {
        ObservationStatus::Unspecified => "not said",
        ObservationStatus::Normal => "normal",
        ObservationStatus::Provisional => "provisional",
        ObservationStatus::Estimated => "estimated",
        ObservationStatus::Break => "a break in the series",
        ObservationStatus::DefinitionDiffers => "that the definition differs",
        ObservationStatus::Missing => "missing",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_reliable_decides_whatever_the_order() {
        use ObservationStatus::{
            Break, DefinitionDiffers, Estimated, Missing, Normal, Provisional,
        };
        let from_best = [
            Normal,
            Provisional,
            Estimated,
            Break,
            DefinitionDiffers,
            Missing,
        ];
        for (better, one) in from_best.iter().enumerate() {
            for other in &from_best[better..] {
                assert_eq!(least_reliable(*one, *other), *other);
                assert_eq!(least_reliable(*other, *one), *other);
            }
        }
    }

    #[test]
    fn what_is_there_is_not_missing() {
        let fields = |basis: FigureBasis, status: ObservationStatus| {
            let record = EditionStatus {
                family: "contracts".to_owned(),
                basis: basis.into(),
                status: status.into(),
                source: "Statistics office".to_owned(),
                ..EditionStatus::default()
            };
            let mut violations = Violations::new();
            record.check(&mut violations);
            violations
                .found()
                .iter()
                .map(|found| found.field.clone())
                .collect::<Vec<_>>()
        };
        for basis in [FigureBasis::Records, FigureBasis::Reported] {
            assert_eq!(fields(basis, ObservationStatus::Missing), ["status"]);
            assert_eq!(
                fields(basis, ObservationStatus::Normal),
                Vec::<String>::new()
            );
        }
        let none = fields(FigureBasis::None, ObservationStatus::Missing);
        assert_eq!(none, Vec::<String>::new());
    }
}
