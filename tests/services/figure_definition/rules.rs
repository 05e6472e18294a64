//! The rules that say more than a number: ranks, streaks, thresholds, breakdowns.

use harness::{
    builders::{
        With, activity, agreement, comparability, create, date, edition_status, participation,
        reported_figure,
    },
    cells::selection,
    check::refused,
    desk::{Exact, exact},
    fair::RunningFair,
    standing::{EDITION, EDITION_BEFORE, FAIR, open_reporting, organisation_named},
};
use proto::{
    forums::v1::ActivityKind,
    reporting::v1::{
        Breakdown, CellSelection, CreateFigureDefinitionRequest, DateWindow, ExplainFigureRequest,
        Figure, FigureBasis, Growth, PerDay, Period, Rank, RankOrder, SameSeasonYearEarlier,
        Streak, Threshold, cell_selection::Measure, figure_definition::Rule, growth::Base,
    },
};
use tonic::Code;

use super::define;

const COUNT: &str = "contract-count";

/// A fair with three contracts now, and reported counts of the editions before.
async fn with_history() -> RunningFair {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    let names = ["gremio", "beijing-football"].map(organisation_named);
    for n in 0..3 {
        let record = agreement(&[&names[0], &names[1]]);
        let id = format!("a{n}");
        running.clients.record_agreement(EDITION, &id, record).await;
    }
    let mut reporting = running.clients.reporting.clone();
    for (ordinal, count) in [(1, "5"), (2, "1"), (3, "2")] {
        let edition = format!("{FAIR}/editions/{ordinal}");
        let status = edition_status("contracts", FigureBasis::Reported);
        let status = create::edition_status(&edition, status);
        reporting.create_edition_status(status).await.unwrap();
        let figure = create::reported_figure(&edition, COUNT, reported_figure(count));
        reporting.create_reported_figure(figure).await.unwrap();
        let judgement = comparability("contracts", &edition);
        let id = format!("contracts-{ordinal}");
        let judgement = create::comparability(EDITION, &id, judgement);
        reporting.create_comparability(judgement).await.unwrap();
    }
    running
}

async fn defined(running: &RunningFair, request: CreateFigureDefinitionRequest) {
    let mut reporting = running.clients.reporting.clone();
    reporting.create_figure_definition(request).await.unwrap();
}

/// The same definition in another family.
fn of_family(
    family: &str,
    mut request: CreateFigureDefinitionRequest,
) -> CreateFigureDefinitionRequest {
    request.figure_definition.as_mut().unwrap().family = family.to_owned();
    request
}

async fn figure(running: &RunningFair, edition: &str, id: &str) -> Figure {
    let answer = running.clients.figure(edition, id, None).await.unwrap();
    answer.figure.unwrap()
}

async fn explained(running: &RunningFair, id: &str) -> proto::reporting::v1::Explanation {
    let name = format!("{EDITION}/figures/{id}");
    let ask = ExplainFigureRequest { name, as_of: None };
    let mut reporting = running.clients.reporting.clone();
    let answer = reporting.explain_figure(ask).await.unwrap().into_inner();
    answer.explanation.unwrap()
}

#[tokio::test]
async fn a_rank_is_a_place_among_all_editions() {
    let running = with_history().await;
    let mut rank = Rank {
        of: COUNT.to_owned(),
        ..Rank::default()
    };
    rank.set_order(RankOrder::HighestFirst);
    defined(&running, define("place", "rank", Rule::Rank(rank))).await;
    let place = figure(&running, EDITION, "place").await;
    assert_eq!(exact(place.value.as_ref().unwrap()), Exact::from(2));
    assert_eq!(place.out_of, 4);
    let points = place.points.iter();
    let points: Vec<_> = points
        .map(|one| exact(one.value.as_ref().unwrap()))
        .collect();
    assert_eq!(points, [5, 1, 2, 3].map(Exact::from));
    let why = explained(&running, "place").await;
    assert_eq!(why.inputs.len(), 4);
    for base in 1..=3 {
        let judgement = format!("{EDITION}/comparabilities/contracts-{base}@1");
        assert!(why.grounds.contains(&judgement), "{:?}", why.grounds);
    }
    // The 3rd edition was compared with none.
    let refusal = refused(running.clients.figure(EDITION_BEFORE, "place", None).await);
    refusal.is(Code::FailedPrecondition, "FIGURE_REFUSED");
    assert!(refusal.message.contains("editions/1"), "{refusal:?}");
}

#[tokio::test]
async fn a_threshold_and_a_day_follow_from_their_figure() {
    let running = with_history().await;
    let of = || COUNT.to_owned();
    let above = |above: &str| {
        let above = above.to_owned();
        Rule::Threshold(Threshold { of: of(), above })
    };
    defined(&running, define("over-2", "agreements", above("2"))).await;
    defined(&running, define("over-3", "agreements", above("3"))).await;
    let per_day = Rule::PerDay(PerDay { of: of() });
    defined(&running, define("daily", "agreements", per_day)).await;
    assert_eq!(
        running.clients.value(EDITION, "over-2").await,
        Exact::from(2)
    );
    assert_eq!(
        running.clients.value(EDITION, "daily").await,
        Exact::new(3, 5)
    );
    let refusal = refused(running.clients.figure(EDITION, "over-3", None).await);
    refusal.is(Code::FailedPrecondition, "FIGURE_REFUSED");
    assert!(refusal.message.contains("is not above 3"), "{refusal:?}");
}

