//! Recording many records in one commit.
//!
//! A record that does not exist is created, one that says something else than the
//! books is changed, the rest is left as it is: so a corrected table can be sent
//! again whole. All or none: faults are gathered record by record, and one of them
//! keeps everything out.

mod faults;
mod rows;

use std::collections::HashSet;

use fault::{Fault, Violations};
use futures_util::future::join_all;
use ledger::{Change, Fair, Loaded, Moment, Receipt, State, Write};
use proto::statistics::v1::ImportResponse;
use resource::{Level, Name, mask::Mask};

use super::{
    Found, Import, Keeper, Record,
    answer::position,
    kinds::decode,
    write::{require_live, require_references, settle},
};
use faults::Faults;
use rows::{Row, Rows};

/// The most records of one import.
const RECORDS_AT_MOST: usize = 1_000;

/// How many records are asked about at other services at the same time.
const LEARNED_AT_ONCE: usize = 64;

impl<Service: Sync> Keeper<Service> {
    /// Records many records in one commit, or tells what would become of them.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] with everything that is wrong, unless it is asked to
    /// validate and only records are wrong: then that is in the answer.
    /// [`Fault::RequestIdReused`], [`Fault::EtagMismatch`] when another write came
    /// between, and the faults of other services and of the store.
    pub async fn import<R: Record<Service>>(
        &self,
        import: Import<R>,
    ) -> Result<ImportResponse, Fault> {
        let mut violations = Violations::new();
        let request = import.asked.key(&mut violations)?;
        let parent = &import.parent;
        let fair = Name::require(parent, Level::Fair, "fairs", "parent", &mut violations);
        let count = import.records.len();
        if count == 0 || count > RECORDS_AT_MOST {
            let description = format!("must have 1 to {RECORDS_AT_MOST} records, and has {count}");
            violations.add(import.field, description);
            return Err(Fault::InvalidFields(violations));
        }
        let rows = Rows::read::<Service>(fair.as_ref(), import.records)?;
        // Who asks what would become of the records is told of them in the answer, if
        // there is one.
        if !import.validate_only || !violations.is_empty() {
            rows.faults.note(import.field, &mut violations);
        }
        let (Some(request), Some(fair), true) = (request, fair, violations.is_empty()) else {
            return Err(Fault::InvalidFields(violations));
        };
        let plan = self.plan(rows).await?;
        let fair = Fair::parse(fair.as_str())?;
        if import.validate_only {
            return self.foreseen(&fair, plan, count).await;
        }
        let field = import.field;
        let receipt = self
            .book
            .write(Write {
                fair,
                request,
                reads: plan.reads(),
                rule: Box::new(move |loaded| plan.changes::<Service>(field, loaded)),
            })
            .await?;
        Ok(self.imported(&receipt, count))
    }

    /// Asks other services what the records need.
    async fn plan<R: Record<Service>>(&self, rows: Rows<R>) -> Result<Plan<R, R::Known>, Fault> {
        let mut known = Vec::with_capacity(rows.rows.len());
        for some in rows.rows.chunks(LEARNED_AT_ONCE) {
            let asked = some
                .iter()
                .map(|row| row.record.learn(&row.name, &self.service));
            known.extend(join_all(asked).await);
        }
        Ok(Plan { rows, known })
    }

    /// What would become of the records if they were written now.
    async fn foreseen<R: Record<Service>>(
        &self,
        fair: &Fair,
        plan: Plan<R, R::Known>,
        count: usize,
    ) -> Result<ImportResponse, Fault> {
        let newest = self.book.resolve(fair, Moment::Newest).await?;
        let loaded = self.book.loaded(plan.reads(), &newest).await?;
        let decided = plan.decide::<Service>(&loaded)?;
        let created = decided.created;
        let revised = decided.changes.len() - created;
        let unchanged = count - decided.faults.faulty() - decided.changes.len();
        Ok(ImportResponse {
            created: whole(created),
            revised: whole(revised),
            unchanged: whole(unchanged),
            faulty: whole(decided.faults.faulty()),
            faults: decided.faults.told(),
            position: Some(position(self.name, &newest)),
        })
    }

