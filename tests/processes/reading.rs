//! The verbs that read: figures as a table, a figure as a tree down to its
//! records, from a server and from a folder of books.

use std::{path::Path, process::Output};

use prost_reflect::DynamicMessage;

use crate::process::{run, serve, told};

const EDITION: &str = "fairs/ciftis/editions/4";
const CONTRACT_COUNT: &str = "fairs/ciftis/editions/4/figures/contract-count";

/// The books of the sample fair in a folder.
fn sample_books(data: &Path) {
    let data = data.to_str().unwrap();
    let loaded = run(&["demo", "--once", "--data", data, "--listen", "127.0.0.1:0"]);
    assert!(loaded.status.success(), "{}", told(&loaded));
}

/// What a run printed, which must have succeeded.
fn printed(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", told(&output));
    let text = String::from_utf8(output.stdout).expect("it prints text");
    assert!(!text.contains('\u{1b}'), "no colour where no terminal is");
    text
}

/// The one sentence of a run that failed.
fn refused(arguments: &[&str]) -> String {
    let output: Output = run(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?} prints nothing");
    let said = told(&output);
    assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
    said
}

/// The cut a text says it was read at.
fn cut_of(text: &str) -> &str {
    let line = text.lines().find_map(|line| line.strip_prefix("Read at "));
    line.unwrap_or_else(|| panic!("it tells no cut: {text}"))
}

/// The columns of the line of a figure.
fn row<'t>(table: &'t str, figure: &str) -> Vec<&'t str> {
    let line = table
        .lines()
        .find(|line| line.split_whitespace().next() == Some(figure));
    line.unwrap_or_else(|| panic!("{figure} is not in {table}"))
        .split_whitespace()
        .collect()
}

#[test]
fn a_text_is_checked_against_the_sample_fair_a_folder_and_a_server() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("books");
    sample_books(&data);
    let file = folder.path().join("report.txt");
    let text = "The 4th CIFTIS closed with 331 contracts.\nIt had 91 forums.\n";
    std::fs::write(&file, text).unwrap();
    let (file, data) = (file.to_str().unwrap(), data.to_str().unwrap());
    let asked = ["check", file, "--edition", EDITION];

    let by_sample = run(&[&asked[..], &["--sample"]].concat());
    assert_eq!(by_sample.status.code(), Some(1), "{}", told(&by_sample));
    assert!(told(&by_sample).contains("one claim of the text is contradicted"));
    let shown = String::from_utf8(by_sample.stdout).unwrap();
    assert!(shown.starts_with(text), "{shown}");
    let fault = shown.lines().find(|line| line.starts_with("contradicted"));
    let fault: Vec<_> = fault.unwrap().split_whitespace().collect();
    assert_eq!(fault[1..4], ["2", "91", "81"]);
    assert!(shown.contains("3 claims: 1 backed, 1 contradicted, 1 not a statistic"));

    let process = serve(Path::new(data));
    let server = format!("http://{}", process.address);
    let json = run(&[&asked[..], &["--server", &server, "--json"]].concat());
    assert_eq!(json.status.code(), Some(1));
    let lines: Vec<serde_json::Value> = std::str::from_utf8(&json.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let [ordinal, contracts, forums] = lines.as_slice() else {
        panic!("three claims: {lines:?}");
    };
    assert_eq!(ordinal["verdict"], "not_a_statistic");
    let figure = serde_json::json!(CONTRACT_COUNT);
    assert_eq!(
        (&contracts["verdict"], &contracts["figure"]),
        (&"backed".into(), &figure)
    );
    assert_eq!(
        (&contracts["value"], &contracts["unit"]),
        (&331.into(), &"count".into())
    );
    assert_eq!(
        (&forums["verdict"], &forums["true_value"]),
        (&"contradicted".into(), &81.into())
    );
    assert_eq!((&forums["start"], &forums["end"]), (&49.into(), &51.into()));
    drop(process);

    // Nothing is contradicted; nothing to compare the text with is no fault either.
    std::fs::write(file, "331 contracts were signed. Hotels had 40 rooms.").unwrap();
    let shown = printed(&[&asked[..], &["--data", data]].concat());
    assert!(
        shown.contains("2 claims: 1 backed, 1 untraceable"),
        "{shown}"
    );
    assert!(refused(&["check", "none.txt", "--edition", EDITION, "--sample"]).contains("none.txt"));
}