#[tokio::test]
async fn a_streak_goes_back_as_far_as_records_prove_it() {
    let running = with_history().await;
    let gremio = organisation_named("gremio");
    for ordinal in 2..=4 {
        let edition = format!("{FAIR}/editions/{ordinal}");
        running
            .clients
            .record_participation(&edition, "p1", participation(&gremio))
            .await;
    }
    let streak = |organisation: &str| {
        let pinned = selection("participations", &[("organisation", organisation)]);
        Rule::Streak(Streak {
            service: "exhibitions".to_owned(),
            selection: Some(pinned),
        })
    };
    for (id, organisation) in [("gremio-run", "gremio"), ("longley-run", "longley")] {
        let request = define(id, "editions", streak(organisation));
        defined(&running, of_family("participations", request)).await;
    }
    let run = figure(&running, EDITION, "gremio-run").await;
    assert_eq!(exact(run.value.as_ref().unwrap()), Exact::from(3));
    let first = format!("{FAIR}/editions/1");
    assert_eq!(run.not_proven_beyond, first, "of the first nothing is said");

    let status = edition_status("participations", FigureBasis::Records);
    let mut reporting = running.clients.reporting.clone();
    reporting
        .create_edition_status(create::edition_status(&first, status))
        .await
        .unwrap();
    let run = figure(&running, EDITION, "gremio-run").await;
    assert_eq!(exact(run.value.as_ref().unwrap()), Exact::from(3));
    assert_eq!(run.not_proven_beyond, "", "it took no part in the first");
    let why = explained(&running, "gremio-run").await;
    let status = format!("{first}/statuses/participations@1");
    assert!(why.grounds.contains(&status), "{:?}", why.grounds);
    assert_eq!(
        why.cells.len(),
        5,
        "four editions, and who is not known in the first"
    );

    let none = figure(&running, EDITION, "longley-run").await;
    assert_eq!(exact(none.value.as_ref().unwrap()), Exact::from(0));
}

#[tokio::test]
async fn a_breakdown_adds_up_and_a_window_keeps_to_the_dates() {
    let running = with_history().await;
    for (id, kind, day) in [
        ("b1", ActivityKind::BusinessTalk, 27),
        ("b2", ActivityKind::BusinessTalk, 28),
        ("b3", ActivityKind::BusinessTalk, 31),
        ("m1", ActivityKind::Matchmaking, 30),
    ] {
        let held = activity(kind).with(|activity| activity.held_on = date(2016, 5, day));
        running.clients.record_activity(EDITION, id, held).await;
    }
    let window = |period: Period| {
        let mut window = DateWindow {
            dimension: "held_on".to_owned(),
            ..DateWindow::default()
        };
        window.set_period(period);
        Some(window)
    };
    let by_kind = Rule::Breakdown(Breakdown {
        service: "forums".to_owned(),
        selection: Some(selection("activities", &[])),
        sum_of: "activities".to_owned(),
        by: "kind".to_owned(),
        limit: 1,
        window: window(Period::During),
    });
    let before = Rule::Selection(CellSelection {
        service: "forums".to_owned(),
        selection: Some(selection("activities", &[])),
        measure: Some(Measure::SumOf("activities".to_owned())),
        window: window(Period::BeforeOpening),
    });
    for (id, rule) in [("kinds", by_kind), ("early", before)] {
        let request = define(id, "activities", rule);
        defined(&running, of_family("activities", request)).await;
    }
    assert_eq!(
        running.clients.value(EDITION, "early").await,
        Exact::from(1)
    );
    let kinds = figure(&running, EDITION, "kinds").await;
    assert_eq!(exact(kinds.value.as_ref().unwrap()), Exact::from(4));
    let parts = kinds.parts.iter().map(|part| {
        let share = exact(part.share_percent.as_ref().unwrap());
        (
            part.key.as_str(),
            exact(part.value.as_ref().unwrap()),
            share,
        )
    });
    let (two, half) = (Exact::from(2), Exact::from(50));
    let parts: Vec<_> = parts.collect();
    assert_eq!(parts, [("business_talk", two, half), ("other", two, half)]);
}

#[tokio::test]
async fn a_season_has_its_base_a_year_earlier() {
    let running = with_history().await;
    let season = Rule::Growth(Growth {
        of: COUNT.to_owned(),
        base: Some(Base::SameSeasonYearEarlier(SameSeasonYearEarlier {})),
    });
    defined(&running, define("seasonal", "percent", season)).await;
    let mut reporting = running.clients.reporting.clone();
    let judgement = comparability("contracts", &format!("{FAIR}/editions/2"));
    let judgement = create::comparability(EDITION_BEFORE, "contracts-2", judgement);
    reporting.create_comparability(judgement).await.unwrap();
    let growth = figure(&running, EDITION_BEFORE, "seasonal").await;
    assert_eq!(exact(growth.value.as_ref().unwrap()), Exact::from(100));
    assert_eq!(growth.base_edition, format!("{FAIR}/editions/2"));
    // None was held in 2015.
    let refusal = refused(running.clients.figure(EDITION, "seasonal", None).await);
    refusal.is(Code::FailedPrecondition, "FIGURE_REFUSED");
    assert!(refusal.message.contains("2015"), "{refusal:?}");
}
