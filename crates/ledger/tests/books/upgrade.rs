//! The books opened by a release that declares its cubes otherwise.

use ledger::{
    CellQuery, CellTotal, Cube, Cubes, Dimension, Measure, Moment, OpenError, Revision, State,
};

use super::{
    bench::{Bench, as_one_group, create, fair, id, request, retire, update},
    check::check_position,
    deal::{DAYS, Deal, EDITIONS, SCOPES, cubes, deals, parties, recompute},
    model::{Model, ModelRevision, queries_of_every_roll_up},
};

/// Four positions of deals, and the model of them.
async fn kept() -> (Bench, Model) {
    let bench = Bench::new();
    let at_home = Deal {
        scope: SCOPES[0],
        signed_on: DAYS[1],
        amount: Some(("CNY", 7)),
        ..Deal::plain()
    };
    let mut model = Model::default();
    let mut took_place = |sequence, ordinal, number, revision, state, deal: &Deal| {
        model.revisions.push(ModelRevision {
            name: id(number),
            revision,
            sequence,
            ordinal,
            state,
            deal: deal.clone(),
        });
    };
    took_place(1, 0, 1, 1, State::Live, &Deal::plain());
    took_place(2, 0, 2, 1, State::Live, &at_home);
    took_place(2, 1, 3, 1, State::Live, &Deal::plain());
    took_place(3, 0, 1, 2, State::Live, &at_home);
    took_place(4, 0, 3, 2, State::Void, &Deal::plain());
    let groups = vec![
        vec![create(request(1), id(1), &Deal::plain())],
        vec![
            create(request(2), id(2), &at_home),
            create(request(3), id(3), &Deal::plain()),
        ],
        vec![update(request(4), id(1), &at_home)],
        vec![retire(request(5), id(3))],
    ];
    for group in groups {
        for answer in as_one_group(&bench, group).await {
            answer.unwrap();
        }
        bench.clock.advance(1_000);
    }
    for sequence in 1..=4 {
        let moment = Moment::Sequence(sequence);
        let at = bench.book.resolve(&fair(), moment).await.unwrap();
        model.times.push(at.recorded_at.unwrap());
    }
    (bench, model)
}

/// A fifth position.
async fn write_another(bench: &Bench, model: &mut Model) {
    let receipt = bench.create(9, &Deal::plain()).await;
    model.revisions.push(ModelRevision {
        name: id(9),
        revision: 1,
        sequence: 5,
        ordinal: 0,
        state: State::Live,
        deal: Deal::plain(),
    });
    model.times.push(receipt.position.recorded_at.unwrap());
}

/// Every total of every roll-up of the cube, at every position, is the one
/// that is recounted.
async fn recount(bench: &Bench, model: &Model, cube: &Cube) {
    for sequence in 0..=model.newest_sequence() {
        let moment = Moment::Sequence(sequence);
        let at = bench.book.resolve(&fair(), moment).await.unwrap();
        for edition in EDITIONS {
            for query in queries_of_every_roll_up(cube, edition) {
                let answer = bench.book.cells(&query, &at).await.unwrap();
                let found: Vec<_> = answer
                    .totals
                    .into_iter()
                    .map(|CellTotal { group, total }| (group, total))
                    .collect();
                assert_eq!(found, model.totals(sequence, &query), "{query:?}");
            }
        }
    }
}

async fn everything_is_as_it_was(bench: &Bench, model: &Model) {
    for sequence in 0..=model.newest_sequence() {
        check_position(&bench.book, model, sequence).await;
    }
}

fn with(deals: Cube) -> Cubes {
    Cubes::new(vec![deals, parties()]).unwrap()
}

/// The deals told apart by hall too, with a roll-up of it.
fn in_halls(hall: Dimension) -> Cube {
    let mut cube = deals();
    cube.dimensions.push(hall);
    cube.roll_ups.push(vec!["edition", "hall"]);
    cube
}