#[test]
fn the_figures_of_an_edition_are_a_table() {
    let folder = tempfile::tempdir().unwrap();
    sample_books(folder.path());
    let data = folder.path().to_str().unwrap();
    let table = printed(&["figures", "--edition", EDITION, "--data", data]);
    assert_eq!(
        row(&table, "contract-count"),
        [
            "contract-count",
            "331",
            "agreements",
            "provisional",
            "records"
        ]
    );
    assert_eq!(row(&table, "opening-year")[1..3], ["2016", "year"]);
    assert_eq!(
        row(&table, "contract-volume")[1..3],
        ["101,080,000,000", "USD"]
    );

    // The same from a server that holds the books, at the cut that was told.
    let process = serve(folder.path());
    let server = format!("http://{}", process.address);
    let (cut, asked) = (cut_of(&table), ["figures", "--edition", EDITION]);
    let again = printed(&[&asked[..], &["--server", &server, "--as-of", cut]].concat());
    assert_eq!(again, table);

    // One figure on each line, and the cut aside.
    let json = run(&[&asked[..], &["--server", &server, "--json"]].concat());
    assert_eq!(told(&json), format!("Read at {cut}\n"));
    let figures: Vec<_> = std::str::from_utf8(&json.stdout)
        .unwrap()
        .lines()
        .map(figure)
        .collect();
    // Less the heading, the empty line and the cut.
    assert_eq!(figures.len(), table.lines().count() - 3);

    // Before it was recorded, the edition was not there.
    let before: Vec<_> = cut
        .split(',')
        .map(|position| match position.split_once('=') {
            Some(("exhibitions", _)) => "exhibitions=0",
            _ => position,
        })
        .collect();
    let before = before.join(",");
    let said = refused(&[&asked[..], &["--server", &server, "--as-of", &before]].concat());
    assert!(said.contains(EDITION), "{said}");
    let said = refused(&[&asked[..], &["--data", data]].concat());
    assert!(
        said.contains("in use by another process; ask that process"),
        "{said}"
    );
}

/// A figure, read from its JSON.
fn figure(line: &str) -> DynamicMessage {
    let pool = harness::dynamic::contracts_as_data();
    let figure = pool
        .get_message_by_name("tradefair.reporting.v1.Figure")
        .unwrap();
    let mut json = serde_json::Deserializer::from_str(line);
    DynamicMessage::deserialize(figure, &mut json).unwrap_or_else(|wrong| panic!("{line}: {wrong}"))
}

#[test]
fn a_figure_is_explained_down_to_its_records() {
    let folder = tempfile::tempdir().unwrap();
    sample_books(folder.path());
    let data = folder.path().to_str().unwrap();
    let explain = ["explain", CONTRACT_COUNT, "--data", data];
    let tree = printed(&explain);
    for said in [
        "contract-count of edition 4: 331 agreements (provisional, from records)",
        "defined by fairs/ciftis/figureDefinitions/contract-count@1",
        "contracts: the sum of agreements in cube agreements, where counted is true: 331",
        "331 records, adding up to 331",
        "and 326 more; --records all shows them",
    ] {
        assert!(tree.contains(said), "{said:?} is not in {tree}");
    }
    let records = |text: &str| text.lines().filter(|line| line.contains("─ +1  ")).count();
    assert_eq!(records(&tree), 5);
    let at = ["--as-of", cut_of(&tree)];
    let all = printed(&[&explain[..], &at, &["--records", "all"]].concat());
    assert_eq!(records(&all), 331, "every record is shown, none twice");
    let real = all
        .lines()
        .find(|line| line.contains("Gremio"))
        .expect("a named record");
    assert!(!real.contains("[made up]"), "{real}");
    assert!(all.contains("[made up]"), "what fills the sample is marked");

    // A figure made of figures shows theirs, and their records.
    let share = CONTRACT_COUNT.replace("contract-count", "international-share");
    let share = printed(&["explain", &share, "--data", data, "--records", "0"]);
    for input in [
        "─ international-volume of edition 4: ",
        "─ contract-volume of edition 4: ",
    ] {
        assert!(share.contains(input), "{input:?} is not in {share}");
    }

    let lines = printed(&[&explain[..], &["--json", "--records", "2"]].concat());
    let lines: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let [explained, records] = lines.as_slice() else {
        panic!("an explanation and one reading, not {lines:?}");
    };
    assert_eq!(explained["explanation"]["figure"]["name"], CONTRACT_COUNT);
    assert_eq!(records["evidence"].as_array().unwrap().len(), 2);
    assert_eq!(records["recordCount"], 331);
}

#[test]
fn what_cannot_be_read_is_told_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let table: [(&[&str], &str); 7] = [
        (
            &["figures", "--edition", "ciftis/4"],
            "tradefair: --edition must begin with \"fairs/\"",
        ),
        (
            &["explain", EDITION],
            "tradefair: the figure must have the form fairs/{fair}/editions/{edition}/figures/{id}",
        ),
        (
            &["figures", "--edition", EDITION, "--as-of", "contracts=1"],
            "tradefair: invalid value 'contracts=1' for '--as-of <MOMENT>': the cut has no position of exhibitions",
        ),
        (
            &["figures", "--edition", EDITION, "--server", "localhost"],
            "tradefair: invalid value 'localhost' for '--server <URL>': must be an http address",
        ),
        (
            &[
                "figures",
                "--edition",
                EDITION,
                "--server",
                "http://127.0.0.1:1",
                "--data",
                data,
            ],
            "tradefair: the argument '--server <URL>' cannot be used with '--data <FOLDER>'",
        ),
        (
            &[
                "figures",
                "--edition",
                EDITION,
                "--server",
                "http://127.0.0.1:1",
            ],
            "tradefair: the reporting service cannot be reached: connection refused, asked at http://127.0.0.1:1; name the server",
        ),
        (
            &["figures", "--edition", EDITION, "--data", data],
            "tradefair: there are no books of exhibitions in ",
        ),
    ];
    for (arguments, begins) in table {
        let said = refused(arguments);
        assert!(said.starts_with(begins), "{arguments:?}: {said}");
    }
    assert_eq!(
        folder.path().read_dir().unwrap().count(),
        0,
        "no books were made"
    );
}
