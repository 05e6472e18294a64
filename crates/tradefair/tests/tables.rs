//! Tables become requests, or faults that say file, line and column.
#![allow(clippy::unwrap_used)]

use std::fs;

use tradefair::{
    import::{Plan, Table, tables_in},
    sample,
};

const FAIR: &str = "fair_id,title.en,title.zh,first_year\nciftis,Fair,展会,2012\n";

/// The faults of a fair with these further tables, as lines.
fn faults(tables: &[(&str, &str)]) -> Vec<String> {
    let mut all = vec![Table::new("fairs.csv", FAIR)];
    all.extend(tables.iter().map(|(file, text)| Table::new(*file, *text)));
    faults_of(&all)
}

fn faults_of(tables: &[Table]) -> Vec<String> {
    match Plan::new(tables) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.0.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn the_sample_has_no_fault_and_every_row_becomes_a_request() {
    let tables = sample::ciftis();
    let plan = Plan::new(&tables).unwrap();
    let rows: usize = tables
        .iter()
        .map(|table| {
            csv::Reader::from_reader(table.text.as_bytes())
                .records()
                .count()
        })
        .sum();
    assert_eq!(plan.request_count(), rows);
    assert_eq!(plan.fair(), "fairs/ciftis");
    assert_eq!(plan.newest_edition().unwrap(), "fairs/ciftis/editions/4");
}

#[test]
fn every_fault_of_every_table_is_told_with_its_place() {
    let found = faults(&[
        (
            "editions.csv",
            "edition_id,ordinal,opening_date\n4,four,28 May\n",
        ),
        (
            "agreements.csv",
            "agreement_id,parent,parties,stage,amount,currency,counted_in_total\n\
             a1,editions/4,organisations/a;organisations/b,signed,12.5.0,CNY,yes\n\
             \n\
             a2,editions/4,organisations/a;organisations/b,contract,12,,\n",
        ),
        ("rates.csv", "rate_id,price\nusd-cny,6.5,7\n"),
    ]);
    assert_eq!(
        found,
        [
            "editions.csv, line 2, column ordinal: \"four\" is not a whole number in range",
            "editions.csv, line 2, column opening_date: \"28 May\" is not a day; write it like 2016-05-28",
            "agreements.csv, line 2, column stage: \"signed\" is none of: contract, intentional_contract, cooperation_agreement, cooperative_intention, preliminary_intention",
            "agreements.csv, line 2, column amount: \"12.5.0\" is not an amount; write it like 12.50",
            "agreements.csv, line 2, column counted_in_total: \"yes\" is neither true nor false",
            "agreements.csv, line 4, column amount: has no currency: fill the column currency too",
            "rates.csv, line 2: has 3 cells where the header has 2",
        ]
    );
}

#[test]
fn a_column_that_fills_nothing_is_told() {
    let found = faults(&[(
        "organisations.csv",
        "organisation_id,display_name,display_name.fr,request_id,currency,source,source\no,O,O,1,CNY,s,s\n",
    )]);
    assert_eq!(
        found,
        [
            "organisations.csv, line 1, column display_name: stands for several fields; give a column for each, with a dot between, such as display_name.en",
            "organisations.csv, line 1, column display_name.fr: is no field of an organisation",
            "organisations.csv, line 1, column request_id: is no field of an organisation",
            "organisations.csv, line 1, column currency: is no field of an organisation",
            "organisations.csv, line 1, column source: stands in the header twice",
        ]
    );
}

#[test]
fn settings_may_have_parts() {
    let found = faults(&[(
        "catalogue.csv",
        "reporting_currency_code,focus_sector_title.en,focus_sector_title.fr,request_id.en\nUSD,s,s,s\n",
    )]);
    assert_eq!(
        found,
        [
            "catalogue.csv, line 1, column focus_sector_title.fr: is no field of a catalogue",
            "catalogue.csv, line 1, column request_id.en: is no field of a catalogue",
        ]
    );
}

#[test]
fn one_record_stands_in_one_row() {
    let found = faults(&[(
        "participations.csv",
        "participation_id,parent,organisation\n\
         p1,editions/3,organisations/a\n\
         p1,editions/4,organisations/a\n\
         p1,editions/4,organisations/b\n",
    )]);
    assert_eq!(
        found,
        ["participations.csv, line 4: has the id of line 3 again"]
    );
}

#[test]
fn the_fair_stands_in_one_row_of_its_table() {
    let two = format!("{FAIR}other,Other,其他,2013\n");
    let table: [(&[Table], &str); 4] = [
        (&[], "fairs.csv: is missing; it names the fair"),
        (
            &[Table::new("fairs.csv", two)],
            "fairs.csv: has 2 rows; it must have exactly one",
        ),
        (
            &[Table::new("fairs.csv", "title.en\nFair\n")],
            "fairs.csv: has no column fair_id",
        ),
        (
            &[Table::new("fairs.csv", "fair_id\n")],
            "fairs.csv: has 0 rows; it must have exactly one",
        ),
    ];
    for (tables, expected) in table {
        assert_eq!(faults_of(tables), [expected]);
    }
}

#[test]
fn a_folder_is_read_whole() {
    let folder = tempfile::tempdir().unwrap();
    for table in sample::ciftis() {
        fs::write(folder.path().join(&table.file), &table.text).unwrap();
    }
    fs::write(folder.path().join("README.md"), "not a table").unwrap();
    let plan = Plan::new(&tables_in(folder.path()).unwrap()).unwrap();
    assert_eq!(
        plan.request_count(),
        Plan::new(&sample::ciftis()).unwrap().request_count()
    );

    fs::write(folder.path().join("agreement.csv"), "agreement_id\na1\n").unwrap();
    let found = faults_of(&tables_in(folder.path()).unwrap());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("agreement.csv: is none of the tables: fairs.csv, "),
        "{found:?}"
    );

    fs::write(folder.path().join("agreement.csv"), [0xff, 0xfe]).unwrap();
    let unreadable = tables_in(folder.path()).unwrap_err().to_string();
    assert!(
        unreadable.contains("agreement.csv: cannot be read"),
        "{unreadable}"
    );
}
