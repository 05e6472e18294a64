//! The thirty facts of the closing report that the sample's release must tell: each
//! row with the sentence that tells it, the figures the sentence prints and the
//! records behind them.

use std::collections::BTreeSet;

use harness::{clients::Clients, desk::Exact, fair::RunningFair, standing::load_sample};
use proto::{
    gateway::v1::{ClaimKind, Summary},
    reporting::v1::{ExplainFigureRequest, Explanation, Figure},
    statistics::v1::{ListEvidenceRequest, query_cells_request::Measure},
};

mod table;

use table::{FACTS, Fact, SUBSETS};

const EDITION: &str = "fairs/ciftis/editions/4";

/// The fewest statistics that the release must claim.
const CLAIMS_AT_LEAST: usize = 45;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fact_of_the_closing_report_comes_out_of_records() {
    let running = RunningFair::start().await;
    load_sample(&running).await;
    let summary = running.clients.summary(EDITION, None).await.unwrap();
    let text = one_line(&summary);
    let told: Vec<u8> = FACTS.iter().map(|fact| fact.row).collect();
    assert_eq!(told, (1..=30).collect::<Vec<u8>>(), "each row once");
    let mut wrong = Vec::new();
    for fact in FACTS {
        if !text.contains(fact.sentence) {
            wrong.push(format!("row {}: {:?} is not told", fact.row, fact.sentence));
        }
        wrong.extend(check(&running.clients, &summary, fact).await);
    }
    assert!(wrong.is_empty(), "{}\n{text}", wrong.join("\n"));
    let statistics = summary
        .claims
        .iter()
        .filter(|claim| claim.kind() == ClaimKind::Statistic)
        .count();
    assert!(statistics >= CLAIMS_AT_LEAST, "{statistics} claims");
}

/// Headline and paragraphs with one space between words.
fn one_line(summary: &Summary) -> String {
    format!("{} {}", summary.headline, summary.paragraphs.join(" "))
}

/// What is wrong with the figures of a fact: each must be claimed, and have as many
/// records behind it as the fact says.
async fn check(clients: &Clients, summary: &Summary, fact: &Fact) -> Vec<String> {
    let mut wrong = Vec::new();
    for (id, records) in fact.figures {
        let name = format!("{EDITION}/figures/{id}");
        if !summary.claims.iter().any(|claim| claim.figure == name) {
            wrong.push(format!("row {}: nothing claims {id}", fact.row));
        }
        let behind = records_behind(clients, id).await.len();
        if behind != *records {
            wrong.push(format!(
                "row {}: {id} has {behind} records, not {records}",
                fact.row
            ));
        }
    }
    wrong
}

/// The records behind a figure: those its evidence lists, after checking that they
/// add up to what was read, those it names, and those its value stands on.
async fn records_behind(clients: &Clients, id: &str) -> BTreeSet<String> {
    let mut records = BTreeSet::new();
    let request = ExplainFigureRequest {
        name: format!("{EDITION}/figures/{id}"),
        as_of: None,
    };
    let answer = clients.reporting.clone().explain_figure(request).await;
    let explanation = answer.unwrap().into_inner().explanation.unwrap();
    gather(clients, &explanation, &mut records).await;
    records
}

