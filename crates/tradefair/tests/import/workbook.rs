//! A workbook with cells that are numbers, days and truths.

use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use tradefair::import::{Extent, Table};

use crate::books::{Books, lines};

fn workbook(path: &Path, held_on: &str) {
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let mut workbook = Workbook::new();
    let organisations = workbook.add_worksheet();
    organisations.set_name("organisations").unwrap();
    let rows = [
        [
            "编号",
            "英文名称",
            "中文名称",
            "国家代码",
            "来源",
            "凭证类型",
        ],
        ["g", "Gremio", "格雷米奥", "BR", "Halls", "registration"],
        ["k", "Kaunas", "考纳斯", "LT", "Halls", "registration"],
    ];
    for (row, cells) in (0..).zip(rows) {
        organisations.write_row(row, 0, cells).unwrap();
    }
    let agreements = workbook.add_worksheet();
    agreements.set_name("agreements").unwrap();
    let header = [
        "协议编号",
        "届次",
        "英文标题",
        "签约方",
        "协议阶段",
        "服务部门代码",
        "金额",
        "币种",
        "签约日期",
        "是否现场签约",
        "来源",
        "凭证类型",
        "是否计入总数",
    ];
    agreements.write_row(0, 0, header).unwrap();
    // A row left blank, and one whose last cell is.
    let row = [
        "17",
        "editions/1",
        "One",
        "organisations/g;organisations/k",
        "contract",
        "2.B",
    ];
    agreements.write_row(2, 0, row).unwrap();
    agreements.write_number(2, 0, 17).unwrap();
    agreements.write_number(2, 6, 1234567.25).unwrap();
    agreements.write_string(2, 7, "CNY").unwrap();
    let signed_on = ExcelDateTime::parse_from_str(held_on).unwrap();
    agreements
        .write_datetime_with_format(2, 8, &signed_on, &day)
        .unwrap();
    agreements.write_boolean(2, 9, true).unwrap();
    agreements.write_row(2, 10, ["Desk", "contract"]).unwrap();
    workbook.add_worksheet().set_name("Sheet3").unwrap();
    workbook.save(path).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_brings_a_table_on_each_sheet() {
    let books = Books::of_the_hall_fair().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fair.xlsx");
    workbook(&path, "2012-05-29");
    let tables = Table::of(&path, None).unwrap();
    let report = books.import_into(tables, Extent::Whole).await.whole();
    let shown = path.display();
    assert_eq!(
        lines(&report),
        [
            format!("{shown} [organisations]: 2 rows, 2 created"),
            format!("{shown} [agreements]: 1 row, 1 created"),
        ]
    );
    // The same as text.
    let text = "agreement_id,parent,title.en,parties,stage,sector_code,amount,currency,signed_on,signed_on_site,source,evidence_kind\n\
        17,editions/1,One,organisations/g;organisations/k,contract,2.B,1234567.25,CNY,2012-05-29,true,Desk,contract\n";
    let table = Table::new("agreements.csv", text);
    let same = books.import_into(vec![table], Extent::Whole).await.whole();
    assert_eq!(lines(&same), ["agreements.csv: 1 row, 1 unchanged"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_a_workbook_stand_at_sheet_row_and_column() {
    let books = Books::of_the_hall_fair().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fair.xlsx");
    workbook(&path, "2012-05-29T10:30:00");
    let tables = Table::of(&path, None).unwrap();
    let outcome = books.import_into(tables, Extent::Whole).await;
    assert_eq!(
        outcome.faults,
        [format!(
            "{} [agreements], line 3, column 签约日期: \"2012-05-29T10:30:00\" is not a day; write it like 2016-05-28",
            path.display()
        )]
    );
    let tables = Table::of(&path, None).unwrap();
    let outcome = books.import_into(tables, Extent::Partial).await;
    assert!(!outcome.report.unwrap().is_whole());
    let rejects = folder.path().join("agreements.fair.rejects.csv");
    let text = std::fs::read_to_string(&rejects).unwrap();
    std::fs::write(&rejects, text.replace("T10:30:00", "")).unwrap();
    let mended = Table::of(&rejects, None).unwrap();
    books.import_into(mended, Extent::Whole).await.whole();

    std::fs::write(&path, "no workbook").unwrap();
    let wrong = Table::of(&path, None).unwrap_err().to_string();
    assert!(wrong.contains("fair.xlsx: cannot be read"), "{wrong}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_in_a_sheet_is_a_fault_and_no_text() {
    let books = Books::of_the_hall_fair().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("organisations.xlsx");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let rows = [
        [
            "id",
            "display_name.en",
            "country_code",
            "source",
            "evidence_kind",
        ],
        ["g", "", "BR", "Halls", "registration"],
        ["", "Kaunas", "LT", "Halls", "registration"],
        ["n", "#N/A", "LT", "Halls", "registration"],
    ];
    for (row, cells) in (0..).zip(rows) {
        sheet.write_row(row, 0, cells).unwrap();
    }
    let error = |result: &str| Formula::new("=VLOOKUP(1,Z1:Z2,1)").set_result(result);
    sheet.write_formula(1, 1, error("#N/A")).unwrap();
    sheet.write_formula(2, 0, error("#REF!")).unwrap();
    workbook.save(&path).unwrap();
    let tables = Table::of(&path, None).unwrap();
    let outcome = books.import_into(tables, Extent::Whole).await;
    let why = |line: u32, column: &str, sign: &str| {
        format!(
            "{} [Sheet1], line {line}, column {column}: holds the error {sign} of the sheet instead of a value",
            path.display()
        )
    };
    // Somebody who wrote the sign as a text means the text.
    assert_eq!(
        outcome.faults,
        [why(2, "display_name.en", "#N/A"), why(3, "id", "#REF!"),]
    );
}
