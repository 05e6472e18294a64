//! An explanation as a tree of sentences.

use proto::{
    reporting::v1::{CellRead, Explanation, Figure, FigureBasis},
    statistics::v1::query_cells_request::Measure,
};

use super::{Records, key, records::Behind, words};
use crate::{
    figure_text::{self, grouped},
    terminal::{Branch, Paper},
};

/// The tree of an explanation, with the records that were found.
pub(super) fn tree(explanation: &Explanation, records: &Records, paper: Paper) -> Branch {
    let nothing = Figure::default();
    let figure = explanation.figure.as_ref().unwrap_or(&nothing);
    let mut below = vec![
        Branch::leaf(defined(figure)),
        Branch::leaf(format!("computed: {}", explanation.computation)),
    ];
    let grounds = explanation.grounds.iter();
    below.extend(grounds.map(|ground| Branch::leaf(format!("rests on {ground}"))));
    let named = figure.records.iter();
    below.extend(named.map(|record| Branch::leaf(figure_text::record(record, paper))));
    let cells = explanation.cells.iter();
    below.extend(cells.map(|read| cell_read(read, records.get(&key(read)), paper)));
    let inputs = explanation.inputs.iter();
    below.extend(inputs.map(|input| tree(input, records, paper)));
    Branch {
        text: headed(figure, paper),
        below,
    }
}

/// The figure with its value: `contract-count of edition 4: 331 agreements
/// (provisional, from records)`.
fn headed(figure: &Figure, paper: Paper) -> String {
    let name = paper.heading(&figure_text::name(figure));
    if !figure.refusal.is_empty() {
        return format!("{name}: {}: {}", paper.warning("refused"), figure.refusal);
    }
    let value = figure_text::value(figure);
    let value = if figure.value.is_some() {
        format!("{value} {}", figure_text::unit(figure))
    } else {
        value
    };
    let status = figure_text::status(figure);
    let basis = match figure.basis() {
        FigureBasis::Records => "from records".to_owned(),
        _ => figure_text::basis(figure),
    };
    let text = format!("{name}: {value} ({status}, {basis})");
    // The records stand below, each on its own.
    let unnamed = Figure {
        records: Vec::new(),
        ..figure.clone()
    };
    match figure_text::note(&unnamed) {
        note if note.is_empty() => text,
        note => format!("{text}, {note}"),
    }
}

fn defined(figure: &Figure) -> String {
    let title = figure.title.as_ref().map(|title| title.en.as_str());
    match title {
        Some(title) if !title.is_empty() => {
            format!("“{title}”, defined by {}", figure.definition)
        }
        _ if figure.definition.is_empty() => "not defined".to_owned(),
        _ => format!("defined by {}", figure.definition),
    }
}

fn cell_read(read: &CellRead, behind: Option<&Behind>, paper: Paper) -> Branch {
    Branch {
        text: words::cell_read(read),
        below: behind
            .map(|behind| listed(read, behind, paper))
            .unwrap_or_default(),
    }
}

/// The records behind a reading: how many, the first of them, and the rest.
fn listed(read: &CellRead, behind: &Behind, paper: Paper) -> Vec<Branch> {
    let mut below = vec![Branch::leaf(summary(read, behind))];
    let shown = behind.shown.iter();
    below.extend(shown.map(|record| Branch::leaf(figure_text::record(record, paper))));
    let rest = behind.count.saturating_sub(behind.shown.len());
    if rest > 0 {
        let than = if behind.more { "more than " } else { "" };
        below.push(Branch::leaf(format!(
            "and {than}{} more; --records all shows them",
            thousands(rest)
        )));
    }
    below
}

/// How many records there are; of a sum, also what they add up to.
fn summary(read: &CellRead, behind: &Behind) -> String {
    let than = if behind.more { "more than " } else { "" };
    let noun = if behind.count == 1 {
        "record"
    } else {
        "records"
    };
    let counted = format!("{than}{} {noun}", thousands(behind.count));
    let measure = read.query.as_ref().and_then(|query| query.measure.as_ref());
    match measure {
        Some(Measure::SumOf(_)) if !behind.more => {
            format!("{counted}, adding up to {}", grouped(behind.sum))
        }
        _ => counted,
    }
}

fn thousands(count: usize) -> String {
    // A count of what lies in memory always fits.
    grouped(i128::try_from(count).unwrap_or(i128::MAX))
}
