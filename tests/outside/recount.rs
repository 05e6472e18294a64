//! Every figure at a hundred random cuts, counted anew by an independent program.
//!
//! A fair with the sample lives through a history made up at random in all its
//! books. Then cuts are drawn, any position of each service with any of another;
//! each is exported, and `model/`, in Python, counts every live figure of every
//! edition from the tables and the definitions alone. What it says must be what
//! the product says, exactly: values as fractions, the records, points and parts,
//! and which figures are refused. The reasons are told in other words.

mod chance;
mod cuts;
mod definitions;
mod history;
mod made_up;
mod told;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    path::Path,
    process::{Command, Stdio},
};

use harness::{
    dice::Dice,
    fair::RunningFair,
    standing::{self, FAIR, links},
};
use proto::statistics::v1::Cut;
use serde_json::{Value, json};

use history::{History, Tally};

/// How many steps the history has.
const STEPS: usize = 600;

/// The least each book must be changed in before its history tells anything.
const STEPS_TAKEN_AT_LEAST: usize = 450;

/// A knob of this test.
fn knob(name: &str, without: u64) -> u64 {
    std::env::var(name).map_or(without, |said| {
        said.parse()
            .unwrap_or_else(|_| panic!("{name} is a number, not {said:?}"))
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_independent_program_counts_every_figure_the_same_at_random_cuts() {
    let seed = knob("TRADEFAIR_RECOUNT_SEED", 2016);
    let running = RunningFair::start().await;
    standing::load_sample(&running).await;
    let clients = &running.clients;
    let loaded = clients.newest(FAIR).await;
    let tally = History::of(clients.clone(), seed).await.write(STEPS).await;
    check_history(&tally);
    let newest = clients.newest(FAIR).await;

    let folder = tempfile::tempdir().unwrap();
    let links = links(&running);
    let directory = folder.path().join("newest");
    cuts::write_tables(&links, &newest, &directory).await;
    let mut dice = Dice(seed);
    let mut expected = Vec::new();
    let mut requests = Vec::new();
    for number in 0..knob("TRADEFAIR_RECOUNT_CUTS", 100) {
        let cut = cuts::draw(&mut dice, &loaded, &newest);
        let tables = folder.path().join(format!("cut-{number}"));
        cuts::write_tables(&links, &cut, &tables).await;
        let definitions = tables.join("definitions.json");
        let listed = cuts::definitions(clients, &cut).await;
        fs::write(&definitions, listed.to_string()).unwrap();
        requests.push(json!({
            "tables": tables, "directory": directory,
            "definitions": definitions, "editions": chance::EDITIONS,
        }));
        expected.push((cut.clone(), cuts::told(clients, &cut).await));
    }
    let counted = count(&requests, folder.path());
    compare(&expected, &counted);
}

/// Passes when a history did something in every book.
fn check_history(tally: &Tally) {
    let kept: usize = tally.values().map(|(kept, _)| kept).sum();
    assert!(
        kept >= STEPS_TAKEN_AT_LEAST,
        "most steps are taken: {tally:?}"
    );
    let never: Vec<_> = tally.iter().filter(|(_, (kept, _))| *kept == 0).collect();
    assert!(never.is_empty(), "each kind of step is taken: {never:?}");
}

/// Has the model count at all cuts.
fn count(requests: &[Value], folder: &Path) -> Vec<Value> {
    let asked = folder.join("requests");
    let lines: Vec<_> = requests.iter().map(Value::to_string).collect();
    fs::write(&asked, lines.join("\n")).unwrap();
    let program = std::env::var("PYTHON3").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(&program)
        // Nothing is left behind beside the sources.
        .arg("-B")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/outside/model"))
        .stdin(File::open(&asked).unwrap())
        .stderr(Stdio::inherit())
        .output()
        .unwrap_or_else(|missing| panic!("{program} is needed here: {missing}"));
    assert!(output.status.success(), "the model comes to its end");
    let said = String::from_utf8(output.stdout).expect("the model writes text");
    let answers = said.lines().map(serde_json::from_str);
    answers
        .collect::<Result<_, _>>()
        .expect("the model writes JSON")
}

/// Passes when both say the same of every figure at every cut.
fn compare(expected: &[(Cut, Value)], counted: &[Value]) {
    assert_eq!(expected.len(), counted.len(), "every cut is counted");
    let mut differences = Vec::new();
    let mut seen = Seen::default();
    for ((cut, product), model) in expected.iter().zip(counted) {
        assert_eq!(keys(product), keys(model), "the editions at {}", words(cut));
        for edition in keys(product) {
            let (product, model) = (&product[&edition], &model[&edition]);
            assert_eq!(keys(product), keys(model), "the figures at {}", words(cut));
            for id in keys(product) {
                let (product, model) = (&product[&id], &model[&id]);
                seen.note(&id, product);
                if outcome(product) != outcome(model) {
                    differences.push(format!(
                        "{} editions/{edition} {id}:\n  product {product}\n  model   {model}",
                        words(cut)
                    ));
                }
            }
        }
    }
    seen.check();
    let (many, few) = (differences.len(), differences.iter().take(40));
    let few: Vec<_> = few.map(String::as_str).collect();
    assert!(many == 0, "{many} figures differ:\n{}", few.join("\n"));
}

/// What of a figure must agree: everything, but of a refusal that it is one.
fn outcome(figure: &Value) -> Value {
    if figure["refused"].is_null() {
        figure.clone()
    } else {
        json!("refused")
    }
}

fn keys(of: &Value) -> Vec<String> {
    let fields = of.as_object().expect("an answer by names");
    let mut keys: Vec<_> = fields.keys().cloned().collect();
    keys.sort();
    keys
}

/// A cut as the command line takes it.
fn words(cut: &Cut) -> String {
    let positions = cut.positions.iter();
    let words: Vec<_> = positions
        .map(|position| format!("{}:{}", position.service, position.sequence))
        .collect();
    words.join(",")
}

/// What was compared.
#[derive(Default)]
struct Seen {
    given: usize,
    refused: usize,
    /// The different outcomes of each figure, to see that the cuts told them apart.
    outcomes: BTreeMap<String, BTreeSet<String>>,
}

impl Seen {
    fn note(&mut self, id: &str, figure: &Value) {
        if figure["refused"].is_null() {
            self.given += 1;
        } else {
            self.refused += 1;
        }
        let outcomes = self.outcomes.entry(id.to_owned()).or_default();
        outcomes.insert(outcome(figure).to_string());
    }

    /// Passes when the history moved the figures.
    #[expect(
        clippy::print_stdout,
        reason = "whoever runs it with --nocapture is told how much was compared"
    )]
    fn check(&self) {
        let moved = self.outcomes.values().filter(|outcomes| outcomes.len() > 1);
        let (moved, all) = (moved.count(), self.outcomes.len());
        println!(
            "{} figures given and {} refused; {moved} of {all} moved between the cuts",
            self.given, self.refused
        );
        assert!(moved * 10 >= all * 9, "the history moves the figures");
        let refused = BTreeSet::from([json!("refused").to_string()]);
        let never = self.outcomes.iter().filter(|(_, seen)| **seen == refused);
        let never: Vec<_> = never.map(|(id, _)| id).collect();
        assert!(
            never.len() * 20 <= all,
            "nearly every figure is given somewhere: {never:?}"
        );
    }
}
