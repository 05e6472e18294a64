//! Figure definitions: the shipped catalogue, and definitions of one's own.

mod rules;

use harness::{
    builders::{create, request_id, text},
    check::refused,
    desk::Exact,
    fair::RunningFair,
    standing::{EDITION, FAIR, open_reporting},
};
use proto::reporting::v1::{
    Attribute, AttributeKind, CreateFigureDefinitionRequest, Difference, FigureDefinition, Growth,
    InstallCatalogueRequest, ListFigureDefinitionsRequest, PreviousEdition, Remainder,
    RetireFigureDefinitionRequest, Series, Share, Sum, figure_definition::Rule, growth::Base,
};
use tonic::Code;

/// A request that defines a figure of contracts.
pub(crate) fn define(id: &str, unit: &str, rule: Rule) -> CreateFigureDefinitionRequest {
    CreateFigureDefinitionRequest {
        parent: FAIR.to_owned(),
        figure_definition_id: id.to_owned(),
        figure_definition: Some(FigureDefinition {
            title: text(id),
            unit: unit.to_owned(),
            family: "contracts".to_owned(),
            rule: Some(rule),
            ..FigureDefinition::default()
        }),
        request_id: request_id(),
    }
}

async fn defined(running: &RunningFair) -> Vec<FigureDefinition> {
    let ask = ListFigureDefinitionsRequest {
        parent: FAIR.to_owned(),
        page_size: 1000,
        ..ListFigureDefinitionsRequest::default()
    };
    let answer = running
        .clients
        .reporting
        .clone()
        .list_figure_definitions(ask)
        .await;
    answer.unwrap().into_inner().figure_definitions
}

#[tokio::test]
async fn the_catalogue_is_installed_once() {
    let running = RunningFair::with_open_books().await;
    let mut reporting = running.clients.reporting.clone();
    let request = create::catalogue(FAIR);
    let first = reporting
        .install_catalogue(request.clone())
        .await
        .unwrap()
        .into_inner();
    let listed: Vec<String> = defined(&running)
        .await
        .into_iter()
        .map(|one| one.name)
        .collect();
    assert_eq!(first.created, listed);
    assert!(listed.contains(&format!("{FAIR}/figureDefinitions/focus-sector-series")));

    let again = reporting
        .install_catalogue(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        again.created, first.created,
        "a repeated request gives the same answer"
    );
    let another = reporting
        .install_catalogue(create::catalogue(FAIR))
        .await
        .unwrap()
        .into_inner();
    assert!(another.created.is_empty(), "nothing is created twice");
    assert_eq!(defined(&running).await.len(), listed.len());
}

#[tokio::test]
async fn a_definition_that_stands_is_left_as_it_is() {
    let running = RunningFair::with_open_books().await;
    let mut reporting = running.clients.reporting.clone();
    let name = format!("{FAIR}/figureDefinitions/edition-ordinal");
    let mut year = Attribute::default();
    year.set_kind(AttributeKind::OpeningYear);
    let own = define("edition-ordinal", "year", Rule::Attribute(year));
    let own = reporting
        .create_figure_definition(own)
        .await
        .unwrap()
        .into_inner();

    let installed = reporting.install_catalogue(create::catalogue(FAIR)).await;
    assert!(!installed.unwrap().into_inner().created.contains(&name));
    let all = defined(&running).await;
    let stands = all.into_iter().find(|one| one.name == name).unwrap();
    assert_eq!((stands.etag, stands.rule), (own.etag, own.rule));
}

#[tokio::test]
async fn a_fair_without_a_focus_sector_has_no_figures_of_it() {
    let running = RunningFair::with_open_books().await;
    let request = InstallCatalogueRequest {
        focus_sector_code: String::new(),
        focus_sector_title: None,
        ..create::catalogue(FAIR)
    };
    running
        .clients
        .reporting
        .clone()
        .install_catalogue(request)
        .await
        .unwrap();
    let focus: Vec<_> = defined(&running)
        .await
        .into_iter()
        .filter(|one| one.name.contains("focus"))
        .collect();
    assert!(focus.is_empty(), "{focus:?}");
}

