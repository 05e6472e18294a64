//! What the services say about a row is told with its file, line and column, before
//! anything is stored.

use std::collections::BTreeMap;

use serve::Link;
use tradefair::{
    import::{Extent, ImportError, Links, Plan},
    topology::ServiceName,
};

use crate::books::{Books, EDITIONS, base, base_with, lines};

const AGREEMENTS: &str = "agreement_id,parent,title.en,parties,stage,sector_code,amount,currency,signed_on,source,evidence_kind\n\
    a1,editions/1,One,organisations/a;organisations/b,contract,2.B,1.50,CNY,2012-05-29,Desk,contract\n\
    a2,editions/1,Two,organisations/a;organisations/Ä,contract,99.Z,1.505,CNY,,Desk,contract\n\
    a3,editions/1,Three,organisations/a;organisations/nobody,contract,2.B,,,2012-05-29,Desk,contract\n\
    a4,editions/9,Four,organisations/a;organisations/b,contract,2.B,,,2012-05-29,Desk,contract\n\
    A 5,editions/1,Five,organisations/a;organisations/b,contract,2.B,,,2012-05-29,Desk,contract\n";

#[track_caller]
fn assert_told(faults: &[String]) {
    let begins = [
        "agreements.csv, line 3, column parties: ",
        "agreements.csv, line 3, column sector_code: ",
        "agreements.csv, line 3, column amount: ",
        "agreements.csv, line 3, column signed_on: ",
        "agreements.csv, line 4, column parties: ",
        "agreements.csv, line 5, column parent: ",
        "agreements.csv, line 6, column agreement_id: ",
    ];
    for begin in begins {
        let found = faults.iter().filter(|fault| fault.starts_with(begin));
        assert_eq!(found.count(), 1, "{begin} in {faults:#?}");
    }
    assert_eq!(faults.len(), begins.len(), "{faults:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_service_refuses_is_told_at_its_cell_and_nothing_is_stored() {
    // Rehearsed where the fair is not known, tried where it is.
    for books in [Books::open(), Books::of_the_hall_fair().await] {
        let tables = base_with(&[("agreements.csv", AGREEMENTS)]);
        let outcome = books.import(tables, Extent::Whole).await;
        assert_told(&outcome.faults);
        let report = outcome.report.unwrap();
        assert!(!report.stored && report.faulty() == 4, "{report}");
        let right = base_with(&[("agreements.csv", &AGREEMENTS[..first_lines(2)])]);
        let dry = books.import(right.clone(), Extent::DryRun).await;
        assert_eq!(dry.faults, [""; 0]);
        let stored = books.import(right, Extent::Whole).await.whole();
        let agreements = stored.tables.last().unwrap();
        assert_eq!(
            agreements.counts.created, 1,
            "nothing had been stored before"
        );
    }
}

fn first_lines(count: usize) -> usize {
    let ends = AGREEMENTS.match_indices('\n').map(|(end, _)| end + 1);
    ends.take(count).last().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_names_a_faulty_row_is_not_faulty_itself() {
    for books in [Books::open(), Books::of_the_hall_fair().await] {
        let organisations = "organisation_id,display_name.en,country_code,source,evidence_kind\n\
            a,A,BR,Halls,registration\n\
            b,B,LT,Halls,registration\n\
            c,C,ZZ,Halls,registration\n\
            d,D,LT,Halls,hearsay\n";
        let participations = "participation_id,parent,organisation,role,attendance_mode,source,evidence_kind\n\
            c,editions/1,organisations/c,merchant,physical,Halls,registration\n\
            d,editions/1,organisations/d,merchant,physical,Halls,registration\n";
        let tables = base_with(&[
            ("organisations.csv", organisations),
            ("participations.csv", participations),
        ]);
        let outcome = books.import(tables, Extent::Whole).await;
        let mut faults = outcome.faults;
        faults.sort();
        assert_eq!(faults.len(), 2, "{faults:#?}");
        assert!(faults[0].starts_with("organisations.csv, line 4, column country_code: "));
        assert!(faults[1].starts_with("organisations.csv, line 5, column evidence_kind: "));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fair_is_named_by_a_table_or_known_to_the_books() {
    let books = Books::open();
    let organisations = || base().into_iter().filter(|t| t.file == "organisations.csv");
    let outcome = books
        .import_into(organisations().collect(), Extent::Whole)
        .await;
    let told = outcome.report.unwrap_err().to_string();
    assert_eq!(told, "the books know no fairs/hall, and no table brings it");
    books.import(base(), Extent::Whole).await.whole();
    let report = books
        .import_into(organisations().collect(), Extent::Whole)
        .await
        .whole();
    assert_eq!(lines(&report), ["organisations.csv: 2 rows, 2 unchanged"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_stored_when_a_table_has_a_fault() {
    let books = Books::open();
    let editions = EDITIONS.replace("Asia/Shanghai", "Asia/Nowhere");
    let tables = base_with(&[("editions.csv", &editions)]);
    let outcome = books.import(tables, Extent::Whole).await;
    assert_eq!(outcome.faults.len(), 1, "{:?}", outcome.faults);
    assert!(
        outcome.faults[0].starts_with("editions.csv, line 2, column time_zone: "),
        "{:?}",
        outcome.faults
    );
    let report = books.import(base(), Extent::Whole).await.whole();
    assert!(
        report
            .tables
            .iter()
            .all(|table| table.counts.created == table.rows)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_away_is_told_once() {
    let nowhere: serve::Target = "http://127.0.0.1:1".parse().unwrap();
    let links: Links = ServiceName::ALL
        .into_iter()
        .map(|service| (service, Link::remote(service.as_str(), &nowhere)))
        .collect();
    let plan = Plan::new(&base(), None).unwrap();
    let told = plan
        .run(
            &links,
            Extent::Whole,
            &mut tradefair::import::Faults::default(),
        )
        .await;
    let told = told.unwrap_err();
    assert!(matches!(told, ImportError::Away { .. }), "{told}");
    let told = plan
        .run(
            &BTreeMap::new(),
            Extent::Whole,
            &mut tradefair::import::Faults::default(),
        )
        .await;
    assert!(matches!(told.unwrap_err(), ImportError::NoWay(_)));
}
