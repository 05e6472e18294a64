//! A table sent again revises only what changed.

use tradefair::import::{Extent, Table};

use crate::books::{Books, ORGANISATIONS, base, base_with, lines};

const RATES: &str = "rate_id,parent,base_currency_code,quote_currency_code,price,rate_date,source\n\
    usd-cny,editions/1,USD,CNY,6.5,2012-06-01,Office\n\
    eur-usd,editions/1,EUR,USD,1.1,2012-06-01,Office\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_row_sent_again_changes_nothing() {
    let books = Books::of_the_hall_fair().await;
    let again = books.import(base(), Extent::Whole).await.whole();
    assert_eq!(
        lines(&again),
        [
            "fairs.csv: 1 row, 1 unchanged",
            "editions.csv: 1 row, 1 unchanged",
            "organisations.csv: 2 rows, 2 unchanged",
        ]
    );
    // Other columns and another order say the same.
    let same = "evidence_kind,source,country_code,display_name.en,organisation_id,synthetic\n\
        registration,Halls,LT,B,b,\n\
        registration,Halls,BR,A,a,\n";
    let tables = base_with(&[("organisations.csv", same)]);
    let report = books.import(tables, Extent::Whole).await.whole();
    assert_eq!(lines(&report)[2], "organisations.csv: 2 rows, 2 unchanged");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_file_revises_only_the_changed_rows_also_back() {
    let books = Books::of_the_hall_fair().await;
    let tables = |organisations: &str, rates: &str| {
        base_with(&[("organisations.csv", organisations), ("rates.csv", rates)])
    };
    let first = books
        .import(tables(ORGANISATIONS, RATES), Extent::Whole)
        .await
        .whole();
    assert_eq!(lines(&first)[3], "rates.csv: 2 rows, 2 created");

    let corrected = ORGANISATIONS.replace("b,B,", "b,C,") + "c,C,LT,Halls,registration\n";
    let rates = RATES.replace("6.5", "6.6");
    let dry = books
        .import(tables(&corrected, &rates), Extent::DryRun)
        .await;
    let organisations = "organisations.csv: 3 rows, 1 created, 1 revised, 1 unchanged";
    let revised = "rates.csv: 2 rows, 1 revised, 1 unchanged";
    assert_eq!(lines(&dry.report.unwrap())[2..], [organisations, revised]);
    let report = books
        .import(tables(&corrected, &rates), Extent::Whole)
        .await
        .whole();
    assert_eq!(lines(&report)[2..], [organisations, revised]);

    // What an older file said can be said again.
    let back = books
        .import(tables(ORGANISATIONS, RATES), Extent::Whole)
        .await
        .whole();
    assert_eq!(
        lines(&back)[2..],
        [
            "organisations.csv: 2 rows, 1 revised, 1 unchanged",
            "rates.csv: 2 rows, 1 revised, 1 unchanged",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_may_come_in_several_files_and_more_than_fit_one_request() {
    let books = Books::of_the_hall_fair().await;
    let rows = |range: std::ops::Range<u32>| -> String {
        let head = "id,display_name.en,country_code,source,evidence_kind\n".to_owned();
        let row = |n| format!("o{n},Organisation {n},LT,Halls,registration\n");
        range.map(row).fold(head, |text, row| text + &row)
    };
    let mut tables = vec![
        Table::new("organisations.csv", rows(0..2500)),
        Table::new("organisations.more.csv", rows(2500..2600)),
    ];
    let report = books
        .import_into(tables.clone(), Extent::Whole)
        .await
        .whole();
    assert_eq!(
        lines(&report),
        [
            "organisations.csv: 2500 rows, 2500 created",
            "organisations.more.csv: 100 rows, 100 created",
        ]
    );
    tables.push(Table::new("organisations.again.csv", rows(2599..2600)));
    let outcome = books.import_into(tables, Extent::Whole).await;
    assert_eq!(
        outcome.faults,
        ["organisations.again.csv, line 2: has the id of organisations.more.csv, line 101 again"]
    );
}