async fn gather(clients: &Clients, explanation: &Explanation, records: &mut BTreeSet<String>) {
    let figure = explanation.figure.as_ref().unwrap();
    records.extend(figure.records.iter().map(|named| named.record.clone()));
    for read in &explanation.cells {
        let query = read.query.clone().unwrap();
        let ask = ListEvidenceRequest {
            parent: query.parent.clone(),
            selection: query.selection.clone(),
            quantity: match &query.measure {
                Some(Measure::SumOf(quantity)) => quantity.clone(),
                _ => String::new(),
            },
            page_size: 1000,
            page_token: String::new(),
            as_of: query.as_of.clone(),
        };
        let evidence = clients.evidence(&read.service, ask).await;
        if matches!(query.measure, Some(Measure::SumOf(_))) {
            let totals = &read.answer.as_ref().unwrap().totals;
            let total: i64 = totals.iter().map(|row| row.total).sum();
            let contributed: i64 = evidence.iter().map(|found| found.contribution).sum();
            assert_eq!(contributed, total, "{}", figure.name);
        }
        records.extend(evidence.into_iter().map(|found| found.record));
    }
    let of_books = |ground: &&String| {
        ["/reportedFigures/", "/editions/", "fairs/ciftis@"]
            .iter()
            .any(|part| ground.contains(part))
            && !ground.contains("/statuses/")
            && !ground.contains("/comparabilities/")
            && !ground.contains("/rates/")
    };
    if explanation.cells.is_empty() {
        let grounds = explanation.grounds.iter().filter(of_books);
        records.extend(grounds.map(|ground| ground.split('@').next().unwrap().to_owned()));
    }
    for input in &explanation.inputs {
        Box::pin(gather(clients, input, records)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_named_as_a_part_is_a_part() {
    let running = RunningFair::start().await;
    load_sample(&running).await;
    for (part, whole) in SUBSETS {
        let inside = records_behind(&running.clients, part).await;
        let all = records_behind(&running.clients, whole).await;
        assert!(!inside.is_empty(), "{part}");
        assert!(inside.is_subset(&all), "{part} within {whole}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_is_that_of_the_city_and_cannot_be_given_to_a_person() {
    let running = RunningFair::start().await;
    load_sample(&running).await;
    let figure = async |id: &str| -> Figure {
        let answer = running.clients.figure(EDITION, id, None).await;
        answer.unwrap().figure.unwrap()
    };
    let (city, person) = (
        figure("followed-city-run").await,
        figure("followed-person-run").await,
    );
    assert_eq!(harness::desk::value_of(&city), Exact::from(4));
    assert_eq!(city.not_proven_beyond, "");
    assert_eq!(harness::desk::value_of(&person), Exact::from(1));
    assert_eq!(person.not_proven_beyond, "fairs/ciftis/editions/3");

    let summary = running.clients.summary(EDITION, None).await.unwrap();
    let runs: Vec<_> = summary
        .claims
        .iter()
        .filter(|claim| claim.quote.contains("consecutive"))
        .map(|claim| claim.figure.as_str())
        .collect();
    assert_eq!(runs, [city.name.as_str()], "one run is told, the city's");

    assert_eq!(
        printed(&city),
        Ok("For the fourth consecutive time.".to_owned())
    );
    let refused = printed(&person).unwrap_err();
    assert!(refused.contains("editions/3"), "{refused}");
    // However long her run were: as long as nobody knows who headed the earlier
    // delegations, it is not told.
    let mut longer = person;
    longer.value.clone_from(&city.value);
    assert!(printed(&longer).is_err());
}

/// What a template that tells the run of a figure prints, or why it does not.
fn printed(figure: &Figure) -> Result<String, String> {
    let unproven = Some(figure.not_proven_beyond.clone()).filter(|beyond| !beyond.is_empty());
    let entry = prose::Entry::Figure(prose::Figure {
        title: None,
        reading: prose::Reading::Value(harness::desk::value_of(figure)),
        unit: prose::Unit::Count {
            noun: prose::Noun {
                one: "edition".to_owned(),
                many: "editions".to_owned(),
            },
        },
        status: prose::Status::Normal,
        base: None,
        approximate: false,
        against: Some(prose::Against::Run {
            unproven_beyond: unproven,
        }),
    });
    let mut sheet = prose::Sheet::new();
    sheet.add("run", entry).unwrap();
    let template = "Headline\n\nFor the {{ streak(\"run\") }}.";
    let template = prose::Template::load("run", template, &prose::English).unwrap();
    let rendered = template.render(std::sync::Arc::new(sheet));
    rendered
        .map(|rendered| rendered.paragraphs.join("\n"))
        .map_err(|refused| refused.to_string())
}
