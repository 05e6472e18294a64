//! The record the tests keep books of: a deal, with parties, in two cubes.

use std::collections::BTreeSet;

use ledger::{Cube, Cubes, Dimension, Fact, Quantity, Revision, State};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Deal {
    pub(crate) edition: &'static str,
    pub(crate) counted: bool,
    pub(crate) scope: &'static str,
    pub(crate) signed_on: &'static str,
    /// Currency and minor units.
    pub(crate) amount: Option<(&'static str, i64)>,
    pub(crate) featured: Option<&'static str>,
    pub(crate) countries: BTreeSet<&'static str>,
    pub(crate) organisations: BTreeSet<&'static str>,
}

pub(crate) const EDITIONS: [&str; 2] = ["4", "5"];
pub(crate) const SCOPES: [&str; 3] = ["domestic_region", "host_city", "international"];
pub(crate) const DAYS: [&str; 3] = ["2016-05-28", "2016-05-29", "2016-06-01"];
pub(crate) const CURRENCIES: [&str; 2] = ["CNY", "USD"];
pub(crate) const FEATURES: [&str; 2] = ["culture", "education"];
pub(crate) const COUNTRIES: [&str; 3] = ["BR", "CN", "DE"];
pub(crate) const ORGANISATIONS: [&str; 4] = ["gremio", "haier", "huawei", "siemens"];

impl Deal {
    pub(crate) fn plain() -> Self {
        Self {
            edition: "4",
            counted: true,
            scope: "international",
            signed_on: DAYS[0],
            amount: Some(("USD", 1_000)),
            featured: None,
            countries: BTreeSet::from(["BR", "CN"]),
            organisations: BTreeSet::from(["gremio"]),
        }
    }

    pub(crate) fn body(&self) -> Vec<u8> {
        format!("{self:?}").into_bytes()
    }

    /// What the deal contributes to the figures while it is live.
    pub(crate) fn facts(&self) -> Vec<Fact> {
        let counted = self.counted.to_string();
        let (currency, amount) = self.amount.unwrap_or(("none", 0));
        let mut deal = Fact::of("deals")
            .under("edition", self.edition)
            .under("counted", &*counted)
            .under("scope", self.scope)
            .under("signed_on", self.signed_on)
            .under("currency", currency)
            .with("deals", 1)
            .with("amount_minor_units", amount);
        if let Some(featured) = self.featured {
            deal = deal.under("featured", featured);
        }
        let party = || {
            Fact::of("parties")
                .under("edition", self.edition)
                .under("counted", &*counted)
                .with("parties", 1)
        };
        let countries = self
            .countries
            .iter()
            .map(|&country| party().under("country", country));
        let organisations = self
            .organisations
            .iter()
            .map(|&one| party().under("organisation", one));
        std::iter::once(deal)
            .chain(countries)
            .chain(organisations)
            .collect()
    }
}

/// Makes the facts anew from a body: the other way round from `facts`, so it is
/// looked up among all deals a test has written.
pub(crate) fn recompute(written: &[Deal]) -> impl Fn(&Revision) -> Result<Vec<Fact>, fault::Fault> {
    move |revision| {
        if revision.state == State::Void {
            return Ok(Vec::new());
        }
        let deal = written.iter().find(|deal| deal.body() == revision.body);
        deal.map(Deal::facts)
            .ok_or_else(|| fault::Fault::not_found(&revision.name))
    }
}

pub(crate) fn cubes() -> Cubes {
    Cubes::new(vec![deals(), parties()]).unwrap()
}

pub(crate) fn deals() -> Cube {
    Cube {
        name: "deals",
        description: "One deal.",
        dimensions: vec![
            Dimension::new("edition", "The edition."),
            Dimension::new("counted", "Whether it counts in the total."),
            Dimension::new("scope", "How far it reaches."),
            Dimension::new("signed_on", "The day it was signed."),
            Dimension::new("currency", "ISO 4217, or none."),
            Dimension::new("featured", "What it is shown for.").optional(),
        ],
        quantities: vec![
            Quantity::new("deals", "Deals."),
            Quantity::new("amount_minor_units", "Money.").in_units_of("currency"),
        ],
        roll_ups: vec![
            vec!["edition", "counted", "scope", "currency"],
            vec!["edition", "counted", "signed_on", "currency"],
            vec!["edition", "featured", "currency"],
            vec!["edition", "scope"],
        ],
    }
}

pub(crate) fn parties() -> Cube {
    Cube {
        name: "parties",
        description: "One party of a deal.",
        dimensions: vec![
            Dimension::new("edition", "The edition."),
            Dimension::new("counted", "Whether the deal counts in the total."),
            Dimension::new("country", "ISO 3166-1.")
                .many_valued()
                .optional(),
            Dimension::new("organisation", "The organisation.")
                .many_valued()
                .optional(),
        ],
        quantities: vec![Quantity::new("parties", "Parties.")],
        roll_ups: vec![
            vec!["edition", "counted", "country"],
            vec!["edition", "counted", "organisation"],
        ],
    }
}
