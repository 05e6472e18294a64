//! Definitions with several faults, each of which is told by somebody else.

use harness::{builders::request_id, resources::FIGURE_DEFINITIONS, standing::FAIR};
use serde_json::{Value, json};

use super::{
    super::{Row, shared::create_with, wrong},
    OfRule,
};

/// Rules with faults of which each is told by somebody else: by the definition itself,
/// the service that keeps the cube, the code lists and the definitions of the fair.
pub(super) fn created(rule: OfRule<'_>) -> Vec<Row> {
    let unknown = json!([{"dimension": "height", "any_of": {"values": ["1"]}}]);
    let selection = json!({"cube": "agreements", "where": unknown});
    let mut elsewhere = with_faults_in_the_cells();
    elsewhere["parent"] = json!("ciftis");
    elsewhere["request_id"] = json!("1");
    vec![
        rule(
            "selection",
            json!({"service": "contracts", "selection": selection}),
            &[
                "selection.selection.where[0].dimension",
                "selection.measure",
            ],
        ),
        rule(
            "coverage",
            json!({"service": "contracts", "selection": selection, "code_list": "nobody"}),
            &[
                "coverage.selection.where[0].dimension",
                "coverage.distinct",
                "coverage.code_list",
            ],
        ),
        rule(
            "sum",
            json!({"parts": ["nobody", "No Id", "contract-volume"]}),
            &["sum.parts[0]", "sum.parts[1]", "sum.parts[2]"],
        ),
        // Whether currency is pinned cannot be said before the condition has a test, nor
        // anything of the cells of a service that is none.
        rule(
            "selection",
            json!({
                "service": "contracts",
                "selection": {"cube": "agreements", "where": [{"dimension": "currency"}]},
                "sum_of": "amount_minor_units",
            }),
            &["selection.selection.where[0].test"],
        ),
        rule(
            "selection",
            json!({"service": "nobody", "selection": selection, "sum_of": "heights"}),
            &["selection.service"],
        ),
        wrong(
            FIGURE_DEFINITIONS.create_method(),
            elsewhere,
            &[
                "parent",
                "request_id",
                "figure_definition.title.zh",
                "figure_definition.unit",
                "figure_definition.selection.selection.where[0].dimension",
                "figure_definition.selection.sum_of",
            ],
        ),
    ]
}

/// A creation whose definition is wrong in itself and in what it selects.
fn with_faults_in_the_cells() -> Value {
    let record = json!({
        "title": {"en": "a figure"},
        "unit": "No unit",
        "family": "contracts",
        "selection": {
            "service": "contracts",
            "selection": {"cube": "agreements", "where": [
                {"dimension": "height", "any_of": {"values": ["1"]}},
            ]},
            "sum_of": "heights",
        },
    });
    create_with(&FIGURE_DEFINITIONS, record)
}

/// Changes of a definition with the same faults: one by itself, one without a name, and
/// one of a request that is wrong too.
pub(super) fn changed() -> Vec<Row> {
    let change = |id: &str| {
        let mut request = json!({
            "figure_definition": with_faults_in_the_cells()["figure_definition"],
            "request_id": request_id(),
        });
        request["figure_definition"]["name"] = json!(format!("{FAIR}/figureDefinitions/{id}"));
        request
    };
    let mut without_id = change("contract-count");
    without_id["request_id"] = json!("");
    let mut of_the_cells_only = change("Contract Count");
    of_the_cells_only["update_mask"] = json!("selection");
    let cells = [
        "figure_definition.selection.selection.where[0].dimension",
        "figure_definition.selection.sum_of",
    ];
    let all = [
        &["figure_definition.title.zh", "figure_definition.unit"],
        &cells[..],
    ]
    .concat();
    let wrong = |request, fields: &[&[&str]]| {
        wrong(
            FIGURE_DEFINITIONS.update_method(),
            request,
            &fields.concat(),
        )
    };
    vec![
        wrong(change("contract-count"), &[&all]),
        wrong(without_id, &[&["request_id"], &all]),
        wrong(of_the_cells_only, &[&["figure_definition.name"], &cells]),
    ]
}
