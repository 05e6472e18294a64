//! What a figure is about, told from its definition.

use std::collections::BTreeMap;

use checker::{Aspect, Lexicon, books::Part, lexicon::Cue};
use proto::{
    reporting::v1::{DateWindow, FigureDefinition, Period, figure_definition::Rule},
    statistics::v1::{Condition, Selection, condition::Test},
};

/// How deep definitions build on each other before it is taken for a circle.
const DEPTH_AT_MOST: usize = 16;

/// What more values than these are: one thing with many codes, not several things.
const TOLD_APART: usize = 3;

/// The dimension of what records are featured for.
pub(super) const FEATURED: &str = "featured";

/// The definitions of a fair, by their ids.
pub(super) type Definitions = BTreeMap<String, FigureDefinition>;

/// Tells the aspects of figures.
pub(super) struct Teller<'a> {
    pub(super) definitions: &'a Definitions,
    pub(super) lexicon: &'a mut Lexicon,
}

impl Teller<'_> {
    /// What a figure is about. `None` for one whose value no number of a text tells by
    /// itself: a list of records, a series, a breakdown.
    pub(super) fn parts(&mut self, id: &str) -> Option<Vec<Part>> {
        self.within(id, DEPTH_AT_MOST)
    }

    fn within(&mut self, id: &str, depth: usize) -> Option<Vec<Part>> {
        let depth = depth.checked_sub(1)?;
        let definition = self.definitions.get(id)?;
        match definition.rule.as_ref()? {
            Rule::Attribute(attribute) => {
                let kind = attribute.kind().as_str_name().to_owned();
                let aspect = self.lexicon.aspect("attribute", &kind);
                Some(vec![head(aspect)])
            }
            Rule::Selection(cells) => {
                let counted = match &cells.measure {
                    Some(proto::reporting::v1::cell_selection::Measure::Distinct(_)) => {
                        Some(definition.unit.as_str())
                    }
                    _ => None,
                };
                let mut parts = self.selection(cells.selection.as_ref()?, counted);
                parts.extend(self.window(cells.window.as_ref().map(DateWindow::period)));
                self.amount(&definition.unit, &mut parts);
                Some(parts)
            }
            Rule::Conversion(conversion) => {
                let mut parts = self.selection(conversion.selection.as_ref()?, None);
                self.amount(&definition.unit, &mut parts);
                Some(parts)
            }
            Rule::Streak(streak) => Some(self.selection(streak.selection.as_ref()?, None)),
            Rule::Coverage(coverage) => {
                Some(self.selection(coverage.selection.as_ref()?, Some(&definition.unit)))
            }
            Rule::Sum(sum) => {
                let parts: Option<Vec<_>> = sum
                    .parts
                    .iter()
                    .map(|part| self.within(part, depth))
                    .collect();
                parts?
                    .into_iter()
                    .reduce(|one, other| together(self.lexicon, one, &other))
            }
            Rule::Share(share) => {
                let amount = self.lexicon.cue(Cue::Amount);
                let mut parts = self.within(&share.part, depth)?;
                // Hardly a text says of which quantity it tells the share.
                for part in parts.iter_mut().filter(|part| part.any_of == [amount]) {
                    part.optional = true;
                }
                Some(parts)
            }
            Rule::Remainder(remainder) => {
                let mut parts = self.within(&remainder.whole, depth)?;
                parts.push(narrow(vec![self.lexicon.aspect("remainder", "yes")]));
                Some(parts)
            }
            Rule::Growth(growth) => self.within(&growth.of, depth),
            Rule::Rank(rank) => self.within(&rank.of, depth),
            Rule::PerDay(per_day) => {
                let mut parts = self.within(&per_day.of, depth)?;
                parts.push(narrow(vec![self.lexicon.cue(Cue::PerDay)]));
                Some(parts)
            }
            Rule::NamedRecords(_)
            | Rule::Difference(_)
            | Rule::Series(_)
            | Rule::Breakdown(_)
            | Rule::Threshold(_) => None,
        }
    }

    /// The aspects of a selection: its cube, or what is counted in it, and its conditions.
    fn selection(&mut self, selection: &Selection, counted: Option<&str>) -> Vec<Part> {
        let cube = self.lexicon.aspect("cube", &selection.cube);
        let mut parts = match counted {
            Some(counted) => {
                let counted = self.lexicon.aspect("counts", counted);
                vec![head(counted), left_out(vec![cube])]
            }
            None => vec![head(cube)],
        };
        for condition in &selection.r#where {
            let aspects = self.condition(condition);
            if aspects.is_empty() {
                continue;
            }
            let unsaid = |aspect: &Aspect| !self.lexicon.speaks_of(*aspect);
            let unsaid = aspects.iter().any(unsaid) || aspects.iter().any(|it| self.is_usual(*it));
            let narrows = if unsaid { left_out } else { narrow };
            let told = match aspects.len() {
                0..=TOLD_APART => aspects,
                _ => aspects.into_iter().take(1).collect(),
            };
            parts.push(Part {
                by_name: condition.dimension == FEATURED,
                ..narrows(told)
            });
        }
        parts
    }

    /// Whether texts take a value for granted: an area is gross unless it is called net.
    fn is_usual(&mut self, aspect: Aspect) -> bool {
        aspect == self.lexicon.aspect("area_basis", "gross")
    }

    /// The aspects of a condition; none for a range, of which no word speaks.
    pub(super) fn condition(&mut self, condition: &Condition) -> Vec<Aspect> {
        let Some(Test::AnyOf(values)) = &condition.test else {
            return Vec::new();
        };
        let values = values.values.iter();
        values
            .map(
                |value| match (condition.dimension.as_str(), value.as_str()) {
                    ("first_time", "true") => self.lexicon.cue(Cue::FirstTime),
                    (dimension, value) => self.lexicon.aspect(dimension, value),
                },
            )
            .collect()
    }

    fn window(&mut self, period: Option<Period>) -> Option<Part> {
        let told = match period? {
            Period::BeforeOpening => "before_opening",
            Period::During => "during",
            Period::AfterClosing => "after_closing",
            Period::UntilClosing => "until_closing",
            Period::Unspecified => return None,
        };
        Some(left_out(vec![self.lexicon.aspect("period", told)]))
    }

    /// That money is told, where the unit is a currency.
    fn amount(&self, unit: &str, parts: &mut Vec<Part>) {
        if resource::code::is_currency(unit) {
            parts.push(narrow(vec![self.lexicon.cue(Cue::Amount)]));
        }
    }
}

fn head(aspect: Aspect) -> Part {
    Part {
        any_of: vec![aspect],
        head: true,
        optional: false,
        by_name: false,
    }
}

fn narrow(any_of: Vec<Aspect>) -> Part {
    Part {
        any_of,
        head: false,
        optional: false,
        by_name: false,
    }
}

fn left_out(any_of: Vec<Aspect>) -> Part {
    Part {
        any_of,
        head: false,
        optional: true,
        by_name: false,
    }
}

/// The aspects of two figures that are put together: what both are about, and either value
/// where they differ.
fn together(lexicon: &Lexicon, one: Vec<Part>, other: &[Part]) -> Vec<Part> {
    let of_one_dimension = |left: &Part, right: &Part| {
        let pair = left.any_of.first().zip(right.any_of.first());
        pair.is_some_and(|(left, right)| lexicon.are_of_one_dimension(*left, *right))
    };
    one.into_iter()
        .filter_map(|mut part| {
            let same = other.iter().find(|it| of_one_dimension(&part, it))?;
            for aspect in &same.any_of {
                if !part.any_of.contains(aspect) {
                    part.any_of.push(*aspect);
                }
            }
            Some(part)
        })
        .collect()
}
