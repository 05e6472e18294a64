//! Plans: which roll-up answers a selection, or why none does.

use std::collections::BTreeSet;

use fault::Fault;

use crate::{
    Cube, Measure, Selection, Test,
    layout::{CubeLayout, Layout, RollUp},
    store::{Allowed, Scan},
};

/// A selection that has been checked against its cube.
pub(crate) struct Chosen<'a> {
    pub(crate) layout: &'a CubeLayout,
    selection: &'a Selection,
}

/// A roll-up that answers, and the scan that asks it.
pub(crate) struct Plan<'a> {
    pub(crate) roll_up: &'a RollUp,
    pub(crate) scan: Scan,
}

/// A selection without an answer.
pub(crate) fn refused(selection: &Selection, why: impl Into<String>) -> Fault {
    Fault::Refused {
        reason: "SELECTION_REFUSED",
        subject: format!("the selection of {}", selection.cube),
        why: why.into(),
    }
}

impl<'a> Chosen<'a> {
    /// Checks the cube and the conditions of a selection.
    pub(crate) fn check(layout: &'a Layout, selection: &'a Selection) -> Result<Self, Fault> {
        let Some(layout) = layout.cube(&selection.cube) else {
            return Err(refused(selection, "there is no such cube"));
        };
        let chosen = Self { layout, selection };
        let first = layout.cube.dimensions[0].name;
        let mut named = BTreeSet::from([first]);
        for condition in &selection.conditions {
            chosen.dimension(&condition.dimension)?;
            if !named.insert(&condition.dimension) {
                let why = if condition.dimension == first {
                    format!("{first} is pinned already")
                } else {
                    format!("there are two conditions on {}", condition.dimension)
                };
                return Err(refused(selection, why));
            }
        }
        Ok(chosen)
    }

