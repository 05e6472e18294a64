//! Figures: the totals of a selection, read from the cells of one roll-up.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use fault::Fault;

use crate::{
    CellAnswer, CellQuery, CellTotal, Fair, Measure, Totals,
    cell::split_values,
    layout::Layout,
    plan::{Chosen, Plan, refused},
    store::Snapshot,
};

/// The most groups in one answer.
const GROUPS_LIMIT: usize = 10_000;

/// Answers a question about totals at a sequence.
pub(crate) fn cells(
    snapshot: &mut dyn Snapshot,
    layout: &Layout,
    fair: &Fair,
    query: &CellQuery,
    sequence: i64,
) -> Result<CellAnswer, Fault> {
    let chosen = Chosen::check(layout, &query.selection)?;
    let plan = chosen.plan(&query.measure, &query.group_by)?;
    let totals = match &query.measure {
        Measure::Sum(quantity) => {
            let summing = Summing::new(&chosen, &plan, quantity, &query.group_by)?;
            summing.run(snapshot, fair, &plan, query, sequence)?
        }
        Measure::Distinct(dimension) => {
            let place = place_in(&plan, chosen.dimension(dimension)?);
            let total = distinct(snapshot, fair, &plan, place, sequence)?;
            vec![CellTotal {
                group: Vec::new(),
                total,
            }]
        }
    };
    Ok(CellAnswer {
        totals,
        roll_up: plan.roll_up.names(chosen.cube()),
    })
}

/// Where a dimension of the cube stands in the key of the roll-up. A plan
/// covers every dimension it was made for.
fn place_in(plan: &Plan<'_>, index: usize) -> usize {
    let dimensions = plan.roll_up.dimensions.iter();
    dimensions
        .take_while(|&&dimension| dimension != index)
        .count()
}

/// How many values of a dimension at least one fact has.
fn distinct(
    snapshot: &mut dyn Snapshot,
    fair: &Fair,
    plan: &Plan<'_>,
    place: usize,
    sequence: i64,
) -> Result<i64, Fault> {
    let count = plan.roll_up.dimensions.len();
    let mut values: BTreeSet<String> = BTreeSet::new();
    snapshot.scan(fair, &plan.scan, sequence, &mut |key, totals| {
        if totals.facts > 0
            && let Some(value) = split_values(key, count).and_then(|list| list.get(place).copied())
            && !values.contains(value)
        {
            values.insert(value.to_owned());
        }
        ControlFlow::Continue(())
    })?;
    i64::try_from(values.len()).map_err(|_| out_of_range("a distinct count"))
}

/// A sum under way.
struct Summing {
    quantity: usize,
    places: Vec<usize>,
    dimensions: usize,
    groups: BTreeMap<Vec<String>, i128>,
}

impl Summing {
    fn new(
        chosen: &Chosen<'_>,
        plan: &Plan<'_>,
        quantity: &str,
        group_by: &[String],
    ) -> Result<Self, Fault> {
        let place = |name: &String| Ok(place_in(plan, chosen.dimension(name)?));
        Ok(Self {
            quantity: chosen.quantity(quantity)?,
            places: group_by.iter().map(place).collect::<Result<_, Fault>>()?,
            dimensions: plan.roll_up.dimensions.len(),
            groups: BTreeMap::new(),
        })
    }

    fn run(
        mut self,
        snapshot: &mut dyn Snapshot,
        fair: &Fair,
        plan: &Plan<'_>,
        query: &CellQuery,
        sequence: i64,
    ) -> Result<Vec<CellTotal>, Fault> {
        snapshot.scan(fair, &plan.scan, sequence, &mut |key, totals| {
            self.take_in(key, totals);
            if self.groups.len() > GROUPS_LIMIT {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })?;
        if self.groups.len() > GROUPS_LIMIT {
            let why = format!("the answer has more than {GROUPS_LIMIT} groups; narrow it");
            return Err(refused(&query.selection, why));
        }
        if self.places.is_empty() {
            // One total, also when there is nothing to add up.
            let sum = self.groups.remove(&Vec::new()).unwrap_or_default();
            return Ok(vec![total(Vec::new(), sum)?]);
        }
        self.groups
            .into_iter()
            .map(|(group, sum)| total(group, sum))
            .collect()
    }

    fn take_in(&mut self, key: &[u8], totals: Totals) {
        if totals.facts == 0 {
            return;
        }
        let group = if self.places.is_empty() {
            Vec::new()
        } else {
            // The scan has checked the key.
            let values = split_values(key, self.dimensions).unwrap_or_default();
            let value = |&place: &usize| values.get(place).copied().unwrap_or_default();
            self.places
                .iter()
                .map(|place| value(place).to_owned())
                .collect()
        };
        let sum = self.groups.entry(group).or_default();
        *sum += i128::from(totals.quantities[self.quantity]);
    }
}

fn total(group: Vec<String>, sum: i128) -> Result<CellTotal, Fault> {
    let total = i64::try_from(sum).map_err(|_| out_of_range("the sum"))?;
    Ok(CellTotal { group, total })
}

fn out_of_range(what: &str) -> Fault {
    Fault::AmountOutOfRange {
        what: what.to_owned(),
    }
}
