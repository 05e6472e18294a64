//! Reported figures: values that were published elsewhere.

mod requests;

pub(crate) use requests::{create, list, listed, update, void};

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
    reporting::v1::{FigureDefinition, ObservationStatus, ReportedFigure, figure_definition::Rule},
    statistics::v1::RecordDigest,
};
use resource::{Level, Name, choice, code, text};
use serve::{
    Naming,
    keeper::{Found, Header, Record, Reference},
};

use crate::{
    Reporting,
    figure_definition::{self, PERCENT, is_reportable},
    lengths,
    value::{DECIMAL_RULE, Exact},
};

impl Record<Reporting> for ReportedFigure {
    const COLLECTION: &'static str = "reportedFigures";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "reported_figure";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &["unit"];
    type Known = UnitOfDefinition;

    async fn learn(&self, name: &Name, reporting: &Reporting) -> Result<UnitOfDefinition, Fault> {
        let naming = reporting.naming::<Self>(name).await?;
        reporting.require_edition(name, naming).await?;
        let definition = figure_definition::name(name.fair(), name.id());
        let held = reporting.newest::<FigureDefinition>(&definition).await?;
        let usable = held.filter(|held| held.live || naming == Naming::Old);
        let Some(held) = usable else {
            return Err(Fault::ReferenceMissing {
                field: "reported_figure_id".to_owned(),
                resource: definition,
                why: "which is not a live definition".to_owned(),
            });
        };
        let mut violations = Violations::new();
        check_against(self, &held.record, &mut violations);
        violations.check()?;
        Ok(UnitOfDefinition(held.record.unit))
    }

    fn header(&mut self) -> Header<'_> {
        Header {
            name: &mut self.name,
            etag: &mut self.etag,
            entry: &mut self.entry,
        }
    }

    fn check(&self, violations: &mut Violations) {
        let value = decimal(&self.value, "value", violations);
        let bound = |text: &str, field: &str, violations: &mut Violations| match text {
            "" => None,
            text => decimal(text, field, violations),
        };
        let lower = bound(&self.lower_bound, "lower_bound", violations);
        let upper = bound(&self.upper_bound, "upper_bound", violations);
        if let (Some(value), Some(lower)) = (value, lower) {
            violations.require(lower <= value, "lower_bound", "must not be above the value");
        }
        if let (Some(value), Some(upper)) = (value, upper) {
            violations.require(value <= upper, "upper_bound", "must not be below the value");
        }
        let status = choice::required::<ObservationStatus>(self.status, "status", violations);
        if status == Some(ObservationStatus::Missing) {
            violations.add("status", "must not be missing: there is a value");
        }
        text::required(&self.source, lengths::SOURCE, "source", violations);
        text::optional(
            &self.derived_from,
            lengths::GROUNDS,
            "derived_from",
            violations,
        );
    }

    /// None: the edition is in the books of exhibitions, and the definition is
    /// looked up with it.
    fn references(&self, _: &Name) -> Vec<Reference> {
        Vec::new()
    }

    fn settle(
        &mut self,
        before: Option<&Self>,
        known: &UnitOfDefinition,
        _: &Found<'_>,
        _: &mut Violations,
    ) -> Result<(), Fault> {
        // A number that nobody gave anew is still what it was.
        let stands = before.filter(|before| stated(before) == stated(self));
        self.unit = stands.map_or(&known.0, |before| &before.unit).clone();
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

/// What a reported figure learns from its definition before it is written.
pub(crate) struct UnitOfDefinition(String);

/// The numbers that are in the unit of the figure, as they were given.
fn stated(figure: &ReportedFigure) -> [&str; 3] {
    [&figure.value, &figure.lower_bound, &figure.upper_bound]
}

fn decimal(text: &str, field: &str, violations: &mut Violations) -> Option<Exact> {
    let value = Exact::parse(text);
    violations.require(value.is_some(), field, DECIMAL_RULE);
    value
}

/// Notes why the value cannot be one of the figure it stands for: counts are whole,
/// amounts have no more decimals than their currency, and neither is negative
/// unless it is a difference.
fn check_against(
    figure: &ReportedFigure,
    definition: &FigureDefinition,
    violations: &mut Violations,
) {
    let Some(rule) = definition.rule.as_ref().filter(|rule| is_reportable(rule)) else {
        let description = "is that of a definition whose figure a single number does not tell";
        violations.add("reported_figure_id", description);
        return;
    };
    if definition.unit == PERCENT {
        if matches!(rule, Rule::Share(_)) {
            require_part(figure, violations);
        }
        return;
    }
    // A quotient by the days has decimals of its own.
    let divided = matches!(rule, Rule::PerDay(_));
    let decimals_at_most = code::currency_exponent(&definition.unit).unwrap_or(0);
    for (value, field) in numbers(figure) {
        let decimals = value
            .decimals()
            .and_then(|decimals| u32::try_from(decimals).ok());
        if !divided && decimals.is_none_or(|decimals| decimals > decimals_at_most) {
            let description = format!(
                "must have at most {decimals_at_most} decimals, being in {}",
                definition.unit
            );
            violations.add(&field, description);
        }
        if value.is_negative() && !matches!(rule, Rule::Difference(_)) {
            violations.add(&field, "must not be negative");
        }
    }
}

/// Notes a share that is less than nothing or more than the whole.
fn require_part(figure: &ReportedFigure, violations: &mut Violations) {
    for (value, field) in numbers(figure) {
        violations.require(
            !value.is_negative() && value <= Exact::HUNDRED,
            &field,
            "must be from 0 to 100, being a share in percent",
        );
    }
}

/// The value and its bounds, as far as they are numbers, with their fields.
fn numbers(figure: &ReportedFigure) -> impl Iterator<Item = (Exact, String)> {
    let texts = [
        (&figure.value, "value"),
        (&figure.lower_bound, "lower_bound"),
        (&figure.upper_bound, "upper_bound"),
    ];
    let numbers = texts
        .into_iter()
        .filter_map(|(text, field)| Some((Exact::parse(text)?, field)));
    numbers.map(|(value, field)| (value, format!("reported_figure.{field}")))
}

#[cfg(test)]
mod tests;