    /// The answer to an import that is durable.
    fn imported(&self, receipt: &Receipt, count: usize) -> ImportResponse {
        let changed = match receipt.changed {
            true => receipt.revisions.as_slice(),
            false => &[],
        };
        let created = changed.iter().filter(|told| told.revision == 1).count();
        ImportResponse {
            created: whole(created),
            revised: whole(changed.len() - created),
            unchanged: whole(count - changed.len()),
            faults: Vec::new(),
            faulty: 0,
            position: Some(position(self.name, &receipt.position)),
        }
    }
}

/// A count of records of one import, of which there are few.
fn whole(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Records that the request alone gives no reason to refuse, with what other
/// services said of each.
struct Plan<R, Known> {
    rows: Rows<R>,
    known: Vec<Result<Known, Fault>>,
}

/// What becomes of them.
struct Decided {
    changes: Vec<Change>,
    /// How many of the changes create a record.
    created: usize,
    faults: Faults,
}

impl<R, Known> Plan<R, Known> {
    /// The records that the rule looks at.
    fn reads(&self) -> Vec<String> {
        let own = self.rows.rows.iter().map(|row| row.name.to_string());
        let references = self.rows.rows.iter().flat_map(|row| &row.references);
        let mut seen = HashSet::new();
        own.chain(references.map(|reference| reference.name.clone()))
            .filter(|name| seen.insert(name.clone()))
            .collect()
    }

    /// The changes, inside the transaction; everything that is wrong otherwise.
    fn changes<Service>(self, field: &str, loaded: &Loaded) -> Result<Vec<Change>, Fault>
    where
        R: Record<Service, Known = Known>,
    {
        let decided = self.decide::<Service>(loaded)?;
        let mut violations = Violations::new();
        decided.faults.note(field, &mut violations);
        violations.check()?;
        Ok(decided.changes)
    }

    fn decide<Service>(self, loaded: &Loaded) -> Result<Decided, Fault>
    where
        R: Record<Service, Known = Known>,
    {
        let mask = Mask::read::<R>(None, R::WRITTEN_BY_SERVICE, &mut Violations::new())?;
        let own: HashSet<String> = self
            .rows
            .rows
            .iter()
            .map(|row| row.name.to_string())
            .collect();
        let mut decided = Decided {
            changes: Vec::new(),
            created: 0,
            faults: self.rows.faults,
        };
        for (row, known) in self.rows.rows.into_iter().zip(self.known) {
            let (index, exists) = (row.index, loaded.record(row.name.as_str()).is_some());
            match change::<Service, R>(row, known, &own, &mask, loaded) {
                Ok(None) => {}
                Ok(Some(change)) => {
                    decided.created += usize::from(!exists);
                    decided.changes.push(change);
                }
                Err(fault) => decided.faults.take::<Service, R>(index, fault)?,
            }
        }
        Ok(decided)
    }
}

/// What becomes of one record; nothing when the books say the same already.
fn change<Service, R: Record<Service>>(
    row: Row<R>,
    known: Result<R::Known, Fault>,
    own: &HashSet<String>,
    mask: &Mask,
    loaded: &Loaded,
) -> Result<Option<Change>, Fault> {
    let Row {
        name,
        record,
        mut references,
        ..
    } = row;
    let found = Found {
        name: &name,
        loaded,
        current_etag: String::new(),
    };
    // What the same import creates will be there, whatever the order.
    references.retain(|reference| {
        loaded.record(&reference.name).is_some() || !own.contains(&reference.name)
    });
    let Some(revision) = loaded.record(name.as_str()) else {
        require_references("", &references, loaded)?;
        return settle(record, None, &known?, &found).map(Some);
    };
    let before: R = decode(revision)?;
    let after = mask.apply(&before, &record)?;
    // What is archived may be said again; what is void was said in error.
    if after == before && revision.state != State::Void {
        return Ok(None);
    }
    require_live(revision)?;
    let before_it = before.references(&name);
    references.retain(|reference| !before_it.iter().any(|known| known.name == reference.name));
    require_references("", &references, loaded)?;
    let change = settle(after, Some(&before), &known?, &found)?;
    // What the service writes into it may make it what it was.
    let same = change.body == revision.body && change.facts == revision.facts;
    Ok((!same).then_some(change))
}
