//! Cuts drawn at random, and what the product has to say at each.

use std::path::Path;

use harness::{
    clients::{Clients, at_cut},
    dice::Dice,
    standing::FAIR,
};
use proto::statistics::v1::{Cut, Position};
use serde_json::{Value, json};
use tradefair::{
    export::{self, Form, Wanted},
    import::Links,
};

use super::chance::EDITIONS;

/// A cut between nothing and the newest positions, each service on its own. Three
/// in four positions lie in the history that came after the sample. How many commits
/// the sample took varies, those of the history do not: so the same seed gives the
/// same cuts of it.
pub(super) fn draw(dice: &mut Dice, loaded: &Cut, newest: &Cut) -> Cut {
    let positions = newest.positions.iter().zip(&loaded.positions);
    let drawn = positions.map(|(newest, loaded)| {
        let sequence = if dice.roll(4) > 0 {
            let back = roll_up_to(dice, newest.sequence - loaded.sequence);
            newest.sequence - back
        } else {
            // Books that have not heard of the fair cannot be asked about it.
            let earliest = i64::from(newest.service == "exhibitions");
            let thousandth = roll_up_to(dice, 1000);
            earliest + (loaded.sequence - earliest) * thousandth / 1000
        };
        Position {
            sequence,
            ..newest.clone()
        }
    });
    Cut {
        positions: drawn.collect(),
    }
}

/// A number from 0 to this.
fn roll_up_to(dice: &mut Dice, most: i64) -> i64 {
    let sides = usize::try_from(most + 1).expect("a position is behind the newest");
    i64::try_from(dice.roll(sides)).expect("a small number")
}

/// Writes what the books hold at a cut, as `tradefair export` does.
pub(super) async fn write_tables(links: &Links, cut: &Cut, folder: &Path) {
    let wanted = Wanted {
        fair: FAIR.to_owned(),
        edition: None,
        as_of: at_cut(cut),
    };
    let written = export::write(links, &wanted, folder, Form::Text, &mut || ()).await;
    written.unwrap_or_else(|why| panic!("the books are exported at {cut:?}: {why}"));
}

/// All definitions at a cut, live or not, as they are listed.
pub(super) async fn definitions(clients: &Clients, cut: &Cut) -> Value {
    let positions = cut.positions.iter().map(|position| {
        json!({"service": position.service, "fair": FAIR, "sequence": position.sequence})
    });
    let as_of = json!({"cut": {"positions": positions.collect::<Vec<_>>()}});
    let ask = json!({"parent": FAIR, "page_size": 1000, "as_of": as_of});
    let method = "tradefair.reporting.v1.ReportingService/ListFigureDefinitions";
    let listed = clients.speaker.call(method, ask).await;
    let mut listed = listed.expect("definitions are listed");
    assert!(listed["next_page_token"].is_null(), "one page holds them");
    match listed["figure_definitions"].take() {
        Value::Null => json!([]),
        definitions => definitions,
    }
}

/// What the product says of every figure at a cut, edition by edition, in the form
/// in which the model says it. An edition the books do not know is left out.
pub(super) async fn told(clients: &Clients, cut: &Cut) -> Value {
    let mut editions = json!({});
    for id in EDITIONS {
        let edition = format!("{FAIR}/editions/{id}");
        match clients.try_all_figures(&edition, at_cut(cut)).await {
            Ok(answer) => {
                let figures = answer.figures.iter().map(super::told::figure);
                editions[id] = Value::Object(figures.collect());
            }
            Err(refusal) => assert_eq!(refusal.code, tonic::Code::NotFound, "{refusal:?}"),
        }
    }
    editions
}