    /// The cube.
    pub(crate) fn cube(&self) -> &'a Cube {
        &self.layout.cube
    }

    /// Where a dimension stands in the cube.
    pub(crate) fn dimension(&self, name: &str) -> Result<usize, Fault> {
        self.cube()
            .dimension_index(name)
            .ok_or_else(|| refused(self.selection, format!("there is no dimension {name}")))
    }

    /// Where a quantity stands in the cube.
    pub(crate) fn quantity(&self, name: &str) -> Result<usize, Fault> {
        self.cube()
            .quantity_index(name)
            .ok_or_else(|| refused(self.selection, format!("there is no quantity {name}")))
    }

    /// The plan for a measure under a grouping.
    pub(crate) fn plan(&self, measure: &Measure, group_by: &[String]) -> Result<Plan<'a>, Fault> {
        let mut grouped = BTreeSet::new();
        for name in group_by {
            self.dimension(name)?;
            if !grouped.insert(name.as_str()) {
                return Err(refused(
                    self.selection,
                    format!("it is grouped by {name} twice"),
                ));
            }
        }
        let mut named = self.named();
        named.extend(&grouped);
        match measure {
            Measure::Sum(quantity) => {
                self.check_unit(quantity, &grouped)?;
                self.check_many_valued(&grouped)?;
                self.smallest(&named, false)
            }
            Measure::Distinct(dimension) => {
                self.dimension(dimension)?;
                if !grouped.is_empty() {
                    let why = "a distinct count cannot be grouped";
                    return Err(refused(self.selection, why));
                }
                named.insert(dimension);
                self.smallest(&named, true)
            }
        }
    }

    /// The plans that together reach every fact of the selection, for finding
    /// records, which may be met more than once.
    pub(crate) fn plans_for_records(&self, quantity: &str) -> Result<Vec<Plan<'a>>, Fault> {
        self.check_unit(quantity, &BTreeSet::new())?;
        let named = self.named();
        if let Ok(plan) = self.smallest(&named, true) {
            return Ok(vec![plan]);
        }
        let covering: Vec<_> = self
            .covering(&named)
            .map(|roll_up| self.plan_with(roll_up))
            .collect();
        if covering.is_empty() {
            return Err(self.not_covered(&named));
        }
        Ok(covering)
    }

    /// The dimensions the selection names.
    fn named(&self) -> BTreeSet<&str> {
        let conditions = self.selection.conditions.iter();
        conditions
            .map(|condition| condition.dimension.as_str())
            .chain([self.cube().dimensions[0].name])
            .collect()
    }

    /// A sum has a meaning only in one unit.
    fn check_unit(&self, quantity: &str, grouped: &BTreeSet<&str>) -> Result<(), Fault> {
        let index = self.quantity(quantity)?;
        match self.cube().quantities[index].unit_dimension {
            Some(unit) if !self.is_pinned(unit) && !grouped.contains(unit) => {
                let why = format!(
                    "{quantity} is in units of {unit}: pin {unit} to one value, or group by it"
                );
                Err(refused(self.selection, why))
            }
            _ => Ok(()),
        }
    }

    /// A record with several values would be added up several times.
    fn check_many_valued(&self, grouped: &BTreeSet<&str>) -> Result<(), Fault> {
        for name in self.named() {
            let index = self.dimension(name)?;
            let dimension = &self.cube().dimensions[index];
            if dimension.many_valued && !self.is_pinned(name) && !grouped.contains(name) {
                let why = format!(
                    "a record may have several values of {name}: pin it to one, group by it, or count its values"
                );
                return Err(refused(self.selection, why));
            }
        }
        Ok(())
    }

    /// The smallest roll-up that holds every fact of the selection; for a sum,
    /// each only once.
    fn smallest(
        &self,
        named: &BTreeSet<&str>,
        many_valued_may_be_unnamed: bool,
    ) -> Result<Plan<'a>, Fault> {
        let holds_all = |roll_up: &&RollUp| {
            roll_up.dimensions.iter().all(|&index| {
                let dimension = &self.cube().dimensions[index];
                named.contains(dimension.name)
                    || !dimension.optional && (many_valued_may_be_unnamed || !dimension.many_valued)
            })
        };
        self.covering(named)
            .filter(holds_all)
            .min_by_key(|roll_up| roll_up.dimensions.len())
            .map(|roll_up| self.plan_with(roll_up))
            .ok_or_else(|| self.not_covered(named))
    }

    /// The roll-ups that have all the named dimensions.
    fn covering(&self, named: &BTreeSet<&str>) -> impl Iterator<Item = &'a RollUp> {
        self.layout.roll_ups.iter().filter(move |roll_up| {
            let has = |name: &str| {
                let names = &self.layout.cube.dimensions;
                roll_up
                    .dimensions
                    .iter()
                    .any(|&index| names[index].name == name)
            };
            named.iter().all(|name| has(name))
        })
    }

    fn not_covered(&self, named: &BTreeSet<&str>) -> Fault {
        let wanted: Vec<_> = named.iter().copied().collect();
        let kept: Vec<_> = self
            .layout
            .roll_ups
            .iter()
            .map(|roll_up| roll_up.names(self.cube()).join("+"))
            .collect();
        let why = format!(
            "no totals are kept under {} alone; they are kept under {}",
            wanted.join("+"),
            kept.join(", ")
        );
        refused(self.selection, why)
    }

    fn plan_with(&self, roll_up: &'a RollUp) -> Plan<'a> {
        let allowed = roll_up
            .dimensions
            .iter()
            .map(|&index| self.allowed(index))
            .collect();
        Plan {
            roll_up,
            scan: Scan {
                roll_up: roll_up.id,
                allowed,
            },
        }
    }

    fn allowed(&self, index: usize) -> Allowed {
        if index == 0 {
            return Allowed::OneOf(BTreeSet::from([self.selection.edition.clone()]));
        }
        match self.test(self.cube().dimensions[index].name) {
            None => Allowed::Any,
            Some(Test::AnyOf(values)) => Allowed::OneOf(values.iter().cloned().collect()),
            Some(Test::Within { from, before }) => Allowed::Range(from.clone(), before.clone()),
        }
    }

    fn test(&self, dimension: &str) -> Option<&'a Test> {
        let conditions = self.selection.conditions.iter();
        conditions
            .filter(|condition| condition.dimension == dimension)
            .map(|condition| &condition.test)
            .next()
    }

    fn is_pinned(&self, dimension: &str) -> bool {
        dimension == self.cube().dimensions[0].name
            || matches!(self.test(dimension), Some(Test::AnyOf(values))
                if values.iter().collect::<BTreeSet<_>>().len() == 1)
    }
}
