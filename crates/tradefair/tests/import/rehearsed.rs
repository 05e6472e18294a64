//! What no service can tell of a row before it is stored is found out in books of no
//! account, which have from the real ones what the rows are about.

use std::fs;

use proto::{
    exhibitions::v1::{
        ArchiveEditionRequest, exhibitions_service_client::ExhibitionsServiceClient,
    },
    reporting::v1::{
        RetireFigureDefinitionRequest, VoidRateRequest,
        reporting_service_client::ReportingServiceClient,
    },
};
use tradefair::{
    import::{Extent, Table},
    topology::ServiceName,
};

use crate::books::{Books, lines};

const RATES: &str = "rate_id,parent,base_currency_code,quote_currency_code,price,rate_date,source\n\
    usd,editions/1,USD,CNY,6.5,2012-06-01,Desk\n\
    none,editions/1,USD,CNY,0,2012-06-01,Desk\n";

const ACTIVITIES: &str =
    "activity_id,parent,title.en,kind,held_on,sector_code,hosts,source,evidence_kind\n";

const MORE_ORGANISATIONS: &str = "organisation_id,display_name.en,country_code,source,evidence_kind\n\
    c,C,BR,Halls,registration\n";

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_are_stored_one_by_one_are_judged_before() {
    let books = Books::of_the_hall_fair().await;
    let table = || vec![Table::new("rates.csv", RATES)];
    for extent in [Extent::DryRun, Extent::Whole] {
        let outcome = books.import_into(table(), extent).await;
        assert_eq!(outcome.faults.len(), 1, "{:#?}", outcome.faults);
        assert!(outcome.faults[0].starts_with("rates.csv, line 3, column price: "));
        let report = outcome.report.unwrap();
        assert!(!report.stored);
        assert_eq!(
            lines(&report),
            ["rates.csv: 2 rows, 1 created, 1 with faults"]
        );
    }

    let right = RATES.split_inclusive('\n').take(2).collect::<String>();
    let right = || vec![Table::new("rates.csv", right.clone())];
    books.import_into(right(), Extent::Whole).await.whole();
    // Beside it no other may price the pair, which only the books know.
    let other = RATES.replace("usd,", "other,").replace("none,", "usd,");
    let other = vec![Table::new("rates.csv", other.replace(",0,", ",6.5,"))];
    let dry = books.import_into(other, Extent::DryRun).await;
    assert_eq!(dry.faults.len(), 1, "{:#?}", dry.faults);
    assert!(dry.faults[0].starts_with("rates.csv, line 2"));
    let again = books.import_into(right(), Extent::DryRun).await;
    assert_eq!(
        lines(&again.report.unwrap()),
        ["rates.csv: 1 row, 1 unchanged"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_right_is_stored_and_the_rest_rejected() {
    let books = Books::of_the_hall_fair().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rates.csv");
    fs::write(&path, RATES).unwrap();
    let tables = Table::of(&path, None).unwrap();
    let outcome = books.import_into(tables, Extent::Partial).await;
    assert_eq!(outcome.faults.len(), 1, "{:#?}", outcome.faults);
    assert!(outcome.faults[0].contains("line 3, column price: "));
    assert!(outcome.report.unwrap().stored);
    let rejects = fs::read_to_string(folder.path().join("rates.rejects.csv")).unwrap();
    assert_eq!(rejects.lines().count(), 2, "{rejects}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_judged_with_what_the_same_import_brings_and_with_what_is_there() {
    let books = Books::of_the_hall_fair().await;
    // The activities name an organisation that is brought now and one that is there; an
    // edition that is there says on which days they may be.
    let activities = format!(
        "{ACTIVITIES}\
         f1,editions/1,One,forum,2012-05-29,2.B,organisations/a;organisations/c,Forums,registration\n\
         f2,editions/1,Two,forum,2030-01-01,2.B,organisations/a;organisations/c,Forums,registration\n\
         f3,editions/1,Two,hearsay,2012-05-29,2.B,organisations/a,Forums,registration\n\
         f4,editions/1,Two,forum,2012-05-29,99.Z,organisations/a,Forums,registration\n"
    );
    let tables = || {
        vec![
            Table::new("organisations.csv", MORE_ORGANISATIONS),
            Table::new("activities.csv", activities.clone()),
        ]
    };
    for extent in [Extent::DryRun, Extent::Whole] {
        let outcome = books.import_into(tables(), extent).await;
        let mut faults = outcome.faults;
        faults.sort();
        assert_eq!(faults.len(), 3, "each is told once: {faults:#?}");
        assert!(faults[0].starts_with("activities.csv, line 3, column held_on: "));
        assert!(faults[1].starts_with("activities.csv, line 4, column kind: "));
        assert!(faults[2].starts_with("activities.csv, line 5, column sector_code: "));
        let report = outcome.report.unwrap();
        assert!(!report.stored, "nothing is stored unless all is well");
        assert_eq!(
            lines(&report),
            [
                "organisations.csv: 1 row, 1 created",
                "activities.csv: 4 rows, 1 created, 3 with faults",
            ]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_is_judged_as_a_change() {
    let books = Books::of_the_hall_fair().await;
    let activities = |hosts: &str| {
        let row = format!("f1,editions/1,One,forum,2012-05-29,2.B,{hosts},Forums,registration");
        vec![
            Table::new("organisations.csv", MORE_ORGANISATIONS),
            Table::new("activities.csv", format!("{ACTIVITIES}{row}\n")),
        ]
    };
    let first = activities("organisations/a").split_off(1);
    books.import_into(first, Extent::Whole).await.whole();
    books.archive("fairs/hall/organisations/a").await;
    // What named it before may go on to name it.
    let named = "organisations/a;organisations/c";
    let dry = books.import_into(activities(named), Extent::DryRun).await;
    assert_eq!(dry.faults, [""; 0]);
    assert_eq!(
        lines(&dry.report.unwrap())[1],
        "activities.csv: 1 row, 1 revised"
    );
    // What is new may not.
    let new = activities(named);
    let new = vec![
        new[0].clone(),
        Table::new(
            "activities.csv",
            format!(
                "{ACTIVITIES}f2,editions/1,Two,forum,2012-05-29,2.B,organisations/c;organisations/a,Forums,registration\n"
            ),
        ),
    ];
    let outcome = books.import_into(new, Extent::Whole).await;
    assert_eq!(outcome.faults.len(), 1, "{:#?}", outcome.faults);
    assert!(outcome.faults[0].starts_with("activities.csv, line 2, column hosts: "));
    assert!(!outcome.report.unwrap().stored);
}

const REPORTED: &str = "reported_figure_id,parent,value,status,source\n\
    hall-count,editions/1,VALUE,normal,Closing report\n";

const DEFINITIONS: &str = r#"figure_definition_id,title.en,title.zh,unit,family,rule
hall-count,contracts,签约项目,agreements,contracts,"{""selection"":{""service"":""contracts"",""selection"":{""cube"":""agreements""},""sumOf"":""agreements""}}"
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_rehearsed_is_counted_apart() {
    let books = Books::of_the_hall_fair().await;
    let definitions = vec![Table::new("figure_definitions.csv", DEFINITIONS)];
    books.import_into(definitions, Extent::Whole).await.whole();
    let reported = |value: &str| {
        let text = REPORTED.replace("VALUE", value);
        vec![Table::new("reported_figures.csv", text)]
    };
    books
        .import_into(reported("458"), Extent::Whole)
        .await
        .whole();
    let link = books.inside.links()[&ServiceName::Reporting].clone();
    ReportingServiceClient::new(link)
        .retire_figure_definition(RetireFigureDefinitionRequest {
            name: "fairs/hall/figureDefinitions/hall-count".to_owned(),
            reason: "it is no more".to_owned(),
            request_id: "00000000-0000-4000-8000-000000000001".to_owned(),
            ..RetireFigureDefinitionRequest::default()
        })
        .await
        .unwrap();
    // The real books let an old figure of a definition that was retired be corrected; no
    // new books take one.
    let dry = books.import_into(reported("459"), Extent::DryRun).await;
    assert_eq!(dry.faults, [""; 0]);
    assert_eq!(
        lines(&dry.report.unwrap()),
        ["reported_figures.csv: 1 row, 1 to be judged when stored"]
    );
    let stored = books
        .import_into(reported("459"), Extent::Whole)
        .await
        .whole();
    assert_eq!(lines(&stored), ["reported_figures.csv: 1 row, 1 revised"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_no_change_is_refused_before_anything_is_stored() {
    let books = Books::of_the_hall_fair().await;
    let right = RATES.split_inclusive('\n').take(2).collect::<String>();
    let rates = |text: String| {
        vec![
            Table::new("organisations.csv", MORE_ORGANISATIONS),
            Table::new("rates.csv", text),
        ]
    };
    let first = rates(right.clone()).split_off(1);
    books.import_into(first, Extent::Whole).await.whole();
    let mut reporting =
        ReportingServiceClient::new(books.inside.links()[&ServiceName::Reporting].clone());
    reporting
        .void_rate(VoidRateRequest {
            name: "fairs/hall/editions/1/rates/usd".to_owned(),
            reason: "it was wrong".to_owned(),
            request_id: "00000000-0000-4000-8000-000000000001".to_owned(),
            ..VoidRateRequest::default()
        })
        .await
        .unwrap();
    let changed = rates(right.replace("6.5", "6.6"));
    assert_refused(&books, changed, "rates.csv, line 2").await;

    let mut exhibitions =
        ExhibitionsServiceClient::new(books.inside.links()[&ServiceName::Exhibitions].clone());
    exhibitions
        .archive_edition(ArchiveEditionRequest {
            name: "fairs/hall/editions/1".to_owned(),
            reason: "it is over".to_owned(),
            request_id: "00000000-0000-4000-8000-000000000002".to_owned(),
            ..ArchiveEditionRequest::default()
        })
        .await
        .unwrap();
    let new = rates(right.replace("usd,", "other,"));
    assert_refused(&books, new, "rates.csv, line 2").await;
}

/// The second table has one fault, and the first is not stored either.
async fn assert_refused(books: &Books, tables: Vec<Table>, begins: &str) {
    let outcome = books.import_into(tables, Extent::Whole).await;
    assert_eq!(outcome.faults.len(), 1, "{:#?}", outcome.faults);
    assert!(
        outcome.faults[0].starts_with(begins),
        "{:#?}",
        outcome.faults
    );
    let report = outcome.report.unwrap();
    assert!(!report.stored, "{report}");
}
