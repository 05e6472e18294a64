//! Tables become requests, or faults that say file, line and column.

use std::fs;

use tradefair::{
    import::{Faults, Plan, TABLES, Table, TableKind, tables_in},
    sample,
};

const FAIR: &str = "fair_id,title.en,title.zh,first_year\nciftis,Fair,展会,2012\n";

/// The faults of a fair with these further tables, as lines.
async fn faults(tables: &[(&str, &str)]) -> Vec<String> {
    let mut all = vec![Table::new("fairs.csv", FAIR)];
    all.extend(tables.iter().map(|(file, text)| Table::new(*file, *text)));
    faults_of(all).await
}

async fn faults_of(tables: Vec<Table>) -> Vec<String> {
    let found = match Plan::new(&tables, None) {
        Ok(plan) => {
            let mut faults = Faults::default();
            let reads_well = plan.reads_well(&mut faults).await.unwrap();
            assert_eq!(reads_well, faults.0.is_empty());
            faults.0
        }
        Err(faults) => faults.0,
    };
    found.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn the_sample_has_no_fault_and_names_its_newest_edition() {
    let tables = sample::ciftis();
    let files: Vec<_> = tables.iter().map(|table| table.file.clone()).collect();
    let mut known: Vec<_> = TABLES.iter().map(TableKind::file).collect();
    known.retain(|file| files.contains(file));
    assert_eq!(files, known, "they stand in the order of loading");
    let plan = Plan::new(&tables, None).unwrap();
    assert_eq!(plan.fair(), "fairs/ciftis");
    assert_eq!(plan.newest_edition().unwrap(), "fairs/ciftis/editions/4");
    assert_eq!(faults_of(tables).await, [""; 0]);
}

#[tokio::test]
async fn every_fault_of_every_table_is_told_with_its_place() {
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
    ])
    .await;
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

#[tokio::test]
async fn a_column_that_fills_nothing_is_told() {
    let found = faults(&[(
        "organisations.csv",
        "organisation_id,display_name,display_name.fr,request_id,currency,source,source\no,O,O,1,CNY,s,s\n",
    )])
    .await;
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

#[tokio::test]
async fn settings_may_have_parts() {
    let found = faults(&[(
        "catalogue.csv",
        "reporting_currency_code,focus_sector_title.en,focus_sector_title.fr,request_id.en\nUSD,s,s,s\n",
    )])
    .await;
    assert_eq!(
        found,
        [
            "catalogue.csv, line 1, column focus_sector_title.fr: is no field of a catalogue",
            "catalogue.csv, line 1, column request_id.en: is no field of a catalogue",
        ]
    );
}

#[tokio::test]
async fn one_record_stands_in_one_row() {
    let found = faults(&[(
        "participations.csv",
        "participation_id,parent,organisation\n\
         p1,editions/3,organisations/a\n\
         p1,editions/4,organisations/a\n\
         p1,editions/4,organisations/b\n",
    )])
    .await;
    assert_eq!(
        found,
        ["participations.csv, line 4: has the id of line 3 again"]
    );
}

#[tokio::test]
async fn the_fair_stands_in_one_row_of_its_table() {
    let two = format!("{FAIR}other,Other,其他,2013\n");
    let fairs = |text: &str| vec![Table::new("fairs.csv", text)];
    let table = [
        (vec![], "fairs.csv: is missing; it names the fair"),
        (
            fairs(&two),
            "fairs.csv: has 2 rows; it must have exactly one",
        ),
        (
            fairs("title.en\nFair\n"),
            "fairs.csv, line 1: has no column fair_id, from which ids come",
        ),
        (
            fairs("fair_id\n"),
            "fairs.csv: has 0 rows; it must have exactly one",
        ),
    ];
    for (tables, expected) in table {
        assert_eq!(faults_of(tables).await, [expected]);
    }
    let other = Plan::new(&fairs(FAIR), Some("fairs/other")).unwrap_err();
    assert_eq!(
        other.0[0].to_string(),
        "fairs.csv: is about fairs/ciftis, and another fair is asked for"
    );
}

#[tokio::test]
async fn a_folder_is_read_whole() {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in sample::FILES {
        fs::write(folder.path().join(file), text).unwrap();
    }
    fs::write(folder.path().join("README.md"), "not a table").unwrap();
    let tables = tables_in(folder.path()).unwrap();
    assert_eq!(tables.len(), sample::FILES.len());
    assert_eq!(faults_of(tables).await, [""; 0]);

    fs::write(folder.path().join("agreement.csv"), "agreement_id\na1\n").unwrap();
    let found = faults_of(tables_in(folder.path()).unwrap()).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("agreement.csv: is none of the tables: fairs.csv, "),
        "{found:?}"
    );

    let unreadable = tables_in(&folder.path().join("nowhere")).unwrap_err();
    assert!(
        unreadable.to_string().contains("nowhere: cannot be read"),
        "{unreadable}"
    );
}

#[tokio::test]
async fn items_fill_the_parts_of_a_list_place_by_place() {
    let found = faults(&[(
        "agreements.csv",
        "agreement_id,parent,parties.organisation,parties.country_code,scope,rejected_because\n\
         a1,editions/1,organisations/a;organisations/b,,,\n",
    )])
    .await;
    assert_eq!(
        found,
        [
            "agreements.csv, line 1, column parties.country_code: is written by the service; leave the column out",
            "agreements.csv, line 1, column scope: is written by the service; leave the column out",
        ]
    );
}
