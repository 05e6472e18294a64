//! Activities: what was held on or beside the fair.

use std::collections::HashSet;

use fault::{Fault, Violations};
use jiff::Span;
use ledger::Fact;
use proto::{
    exhibitions::v1::Edition,
    forums::v1::{
        Activity, ActivityKind, CreateActivityRequest, ImportActivitiesRequest,
        ListActivitiesRequest, ListActivitiesResponse, UpdateActivityRequest, VoidActivityRequest,
    },
    statistics::v1::{EvidenceKind, Participant, RecordDigest},
};
use resource::{
    Level, Name, choice, code, date,
    text::{self, Languages},
};
use serve::{
    Naming,
    keeper::{
        Asked, Create, Found, Header, Import, List, Page, Record, Reference, Retire, Retirement,
        Update,
    },
};

use crate::{
    Forums, facts, lengths,
    surroundings::{Surroundings, same_fair},
};

/// The most hosts an activity has.
const HOSTS_LIMIT: usize = 50;

/// How long before the opening and after the closing of the edition an activity may
/// be held, in years: enough for what leads up to a fair, too little for a slip in
/// the year.
const YEARS_AROUND: i64 = 1;

impl Record<Forums> for Activity {
    const COLLECTION: &'static str = "activities";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "activity";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &[];
    type Known = Surroundings;

    async fn learn(&self, name: &Name, forums: &Forums) -> Result<Surroundings, Fault> {
        let hosts = self.hosts.iter().map(String::as_str);
        forums
            .exhibitions
            .surroundings(name.fair(), name.parent(), hosts)
            .await
    }

    fn header(&mut self) -> Header<'_> {
        Header {
            name: &mut self.name,
            etag: &mut self.etag,
            entry: &mut self.entry,
        }
    }

    fn check(&self, violations: &mut Violations) {
        let (title, english) = (self.title.as_ref(), Languages::English);
        text::localized_required(title, english, lengths::TITLE, "title", violations);
        choice::required::<ActivityKind>(self.kind, "kind", violations);
        date::required(self.held_on.as_ref(), "held_on", violations);
        if !self.sector_code.is_empty() {
            code::require_sector(&self.sector_code, "sector_code", violations);
        }
        check_hosts(self, violations);
        text::required(&self.source, lengths::SOURCE, "source", violations);
        choice::required::<EvidenceKind>(self.evidence_kind, "evidence_kind", violations);
    }

    /// None: what an activity names is in the books of another service, and
    /// [`learn`](Record::learn) asks for it.
    fn references(&self, _: &Name) -> Vec<Reference> {
        Vec::new()
    }

    fn settle(
        &mut self,
        before: Option<&Self>,
        known: &Surroundings,
        found: &Found<'_>,
        violations: &mut Violations,
    ) -> Result<(), Fault> {
        settle(self, before, known, found.name(), violations)
    }

    fn facts(&self) -> Vec<Fact> {
        vec![facts::of_activity(self)]
    }

    fn digest(&self) -> RecordDigest {
        let participant = |host: &String| Participant {
            name: host.clone(),
            ..Participant::default()
        };
        RecordDigest {
            title: self.title.clone(),
            participants: self.hosts.iter().map(participant).collect(),
            kind: facts::kind(self),
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// Looks at what an activity names for the first time. There is nothing to fill.
fn settle(
    activity: &Activity,
    before: Option<&Activity>,
    known: &Surroundings,
    name: &Name,
    violations: &mut Violations,
) -> Result<(), Fault> {
    let naming = |was_named: bool| if was_named { Naming::Old } else { Naming::New };
    let edition = known.edition(name, naming(before.is_some()))?;
    for (index, host) in activity.hosts.iter().enumerate() {
        let was_named = before.is_some_and(|before| before.hosts.contains(host));
        known.organisation(host, naming(was_named), &format!("activity.hosts[{index}]"))?;
    }
    if before.map(|before| before.held_on) != Some(activity.held_on) {
        check_near(activity, edition, violations);
    }
    Ok(())
}

/// Notes what is wrong with the hosts: each is an organisation of the fair, once.
fn check_hosts(activity: &Activity, violations: &mut Violations) {
    let hosts = &activity.hosts;
    if hosts.len() > HOSTS_LIMIT {
        let description = format!("must be at most {HOSTS_LIMIT}, and are {}", hosts.len());
        violations.add("hosts", description);
        return; // too many to be looked at one by one
    }
    let mut named = HashSet::new();
    for (index, host) in hosts.iter().enumerate() {
        let field = format!("hosts[{index}]");
        let organisation = Name::require(host, Level::InFair, "organisations", &field, violations);
        let Some(organisation) = organisation else {
            continue;
        };
        if !same_fair(&organisation, &activity.name) {
            violations.add(field, "must be an organisation of the same fair");
        } else if !named.insert(host) {
            violations.add(
                field,
                "must name an organisation that is not a host already",
            );
        }
    }
}

/// Notes an activity that was not held near its edition.
fn check_near(activity: &Activity, edition: &Edition, violations: &mut Violations) {
    let day = |day: &Option<_>| day.as_ref().and_then(date::civil);
    let (opening, closing) = (day(&edition.opening_date), day(&edition.closing_date));
    let (Some(held_on), Some(opening), Some(closing)) = (day(&activity.held_on), opening, closing)
    else {
        return;
    };
    let around = Span::new().years(YEARS_AROUND);
    let first = opening.saturating_sub(around);
    let last = closing.saturating_add(around);
    if !(first..=last).contains(&held_on) {
        let description =
            format!("is {held_on}; for this edition it must be a day from {first} to {last}");
        violations.add("held_on", description);
    }
}

pub(crate) fn create(request: CreateActivityRequest) -> Create<Activity> {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/CreateActivity";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.activity_id,
        record: request.activity,
    }
}

pub(crate) fn import(request: ImportActivitiesRequest) -> Import<Activity> {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/ImportActivities";
    Import {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        field: "activities",
        records: request.activities,
        validate_only: request.validate_only,
    }
}

pub(crate) fn list(request: ListActivitiesRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: request.filter,
    }
}

pub(crate) fn listed(page: Page<Activity>) -> ListActivitiesResponse {
    ListActivitiesResponse {
        activities: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateActivityRequest) -> Update<Activity> {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/UpdateActivity";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.activity,
        update_mask: request.update_mask,
    }
}

pub(crate) fn void(request: VoidActivityRequest) -> Retire {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/VoidActivity";
    Retire {
        asked: Asked::new(METHOD, &request.request_id, &request),
        name: request.name,
        etag: request.etag,
        reason: request.reason,
        retirement: Retirement::Void {
            moved_to: request.moved_to,
        },
    }
}

#[cfg(test)]
mod tests;
