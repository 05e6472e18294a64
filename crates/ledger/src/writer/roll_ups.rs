//! Roll-ups from one release to the next: those newly declared are filled from
//! the stored facts, at every position there ever was; those no longer
//! declared are forgotten. No figure of any cut changes by it.

use std::collections::{HashMap, HashSet};

use crate::{
    Cubes, OpenError,
    fold::Fold,
    layout::{Layout, registered_dimensions},
    store::{CellRow, FairCommit, RollUpRow, StoreError, StoredChange, Transaction, Writer},
};

/// How many rows of cell history are appended at once.
const ROWS_AT_ONCE: usize = 10_000;

/// Why the roll-ups cannot be brought in line.
enum Unsettled {
    Store(StoreError),
    /// Other roll-ups are registered, and they may not be changed.
    Differ,
    /// A stored fact leaves out what a new roll-up counts on.
    Missing {
        cube: &'static str,
        dimension: &'static str,
        record: String,
        revision: i64,
    },
}

impl From<StoreError> for Unsettled {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Unsettled {
    fn at(self, place: &str) -> OpenError {
        let place = place.to_owned();
        match self {
            Self::Store(error) => OpenError::Unusable {
                place,
                why: error.to_string(),
            },
            Self::Differ => OpenError::TotalsDiffer { place },
            Self::Missing {
                cube,
                dimension,
                record,
                revision,
            } => OpenError::DimensionMissing {
                place,
                cube: cube.to_owned(),
                dimension: dimension.to_owned(),
                record,
                revision,
            },
        }
    }
}

/// Brings the registered roll-ups in line with the declared ones, if they may be
/// changed, and gives the layout.
pub(crate) fn settle_roll_ups(
    writer: &mut dyn Writer,
    cubes: &Cubes,
    place: &str,
    may_change: bool,
) -> Result<Layout, OpenError> {
    let mut settle = || -> Result<Layout, Unsettled> {
        let mut transaction = if may_change {
            writer.begin_alone()?
        } else {
            writer.begin()?
        };
        let mut ids = HashMap::new();
        let mut wanted = declared(cubes);
        let mut changed = false;
        for row in transaction.roll_ups()? {
            if let Some(index) = wanted.iter().position(|one| is_same(one, &row)) {
                wanted.swap_remove(index);
                ids.insert((row.cube, row.dimensions), row.id);
            } else if !may_change {
                return Err(Unsettled::Differ);
            } else {
                transaction.forget_roll_up(row.id)?;
                changed = true;
            }
        }
        if !may_change && !wanted.is_empty() {
            return Err(Unsettled::Differ);
        }
        let mut new = HashSet::new();
        for row in wanted {
            let id = transaction.register_roll_up(&row)?;
            ids.insert((row.cube, row.dimensions), id);
            new.insert(id);
        }
        let layout = Layout::new(cubes, &ids);
        if !new.is_empty() {
            fill(&mut *transaction, &layout, &new)?;
        }
        if changed || !new.is_empty() {
            transaction.commit()?;
        }
        Ok(layout)
    };
    settle().map_err(|unsettled| unsettled.at(place))
}

/// The roll-ups the cubes declare, as they are registered.
pub(crate) fn declared(cubes: &Cubes) -> Vec<RollUpRow> {
    cubes
        .all()
        .iter()
        .flat_map(|cube| {
            let quantities: Vec<_> = cube
                .quantities
                .iter()
                .map(|quantity| quantity.name)
                .collect();
            let quantities = quantities.join(",");
            cube.roll_ups.iter().map(move |dimensions| RollUpRow {
                id: 0,
                cube: cube.name.to_owned(),
                dimensions: registered_dimensions(cube, dimensions),
                quantities: quantities.clone(),
            })
        })
        .collect()
}

/// Whether a registered roll-up is the declared one: the totals of other
/// quantities would be other totals.
pub(crate) fn is_same(declared: &RollUpRow, registered: &RollUpRow) -> bool {
    declared.cube == registered.cube
        && declared.dimensions == registered.dimensions
        && declared.quantities == registered.quantities
}

/// Fills new roll-ups from the log of every fair.
fn fill(
    transaction: &mut dyn Transaction,
    layout: &Layout,
    new: &HashSet<i64>,
) -> Result<(), Unsettled> {
    for (fair, head) in transaction.heads()? {
        let mut fold = Fold::of(layout, fair.clone(), head.sequence).only(new.clone());
        let mut rows: Vec<CellRow> = Vec::new();
        loop {
            let step = fold.next(&mut *transaction)?;
            let done = step.is_none();
            if let Some(position) = step {
                if let Some((place, what)) = position.damage.into_iter().next() {
                    let why = format!("{what}, at {place:?} of {fair}");
                    return Err(StoreError::Damaged { why }.into());
                }
                for change in &position.changes {
                    check_complete(layout, new, change)?;
                }
                rows.extend(position.touched);
            }
            if done || rows.len() >= ROWS_AT_ONCE {
                rows.sort_unstable_by(|one, other| {
                    (&one.key, one.sequence).cmp(&(&other.key, other.sequence))
                });
                transaction.append(&FairCommit {
                    fair: &fair,
                    head: &head,
                    position: None,
                    changes: &[],
                    requests: &[],
                    cells: &rows,
                })?;
                rows.clear();
            }
            if done {
                break;
            }
        }
    }
    Ok(())
}

/// A new roll-up answers for every fact that may not leave its dimensions out,
/// so none of those that are stored may have left one out.
fn check_complete(
    layout: &Layout,
    new: &HashSet<i64>,
    change: &StoredChange,
) -> Result<(), Unsettled> {
    for fact in change.unpack_facts()? {
        let Some(layout) = layout.cube(&fact.cube) else {
            continue;
        };
        let filled = layout.roll_ups.iter().filter(|one| new.contains(&one.id));
        for roll_up in filled {
            if let Some(dimension) = roll_up.missing_in(&fact, &layout.cube) {
                return Err(Unsettled::Missing {
                    cube: layout.cube.name,
                    dimension,
                    record: change.name.clone(),
                    revision: change.revision,
                });
            }
        }
    }
    Ok(())
}
