//! Figures: values with their pedigree, the same for ever at the same cut.

use std::collections::BTreeSet;

use harness::{
    builders::{With, agreement, money, participation, text},
    check::refused,
    clients::{at_cut, sequence_of},
    desk::{Exact, value_of},
    fair::RunningFair,
    standing::{EDITION, FAIR, open_reporting, organisation_named},
};
use proto::reporting::v1::{BatchGetFiguresRequest, ExplainFigureRequest, Explanation};
use serde_json::Value;
use tonic::Code;

/// A fair of eight agreements: the scopes 3, 2, 1, an intention, a lapsed one.
async fn with_agreements() -> RunningFair {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    let table = [
        (["gremio", "beijing-football"], 100),
        (["kaunas", "beijing-football"], 200),
        (["harbour", "sichuan-culture"], 300),
        (["sichuan-culture", "beijing-courier"], 150),
        (["sichuan-culture", "china-somewhere"], 250),
        (["beijing-football", "beijing-courier"], 500),
        (["gremio", "kaunas"], 7_000),
    ];
    for (n, (ids, units)) in table.into_iter().enumerate() {
        let names = ids.map(organisation_named);
        let record = agreement(&[&names[0], &names[1]]).with(|record| {
            record.amount = money("USD", units, 0);
            if n == 0 {
                record.featured = "education".to_owned();
                record.subject = text("exchange students");
            }
        });
        running
            .clients
            .record_agreement(EDITION, &format!("a{n}"), record)
            .await;
    }
    running
        .clients
        .void_agreement(&format!("{EDITION}/agreements/a6"))
        .await;
    running
}

#[tokio::test]
async fn parts_close_to_the_whole() {
    let running = with_agreements().await;
    let read = async |id: &str| running.clients.value(EDITION, id).await;
    assert_eq!(read("contract-count").await, Exact::from(6));
    assert_eq!(read("contract-volume").await, Exact::from(1_500));
    assert_eq!(read("international-count").await, Exact::from(3));
    assert_eq!(read("international-volume").await, Exact::from(600));
    assert_eq!(read("international-share").await, Exact::from(40));
    assert_eq!(read("domestic-region-count").await, Exact::from(2));
    assert_eq!(read("domestic-region-share").await, Exact::new(80, 3));
    assert_eq!(read("remainder-count").await, Exact::from(1));
    assert_eq!(read("host-city-count").await, Exact::from(1));
    assert_eq!(read("remainder-volume").await, Exact::from(500));
    let shares = read("international-share").await
        + read("domestic-region-share").await
        + read("remainder-share").await;
    assert_eq!(shares, Exact::from(100));
}

#[tokio::test]
async fn attributes_are_read_from_the_records() {
    let running = with_agreements().await;
    let read = async |id: &str| running.clients.value(EDITION, id).await;
    assert_eq!(read("edition-ordinal").await, Exact::from(4));
    assert_eq!(read("opening-year").await, Exact::from(2016));
    assert_eq!(read("years-since-first").await, Exact::from(5));
    assert_eq!(read("open-days").await, Exact::from(5));
}

#[tokio::test]
async fn distinct_countries_are_a_figure() {
    let running = with_agreements().await;
    for id in ["gremio", "beijing-football", "beijing-courier"] {
        let record = participation(&organisation_named(id));
        running
            .clients
            .record_participation(EDITION, id, record)
            .await;
    }
    let countries = running
        .clients
        .value(EDITION, "participation-country-count")
        .await;
    assert_eq!(countries, Exact::from(2));
}

#[tokio::test]
async fn a_figure_names_its_records() {
    let running = with_agreements().await;
    let answer = running
        .clients
        .figure(EDITION, "featured-education", None)
        .await
        .unwrap();
    let figure = answer.figure.unwrap();
    assert_eq!(figure.value, None);
    let [record] = figure.records.as_slice() else {
        panic!("one record: {figure:?}")
    };
    assert_eq!(record.record, format!("{EDITION}/agreements/a0"));
    let digest = record.digest.as_ref().unwrap();
    assert_eq!(digest.subject.as_ref().unwrap().en, "exchange students");
    let names: Vec<_> = digest
        .participants
        .iter()
        .map(|one| one.display_name.as_ref().unwrap().en.as_str())
        .collect();
    assert_eq!(names, ["Gremio", "Beijing Football Club"]);
}

#[tokio::test]
async fn an_answer_tells_its_definition_its_unit_and_its_cut() {
    let running = with_agreements().await;
    let answer = running
        .clients
        .figure(EDITION, "contract-volume", None)
        .await
        .unwrap();
    let figure = answer.figure.unwrap();
    assert_eq!(figure.name, format!("{EDITION}/figures/contract-volume"));
    assert_eq!(
        figure.definition,
        format!("{FAIR}/figureDefinitions/contract-volume@1")
    );
    assert_eq!(figure.unit, "USD");
    let cut = answer.cut.unwrap();
    let newest = running.clients.newest(FAIR).await;
    for service in ["contracts", "exhibitions", "forums", "reporting"] {
        assert_eq!(
            sequence_of(&cut, service),
            sequence_of(&newest, service),
            "{service}"
        );
    }
    assert_eq!(cut.positions.len(), 4);
}

