//! What a rule asks of the cells of a record keeper.

use proto::{
    reporting::v1::{DateWindow, figure_definition::Rule},
    statistics::v1::Selection,
};

/// A selection of cells, as a rule has it.
pub(super) struct Asks<'a> {
    /// The field of the rule.
    pub(super) path: &'static str,
    /// The service that keeps the cells.
    pub(super) service: &'a str,
    /// Which facts.
    pub(super) selection: Option<&'a Selection>,
    /// When it must have been.
    pub(super) window: Option<&'a DateWindow>,
}

/// What the rule asks, if it asks cells itself.
pub(super) fn of(rule: &Rule) -> Option<Asks<'_>> {
    let (path, service, selection, window) = match rule {
        Rule::NamedRecords(rule) => (
            "named_records",
            &rule.service,
            &rule.selection,
            rule.window.as_ref(),
        ),
        Rule::Selection(rule) => (
            "selection",
            &rule.service,
            &rule.selection,
            rule.window.as_ref(),
        ),
        Rule::Coverage(rule) => (
            "coverage",
            &rule.service,
            &rule.selection,
            rule.window.as_ref(),
        ),
        Rule::Breakdown(rule) => (
            "breakdown",
            &rule.service,
            &rule.selection,
            rule.window.as_ref(),
        ),
        Rule::Conversion(rule) => ("conversion", &rule.service, &rule.selection, None),
        Rule::Streak(rule) => ("streak", &rule.service, &rule.selection, None),
        Rule::Attribute(_)
        | Rule::Sum(_)
        | Rule::Share(_)
        | Rule::Difference(_)
        | Rule::Remainder(_)
        | Rule::Growth(_)
        | Rule::Series(_)
        | Rule::Rank(_)
        | Rule::PerDay(_)
        | Rule::Threshold(_) => return None,
    };
    Some(Asks {
        path,
        service,
        selection: selection.as_ref(),
        window,
    })
}
