//! What was brought out can be brought in: nothing changes, or the same books come.

use std::path::Path;

use proto::{
    gateway::v1::{SummarizeEditionRequest, press_desk_service_client::PressDeskServiceClient},
    statistics::v1::{AsOf, as_of},
};
use tradefair::{
    export::{self, Exported, Form, Wanted},
    import::{Extent, Plan, Table, tables_in},
    sample,
    topology::ServiceName,
};

use crate::books::{Books, base};

async fn export(books: &Books, fair: &str, folder: &Path, form: Form) -> Exported {
    let wanted = Wanted {
        fair: fair.to_owned(),
        edition: None,
        as_of: None,
    };
    let mut rows = 0;
    let mut passed = || rows += 1;
    let exported = export::write(books.inside.links(), &wanted, folder, form, &mut passed)
        .await
        .unwrap();
    let told: u64 = exported.tables.iter().map(|(_, rows)| rows).sum();
    assert_eq!(told, rows);
    exported
}

/// Imports tables, and tells how many of their rows were new or different.
async fn changed(books: &Books, tables: Vec<Table>) -> u64 {
    let plan = Plan::new(&tables, None).unwrap();
    let report = books.run(&plan, Extent::Whole).await.whole();
    let changed = |counts: tradefair::import::Counts| counts.created + counts.revised;
    report
        .tables
        .iter()
        .map(|table| changed(table.counts))
        .sum()
}

