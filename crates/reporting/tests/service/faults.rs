//! What goes wrong elsewhere, and whom it concerns.

use fault::Fault;
use proto::reporting::v1::{
    CellSelection, CreateFigureDefinitionRequest, FigureDefinition, cell_selection::Measure,
    figure_definition::Rule,
};
use proto::statistics::v1::{LocalizedText, Selection};
use tonic::Code;
use tonic_types::StatusExt;

use super::{
    peers::FAIR,
    stage::{Stage, reason},
};

fn forum_count(stage: &Stage) -> CreateFigureDefinitionRequest {
    CreateFigureDefinitionRequest {
        parent: FAIR.to_owned(),
        figure_definition_id: "own".to_owned(),
        figure_definition: Some(FigureDefinition {
            title: Some(LocalizedText {
                en: "own".to_owned(),
                zh: "自".to_owned(),
            }),
            unit: "activities".to_owned(),
            family: "activities".to_owned(),
            rule: Some(Rule::Selection(CellSelection {
                service: "forums".to_owned(),
                selection: Some(Selection {
                    cube: "activities".to_owned(),
                    r#where: Vec::new(),
                }),
                measure: Some(Measure::SumOf("activities".to_owned())),
                window: None,
            })),
            ..FigureDefinition::default()
        }),
        request_id: stage.request_id(),
    }
}

#[tokio::test]
async fn a_record_keeper_that_is_gone_makes_figures_unavailable() {
    for service in ["contracts", "forums", "exhibitions"] {
        let stage = Stage::open().await;
        stage.peers.state().down.insert(service);
        let refused = stage.figure("contract-count", None).await.unwrap_err();
        assert_eq!(refused.code(), Code::Unavailable, "{service}");
        assert_eq!(reason(&refused), "SERVICE_UNREACHABLE", "{service}");
        assert_eq!(
            stage.all(None).await.unwrap_err().code(),
            Code::Unavailable,
            "{service}"
        );
    }
}

#[tokio::test]
async fn a_definition_is_not_taken_on_trust() {
    let stage = Stage::open().await;
    stage.peers.state().down.insert("forums");
    let request = forum_count(&stage);
    let mut reporting = stage.reporting.clone();
    let refused = reporting
        .create_figure_definition(request.clone())
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::Unavailable);
    stage.peers.state().down.clear();
    reporting.create_figure_definition(request).await.unwrap();
}

/// What is wrong with what it selects is told too, by a record keeper that is there.
#[tokio::test]
async fn a_wrong_definition_is_refused_also_without_the_record_keeper() {
    let stage = Stage::open().await;
    let mut reporting = stage.reporting.clone();
    let mut request = forum_count(&stage);
    let definition = request.figure_definition.as_mut().unwrap();
    definition.family = "nothing".to_owned();
    if let Some(Rule::Selection(rule)) = &mut definition.rule {
        rule.selection.as_mut().unwrap().cube = "dances".to_owned();
    }
    let cube = "figure_definition.selection.selection.cube";
    for (is_down, expected) in [
        (false, vec!["figure_definition.family", cube]),
        (true, vec!["figure_definition.family"]),
    ] {
        if is_down {
            stage.peers.state().down.insert("forums");
        }
        let refused = reporting.create_figure_definition(request.clone()).await;
        let refused = refused.unwrap_err();
        assert_eq!(reason(&refused), "INVALID_FIELDS");
        let told = refused.get_details_bad_request().unwrap().field_violations;
        let told: Vec<_> = told.iter().map(|wrong| wrong.field.as_str()).collect();
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn a_repeated_request_is_answered_without_the_record_keepers() {
    let stage = Stage::open().await;
    let request = forum_count(&stage);
    let mut reporting = stage.reporting.clone();
    let first = reporting
        .create_figure_definition(request.clone())
        .await
        .unwrap()
        .into_inner();
    stage.peers.state().down.extend(["forums", "exhibitions"]);
    let again = reporting
        .create_figure_definition(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(again, first);
}

#[tokio::test]
async fn what_one_question_suffers_concerns_its_figures_only() {
    let stage = Stage::open().await;
    stage.peers.agree("international", "USD", 100);
    stage
        .peers
        .state()
        .refused
        .insert("scope", || Fault::Refused {
            reason: "SELECTION_REFUSED",
            subject: "the selection of agreements".to_owned(),
            why: "no totals are kept".to_owned(),
        });
    let all = stage.all(None).await.unwrap();
    let of = |id: &str| {
        all.figures
            .iter()
            .find(|one| one.name.ends_with(&format!("/{id}")))
            .unwrap()
    };
    assert_eq!(of("contract-count").refusal, "");
    assert!(
        of("international-count")
            .refusal
            .contains("no totals are kept")
    );
    assert!(
        of("remainder-count")
            .refusal
            .contains("international-count")
    );
    let refused = stage.figure("international-count", None).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::FailedPrecondition, "FIGURE_REFUSED")
    );
}

#[tokio::test]
async fn a_sum_that_leaves_the_range_says_so() {
    let stage = Stage::open().await;
    stage
        .peers
        .state()
        .refused
        .insert("scope", || Fault::AmountOutOfRange {
            what: "the sum".to_owned(),
        });
    let refused = stage
        .figure("international-volume", None)
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::OutOfRange, "AMOUNT_OUT_OF_RANGE")
    );
    let all = stage.all(None).await.unwrap();
    assert!(all.figures.iter().any(|figure| figure.refusal.is_empty()));
}

#[tokio::test]
async fn a_catalogue_the_record_keepers_cannot_answer_is_not_installed() {
    let stage = Stage::empty();
    for cube in stage.peers.state().cubes.get_mut("contracts").unwrap() {
        cube.roll_ups[0]
            .dimensions
            .retain(|dimension| dimension != "featured");
    }
    let refused = stage
        .reporting
        .clone()
        .install_catalogue(stage.catalogue())
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "INVALID_FIELDS");
    let fields: Vec<_> = refused
        .get_details_bad_request()
        .unwrap()
        .field_violations
        .into_iter()
        .map(|violation| violation.field)
        .collect();
    assert_eq!(fields.len(), 6, "{fields:?}");
    assert_eq!(
        fields[0],
        "catalogue.featured-culture.named_records.selection.where"
    );
    let all = stage.all(None).await.unwrap();
    assert!(all.figures.is_empty(), "nothing was stored");
}
