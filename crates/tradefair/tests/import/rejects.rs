//! What is right is stored, and the rest written down for somebody to mend.

use std::{fs, path::Path};

use tradefair::import::{Extent, Table};

use crate::books::{Books, lines};

const ORGANISATIONS: &str = "编号,英文名称,中文名称,国家代码,来源,凭证类型\n\
    a,A,甲,BR,Halls,registration\n\
    x,\"X, \"\"quoted\"\"\",癸,ZZ,Halls,registration\n\
    y,Y,壬,LT,Halls,hearsay\n\
    a,A,甲,BR,Halls,registration\n\
    z,Z,辛,LT,Halls,registration\n";

const PARTICIPATIONS: &str = "id,parent,organisation,role,attendance_mode,source,evidence_kind\n\
    p1,editions/1,organisations/x,merchant,physical,Halls,registration\n\
    p2,editions/1,organisations/z,merchant,physical,Halls,registration\n";

fn tables(folder: &Path) -> Vec<Table> {
    ["organisations.csv", "participations.csv"]
        .iter()
        .flat_map(|file| Table::of(&folder.join(file), None).unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rejected_rows_are_written_down_and_pass_once_they_are_mended() {
    let folder = tempfile::tempdir().unwrap();
    let path = |file: &str| folder.path().join(file);
    fs::write(path("organisations.csv"), ORGANISATIONS).unwrap();
    fs::write(path("participations.csv"), PARTICIPATIONS).unwrap();
    let books = Books::of_the_hall_fair().await;

    let outcome = books
        .import_into(tables(folder.path()), Extent::Whole)
        .await;
    assert!(!outcome.report.unwrap().stored);
    assert!(!path("organisations.rejects.csv").exists());

    let outcome = books
        .import_into(tables(folder.path()), Extent::Partial)
        .await;
    let report = outcome.report.unwrap();
    assert!(report.stored && !report.is_whole());
    let shown = |file: &str| path(file).display().to_string();
    assert_eq!(
        lines(&report),
        [
            format!(
                "{}: 5 rows, 1 created, 1 revised, 3 with faults, 3 not stored; rejected rows are in {}",
                shown("organisations.csv"),
                shown("organisations.rejects.csv")
            ),
            format!(
                "{}: 2 rows, 1 created, 1 with faults, 1 not stored; rejected rows are in {}",
                shown("participations.csv"),
                shown("participations.rejects.csv")
            ),
        ]
    );
    let rejects = fs::read_to_string(path("organisations.rejects.csv")).unwrap();
    let rows: Vec<_> = rejects.lines().collect();
    assert_eq!(
        rows[0],
        "\u{feff}编号,英文名称,中文名称,国家代码,来源,凭证类型,rejected_because"
    );
    let mut reasons = rows[1..].to_vec();
    reasons.sort_unstable();
    assert_eq!(reasons.len(), 3, "{rejects}");
    assert_eq!(
        reasons[0],
        "a,A,甲,BR,Halls,registration,has the id of line 2 again"
    );
    assert!(
        reasons[1].starts_with("x,\"X, \"\"quoted\"\"\",癸,ZZ,Halls,registration,"),
        "{rejects}"
    );
    assert!(reasons[1].contains("国家代码: "), "{rejects}");
    assert!(reasons[2].starts_with("y,") && reasons[2].contains("凭证类型: "));

    // The rejected rows are a table like any other.
    let mended = rejects
        .replace(",ZZ,", ",LT,")
        .replace("hearsay", "reported");
    let mended: Vec<_> = mended
        .lines()
        .filter(|row| !row.starts_with("a,"))
        .collect();
    fs::write(path("organisations.rejects.csv"), mended.join("\n")).unwrap();
    let mended: Vec<_> = ["organisations.rejects.csv", "participations.rejects.csv"]
        .iter()
        .flat_map(|file| Table::of(&path(file), None).unwrap())
        .collect();
    let report = books.import_into(mended, Extent::Whole).await.whole();
    let created: u64 = report.tables.iter().map(|table| table.counts.created).sum();
    assert_eq!(created, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_of_one_name_have_rejects_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = |file: &str| folder.path().join(file);
    let header = "id,display_name.en,country_code,source,evidence_kind";
    // All three would write to organisations.rejects.csv, which is one of them.
    let files = [
        ("organisations.csv", "one"),
        ("organisations.txt", "two"),
        ("organisations.rejects.csv", "three"),
    ];
    let mut tables = Vec::new();
    for (file, id) in files {
        let rows = format!("{header}\n{id},X,BR,Halls,hearsay\n{id}-right,Y,BR,Halls,reported\n");
        fs::write(path(file), rows).unwrap();
        tables.extend(Table::of(&path(file), None).unwrap());
    }
    let book = path("fair.xlsx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (sheet, id) in [("North", "four"), ("South", "five")] {
        let sheet = workbook.add_worksheet().set_name(sheet).unwrap();
        sheet.write_row(0, 0, header.split(',')).unwrap();
        let row = [id, "X", "BR", "Halls", "hearsay"];
        sheet.write_row(1, 0, row).unwrap();
    }
    workbook.save(&book).unwrap();
    tables.extend(Table::of(&book, Some("organisations")).unwrap());

    let books = Books::of_the_hall_fair().await;
    let outcome = books.import_into(tables, Extent::Partial).await;
    let report = outcome.report.unwrap();
    let created: u64 = report.tables.iter().map(|table| table.counts.created).sum();
    assert_eq!(created, 3, "{report}");
    let rejects = report.tables.iter().map(|table| {
        let rejects = table.rejects.as_deref().unwrap();
        let text = fs::read_to_string(rejects).unwrap();
        let rows: Vec<_> = text.lines().skip(1).map(str::to_owned).collect();
        assert_eq!(rows.len(), 1, "{rejects}: {text}");
        let file = Path::new(rejects).file_name().unwrap().to_string_lossy();
        let id = rows[0].split(',').next().unwrap();
        format!("{id} in {file}")
    });
    assert_eq!(
        rejects.collect::<Vec<_>>(),
        [
            "one in organisations.2.rejects.csv",
            "two in organisations.3.rejects.csv",
            "three in organisations.rejects.rejects.csv",
            "four in organisations.fair.rejects.csv",
            "five in organisations.fair.2.rejects.csv",
        ]
    );
}
