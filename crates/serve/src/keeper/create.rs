//! Creating records.

use fault::{Fault, Violations};
use ledger::{Change, Fair, Loaded, Receipt, RequestKey, Write};
use resource::{Level, Name, name, written_by_service};

use super::{
    Create, CreateMissing, Created, Found, Keeper, Record, Reference,
    answer::position,
    record::wrong_beside,
    write::{check_references, require_references, settle},
};

impl<Service: Sync> Keeper<Service> {
    /// Creates a record and answers with it, its etag and its place in the books.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] with everything that is wrong, [`Fault::Exists`],
    /// [`Fault::ReferenceMissing`], [`Fault::RequestIdReused`], what
    /// [`Record::learn`] and [`Record::settle`] say, and the faults of the store.
    pub async fn create<R: Record<Service>>(&self, create: Create<R>) -> Result<R, Fault> {
        let mut sent = Sent::read::<Service>(create)?;
        sent.look_beside(&self.service).await;
        let admitted = sent.admit::<Service>()?;
        let known = admitted.record.learn(&admitted.name, &self.service).await;
        let receipt = self.book.write(admitted.write(known)?).await?;
        self.written(&receipt)
    }

    /// Creates those of several records that do not exist, in one commit, without
    /// asking other services.
    ///
    /// # Errors
    /// As [`Keeper::create`], but existing records are no error.
    /// [`Fault::Defect`] without a record, or with one twice.
    pub async fn create_missing<R: Record<Service, Known = ()>>(
        &self,
        create: CreateMissing<R>,
    ) -> Result<Created, Fault> {
        let CreateMissing {
            asked,
            parent,
            records,
        } = create;
        let mut violations = Violations::new();
        let request = asked.key(&mut violations)?;
        let parent = parent_of::<Service, R>(&parent, &mut violations);
        violations.check()?;
        let mut admitted = Vec::with_capacity(records.len());
        for (id, record) in records {
            let sent = Sent::read::<Service>(Create {
                asked: asked.clone(),
                parent: parent.as_ref().map_or_else(String::new, Name::to_string),
                id,
                record: Some(record),
            })?;
            admitted.push(sent.admit::<Service>()?);
        }
        admitted.sort_by(|one, other| one.name.cmp(&other.name));
        let names: Vec<String> = admitted.iter().map(|one| one.name.to_string()).collect();
        let different = names.is_sorted_by(|one, other| one < other);
        let fair = admitted.first().map(|first| first.name.fair().to_owned());
        let (Some(request), Some(fair), true) = (request, fair, different) else {
            return Err(defect(
                "creating several records that are not all different",
            ));
        };
        let references = admitted.iter().flat_map(|one| &one.references);
        let foreign = references.filter(|reference| !names.contains(&reference.name));
        let mut reads = names.clone();
        reads.extend(foreign.map(|reference| reference.name.clone()));
        let receipt = self
            .book
            .write(Write {
                fair: Fair::parse(&fair)?,
                request,
                reads,
                rule: Box::new(move |loaded| missing(admitted, loaded)),
            })
            .await?;
        Ok(Created {
            names: created(&receipt),
            position: position(self.name, &receipt.position),
        })
    }
}

/// What a request brings, and everything that is wrong with it.
struct Sent<R> {
    request: Option<RequestKey>,
    name: Option<Name>,
    record: Option<R>,
    references: Vec<Reference>,
    /// What is wrong with the request.
    wrong: Violations,
    /// What is wrong with the record, with paths relative to it.
    within: Violations,
}

/// A record that the request alone gives no reason to refuse.
struct Admitted<R> {
    request: RequestKey,
    name: Name,
    record: R,
    references: Vec<Reference>,
}

impl<R> Sent<R> {
    /// Looks for everything that the request alone tells is wrong.
    fn read<Service>(create: Create<R>) -> Result<Self, Fault>
    where
        R: Record<Service>,
    {
        let mut wrong = Violations::new();
        let request = create.asked.key(&mut wrong)?;
        let parent = parent_of::<Service, R>(&create.parent, &mut wrong);
        let id_field = format!("{}_id", R::FIELD);
        name::require_id(&create.id, &id_field, &mut wrong);
        let mut sent = Self {
            request,
            name: name_of::<Service, R>(parent.as_ref(), &create.id),
            record: create.record,
            references: Vec::new(),
            wrong,
            within: Violations::new(),
        };
        sent.check::<Service>()?;
        Ok(sent)
    }