async fn release(books: &Books) -> String {
    let link = books.inside.links()[&ServiceName::Gateway].clone();
    let request = SummarizeEditionRequest {
        name: "fairs/ciftis/editions/4".to_owned(),
        language_code: "en".to_owned(),
        as_of: None,
    };
    let summary = PressDeskServiceClient::new(link)
        .summarize_edition(request)
        .await;
    let summary = summary.unwrap().into_inner();
    format!("{}\n{}", summary.headline, summary.paragraphs.join("\n"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_comes_out_as_it_came_in() {
    let books = Books::open();
    let plan = Plan::new(&sample::ciftis(), None).unwrap();
    books.run(&plan, Extent::Whole).await.whole();
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text");
    export(&books, "fairs/ciftis", &text, Form::Text).await;
    assert_eq!(changed(&books, tables_in(&text).unwrap()).await, 0);

    // The definitions of the figures come out too, and need no catalogue.
    let other = Books::open();
    changed(&other, tables_in(&text).unwrap()).await;
    // Records that a sentence names one after the other stand in the order of
    // recording, which an export does not keep.
    assert_eq!(words(&release(&other).await), words(&release(&books).await));

    let book = folder.path().join("book");
    let sheets = export(&books, "fairs/ciftis", &book, Form::Workbook).await;
    let tables = tables_in(&book).unwrap();
    assert_eq!(tables.len(), sheets.tables.len());
    assert_eq!(changed(&books, tables).await, 0);
}

/// The words of a text, sorted.
fn words(text: &str) -> Vec<&str> {
    let mut words: Vec<_> = text
        .split(|character: char| character.is_whitespace() || ",;.()".contains(character))
        .collect();
    words.sort_unstable();
    words
}

/// Cells of every kind that the sample does not have.
const HARD: &[(&str, &str)] = &[
    (
        "organisations.csv",
        "organisation_id,display_name.en,display_name.zh,country_code,source,evidence_kind\n\
         a,\"A; \"\"quoted\"\", with \\ and comma\",甲；乙,BR,\"Two; things\",registration\n\
         b,B,,LT,Halls,registration\n",
    ),
    (
        "persons.csv",
        "person_id,display_name.en,country_code,offices.title.en,offices.title.zh,offices.from,offices.until,source,evidence_kind\n\
         p,P,BR,Mayor;Minister \\; deputy,;部长,2010-01-01;2005-01-01,;2009-12-31,Protocol,reported\n",
    ),
    (
        "agreements.csv",
        "agreement_id,parent,title.en,parties,stage,sector_code,amount,currency,signed_on,counted_in_total,source,evidence_kind\n\
         a1,editions/1,One,organisations/a;organisations/b,contract,2.B,0.05,CNY,2012-05-29,false,Desk,contract\n\
         a2,editions/1,Two,organisations/a;organisations/b,contract,2.B,,,2012-05-29,,Desk,contract\n",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_cell_comes_out_as_it_came_in() {
    let books = Books::of_the_hall_fair().await;
    let tables = HARD.iter().map(|(file, text)| Table::new(*file, *text));
    books
        .import_into(tables.collect(), Extent::Whole)
        .await
        .whole();
    let folder = tempfile::tempdir().unwrap();
    for (form, name) in [(Form::Text, "text"), (Form::Workbook, "book")] {
        let into = folder.path().join(name);
        export(&books, "fairs/hall", &into, form).await;
        let tables = tables_in(&into).unwrap();
        assert_eq!(changed(&books, tables.clone()).await, 0, "{name}");
        let other = Books::open();
        assert_eq!(changed(&other, tables).await, 7, "{name}");
        let again = folder.path().join(format!("{name}-again"));
        export(&other, "fairs/hall", &again, Form::Text).await;
        let text = |of: &Path| std::fs::read_to_string(of.join("persons.csv")).unwrap();
        if form == Form::Text {
            assert_eq!(text(&again), text(&into));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_shows_the_books_as_they_were() {
    let books = Books::of_the_hall_fair().await;
    let folder = tempfile::tempdir().unwrap();
    let before = folder.path().join("before");
    let cut = export(&books, "fairs/hall", &before, Form::Text).await.cut;
    let mut tables = base();
    tables.retain(|table| table.file != "organisations.csv");
    tables.push(Table::new(
        "organisations.csv",
        "id,display_name.en,country_code,source,evidence_kind\na,Changed,BR,Halls,registration\nnew,N,BR,Halls,registration\n",
    ));
    assert_eq!(changed(&books, tables).await, 2);
    let wanted = Wanted {
        fair: "fairs/hall".to_owned(),
        edition: None,
        as_of: Some(AsOf {
            moment: Some(as_of::Moment::Cut(cut.clone())),
        }),
    };
    let after = folder.path().join("after");
    let exported = export::write(
        books.inside.links(),
        &wanted,
        &after,
        Form::Text,
        &mut || {},
    )
    .await
    .unwrap();
    let sequences = |cut: &proto::statistics::v1::Cut| -> Vec<i64> {
        cut.positions.iter().map(|one| one.sequence).collect()
    };
    assert_eq!(sequences(&exported.cut), sequences(&cut));
    for file in ["fairs.csv", "editions.csv", "organisations.csv"] {
        let text = |of: &Path| std::fs::read_to_string(of.join(file)).unwrap();
        assert_eq!(text(&after), text(&before), "{file}");
    }
    let twice = export::write(
        books.inside.links(),
        &wanted,
        &after,
        Form::Text,
        &mut || {},
    )
    .await;
    assert!(twice.unwrap_err().to_string().contains("exists already"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_cannot_be_whole_writes_nothing() {
    let books = Books::of_the_hall_fair().await;
    let folder = tempfile::tempdir().unwrap();
    let refused = async |edition: Option<&str>, into: &str, form| {
        let wanted = Wanted {
            fair: "fairs/hall".to_owned(),
            edition: edition.map(str::to_owned),
            as_of: None,
        };
        let (links, into) = (books.inside.links(), folder.path().join(into));
        let told = export::write(links, &wanted, &into, form, &mut || {}).await;
        told.unwrap_err().to_string()
    };
    let unknown = Some("fairs/hall/editions/99");
    for form in [Form::Text, Form::Workbook] {
        assert_eq!(
            refused(unknown, "unknown", form).await,
            "the books know no fairs/hall/editions/99 at the moment that is read"
        );
    }
    assert!(!folder.path().join("unknown").exists());

    // The fair comes before the organisations, and the agreements have no row.
    for old in ["organisations.csv", "agreements.csv"] {
        let into = folder.path().join(old.replace('.', "-"));
        std::fs::create_dir(&into).unwrap();
        std::fs::write(into.join(old), "old").unwrap();
        let known = Some("fairs/hall/editions/1");
        let told = refused(known, into.to_str().unwrap(), Form::Text).await;
        assert_eq!(told, format!("{} exists already", into.join(old).display()));
        assert_eq!(std::fs::read_dir(&into).unwrap().count(), 1);
        assert_eq!(std::fs::read_to_string(into.join(old)).unwrap(), "old");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_archived_comes_out_as_others_name_it() {
    let books = Books::of_the_hall_fair().await;
    let participations = "participation_id,parent,organisation,role,attendance_mode,source,evidence_kind\n\
        p1,editions/1,organisations/a,merchant,physical,Halls,registration\n";
    let participations = vec![Table::new("participations.csv", participations)];
    books
        .import_into(participations, Extent::Whole)
        .await
        .whole();
    books.archive("fairs/hall/organisations/a").await;
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text");
    export(&books, "fairs/hall", &text, Form::Text).await;
    let tables = || tables_in(&text).unwrap();
    assert_eq!(changed(&books, tables()).await, 0);
    let rows = changed(&Books::open(), tables()).await;
    assert_eq!(
        rows, 5,
        "the fair, its edition, two organisations, one of them named"
    );

    // Archived as it is, it takes no change.
    let other = crate::books::ORGANISATIONS.replace("a,A,", "a,B,");
    let table = vec![Table::new("organisations.csv", other)];
    let outcome = books.import_into(table, Extent::Whole).await;
    assert_eq!(outcome.faults.len(), 1, "{:#?}", outcome.faults);
}