#[tokio::test]
async fn a_cut_reads_the_same_whatever_comes_after() {
    let running = with_agreements().await;
    let before = running.clients.all_figures(EDITION, None).await;
    running
        .clients
        .void_agreement(&format!("{EDITION}/agreements/a0"))
        .await;
    let record = participation(&organisation_named("gremio"));
    running
        .clients
        .record_participation(EDITION, "gremio", record)
        .await;

    let after = running.clients.all_figures(EDITION, None).await;
    assert_ne!(after.figures, before.figures);
    let then = running
        .clients
        .all_figures(EDITION, at_cut(before.cut.as_ref().unwrap()))
        .await;
    assert_eq!(then, before);
}

#[tokio::test]
async fn a_time_reads_the_same_whatever_comes_after() {
    let running = with_agreements().await;
    let recorded = running.clients.newest(FAIR).await.positions.into_iter();
    let time = recorded
        .filter_map(|position| position.recorded_at)
        .max_by_key(|t| (t.seconds, t.nanos));
    let as_of = harness::clients::at_time(time.unwrap());
    let before = running.clients.all_figures(EDITION, as_of.clone()).await;
    assert!(!before.figures.is_empty());
    running
        .clients
        .void_agreement(&format!("{EDITION}/agreements/a0"))
        .await;
    let then = running.clients.all_figures(EDITION, as_of).await;
    assert_eq!(then, before);
}

#[tokio::test]
async fn a_batch_answers_in_the_order_asked_for_and_a_refusal_touches_no_other() {
    let running = with_agreements().await;
    let ids = ["remainder-count", "contract-count-growth", "contract-count"];
    let ask = BatchGetFiguresRequest {
        parent: EDITION.to_owned(),
        figure_ids: ids.map(str::to_owned).to_vec(),
        as_of: None,
    };
    let answer = running
        .clients
        .reporting
        .clone()
        .batch_get_figures(ask)
        .await
        .unwrap()
        .into_inner();
    let answered: Vec<_> = answer
        .figures
        .iter()
        .map(|figure| figure.name.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(answered, ids);
    assert!(answer.figures[0].refusal.is_empty());
    assert!(
        !answer.figures[1].refusal.is_empty(),
        "there is no edition to compare with"
    );
    assert_eq!(answer.figures[1].value, None);
    assert_eq!(value_of(&answer.figures[2]), Exact::from(6));
}

#[tokio::test]
async fn a_series_shows_what_is_missing_as_missing() {
    let running = with_agreements().await;
    let answer = running
        .clients
        .figure(EDITION, "contract-count-series", None)
        .await
        .unwrap();
    let points = answer.figure.unwrap().points;
    let seen: Vec<_> = points
        .iter()
        .map(|point| {
            (
                point.ordinal,
                point.year,
                point.value.is_some(),
                point.refusal.is_empty(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (1, 2012, false, false),
            (2, 2013, false, false),
            (3, 2014, false, false),
            (4, 2016, true, true),
        ]
    );
}

#[tokio::test]
async fn a_figure_that_is_not_defined_is_not_found() {
    let running = with_agreements().await;
    refused(
        running
            .clients
            .figure(EDITION, "no-such-figure", None)
            .await,
    )
    .is(Code::NotFound, "RESOURCE_NOT_FOUND");
}

#[tokio::test]
async fn an_explanation_leads_to_the_records_behind_every_cell() {
    let running = with_agreements().await;
    for (figure, records) in [
        ("international-share", 6),
        ("remainder-count", 6),
        ("participation-country-count", 0),
    ] {
        let ask = ExplainFigureRequest {
            name: format!("{EDITION}/figures/{figure}"),
            as_of: None,
        };
        let answer = running
            .clients
            .reporting
            .clone()
            .explain_figure(ask)
            .await
            .unwrap()
            .into_inner();
        let explanation = answer.explanation.expect("an explanation");
        let mut seen = BTreeSet::new();
        follow(&running, &explanation, &mut seen).await;
        assert_eq!(seen.len(), records, "{figure}: {seen:?}");
    }
}

/// Follows an explanation down to its records: every cell that was read says
/// how to list the records behind it, and they add up to it.
async fn follow(running: &RunningFair, explanation: &Explanation, seen: &mut BTreeSet<String>) {
    assert!(!explanation.computation.is_empty());
    assert!(
        !explanation.inputs.is_empty()
            || !explanation.cells.is_empty()
            || !explanation.grounds.is_empty(),
        "a value comes from somewhere: {explanation:?}"
    );
    for read in &explanation.cells {
        let answer = read.answer.as_ref().expect("a reading has an answer");
        let again = running
            .clients
            .query_cells(&read.service, read.query.clone().unwrap())
            .await;
        assert_eq!(&again.unwrap(), answer, "a reading can be repeated");
        let method = match read.service.as_str() {
            "exhibitions" => harness::resources::EXHIBITIONS,
            "forums" => harness::resources::FORUMS,
            "contracts" => harness::resources::CONTRACTS,
            other => panic!("{other} keeps no cubes"),
        };
        let ask: Value =
            serde_json::from_str(&read.evidence_request_json).expect("ready to be sent");
        let evidence = running
            .clients
            .speaker
            .call(&format!("{method}/ListEvidence"), ask)
            .await
            .unwrap();
        for record in evidence["evidence"].as_array().into_iter().flatten() {
            seen.insert(record["record"].as_str().unwrap().to_owned());
        }
    }
    for input in &explanation.inputs {
        Box::pin(follow(running, input, seen)).await;
    }
}
