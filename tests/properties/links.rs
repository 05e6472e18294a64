//! A writer of demands, activities, attendance and agreements that name each other,
//! and what it must have left behind.

use std::collections::BTreeMap;

use harness::{
    builders::{With, activity, agreement, attendance, create, demand, request_id},
    clients::Clients,
    standing::{EDITION, ORGANISATIONS, organisation_named},
};
use proto::{
    contracts::v1::{AgreementStage, UpdateAgreementRequest, VoidAgreementRequest},
    forums::v1::{
        ActivityKind, DemandKind, UpdateActivityRequest, UpdateAttendanceRequest,
        UpdateDemandRequest, VoidActivityRequest, VoidAttendanceRequest, VoidDemandRequest,
    },
};

/// The kinds of activity that are held, and how figures name them.
pub(crate) const KINDS: [(ActivityKind, &str); 2] = [
    (ActivityKind::Forum, "forum"),
    (ActivityKind::OneOnOne, "one_on_one"),
];

/// The stages that are agreed, and how figures name them.
pub(crate) const STAGES: [(AgreementStage, &str); 2] = [
    (
        AgreementStage::CooperativeIntention,
        "cooperative_intention",
    ),
    (AgreementStage::Contract, "contract"),
];

/// One thing that is done. A record that stands is written anew; one that names what
/// is not there names nothing.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Seek {
        slot: usize,
        project: bool,
        publisher: usize,
    },
    Hold {
        slot: usize,
        kind: usize,
        demand: Option<usize>,
    },
    Attend {
        slot: usize,
        activity: usize,
        attendees: i64,
    },
    Agree {
        slot: usize,
        stage: usize,
        activity: Option<usize>,
        follows: Option<usize>,
    },
    /// Voids a demand, an activity, an attendance or an agreement, if it is live.
    Void { kind: usize, slot: usize },
    /// Counts, and keeps the answer.
    Ask,
}

#[derive(Clone, Debug)]
pub(crate) struct Sought {
    pub(crate) project: bool,
    pub(crate) publisher: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct Held {
    kind: usize,
    pub(crate) demand: Option<usize>,
}

#[derive(Clone, Debug)]
pub(crate) struct Attended {
    pub(crate) activity: usize,
    /// The kind of the activity when the count was written.
    pub(crate) kind: usize,
    pub(crate) attendees: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Agreed {
    pub(crate) stage: usize,
    pub(crate) activity: Option<usize>,
    pub(crate) follows: Option<usize>,
}

/// The records by slot; nothing in a slot that is void.
#[derive(Debug, Default)]
pub(crate) struct Links {
    demands: BTreeMap<usize, Option<Sought>>,
    activities: BTreeMap<usize, Option<Held>>,
    attendances: BTreeMap<usize, Option<Attended>>,
    agreements: BTreeMap<usize, Option<Agreed>>,
}

/// What stands in a slot.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    Free,
    Live,
    Void,
}

fn slot<T>(records: &BTreeMap<usize, Option<T>>, slot: usize) -> Slot {
    match records.get(&slot) {
        None => Slot::Free,
        Some(Some(_)) => Slot::Live,
        Some(None) => Slot::Void,
    }
}

fn named(collection: &str, slot: usize) -> String {
    format!("{EDITION}/{collection}/{slot}")
}

impl Links {
    pub(crate) fn demands(&self) -> impl Iterator<Item = &Sought> {
        self.demands.values().flatten()
    }

    pub(crate) fn activities(&self) -> impl Iterator<Item = &Held> {
        self.activities.values().flatten()
    }

    pub(crate) fn attendances(&self) -> impl Iterator<Item = &Attended> {
        self.attendances.values().flatten()
    }

    pub(crate) fn agreements(&self) -> impl Iterator<Item = &Agreed> {
        self.agreements.values().flatten()
    }

    /// Does a step, if it can be done.
    pub(crate) async fn take(&mut self, clients: &Clients, step: Step) {
        match step {
            Step::Seek {
                slot,
                project,
                publisher,
            } => {
                let sought = Sought { project, publisher };
                self.seek(clients, slot, sought).await;
            }
            Step::Hold { slot, kind, demand } => {
                let demand = demand.filter(|one| self::slot(&self.demands, *one) == Slot::Live);
                self.hold(clients, slot, Held { kind, demand }).await;
            }
            Step::Attend {
                slot,
                activity,
                attendees,
            } => {
                let Some(Some(held)) = self.activities.get(&activity) else {
                    return;
                };
                let attended = Attended {
                    activity,
                    kind: held.kind,
                    attendees,
                };
                self.attend(clients, slot, attended).await;
            }
            Step::Agree {
                slot,
                stage,
                activity,
                follows,
            } => {
                // One that is live, and does not follow this one itself.
                let earlier = |one: &usize| {
                    let known = self.agreements.get(one).and_then(Option::as_ref);
                    *one != slot && known.is_some_and(|known| known.follows != Some(slot))
                };
                let agreed = Agreed {
                    stage,
                    activity,
                    follows: follows.filter(earlier),
                };
                self.agree(clients, slot, agreed).await;
            }
            Step::Void { kind, slot } => self.void(clients, kind, slot).await,
            Step::Ask => {}
        }
    }

