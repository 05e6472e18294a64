//! Random histories of demands, activities, attendance and agreements: what became of
//! what is counted again from the records, at every cut that was ever read.

use std::collections::BTreeSet;

use harness::{
    cells::{any_of, distinct_request, only, selection, sum_request},
    clients::{Clients, at_cut},
    fair::RunningFair,
    standing::{EDITION, FAIR},
};
use proptest::prelude::*;
use proto::statistics::v1::{AsOf, Condition, Cut, ValueRange, condition::Test};

use crate::{
    cases,
    links::{KINDS, Links, STAGES, Step},
    run,
};

/// How many records of each kind there are names for: few, so that most are changed.
const SLOTS: usize = 3;

fn history() -> impl Strategy<Value = Vec<Step>> {
    let slot = || 0..SLOTS;
    let link = || prop::option::weighted(0.7, 0..SLOTS);
    let step = prop_oneof![
        4 => (slot(), any::<bool>(), 0..4_usize).prop_map(|(slot, project, publisher)| Step::Seek {
            slot, project, publisher,
        }),
        4 => (slot(), 0..KINDS.len(), link()).prop_map(|(slot, kind, demand)| Step::Hold {
            slot, kind, demand,
        }),
        4 => (slot(), slot(), 1..500_i64).prop_map(|(slot, activity, attendees)| Step::Attend {
            slot, activity, attendees,
        }),
        5 => (slot(), 0..STAGES.len(), link(), link()).prop_map(
            |(slot, stage, activity, follows)| Step::Agree { slot, stage, activity, follows }
        ),
        2 => (0..4_usize, slot()).prop_map(|(kind, slot)| Step::Void { kind, slot }),
        2 => Just(Step::Ask),
    ];
    // Activities of both kinds stand from the beginning.
    let held = |kind| Step::Hold {
        slot: kind,
        kind,
        demand: None,
    };
    prop::collection::vec(step, 12..60)
        .prop_map(move |steps| (0..KINDS.len()).map(held).chain(steps).collect())
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn what_became_of_what_is_counted_again_at_every_cut(history in history()) {
        run(write_and_count(history));
    }
}

async fn write_and_count(history: Vec<Step>) {
    let mut running = RunningFair::start().await;
    harness::standing::open_exhibitions(&running.clients).await;
    let mut links = Links::default();
    let mut kept: Vec<(Cut, Vec<i64>)> = Vec::new();
    for step in history.into_iter().chain([Step::Ask]) {
        if let Step::Ask = step {
            let cut = running.clients.newest(FAIR).await;
            let wanted = recount(&links);
            assert_eq!(counted(&running.clients, None).await, wanted, "{links:?}");
            kept.push((cut, wanted));
        } else {
            links.take(&running.clients, step).await;
        }
    }
    running.restart().await;
    for (cut, wanted) in &kept {
        let again = counted(&running.clients, at_cut(cut)).await;
        assert_eq!(&again, wanted, "at {cut:?}");
    }
    running.audit().await;
}

/// The figures, from the records one by one.
fn recount(links: &Links) -> Vec<i64> {
    let mut figures = Vec::new();
    for project in [true, false] {
        let of_kind = || links.demands().filter(move |one| one.project == project);
        figures.push(whole(of_kind().count()));
        figures.push(different(of_kind().map(|one| one.publisher)));
    }
    figures.push(different(
        links.activities().filter_map(|one| one.demand.as_ref()),
    ));
    for kind in 0..KINDS.len() {
        let at_kind = links.attendances().filter(|one| one.kind == kind);
        figures.push(at_kind.map(|one| one.attendees).sum());
    }
    figures.push(whole(links.attendances().count()));
    figures.push(different(links.attendances().map(|one| one.activity)));
    for stage in 0..STAGES.len() {
        let of_stage = || links.agreements().filter(move |one| one.stage == stage);
        figures.push(different(of_stage().filter_map(|one| one.activity)));
        figures.push(different(of_stage().filter_map(|one| one.follows)));
        let followers = of_stage().filter(|one| one.follows.is_some());
        figures.push(whole(followers.count()));
    }
    figures
}

/// The figures, from the cells, in the same order.
async fn counted(clients: &Clients, as_of: Option<AsOf>) -> Vec<i64> {
    let ask = Ask { clients, as_of };
    let mut figures = Vec::new();
    for kind in ["project", "procurement"] {
        let of_kind = || vec![any_of("kind", &[kind])];
        figures.push(ask.sum("forums", "demands", "demands", of_kind()).await);
        let publishers = ask.distinct("forums", "demands", "organisation", of_kind());
        figures.push(publishers.await);
    }
    figures.push(
        ask.distinct("forums", "activities", "demand", Vec::new())
            .await,
    );
    for (_, kind) in KINDS {
        let at_kind = vec![any_of("kind", &[kind])];
        figures.push(ask.sum("forums", "attendances", "attendees", at_kind).await);
    }
    let all = Vec::new;
    let attendances = ask.sum("forums", "attendances", "attendances", all());
    figures.push(attendances.await);
    let attended = ask.distinct("forums", "attendances", "activity", all());
    figures.push(attended.await);
    for (_, stage) in STAGES {
        let of_stage = || vec![any_of("stage", &[stage])];
        for dimension in ["activity", "follows"] {
            let linked = ask.distinct("contracts", "agreements", dimension, of_stage());
            figures.push(linked.await);
        }
        let following = [of_stage(), vec![named("follows")]].concat();
        let followers = ask.sum("contracts", "agreements", "agreements", following);
        figures.push(followers.await);
    }
    figures
}

/// The condition that a dimension is named at all.
fn named(dimension: &str) -> Condition {
    Condition {
        dimension: dimension.to_owned(),
        test: Some(Test::Within(ValueRange::default())),
    }
}

/// Asks for figures at one moment.
struct Ask<'a> {
    clients: &'a Clients,
    as_of: Option<AsOf>,
}

impl Ask<'_> {
    async fn sum(
        &self,
        service: &str,
        cube: &str,
        quantity: &str,
        conditions: Vec<Condition>,
    ) -> i64 {
        let mut wanted = selection(cube, &[]);
        wanted.r#where = conditions;
        let ask = sum_request(EDITION, wanted, quantity);
        let as_of = self.as_of.clone();
        self.clients.proved_sum(service, ask, as_of).await
    }

    async fn distinct(
        &self,
        service: &str,
        cube: &str,
        dimension: &str,
        conditions: Vec<Condition>,
    ) -> i64 {
        let mut wanted = selection(cube, &[]);
        wanted.r#where = conditions;
        let mut ask = distinct_request(EDITION, wanted, dimension);
        ask.as_of = self.as_of.clone();
        only(&self.clients.query_cells(service, ask).await.unwrap())
    }
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).expect("a small count")
}

fn different<T: Ord>(values: impl Iterator<Item = T>) -> i64 {
    whole(values.collect::<BTreeSet<_>>().len())
}
