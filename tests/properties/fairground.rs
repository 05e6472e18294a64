//! Visits, sections and delegations, recorded by several writers at once: at every
//! position that was ever read, each roll-up of their cubes is what the records of
//! that position add up to, counted one by one, also after a restart.

use std::collections::BTreeMap;

use harness::{
    cells::{selection, sum_request},
    clients::{Clients, at_position},
    fair::RunningFair,
    fairground::{person, person_named},
    standing::EDITION,
};
use proptest::prelude::*;
use proto::{
    exhibitions::v1::{ListDelegationsRequest, ListSectionsRequest, ListVisitsRequest},
    statistics::v1::{AsOf, Position},
};

use crate::{cases, run};
use count::{Counted, of_delegation, of_section, of_visit};
use steps::{Step, history};
use writer::Writer;

mod count;
mod steps;
mod writer;

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn every_roll_up_is_what_the_records_add_up_to(history in history()) {
        run(write_and_count(history));
    }
}

async fn write_and_count(history: Vec<Vec<Step>>) {
    let mut running = RunningFair::with_open_books().await;
    for head in steps::HEADS {
        running
            .clients
            .record_person(head, person(head, "DE", vec![]))
            .await;
    }
    let mut writers = Vec::new();
    for (id, steps) in history.into_iter().enumerate() {
        let writer = Writer::new(id, running.connect().await);
        writers.push(tokio::spawn(writer.write(steps)));
    }
    let mut positions = Vec::new();
    for writer in writers {
        positions.extend(writer.await.expect("a writer comes to its end"));
    }
    positions.push(writer::position(&running.clients).await);
    for position in &positions {
        check(&running.clients, position).await;
    }
    running.restart().await;
    for position in &positions {
        check(&running.clients, position).await;
    }
    running.audit().await;
}

/// Counts the records of a position, and reads every roll-up at it.
async fn check(clients: &Clients, position: &Position) {
    let as_of = at_position(position);
    let counted = records(clients, as_of.clone()).await;
    for cube in exhibitions::cubes().all() {
        if !["visits", "space", "delegations"].contains(&cube.name) {
            continue;
        }
        for roll_up in &cube.roll_ups {
            for quantity in &cube.quantities {
                let by_hand = by_hand(&counted, cube.name, roll_up, quantity.name);
                let mut ask = sum_request(EDITION, selection(cube.name, &[]), quantity.name);
                ask.group_by = roll_up
                    .iter()
                    .skip(1)
                    .map(|name| (*name).to_owned())
                    .collect();
                ask.as_of = as_of.clone();
                let told = clients
                    .query_cells("exhibitions", ask)
                    .await
                    .expect("a roll-up");
                let told: BTreeMap<_, _> = told
                    .totals
                    .into_iter()
                    .filter(|one| one.total != 0)
                    .map(|one| (one.group, one.total))
                    .collect();
                assert_eq!(told, by_hand, "{} {roll_up:?} {position:?}", quantity.name);
            }
        }
    }
}

/// What the records add up to under the dimensions of a roll-up but the edition.
fn by_hand(
    counted: &[Counted],
    cube: &str,
    roll_up: &[&str],
    quantity: &str,
) -> BTreeMap<Vec<String>, i64> {
    let mut sums = BTreeMap::new();
    for record in counted.iter().filter(|record| record.cube == cube) {
        let group: Option<Vec<String>> = roll_up
            .iter()
            .skip(1)
            .map(|dimension| record.dimensions.get(dimension).cloned())
            .collect();
        if let Some(group) = group {
            *sums.entry(group).or_insert(0) += record.quantities[quantity];
        }
    }
    sums
}

/// The live records at a moment.
async fn records(clients: &Clients, as_of: Option<AsOf>) -> Vec<Counted> {
    let mut exhibitions = clients.exhibitions.clone();
    let (parent, page_size) = (EDITION.to_owned(), 1_000);
    let visits = ListVisitsRequest {
        parent: parent.clone(),
        page_size,
        as_of: as_of.clone(),
        ..ListVisitsRequest::default()
    };
    let visits = exhibitions
        .list_visits(visits)
        .await
        .unwrap()
        .into_inner()
        .visits;
    let sections = ListSectionsRequest {
        parent: parent.clone(),
        page_size,
        as_of: as_of.clone(),
        ..ListSectionsRequest::default()
    };
    let sections = exhibitions
        .list_sections(sections)
        .await
        .unwrap()
        .into_inner()
        .sections;
    let delegations = ListDelegationsRequest {
        parent,
        page_size,
        as_of,
        ..ListDelegationsRequest::default()
    };
    let delegations = exhibitions
        .list_delegations(delegations)
        .await
        .unwrap()
        .into_inner();
    let delegations = delegations.delegations;
    for one in &delegations {
        let head = (!one.head.is_empty()).then(|| one.head_name.clone().unwrap().en);
        assert_eq!(
            head.map(|head| person_named(&head)).unwrap_or_default(),
            one.head
        );
    }
    let visits = visits.iter().map(of_visit);
    visits
        .chain(sections.iter().map(of_section))
        .chain(delegations.iter().map(of_delegation))
        .collect()
}