#[tokio::test]
async fn every_rule_of_arithmetic_can_be_defined_and_read() {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    for n in 0..4 {
        let ids = if n == 0 {
            ["gremio", "kaunas"]
        } else {
            ["beijing-football", "sichuan-culture"]
        };
        let names = ids.map(harness::standing::organisation_named);
        let record = harness::builders::agreement(&[&names[0], &names[1]]);
        running
            .clients
            .record_agreement(EDITION, &format!("a{n}"), record)
            .await;
    }
    let of = |id: &str| id.to_owned();
    let (one, three) = ("international-count", "domestic-region-count");
    let rules = [
        (
            "own-sum",
            "agreements",
            Rule::Sum(Sum {
                parts: vec![of(one), of(three)],
            }),
            4,
        ),
        (
            "own-difference",
            "agreements",
            Rule::Difference(Difference {
                minuend: of(three),
                subtrahend: of(one),
            }),
            2,
        ),
        (
            "own-share",
            "percent",
            Rule::Share(Share {
                part: of(one),
                whole: of("contract-count"),
            }),
            25,
        ),
        (
            "own-remainder",
            "agreements",
            Rule::Remainder(Remainder {
                whole: of("contract-count"),
                parts: vec![of(one)],
            }),
            3,
        ),
    ];
    for (id, unit, rule, value) in rules {
        let request = define(id, unit, rule);
        running
            .clients
            .reporting
            .clone()
            .create_figure_definition(request)
            .await
            .unwrap();
        assert_eq!(
            running.clients.value(EDITION, id).await,
            Exact::from(value),
            "{id}"
        );
    }
}

#[tokio::test]
async fn a_definition_names_definitions_that_stand_and_never_itself() {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    let of_nobody = define(
        "own",
        "agreements",
        Rule::Series(Series {
            of: "nobody".to_owned(),
        }),
    );
    let refusal = refused(
        running
            .clients
            .reporting
            .clone()
            .create_figure_definition(of_nobody)
            .await,
    );
    assert!(
        refusal.code == Code::FailedPrecondition && refusal.reason == "REFERENCE_MISSING",
        "{refusal:?}"
    );
    let of_itself = define(
        "own",
        "agreements",
        Rule::Growth(Growth {
            of: "own".to_owned(),
            base: Some(Base::PreviousEdition(PreviousEdition {})),
        }),
    );
    let refusal = refused(
        running
            .clients
            .reporting
            .clone()
            .create_figure_definition(of_itself)
            .await,
    );
    assert!(
        matches!(
            refusal.code,
            Code::FailedPrecondition | Code::InvalidArgument
        ),
        "{refusal:?}"
    );
}

#[tokio::test]
async fn a_retired_definition_gives_figures_of_its_time_only() {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    let own = define(
        "own",
        "agreements",
        Rule::Sum(Sum {
            parts: vec![
                "domestic-region-count".to_owned(),
                "international-count".to_owned(),
            ],
        }),
    );
    let mut reporting = running.clients.reporting.clone();
    reporting.create_figure_definition(own).await.unwrap();
    let before = running.clients.figure(EDITION, "own", None).await.unwrap();
    let retire = RetireFigureDefinitionRequest {
        name: format!("{FAIR}/figureDefinitions/own"),
        reason: "Nobody reads it".to_owned(),
        request_id: request_id(),
        ..RetireFigureDefinitionRequest::default()
    };
    reporting.retire_figure_definition(retire).await.unwrap();

    let cut = harness::clients::at_cut(before.cut.as_ref().unwrap());
    let then = running.clients.figure(EDITION, "own", cut).await.unwrap();
    assert_eq!(then.figure, before.figure);
    let all = running.clients.all_figures(EDITION, None).await;
    assert!(
        all.figures
            .iter()
            .all(|figure| !figure.name.ends_with("/own")),
        "it is not live"
    );
}
