//! Activities: what was held on or beside the fair.

use std::collections::HashSet;

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
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
use serve::keeper::{
    Asked, Create, Found, Header, Import, List, Page, Record, Reference, Retire, Retirement, Update,
};

use crate::{
    Forums, demand, facts, lengths, period,
    surroundings::{Surroundings, naming, same_fair},
};

/// The most hosts an activity has.
const HOSTS_LIMIT: usize = 50;

impl Record<Forums> for Activity {
    const COLLECTION: &'static str = "activities";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "activity";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &["host_country_codes"];
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
        demand::check_named(&self.demand, &self.name, violations);
        text::required(&self.source, lengths::SOURCE, "source", violations);
        choice::required::<EvidenceKind>(self.evidence_kind, "evidence_kind", violations);
    }

    /// The demand: what else an activity names is in the books of another service,
    /// and [`learn`](Record::learn) asks for it.
    fn references(&self, _: &Name) -> Vec<Reference> {
        demand::reference(&self.demand)
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
        facts::of_activity(self)
    }

    fn digest(&self) -> RecordDigest {
        let country_of = |place: usize| self.host_country_codes.get(place).cloned();
        let participant = |(place, host): (usize, &String)| Participant {
            name: host.clone(),
            country_code: country_of(place).unwrap_or_default(),
            ..Participant::default()
        };
        RecordDigest {
            title: self.title.clone(),
            participants: self.hosts.iter().enumerate().map(participant).collect(),
            kind: facts::activity_kind(self),
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// Looks at what an activity names for the first time, and fills where its hosts are
/// from.
fn settle(
    activity: &mut Activity,
    before: Option<&Activity>,
    known: &Surroundings,
    name: &Name,
    violations: &mut Violations,
) -> Result<(), Fault> {
    const BEFORE: i64 = period::ACTIVITY_YEARS_BEFORE;
    let edition = known.edition(name, naming(before.is_some()))?;
    let mut countries = Vec::with_capacity(activity.hosts.len());
    for (index, host) in activity.hosts.iter().enumerate() {
        let was_named = before.is_some_and(|before| before.hosts.contains(host));
        let field = format!("activity.hosts[{index}]");
        let host = known.organisation(host, naming(was_named), &field)?;
        countries.push(host.country_code.clone());
    }
    activity.host_country_codes = countries;
    if before.map(|before| before.held_on) != Some(activity.held_on) {
        let held_on = activity.held_on.as_ref();
        period::check(held_on, edition, BEFORE, "held_on", violations);
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
