//! Every usual text says the same, and its faults stand at the same place.

use encoding_rs::GB18030;
use tradefair::import::{Extent, Table};

use crate::books::{Books, lines};

const ENGLISH: &str =
    "Organisation ID,English name,Chinese name,Country code,Source,Kind of evidence";
const CHINESE: &str = "编号,英文名称,中文名称,国家代码,来源,凭证类型";
const PATHS: &str =
    "organisation_id,display_name.en,display_name.zh,country_code,source,evidence_kind";

/// A text as a file: its encoding, with what stands between the cells.
fn files(header: &str, rows: &[[&str; 6]]) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for (between, name) in [(",", "comma"), (";", "semicolon"), ("\t", "tab")] {
        for end in ["\n", "\r\n"] {
            let mut text = header.replace(',', between) + end;
            for row in rows {
                text += &(row.join(between) + end);
            }
            let (chinese, _, lossy) = GB18030.encode(&text);
            assert!(!lossy);
            let wide = "\u{feff}".encode_utf16().chain(text.encode_utf16());
            let encodings = [
                ("UTF-8", text.clone().into_bytes()),
                ("UTF-8 with a mark", format!("\u{feff}{text}").into_bytes()),
                ("GB18030", chinese.into_owned()),
                ("UTF-16", wide.flat_map(u16::to_le_bytes).collect()),
            ];
            for (encoding, bytes) in encodings {
                files.push((format!("{encoding}, {name}, {end:?}, {header}"), bytes));
            }
        }
    }
    files
}

fn table(folder: &tempfile::TempDir, bytes: &[u8]) -> Vec<Table> {
    let path = folder.path().join("organisations.csv");
    std::fs::write(&path, bytes).unwrap();
    Table::of(&path, None).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn encodings_delimiters_and_languages_say_the_same() {
    let books = Books::of_the_hall_fair().await;
    let folder = tempfile::tempdir().unwrap();
    let rows = [
        ["g", "Gremio", "格雷米奥", "BR", "Halls", "registration"],
        ["k", "Kaunas", "考纳斯", "LT", "Halls", "registration"],
    ];
    let mut is_first = true;
    for header in [PATHS, ENGLISH, CHINESE] {
        for (what, bytes) in files(header, &rows) {
            let outcome = books
                .import_into(table(&folder, &bytes), Extent::Whole)
                .await;
            let became = if is_first { "created" } else { "unchanged" };
            is_first = false;
            let report = outcome.whole();
            let told = lines(&report).remove(0);
            assert!(
                told.ends_with(&format!("organisations.csv: 2 rows, 2 {became}")),
                "{what}: {told}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_stand_at_their_line_and_column_in_every_text() {
    let books = Books::of_the_hall_fair().await;
    let folder = tempfile::tempdir().unwrap();
    let rows = [
        ["g", "Gremio", "格雷米奥", "巴西", "Halls", "registration"],
        ["k", "Kaunas", "考纳斯", "LT", "Halls", "hearsay"],
        ["", "Nobody", "无", "LT", "Halls", "registration"],
    ];
    for header in [PATHS, ENGLISH, CHINESE] {
        let names: Vec<_> = header.split(',').collect();
        for (what, bytes) in files(header, &rows) {
            let outcome = books
                .import_into(table(&folder, &bytes), Extent::Whole)
                .await;
            let mut faults = outcome.faults;
            faults.sort();
            let places = [(2, names[3]), (3, names[5]), (4, names[0])];
            assert_eq!(faults.len(), places.len(), "{what}: {faults:#?}");
            for (fault, (line, column)) in faults.iter().zip(places) {
                let place = format!("organisations.csv, line {line}, column {column}: ");
                assert!(fault.contains(&place), "{what}: {fault}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_text_is_told_with_its_line() {
    let books = Books::of_the_hall_fair().await;
    let folder = tempfile::tempdir().unwrap();
    let broken = [
        PATHS.as_bytes(),
        b"\ng,Gr\xff\xff,x,BR,Halls,registration\n",
    ]
    .concat();
    let outcome = books
        .import_into(table(&folder, &broken), Extent::Whole)
        .await;
    assert_eq!(outcome.faults.len(), 1, "{:?}", outcome.faults);
    assert!(
        outcome.faults[0].contains("organisations.csv") && outcome.faults[0].contains("gb18030"),
        "{:?}",
        outcome.faults
    );
    assert!(!outcome.report.unwrap().stored);
    let outcome = books.import_into(table(&folder, b""), Extent::Whole).await;
    assert!(outcome.faults[0].ends_with("organisations.csv: is empty"));
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_without_a_name_at_the_end_are_left_out() {
    let books = Books::of_the_hall_fair().await;
    let text = |beyond: &str| {
        format!(
            "{PATHS},, \ng,Gremio,格雷米奥,BR,Halls,registration,, \nk,Kaunas,考纳斯,LT,Halls,registration,{beyond}\n"
        )
    };
    let table = |beyond: &str| vec![Table::new("organisations.csv", text(beyond))];
    let outcome = books.import_into(table(",a remark"), Extent::Whole).await;
    assert_eq!(
        outcome.faults,
        ["organisations.csv, line 3: has 8 cells where the header has 6"]
    );
    let report = books.import_into(table(","), Extent::Whole).await.whole();
    assert_eq!(lines(&report), ["organisations.csv: 2 rows, 2 created"]);

    // Between others a column must have a name, and a row that is short is wrong.
    let gap = text(",").replacen("organisation_id,", "organisation_id,,", 1);
    let gap = vec![Table::new("organisations.csv", gap)];
    assert_eq!(books.import_into(gap, Extent::Whole).await.faults.len(), 1);
    let short = text(",").replacen(",registration,, \n", "\n", 1);
    let short = vec![Table::new("organisations.csv", short)];
    assert_eq!(
        books.import_into(short, Extent::Whole).await.faults,
        ["organisations.csv, line 2: has 5 cells where the header has 6"]
    );
}
