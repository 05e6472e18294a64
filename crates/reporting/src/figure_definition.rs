//! Figure definitions: what a figure is, as data.
//!
//! What a definition alone decides is checked in [`shape`]; whether the record
//! keepers can answer it, in [`answerable`]; whether it fits the definitions it
//! builds on, in [`built_on`].

pub(crate) mod answerable;
mod asks;
pub(crate) mod built_on;
mod computable;
mod requests;
pub(crate) mod shape;

pub(crate) use requests::{create, list, listed, retire, update};

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
    reporting::v1::{FigureDefinition, figure_definition::Rule},
    statistics::v1::RecordDigest,
};
use resource::{Level, Name};
use serve::keeper::{Found, Header, Record, Reference};

use crate::Reporting;

/// The unit of shares and growths.
pub(crate) const PERCENT: &str = "percent";

/// The unit of ranks.
pub(crate) const RANK: &str = "rank";

/// The unit of streaks.
pub(crate) const EDITIONS: &str = "editions";

impl Record<Reporting> for FigureDefinition {
    const COLLECTION: &'static str = "figureDefinitions";
    const LEVEL: Level = Level::InFair;
    const FIELD: &'static str = "figure_definition";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &[];
    type Known = ();

    async fn learn(&self, name: &Name, reporting: &Reporting) -> Result<(), Fault> {
        let naming = reporting.naming::<Self>(name).await?;
        reporting.require_fair(name.fair(), naming).await?;
        reporting.require_computable(name, self).await
    }

    async fn wrong_beside(
        &self,
        name: Option<&Name>,
        reporting: &Reporting,
        told: &Violations,
    ) -> Violations {
        reporting.uncomputable_beside(name, self, told).await
    }

    fn header(&mut self) -> Header<'_> {
        Header {
            name: &mut self.name,
            etag: &mut self.etag,
            entry: &mut self.entry,
        }
    }

    fn check(&self, violations: &mut Violations) {
        shape::check(self, violations);
    }

    /// None: the definitions it builds on are looked up when it is checked against
    /// them, and a whole catalogue may come in one commit.
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
        RecordDigest {
            title: self.title.clone(),
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        false
    }
}

/// The collection of the definitions of a fair.
pub(crate) fn collection(fair: &str) -> String {
    format!("{fair}/figureDefinitions")
}

/// The name of a definition of a fair.
pub(crate) fn name(fair: &str, id: &str) -> String {
    format!("{}/{id}", collection(fair))
}

/// The ids of the definitions a rule computes from, with the paths of the fields
/// that name them.
pub(crate) fn parts(rule: &Rule) -> Vec<(String, &str)> {
    match rule {
        Rule::Attribute(_)
        | Rule::NamedRecords(_)
        | Rule::Selection(_)
        | Rule::Conversion(_)
        | Rule::Streak(_)
        | Rule::Coverage(_)
        | Rule::Breakdown(_) => Vec::new(),
        Rule::Sum(rule) => listed_parts("sum.parts", &rule.parts).collect(),
        Rule::Share(rule) => vec![
            ("share.part".to_owned(), rule.part.as_str()),
            ("share.whole".to_owned(), rule.whole.as_str()),
        ],
        Rule::Difference(rule) => vec![
            ("difference.minuend".to_owned(), rule.minuend.as_str()),
            ("difference.subtrahend".to_owned(), rule.subtrahend.as_str()),
        ],
        Rule::Remainder(rule) => {
            let whole = ("remainder.whole".to_owned(), rule.whole.as_str());
            let parts = listed_parts("remainder.parts", &rule.parts);
            std::iter::once(whole).chain(parts).collect()
        }
        Rule::Growth(rule) => vec![("growth.of".to_owned(), rule.of.as_str())],
        Rule::Series(rule) => vec![("series.of".to_owned(), rule.of.as_str())],
        Rule::Rank(rule) => vec![("rank.of".to_owned(), rule.of.as_str())],
        Rule::PerDay(rule) => vec![("per_day.of".to_owned(), rule.of.as_str())],
        Rule::Threshold(rule) => vec![("threshold.of".to_owned(), rule.of.as_str())],
    }
}

fn listed_parts<'a>(
    field: &'static str,
    ids: &'a [String],
) -> impl Iterator<Item = (String, &'a str)> {
    let numbered = ids.iter().enumerate();
    numbered.map(move |(at, id)| (format!("{field}[{at}]"), id.as_str()))
}

/// Whether a rule gives one value that others can be computed from.
pub(crate) fn is_single_valued(rule: &Rule) -> bool {
    !matches!(rule, Rule::NamedRecords(_) | Rule::Series(_))
}

/// Whether the figure can be taken as it was published elsewhere. What a number
/// alone does not tell cannot: how far a streak is proved, out of how many a
/// coverage is, the parts of a total. A rank and a threshold follow from figures
/// that can be reported themselves.
pub(crate) fn is_reportable(rule: &Rule) -> bool {
    let needs_more_than_a_number = matches!(
        rule,
        Rule::Rank(_)
            | Rule::Streak(_)
            | Rule::Coverage(_)
            | Rule::Breakdown(_)
            | Rule::Threshold(_)
    );
    is_single_valued(rule) && !needs_more_than_a_number
}

#[cfg(test)]
mod tests;