#[tokio::test]
async fn roll_ups_come_and_go_and_every_cut_keeps_its_answers() {
    let (mut bench, mut model) = kept().await;
    everything_is_as_it_was(&bench, &model).await;
    let mut other = deals();
    assert_eq!(other.roll_ups.pop(), Some(vec!["edition", "scope"]));
    other.roll_ups.push(vec!["edition", "scope", "signed_on"]);
    other.roll_ups.push(vec!["edition", "signed_on"]);
    bench.reopen_keeping(with(other.clone())).await;
    everything_is_as_it_was(&bench, &model).await;
    recount(&bench, &model, &other).await;
    let written: Vec<Deal> = model.revisions.iter().map(|one| one.deal.clone()).collect();
    let report = bench.audit(&written);
    assert_eq!((report.findings, report.differences), (vec![], vec![]));
    assert_eq!(report.counts.outgrown, 0);
    // Commits go on from what was filled.
    write_another(&bench, &mut model).await;
    recount(&bench, &model, &other).await;
    // And back again: what was forgotten is filled anew, with what came since.
    bench.reopen_keeping(cubes()).await;
    everything_is_as_it_was(&bench, &model).await;
    recount(&bench, &model, &deals()).await;
}

#[tokio::test]
async fn a_new_dimension_that_stored_facts_lack_must_be_optional() {
    let (mut bench, model) = kept().await;
    let hall = Dimension::new("hall", "The hall.");
    let refused = bench
        .try_reopen_keeping(with(in_halls(hall.clone())))
        .await
        .unwrap_err();
    assert!(
        matches!(refused, OpenError::DimensionMissing { .. }),
        "{refused:?}"
    );
    let said = refused.to_string();
    let named = ["deals", "hall", &id(1), "revision 1", "optional"];
    assert!(named.iter().all(|name| said.contains(name)), "{said}");

    let optional = in_halls(hall.optional());
    bench.try_reopen_keeping(with(optional)).await.unwrap();
    everything_is_as_it_was(&bench, &model).await;
    let by_hall = CellQuery {
        group_by: vec!["hall".to_owned()],
        measure: Measure::Sum("deals".to_owned()),
        selection: queries_of_every_roll_up(&deals(), "4")[0].selection.clone(),
    };
    let at = bench.newest().await;
    let answer = bench.book.cells(&by_hall, &at).await.unwrap();
    assert_eq!(answer.totals, vec![]);
}

/// Halls and walks came with a later release: what it makes of the old deals, and
/// what it must not make of them.
#[tokio::test]
async fn an_upgrade_that_tells_more_is_no_damage_and_hides_none() {
    let (mut bench, mut model) = kept().await;
    let hall = Dimension::new("hall", "The hall.").optional();
    let walks = Cube {
        name: "walks",
        ..parties()
    };
    let cubes = Cubes::new(vec![in_halls(hall), parties(), walks]).unwrap();
    bench.reopen_keeping(cubes).await;
    write_another(&bench, &mut model).await;
    everything_is_as_it_was(&bench, &model).await;
    let written: Vec<Deal> = model.revisions.iter().map(|one| one.deal.clone()).collect();

    let told_by_more = |revision: &Revision| {
        let mut facts = recompute(&written)(revision)?;
        if let Some(deal) = facts.first_mut() {
            *deal = deal.clone().under("hall", "3");
            let mut walk = facts[1].clone();
            walk.cube = "walks".into();
            facts.push(walk);
        }
        Ok(facts)
    };
    let report = bench.book.audit(&told_by_more, &mut |_| ()).unwrap();
    assert_eq!((report.findings, report.differences), (vec![], vec![]));
    // Four live revisions of the release before, and one that forgot its hall.
    assert_eq!(report.counts.outgrown, 5);

    let told_otherwise = |revision: &Revision| {
        let mut facts = told_by_more(revision)?;
        if let Some(deal) = facts.first_mut() {
            *deal = deal.clone().under("scope", "the moon");
        }
        Ok(facts)
    };
    let report = bench.book.audit(&told_otherwise, &mut |_| ()).unwrap();
    assert_eq!((report.findings.len(), report.differences.len()), (0, 5));
    assert_eq!(report.counts.outgrown, 0);
}

#[tokio::test]
async fn a_dimension_that_stored_facts_lack_must_stay_optional() {
    let (mut bench, model) = kept().await;
    let mut strict = deals();
    for dimension in &mut strict.dimensions {
        dimension.optional = false;
    }
    let refused = bench.try_reopen_keeping(with(strict)).await.unwrap_err();
    assert!(
        matches!(refused, OpenError::DimensionMissing { .. }),
        "{refused:?}"
    );
    assert!(refused.to_string().contains("featured"), "{refused}");
    // Nothing was changed by the refusal.
    bench.reopen_keeping(cubes()).await;
    everything_is_as_it_was(&bench, &model).await;
}
