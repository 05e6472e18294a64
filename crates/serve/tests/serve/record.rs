//! A small kind of record, made of a message of the contracts: an activity, which
//! may name another activity of the same book as its host.

use fault::{Fault, Violations};
use ledger::{Cube, Cubes, Dimension, Fact, Quantity};
use proto::forums::v1::{Activity, ActivityKind};
use proto::statistics::v1::{EvidenceKind, RecordDigest};
use resource::{Level, Name, choice, date, text};
use serve::keeper::{Found, Header, Record, Reference};

/// The service that keeps them. It asks itself: a title beginning with "unknown"
/// stands for what another service does not know.
#[derive(Clone, Copy, Debug)]
pub struct Desk;

impl Record<Desk> for Activity {
    const COLLECTION: &'static str = "activities";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "activity";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &["sector_code"];

    /// The sector, which stands for what another service knows.
    type Known = String;

    async fn learn(&self, _: &Name, _: &Desk) -> Result<String, Fault> {
        let title = self.title.clone().unwrap_or_default().en;
        match title.strip_prefix("unknown") {
            None => Ok("2.B".to_owned()),
            Some(_) => Err(Fault::ReferenceMissing {
                field: "parent".to_owned(),
                resource: title,
                why: "which does not exist".to_owned(),
            }),
        }
    }

    async fn wrong_beside(&self, _: Option<&Name>, _: &Desk, _: &Violations) -> Violations {
        let title = self.title.clone().unwrap_or_default().en;
        let mut beside = Violations::new();
        let known = !title.starts_with("unknown");
        beside.require(known, "sector_code", "is known to nobody");
        beside
    }

    fn header(&mut self) -> Header<'_> {
        Header {
            name: &mut self.name,
            etag: &mut self.etag,
            entry: &mut self.entry,
        }
    }

    fn check(&self, violations: &mut Violations) {
        let languages = text::Languages::English;
        text::localized_required(self.title.as_ref(), languages, 40, "title", violations);
        choice::required::<ActivityKind>(self.kind, "kind", violations);
        date::required(self.held_on.as_ref(), "held_on", violations);
        choice::required::<EvidenceKind>(self.evidence_kind, "evidence_kind", violations);
    }

    fn references(&self, _: &Name) -> Vec<Reference> {
        let hosts = self.hosts.iter().enumerate();
        hosts
            .map(|(at, host)| Reference::field(format!("hosts[{at}]"), host))
            .collect()
    }

    fn settle(
        &mut self,
        before: Option<&Self>,
        known: &String,
        found: &Found<'_>,
        violations: &mut Violations,
    ) -> Result<(), Fault> {
        let kind_is_fixed = before.is_none_or(|before| before.kind == self.kind);
        violations.require(kind_is_fixed, "kind", "is fixed");
        self.sector_code = known.clone();
        if let Some(host) = self.hosts.first() {
            // One that the same import creates is not there yet.
            let host: Option<Activity> = found.get(host)?;
            self.source = host.and_then(|host| host.title).unwrap_or_default().en;
        }
        Ok(())
    }

    fn facts(&self) -> Vec<Fact> {
        let name = Name::parse(&self.name).unwrap();
        let kind = ActivityKind::try_from(self.kind).unwrap();
        vec![
            Fact::of("activities")
                .under("edition", name.edition().unwrap())
                .under("kind", kind.as_str_name().to_lowercase())
                .under(
                    "held_on",
                    date::text(date::civil(&self.held_on.unwrap()).unwrap()),
                )
                .with("activities", 1),
        ]
    }

    fn digest(&self) -> RecordDigest {
        RecordDigest {
            title: self.title.clone(),
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

pub fn cubes() -> Cubes {
    let cube = Cube {
        name: "activities",
        description: "What was held.",
        dimensions: vec![
            Dimension::new("edition", "The edition."),
            Dimension::new("kind", "The kind."),
            Dimension::new("held_on", "The day."),
        ],
        quantities: vec![Quantity::new("activities", "Activities.")],
        roll_ups: vec![vec!["edition", "kind"], vec!["edition", "kind", "held_on"]],
    };
    Cubes::new(vec![cube]).unwrap()
}
