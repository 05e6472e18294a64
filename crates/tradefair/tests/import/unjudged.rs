//! Tables that are stored record by record: no service judges their rows before.

use std::fs;

use tradefair::import::{Extent, Table};

use crate::books::{Books, base_with, lines};

const RATES: &str = "rate_id,parent,base_currency_code,quote_currency_code,price,rate_date,source\n\
    usd,editions/1,USD,CNY,6.5,2012-06-01,Desk\n\
    none,editions/1,USD,CNY,0,2012-06-01,Desk\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_says_which_rows_it_did_not_judge() {
    let books = Books::of_the_hall_fair().await;
    let table = || vec![Table::new("rates.csv", RATES)];
    let dry = books.import_into(table(), Extent::DryRun).await;
    assert_eq!(dry.faults, [""; 0]);
    let report = dry.report.unwrap();
    assert_eq!(
        lines(&report),
        ["rates.csv: 2 rows, 2 to be judged when stored"]
    );

    let outcome = books.import_into(table(), Extent::Whole).await;
    assert_eq!(outcome.faults.len(), 1, "{:#?}", outcome.faults);
    assert!(outcome.faults[0].starts_with("rates.csv, line 3, column price: "));
    assert_eq!(
        lines(&outcome.report.unwrap()),
        ["rates.csv: 2 rows, 1 created, 1 with faults, 1 not stored"]
    );

    // What is there and says the same needs no judgement.
    let dry = books.import_into(table(), Extent::DryRun).await;
    assert_eq!(
        lines(&dry.report.unwrap()),
        ["rates.csv: 2 rows, 1 unchanged, 1 to be judged when stored"]
    );

    // A fair that is not known is rehearsed, and there every row is judged.
    let rehearsed = Books::open();
    let tables = base_with(&[("rates.csv", RATES)]);
    let dry = rehearsed.import(tables, Extent::DryRun).await;
    assert_eq!(dry.faults, outcome.faults);
    assert_eq!(dry.report.unwrap().faulty(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_refused_when_it_is_stored_is_told_though_it_is_rejected() {
    let books = Books::of_the_hall_fair().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rates.csv");
    fs::write(&path, RATES).unwrap();
    let tables = Table::of(&path, None).unwrap();
    let outcome = books.import_into(tables, Extent::Partial).await;
    assert_eq!(outcome.faults.len(), 1, "{:#?}", outcome.faults);
    assert!(outcome.faults[0].contains("line 3, column price: "));
    let rejects = fs::read_to_string(folder.path().join("rates.rejects.csv")).unwrap();
    assert_eq!(rejects.lines().count(), 2, "{rejects}");
}