    async fn seek(&mut self, clients: &Clients, at: usize, sought: Sought) {
        let kind = match sought.project {
            true => DemandKind::Project,
            false => DemandKind::Procurement,
        };
        let record = demand(kind, &organisation_named(ORGANISATIONS[sought.publisher].0));
        let mut forums = clients.forums.clone();
        match slot(&self.demands, at) {
            Slot::Free => {
                let request = create::demand(EDITION, &at.to_string(), record);
                forums.create_demand(request).await.unwrap();
            }
            Slot::Live => {
                let request = UpdateDemandRequest {
                    demand: Some(record.with(|it| it.name = named("demands", at))),
                    update_mask: None,
                    request_id: request_id(),
                };
                forums.update_demand(request).await.unwrap();
            }
            Slot::Void => return,
        }
        self.demands.insert(at, Some(sought));
    }

    async fn hold(&mut self, clients: &Clients, at: usize, held: Held) {
        let record = activity(KINDS[held.kind].0).with(|it| {
            it.demand = held
                .demand
                .map_or_else(String::new, |one| named("demands", one));
        });
        let mut forums = clients.forums.clone();
        match slot(&self.activities, at) {
            Slot::Free => {
                let request = create::activity(EDITION, &at.to_string(), record);
                forums.create_activity(request).await.unwrap();
            }
            Slot::Live => {
                let request = UpdateActivityRequest {
                    activity: Some(record.with(|it| it.name = named("activities", at))),
                    update_mask: None,
                    request_id: request_id(),
                };
                forums.update_activity(request).await.unwrap();
            }
            Slot::Void => return,
        }
        self.activities.insert(at, Some(held));
    }

    async fn attend(&mut self, clients: &Clients, at: usize, attended: Attended) {
        let record = attendance(&named("activities", attended.activity), attended.attendees);
        let mut forums = clients.forums.clone();
        match slot(&self.attendances, at) {
            Slot::Free => {
                let request = create::attendance(EDITION, &at.to_string(), record);
                forums.create_attendance(request).await.unwrap();
            }
            Slot::Live => {
                let request = UpdateAttendanceRequest {
                    attendance: Some(record.with(|it| it.name = named("attendances", at))),
                    update_mask: None,
                    request_id: request_id(),
                };
                forums.update_attendance(request).await.unwrap();
            }
            Slot::Void => return,
        }
        self.attendances.insert(at, Some(attended));
    }

    async fn agree(&mut self, clients: &Clients, at: usize, agreed: Agreed) {
        let (one, other) = (organisation_named("gremio"), organisation_named("kaunas"));
        let record = agreement(&[&one, &other]).with(|it| {
            it.stage = STAGES[agreed.stage].0.into();
            if let Some(activity) = agreed.activity {
                it.reached_through = named("activities", activity);
                it.reached_through_kind = "forum".to_owned();
            }
            if let Some(follows) = agreed.follows {
                it.follows = named("agreements", follows);
            }
        });
        let mut contracts = clients.contracts.clone();
        match slot(&self.agreements, at) {
            Slot::Free => {
                let request = create::agreement(EDITION, &at.to_string(), record);
                contracts.create_agreement(request).await.unwrap();
            }
            Slot::Live => {
                let request = UpdateAgreementRequest {
                    agreement: Some(record.with(|it| it.name = named("agreements", at))),
                    update_mask: None,
                    request_id: request_id(),
                };
                contracts.update_agreement(request).await.unwrap();
            }
            Slot::Void => return,
        }
        self.agreements.insert(at, Some(agreed));
    }

    async fn void(&mut self, clients: &Clients, kind: usize, at: usize) {
        let (reason, request_id) = ("Entered twice".to_owned(), request_id());
        let (mut forums, mut contracts) = (clients.forums.clone(), clients.contracts.clone());
        match kind {
            0 if slot(&self.demands, at) == Slot::Live => {
                let request = VoidDemandRequest {
                    name: named("demands", at),
                    reason,
                    request_id,
                    ..VoidDemandRequest::default()
                };
                forums.void_demand(request).await.unwrap();
                self.demands.insert(at, None);
            }
            1 if slot(&self.activities, at) == Slot::Live => {
                let request = VoidActivityRequest {
                    name: named("activities", at),
                    reason,
                    request_id,
                    ..VoidActivityRequest::default()
                };
                forums.void_activity(request).await.unwrap();
                self.activities.insert(at, None);
            }
            2 if slot(&self.attendances, at) == Slot::Live => {
                let request = VoidAttendanceRequest {
                    name: named("attendances", at),
                    reason,
                    request_id,
                    ..VoidAttendanceRequest::default()
                };
                forums.void_attendance(request).await.unwrap();
                self.attendances.insert(at, None);
            }
            3 if slot(&self.agreements, at) == Slot::Live => {
                let request = VoidAgreementRequest {
                    name: named("agreements", at),
                    reason,
                    request_id,
                    ..VoidAgreementRequest::default()
                };
                contracts.void_agreement(request).await.unwrap();
                self.agreements.insert(at, None);
            }
            _ => {}
        }
    }
}