    /// Notes what is wrong with the record.
    fn check<Service>(&mut self) -> Result<(), Fault>
    where
        R: Record<Service>,
    {
        let Some(record) = &mut self.record else {
            self.wrong.add(R::FIELD, "is required");
            return Ok(());
        };
        written_by_service::refuse(record, R::WRITTEN_BY_SERVICE, &mut self.within)?;
        let header = record.header();
        header.name.clear();
        header.etag.clear();
        *header.entry = None;
        if let Some(name) = &self.name {
            name.as_str().clone_into(header.name);
        }
        record.check(&mut self.within);
        if let Some(name) = &self.name
            && self.within.is_empty()
        {
            self.references = record.references(name);
            check_references(name.fair(), R::FIELD, &self.references, &mut self.wrong);
        }
        Ok(())
    }

    /// Notes what else is wrong with a record that is refused.
    async fn look_beside<Service>(&mut self, service: &Service)
    where
        R: Record<Service>,
    {
        let Some(record) = &self.record else { return };
        if self.wrong.is_empty() && self.within.is_empty() {
            return;
        }
        let beside = wrong_beside(record, self.name.as_ref(), service, &self.within).await;
        self.within.within("", beside);
    }

    /// Passes when nothing is wrong.
    fn admit<Service>(mut self) -> Result<Admitted<R>, Fault>
    where
        R: Record<Service>,
    {
        self.wrong.within(R::FIELD, self.within);
        self.wrong.check()?;
        match (self.request, self.name, self.record) {
            (Some(request), Some(name), Some(record)) => Ok(Admitted {
                request,
                name,
                record,
                references: self.references,
            }),
            _ => Err(defect("a request without faults that has no key or name")),
        }
    }
}

impl<R> Admitted<R> {
    /// The records that the rule looks at.
    fn reads(&self) -> Vec<String> {
        let references = self.references.iter();
        let mut reads = vec![self.name.to_string()];
        reads.extend(references.map(|reference| reference.name.clone()));
        reads
    }

    /// The write that stores it, given what the service learned elsewhere.
    fn write<Service>(self, known: Result<R::Known, Fault>) -> Result<Write, Fault>
    where
        R: Record<Service>,
    {
        Ok(Write {
            fair: Fair::parse(self.name.fair())?,
            request: self.request.clone(),
            reads: self.reads(),
            rule: Box::new(move |loaded| {
                if loaded.record(self.name.as_str()).is_some() {
                    let resource = self.name.to_string();
                    return Err(Fault::Exists { resource });
                }
                Ok(vec![self.change(&known?, loaded)?])
            }),
        })
    }

    /// The change that stores it.
    fn change<Service>(self, known: &R::Known, loaded: &Loaded) -> Result<Change, Fault>
    where
        R: Record<Service>,
    {
        require_references(R::FIELD, &self.references, loaded)?;
        let found = Found {
            name: &self.name,
            loaded,
            current_etag: String::new(),
        };
        settle(self.record, None, known, &found)
    }
}

/// The changes that store those records that do not exist.
fn missing<Service, R: Record<Service, Known = ()>>(
    admitted: Vec<Admitted<R>>,
    loaded: &Loaded,
) -> Result<Vec<Change>, Fault> {
    let missing = admitted
        .into_iter()
        .filter(|admitted| loaded.record(admitted.name.as_str()).is_none());
    missing
        .map(|admitted| admitted.change(&(), loaded))
        .collect()
}

/// The names of the records that a write created, in order.
fn created(receipt: &Receipt) -> Vec<String> {
    let appended = receipt.revisions.iter().filter(|_| receipt.changed);
    let mut names: Vec<_> = appended.map(|created| created.name.clone()).collect();
    // Books of an earlier release hold them in another order.
    names.sort_unstable();
    names
}

/// Reads the parent a caller sent; nothing for a fair, which has none.
fn parent_of<Service, R: Record<Service>>(
    parent: &str,
    violations: &mut Violations,
) -> Option<Name> {
    match R::LEVEL {
        Level::Fair => None,
        Level::InFair => Name::require(parent, Level::Fair, "fairs", "parent", violations),
        Level::InEdition => Name::require(parent, Level::InFair, "editions", "parent", violations),
    }
}

/// The name of the record, if parent and id allow one.
fn name_of<Service, R: Record<Service>>(parent: Option<&Name>, id: &str) -> Option<Name> {
    match (R::LEVEL, parent) {
        (Level::Fair, _) => Name::child(None, R::COLLECTION, id).ok(),
        (_, Some(parent)) => Name::child(Some(parent), R::COLLECTION, id).ok(),
        (_, None) => None,
    }
}

fn defect(what: &str) -> Fault {
    Fault::Defect {
        what: what.to_owned(),
        source: None,
    }
}
