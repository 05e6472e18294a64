//! One question to a cube, and everything that is wrong with it.

use std::collections::BTreeSet;

use fault::Violations;
use proto::statistics::v1::{Cube, Quantity, Selection};
use resource::code;

use crate::{figure_definition::PERCENT, question};

/// One selection of one cube, and where what is wrong with it is noted.
pub(super) struct Ask<'a> {
    pub(super) cube: &'a Cube,
    pub(super) selection: &'a Selection,
    /// The dimension of the window, if there is one.
    pub(super) window: Option<&'a str>,
    /// The field of the rule.
    pub(super) path: &'static str,
    pub(super) violations: &'a mut Violations,
}

impl Ask<'_> {
    /// Whether the records can be counted, so that they can be named.
    pub(super) fn named(&mut self) {
        if self.conditions_stand() {
            self.require_sum_covered(None);
        }
    }

    /// Whether the conditions stand, of a rule that does not tell what to ask.
    pub(super) fn conditioned(&mut self) {
        self.conditions_stand();
    }

    /// Whether the sum of a quantity can be asked for, in that unit.
    pub(super) fn summed(&mut self, quantity: &str, unit: &str) {
        if self.adds_up(quantity, unit) {
            self.require_sum_covered(None);
        }
    }

    /// Whether the sums of a quantity can be asked for by a dimension, in that unit.
    pub(super) fn broken_down(&mut self, quantity: &str, by: &str, unit: &str) {
        let adds_up = self.adds_up(quantity, unit);
        if self.is_asked_for(by, "by") && adds_up {
            self.require_sum_covered(Some(by));
        }
    }

    /// Whether the conditions stand and the quantity has a sum in that unit; what
    /// is wrong is noted.
    fn adds_up(&mut self, quantity: &str, unit: &str) -> bool {
        let quantity = self.quantity(quantity);
        let stand = self.conditions_stand();
        let Some(quantity) = quantity else {
            return false;
        };
        let dimension = quantity.unit_dimension.as_str();
        if dimension.is_empty() {
            self.violations.require(
                !code::is_currency(unit) && unit != PERCENT,
                "unit",
                "must be what the quantity counts: it is no amount and no percentage",
            );
        } else {
            self.require_pinned(dimension, unit);
        }
        stand
    }

    /// Whether the sums of an amount can be asked for by currency.
    pub(super) fn converted(&mut self, quantity: &str) {
        let quantity = self.quantity(quantity);
        let stand = self.conditions_stand();
        let Some(quantity) = quantity else {
            return;
        };
        if quantity.unit_dimension.is_empty() {
            let description = "must be an amount, whose currency a dimension tells";
            self.violations
                .add(format!("{}.sum_of", self.path), description);
        } else if stand {
            self.require_sum_covered(Some(&quantity.unit_dimension));
        }
    }

    /// Whether the values of a dimension can be counted, in that unit.
    pub(super) fn counted(&mut self, dimension: &str, unit: &str) {
        let stand = self.conditions_stand();
        if !self.is_asked_for(dimension, "distinct") {
            return;
        }
        self.violations.require(
            !code::is_currency(unit) && unit != PERCENT,
            "unit",
            "must be what is counted: no currency and no percentage",
        );
        if stand {
            let needed = self.needed(Some(dimension));
            if !self
                .cube
                .roll_ups
                .iter()
                .any(|roll_up| covers(&roll_up.dimensions, &needed))
            {
                self.note_uncovered(&needed);
            }
        }
    }

    /// Whether a dimension that a field names can be asked for; if not, it is noted.
    fn is_asked_for(&mut self, dimension: &str, field: &str) -> bool {
        let stands = self.has_dimension(dimension) && !self.is_edition(dimension);
        if !stands {
            let description = format!(
                "must be another dimension of {} than the edition: {}",
                self.cube.name,
                self.dimensions()
            );
            self.violations
                .add(format!("{}.{field}", self.path), description);
        }
        stands
    }

    /// The quantity of that name; its absence is noted.
    fn quantity(&mut self, name: &str) -> Option<Quantity> {
        let found = self
            .cube
            .quantities
            .iter()
            .find(|quantity| quantity.name == name);
        if found.is_none() {
            let names: Vec<_> = self
                .cube
                .quantities
                .iter()
                .map(|quantity| quantity.name.as_str())
                .collect();
            let description = format!(
                "must be a quantity of {}: {}",
                self.cube.name,
                names.join(", ")
            );
            self.violations
                .add(format!("{}.sum_of", self.path), description);
        }
        found.cloned()
    }

    /// Whether every condition, and the window, is on a dimension of the cube other
    /// than the edition; what is not is noted.
    fn conditions_stand(&mut self) -> bool {
        let window = self.window;
        let mut stand = window.is_none_or(|name| self.is_asked_for(name, "window.dimension"));
        for (at, condition) in self.selection.r#where.iter().enumerate() {
            let name = condition.dimension.as_str();
            let description = if !self.has_dimension(name) {
                format!(
                    "must be a dimension of {}: {}",
                    self.cube.name,
                    self.dimensions()
                )
            } else if self.is_edition(name) {
                "is added by itself: a figure is asked for by edition".to_owned()
            } else {
                continue;
            };
            stand = false;
            let field = format!("{}.selection.where[{at}].dimension", self.path);
            self.violations.add(field, description);
        }
        stand
    }

    /// Notes a violation unless the dimension that tells the unit of a sum is
    /// pinned: to the unit of the figure when either is a currency. Another, such as
    /// the basis of an area, only says how it was measured.
    fn require_pinned(&mut self, dimension: &str, unit: &str) {
        match question::pin(&self.selection.r#where, dimension) {
            Some(value) if value == unit => {}
            Some(value) if !code::is_currency(value) && !code::is_currency(unit) => {
                self.violations.require(
                    unit != PERCENT,
                    "unit",
                    "must be what the quantity measures, and no percentage",
                );
            }
            Some(value) => self
                .violations
                .add("unit", format!("must be {value:?}, which is selected")),
            None => {
                let description = format!(
                    "must pin {dimension} to one value, or the sum has no meaning; a conversion \
                     adds up several"
                );
                let field = format!("{}.selection.where", self.path);
                self.violations.add(field, description);
            }
        }
    }

    /// Notes a violation unless a roll-up covers the conditions, and `also`,
    /// without adding up over members of a many-valued dimension.
    fn require_sum_covered(&mut self, also: Option<&str>) {
        let needed = self.needed(also);
        let covering: Vec<_> = self
            .cube
            .roll_ups
            .iter()
            .filter(|roll_up| covers(&roll_up.dimensions, &needed))
            .collect();
        if covering.is_empty() {
            self.note_uncovered(&needed);
            return;
        }
        let adds_up_members = |dimensions: &[String]| {
            dimensions.iter().any(|name| {
                self.is_many_valued(name) && question::pin(&self.selection.r#where, name).is_none()
            })
        };
        if covering
            .iter()
            .all(|roll_up| adds_up_members(&roll_up.dimensions))
        {
            let description = "would add up over a dimension under which one record counts several \
                               times; pin it to one value, or count its values with distinct";
            self.violations
                .add(format!("{}.selection.where", self.path), description);
        }
    }

    /// The dimensions a roll-up must have to answer.
    fn needed(&self, also: Option<&str>) -> BTreeSet<String> {
        let conditions = self
            .selection
            .r#where
            .iter()
            .map(|condition| condition.dimension.clone());
        let edition = self
            .cube
            .dimensions
            .first()
            .map(|edition| edition.name.clone());
        conditions
            .chain(self.window.map(str::to_owned))
            .chain(edition)
            .chain(also.map(str::to_owned))
            .collect()
    }

    fn note_uncovered(&mut self, needed: &BTreeSet<String>) {
        let needed: Vec<_> = needed.iter().map(String::as_str).collect();
        let description = format!(
            "no roll-up of {} has all of: {}",
            self.cube.name,
            needed.join(", ")
        );
        self.violations
            .add(format!("{}.selection.where", self.path), description);
    }

    fn has_dimension(&self, name: &str) -> bool {
        self.cube
            .dimensions
            .iter()
            .any(|dimension| dimension.name == name)
    }

    fn is_many_valued(&self, name: &str) -> bool {
        self.cube
            .dimensions
            .iter()
            .any(|dimension| dimension.name == name && dimension.many_valued)
    }

    /// Whether it is the first dimension, which every question pins.
    fn is_edition(&self, name: &str) -> bool {
        self.cube
            .dimensions
            .first()
            .is_some_and(|first| first.name == name)
    }

    fn dimensions(&self) -> String {
        let names: Vec<_> = self
            .cube
            .dimensions
            .iter()
            .skip(1)
            .map(|dimension| dimension.name.as_str())
            .collect();
        names.join(", ")
    }
}

fn covers(roll_up: &[String], needed: &BTreeSet<String>) -> bool {
    needed.iter().all(|name| roll_up.contains(name))
}
